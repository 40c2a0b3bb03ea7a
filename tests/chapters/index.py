"""Learn gradient descent."""

INPUTS = {
    "Python 3.11": "# the oldest that gd supports",
    "each line is ten times": "# what a logarithmic axis is",
}

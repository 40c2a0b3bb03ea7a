"""Learn gradient descent."""

INPUTS = {"Python 3.11": "# the oldest that gd supports", "ten minutes": "# a guess"}

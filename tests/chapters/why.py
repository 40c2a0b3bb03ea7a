"""Why descend?"""

INPUTS = {"left twenty points": "# of the live figure: the draws of line.js"}

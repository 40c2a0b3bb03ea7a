"""Glossary."""

from laws import line, sympy

import gd

INPUTS = {
    "chapter 1": "# of the book that is named",
    "chapter 3": "# of the book that is named",
    "chapter 4": "# of the book that is named",
    "chapter 6": "# of the book that is named",
    "chapter 7": "# of the book that is named",
    "chapter 8": "# of the book that is named",
}


def said():
    here = sympy.Matrix([4, -2])
    return {
        r"r_i = h_\theta(x_i) - y_i": line.SUMS | {r"h_\theta": line.h},
        r"\theta \coloneq \theta - \alpha \nabla J": {
            r"new \theta": sympy.Matrix(gd.update(line.BY_GD, [4, -2], 0.1)),
            r"\theta": here,
            r"\alpha": 0.1,
            r"\nabla J": line.gradient(here).subs(line.DATA),
        },
        r"e_k = \theta^{(k)} - \theta^\ast": {
            "e_k": 3,
            r"\theta^{(k)}": 8,
            r"\theta^\ast": 5,
        },
        r"X^\mathsf{T} X \theta = X^\mathsf{T} y": line.MATRICES | {r"\theta": line.minimiser},
        r"H v = \lambda v": {"H": line.STRETCH, "v": line.V[1], r"\lambda": 9},
    }

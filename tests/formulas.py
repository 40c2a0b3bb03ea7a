"""The numbered formulas of the chapters: read from their TeX, and put to the test with values.

`holds("one-error", {"e_k": 2, …})` reads the formula of that label as its reader does, with a value for
each of its symbols, and says whether what stands left and right of each `=` is the same. A symbol
is whatever TeX the caller names: `x_i`, `J`, `\\frac{\\partial J}{\\partial \\theta_0}`. A tuple has a value for
each index, a function is called, and the new value of what is updated is named `new \\theta_0`.
"""

import re
from pathlib import Path

import sympy

CHAPTERS = Path(__file__).parents[1] / "docs/tutorial"
MATH = re.compile(r"^```\{math\}\n:label: (\S+)\n\n?(.*?)^```$", re.MULTILINE | re.DOTALL)
FORMULAS = {
    label: tex
    for chapter in sorted(CHAPTERS.glob("*.md"))
    for label, tex in MATH.findall(chapter.read_text("utf-8"))
}
RELATIONS = {
    "=": lambda a, b: same(a, b),
    r"\approx": lambda a, b: same(a, b, 1e-3),
    "<": lambda a, b: bool(a < b),
}
ASSIGNMENTS = (r"\coloneq", r"\to")


def holds(label, values):
    """Whether every statement of the formula is true, at every index."""
    values = {_tidy(symbol): value for symbol, value in values.items()}
    sizes = {len(value) for value in values.values() if isinstance(value, tuple)}
    statements = re.split(r",? ?\\qquad|\\Rightarrow", _unroll(FORMULAS[label]))
    return all(
        _is_true(statement, values, index)
        for statement in statements
        for index in range(max(sizes, default=1))
    )


def _tidy(tex):
    """One space at most, and none that only moves things apart."""
    return re.sub(r"\s+", " ", re.sub(r"\\,|\\quad", " ", tex)).strip()


def _unroll(tex):
    """The lines of an aligned formula as one: those that begin with = go on, others are statements."""
    if r"\begin{aligned}" not in tex:
        return _tidy(tex)
    rows = re.sub(r"\\(begin|end){aligned}", "", tex).split("\\\\\n")
    lines = [_tidy(row.replace("&", "", 1)) for row in rows]
    return re.sub(r"\\qquad =", "=", r" \qquad ".join(lines))


def _is_true(statement, values, index):
    if r"\Leftrightarrow" in statement:
        sides = statement.split(r"\Leftrightarrow")
        return len({_is_true(side, values, index) for side in sides}) == 1
    for sign in ASSIGNMENTS:
        if sign in statement:
            name, tex = statement.split(sign)
            new = values[f"new {name.strip()}"]
            return same(
                new[index] if isinstance(new, tuple) else new, Reader(tex, values, index).all()
            )
    reader = Reader(statement, values, index)
    left, truths = reader.sum(), []
    while reader.at < len(reader.tex):
        relation = RELATIONS[reader.take(*RELATIONS)]
        right = reader.sum()
        truths.append(relation(left, right))
        left = right
    assert truths, f"no relation in {statement}"
    return all(truths)


def same(a, b, tolerance=1e-9):
    """Equal: exactly where there are no floating-point numbers, else to rounding."""
    a, b = (
        sympy.Matrix(v) if isinstance(v, sympy.MatrixBase) else sympy.sympify(v) for v in (a, b)
    )
    if isinstance(a, sympy.MatrixBase) != isinstance(b, sympy.MatrixBase):  # rᵀr has one element
        a, b = (
            v[0] if isinstance(v, sympy.MatrixBase) and v.shape == (1, 1) else v for v in (a, b)
        )
    difference = a - b
    if not difference.has(sympy.Float):
        return (
            sympy.simplify(difference).is_zero_matrix
            if hasattr(a, "shape")
            else sympy.simplify(difference) == 0
        )
    size, scale = (max(abs(sympy.N(e)) for e in sympy.flatten([v])) for v in (difference, b))
    return bool(size <= tolerance * max(scale, sympy.Float(1e-6)))


class Reader:
    """Reads a formula from left to right, and computes as it reads."""

    def __init__(self, tex, values, index):
        self.tex, self.values, self.index, self.at = tex.strip(), values, index, 0
        self.symbols = sorted(values, key=len, reverse=True)

    def all(self):
        value = self.sum()
        if self.at < len(self.tex):
            raise SyntaxError(f"cannot read {self.tex[self.at :]} in {self.tex}")
        return value

    def starts(self, *words):
        while self.tex[self.at : self.at + 1] == " ":
            self.at += 1
        return next((word for word in words if self.tex.startswith(word, self.at)), None)

    def take(self, *words):
        if (word := self.starts(*words)) is None:
            raise SyntaxError(
                f"expected {' or '.join(words)} at {self.tex[self.at :]} in {self.tex}"
            )
        self.at += len(word)
        return word

    def sum(self):
        value = -self.product() if self.starts("-") and self.take("-") else self.product()
        while sign := self.starts("+", "-"):
            self.take(sign)
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self):
        value = self.power()
        while True:
            if self.starts(r"\cdot"):
                self.take(r"\cdot")
                value = value.dot(self.power())
            elif (factor := self.power(optional=True)) is not None:
                value = value * factor
            else:
                return value

    def power(self, optional=False):
        if (base := self.atom()) is None:
            if optional:
                return None
            raise SyntaxError(f"cannot read {self.tex[self.at :]} in {self.tex}")
        while self.starts("^"):
            self.take("^")
            if self.starts(r"\mathsf{T}"):
                self.take(r"\mathsf{T}")
                base = base.T
            else:
                base = base ** (self.group() if self.starts("{") else self.atom())
        return base

    def group(self, left="{", right="}"):
        self.take(left)
        value = self.sum()
        self.take(right)
        return value

    def atom(self):
        if symbol := self.starts(*self.symbols):
            self.take(symbol)
            value = self.values[symbol]
            if isinstance(value, tuple):
                value = value[self.index]
            if callable(value) and not isinstance(value, sympy.Basic):
                return value(self.group("(", ")"))
            return sympy.sympify(value)
        if match := re.match(r" ?(\d+)", self.tex[self.at :]):
            self.at += match.end()
            return sympy.Integer(match[1])
        for (left, right), meaning in BRACKETS.items():
            if self.starts(left):
                return meaning(self.group(left, right))
        for word, meaning in WORDS.items():
            if self.starts(word):
                self.take(word)
                return meaning(self)
        return None

    def fraction(self):
        return self.group() / self.group()

    def total(self):
        """The sum of the product that follows, over all indices."""
        at, index, terms = self.at, self.index, []
        (size,) = {len(value) for value in self.values.values() if isinstance(value, tuple)}
        for self.index in range(size):
            self.at = at
            terms.append(self.product())
        self.index = index
        return sum(terms[1:], terms[0])

    def largest(self):
        self.take(r"\left(")
        values = [self.sum()]
        while self.starts(","):
            self.take(",")
            values.append(self.sum())
        self.take(r"\right)")
        return sympy.Max(*values)

    def matrix(self):
        """The rows; dots stand for what is between them, here nothing."""
        rows = [[]]
        while not self.starts(r"\end{pmatrix}"):
            rows[-1].append(self.take(r"\vdots") if self.starts(r"\vdots") else self.sum())
            if self.starts("&"):
                self.take("&")
            elif self.starts(r"\\"):
                self.take(r"\\")
                rows.append([])
        self.take(r"\end{pmatrix}")
        return sympy.Matrix([row for row in rows if r"\vdots" not in row])


BRACKETS = {
    ("(", ")"): lambda value: value,
    (r"\left(", r"\right)"): lambda value: value,
    (r"\left\lvert", r"\right\rvert"): abs,
}
WORDS = {
    r"\frac": Reader.fraction,
    r"\sum_{i=1}^{m}": Reader.total,
    r"\sum_j": Reader.total,
    r"\max": Reader.largest,
    r"\ln": lambda reader: sympy.log(reader.power()),
    r"\begin{pmatrix}": Reader.matrix,
}

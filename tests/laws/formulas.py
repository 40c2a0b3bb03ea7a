"""The formulas of the tutorial: read from their TeX, and put to the test with values.

`holds("one-error", {"e_k": 2, …})` reads the numbered formula of that label (or any TeX) as its reader
does, with a value for each of its symbols, and says whether it is true. A symbol is whatever TeX the
caller names: `x_i`, `J`, `\\frac{\\partial J}{\\partial \\theta_0}`. A tuple has a value for each index, a
function is called, and `new \\theta_0` is what \\coloneq or \\to makes of \\theta_0.

`=` is exact, or to rounding where there are floating-point numbers; ≈ is within a thousandth and
not equal; ⇔ wants both sides true or both false; lines, and \\qquad, separate statements.
"""

import math
import re
from pathlib import Path

from laws import sympy

PAGES = {
    page.stem: page.read_text("utf-8")
    for page in sorted(Path(__file__).parents[2].glob("docs/tutorial/*.md"))
}
NUMBERED = re.compile(r"^```\{math\}\n:label: (\S+)\n\n?(.*?)^```$", re.MULTILINE | re.DOTALL)
FORMULAS = {label: tex for page in PAGES.values() for label, tex in NUMBERED.findall(page)}

# Those in a sentence that say that something is so.
CELL = re.compile(r"^```\{code-cell.*?^```$", re.MULTILINE | re.DOTALL)
RELATION = re.compile(
    r"[=<>]|\\(approx|cong|coloneq|equiv|gg?|ge|geq|gt|iff|in|ll?|le|leq|lt|neq?|propto|sim|simeq|to"
    r"|[Ll]eft[Rr]ightarrow|[LR]?[lr]ightarrow|Rightarrow)(?![A-Za-z])"
)
IN_SENTENCES = {
    name: {
        tex
        for tex in re.findall(r"\$([^$]+)\$", CELL.sub("", page))
        if tex != r"\coloneq" and RELATION.search(tex)
    }
    for name, page in PAGES.items()
}

RELATIONS = {
    "=": lambda a, b: same(a, b),
    r"\approx": lambda a, b: same(a, b, 1e-3) and not same(a, b),
    "<": lambda a, b: bool(a < b),
    r"\leq": lambda a, b: bool(a < b) or same(a, b),
}
ASSIGNMENTS = (r"\coloneq", r"\to")


class ReadingError(ValueError):
    """TeX that is no formula, or not one of the symbols that were given."""


def holds(formula, values, context=()):
    """Whether every statement of the formula is true, at every index.

    The formula says something of all symbols in values, or it is an AssertionError; and it may of
    those in context. What cannot be read is a ReadingError.
    """
    needed = {_tidy(symbol) for symbol in values}
    values = {_tidy(symbol): value for symbol, value in (dict(context) | values).items()}
    sizes = {len(value) for value in values.values() if isinstance(value, tuple)}
    assert len(sizes) < 2, f"one size of all indices, not {sizes}"
    reader = Reader(values)
    true = all(
        _is_true(statement, reader)
        for statement in re.split(r",? ?\\qquad ", _unroll(FORMULAS.get(formula, formula)))
        for reader.index in range(max(sizes, default=1))
    )
    assert not true or needed <= reader.symbols_read, needed - reader.symbols_read
    return true


def _tidy(tex):
    """One space at most, and none that only moves things apart."""
    return re.sub(r"\s+", " ", re.sub(r"\\,|\\quad", " ", tex)).strip()


def _unroll(tex):
    """The lines of an aligned formula as one: those that begin with = or ≤ go on, others are new."""
    if r"\begin{aligned}" not in tex:
        return _tidy(tex)
    rows = re.sub(r"\\(begin|end){aligned}", "", tex).split("\\\\\n")
    lines = [_tidy(row.replace("&", "", 1)) for row in rows]
    return re.sub(r" \\qquad (?==|\\leq)", " ", r" \qquad ".join(lines))


def _is_true(statement, reader):
    if r"\Leftrightarrow" in statement:
        return len({_is_true(side, reader) for side in statement.split(r"\Leftrightarrow")}) == 1
    for sign in ASSIGNMENTS:
        if sign in statement:
            name, new = statement.split(sign)
            return same(reader.value(f"new {name.strip()}"), reader.read(new))
    reader.rest = statement.strip()
    left, truths = reader.sum(), []
    while reader.rest:
        relation = RELATIONS[reader.take(*RELATIONS)]
        right = reader.sum()
        truths.append(relation(left, right))
        left = right
    assert truths, f"no relation in {statement}"
    return all(truths)


def same(a, b, tolerance=1e-9):
    """Equal: exactly, or to rounding where there are floating-point numbers."""
    a, b = (sympy.Matrix(v if isinstance(v, sympy.MatrixBase) else [v]) for v in (a, b))
    if a.shape != b.shape:
        return False
    if not (a - b).has(sympy.Float):
        return sympy.simplify(a - b).is_zero_matrix is True
    size, scale = (max(abs(sympy.N(e)) for v in vs for e in v) for vs in ([a - b], [a, b]))
    return bool(size <= tolerance * scale)


class Reader:
    """Reads from left to right, and computes as it reads. What is left to read is in `rest`."""

    def __init__(self, values):
        self.values, self.symbols_read = values, set()
        self.symbols = sorted(values, key=len, reverse=True)
        self.index = 0  # of all tuples
        self.bound = None  # the letter that a sum gives to that index
        self.rest = ""

    def read(self, tex):
        self.rest = tex.strip()
        value = self.sum()
        if self.rest:
            raise ReadingError(self.rest)
        return value

    def value(self, symbol):
        if symbol not in self.values:
            raise ReadingError(symbol)
        self.symbols_read.add(symbol)
        value = self.values[symbol]
        if not isinstance(value, tuple):
            return value
        if self.bound and f"_{self.bound}" not in symbol:
            raise ReadingError(f"{symbol} in a sum over {self.bound}")
        return value[self.index]

    def starts(self, *words):
        return next((word for word in words if self.rest.startswith(word)), None)

    def take(self, *words):
        if (word := self.starts(*words)) is None:
            raise ReadingError(f"expected {' or '.join(words)}, got {self.rest}")
        self.rest = self.rest[len(word) :].lstrip()
        return word

    def sum(self):
        negative = self.starts("-") and self.take("-")
        value = -self.product() if negative else self.product()
        while sign := self.starts("+", "-"):
            self.take(sign)
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self):
        if (value := self.power()) is None:
            raise ReadingError(self.rest)
        while True:
            if self.starts(r"\cdot"):
                self.take(r"\cdot")
                value = value.dot(self.product())
            elif self.starts("/"):
                self.take("/")
                value = value / self.power()
            elif (factor := self.power()) is not None:
                value = value * factor
            else:
                return value

    def power(self):
        """The next factor, or None where there is none."""
        base = self.atom()
        while base is not None and self.starts("^"):
            self.take("^")
            if self.starts(r"\mathsf{T}"):
                self.take(r"\mathsf{T}")
                base = base.T
            elif self.starts("{"):
                base = base ** self.group()
            elif re.match(r"\d\d", self.rest):
                raise ReadingError(f"TeX raises one digit only of {self.rest}")
            else:
                base = base ** self.atom()
        return base

    def group(self, left="{", right="}"):
        self.take(left)
        value = self.sum()
        self.take(right)
        return value

    def atom(self):
        if symbol := self.starts(*self.symbols):
            self.take(symbol)
            value = self.value(symbol)
            if callable(value) and not isinstance(value, sympy.Basic):
                return value(self.group("(", ")"))
            return sympy.sympify(value)
        if number := re.match(r"\d+", self.rest):
            return sympy.Integer(self.take(number[0]))
        for (left, right), meaning in BRACKETS.items():
            if self.starts(left):
                return meaning(self.group(left, right))
        for word, meaning in WORDS.items():
            if self.starts(word):
                self.take(word)
                return meaning(self)
        return None

    def terms(self, letter):
        """The product that follows, for each value of the index."""
        product, index, terms = self.rest, self.index, []
        (size,) = {len(value) for value in self.values.values() if isinstance(value, tuple)}
        self.bound = letter
        for self.index in range(size):
            self.rest = product
            terms.append(self.product())
        self.index, self.bound = index, None
        return terms

    def total(self, letter):
        first, *others = self.terms(letter)
        return sum(others, first)

    def largest(self):
        self.take(r"\left(")
        values = [self.sum()]
        while self.starts(","):
            self.take(",")
            values.append(self.sum())
        self.take(r"\right)")
        return sympy.Max(*values)

    def matrix(self):
        """The rows. A row of dots, which must not be the first or last, stands for nothing here."""
        rows = [[]]
        while not self.starts(r"\end{pmatrix}"):
            rows[-1].append(self.take(r"\vdots") if self.starts(r"\vdots") else self.sum())
            if self.starts("&"):
                self.take("&")
            elif self.starts(r"\\"):
                self.take(r"\\")
                rows.append([])
        self.take(r"\end{pmatrix}")
        dots = [r"\vdots"] * len(rows[0])
        kept = [row for row in rows if row != dots]
        if dots in (rows[0], rows[-1]) or any(r"\vdots" in row for row in kept):
            raise ReadingError("dots between what and what?")
        return sympy.Matrix(kept)


BRACKETS = {
    ("(", ")"): lambda value: value,
    (r"\left(", r"\right)"): lambda value: value,
    (r"\left\lvert", r"\right\rvert"): abs,
    (r"\left\lVert", r"\right\rVert"): lambda value: value.norm(),
}
WORDS = {
    r"\frac": lambda reader: reader.group() / reader.group(),
    r"\sum_{i=1}^{m}": lambda reader: reader.total("i"),
    r"\prod_{i=1}^{m}": lambda reader: math.prod(reader.terms("i")),
    r"\sum_i": lambda reader: reader.total("i"),
    r"\sum_j": lambda reader: reader.total("j"),
    r"\sqrt": lambda reader: sympy.sqrt(reader.group()),
    r"\max": lambda reader: reader.largest(),
    r"\ln": lambda reader: sympy.log(reader.power()),
    r"\begin{pmatrix}": lambda reader: reader.matrix(),
}

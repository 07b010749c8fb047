"""The results of a letter's formulas, so that a file shows them before anything recalculates.

Understood: numbers, cells, + - * / %, brackets, SUM, ROUND, MIN, MAX and IFERROR. Anything else is left to Excel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from salesbook.book.values import address
from salesbook.letters.references import corners

if TYPE_CHECKING:
    from salesbook.book.values import Scalar

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+\.?\d*|\.\d+)|(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])"
                    r"|(?P<call>[A-Z]+)\(|(?P<sign>[-+*/%(),]))")


class NotUnderstoodError(Exception):
    """The formula uses what is not reckoned here."""


class ReckoningError(Exception):
    """The formula gives an Excel error; its text is the error's."""


_NUMBERS = (int, Decimal, float)
"""What an area's functions count: not texts, and not booleans, which are integers to Python alone."""
Cells = Callable[[str], "Scalar"]
Program = Callable[[Cells], Decimal]
Exact = Decimal | int
Many = Callable[[Cells], "list[Exact]"]


def program(formula: str) -> Program:
    """A formula (without =) ready to be reckoned over a function from a cell's address to its value.

    Raises NotUnderstoodError. The result raises ReckoningError where Excel shows an error.

    >>> program("ROUND(B2*C2,2)+SUM(B2:B3)")({"B2": 10, "C2": Decimal("0.1234"), "B3": None}.get)
    Decimal('11.23')
    """
    reader = _Reader(_tokens(formula))
    found = reader.sum()
    if reader.next():
        raise NotUnderstoodError(formula)
    return found


def _tokens(formula: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    text = formula.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            raise NotUnderstoodError(formula)
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


def number(value: Scalar) -> Decimal:
    """A cell's value as arithmetic takes it: empty is 0, text is an error."""
    if type(value) is int or value is None:
        return Decimal(value or 0)
    if isinstance(value, Decimal | int | float):
        return Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    raise ReckoningError("#VALUE!")


def _divided(one: Decimal, other: Decimal) -> Decimal:
    if not other:
        raise ReckoningError("#DIV/0!")
    return one / other


def _rounded(values: list[Exact]) -> Decimal:
    value, places = values
    return Decimal(value).quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


_OPERATIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
}
_FUNCTIONS: Mapping[str, Callable[[list[Exact]], Decimal]] = {
    "SUM": lambda values: Decimal(sum(values)),
    "ROUND": _rounded,
    "MIN": lambda values: Decimal(min(values, default=0)),
    "MAX": lambda values: Decimal(max(values, default=0)),
}


def _area(area: str) -> Many:
    """The numbers of an area, whole ones as they are; text and empty cells count for nothing there."""
    first, last = corners(area)
    inside = [
        address(row, column)
        for row in range(first.row, last.row + 1)
        for column in range(first.column, last.column + 1)
    ]

    def read(cells: Cells) -> list[Exact]:
        values = map(cells, inside)
        return [v if isinstance(v, int) else number(v) for v in values if type(v) in _NUMBERS]

    return read


@dataclass
class _Reader:
    """Reads tokens from the left, a level of precedence per method."""

    tokens: list[tuple[str, str]]
    at: int = 0

    def next(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise NotUnderstoodError
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self) -> Program:
        return self._chain("+-", lambda: self._chain("*/", self.signed))

    def _chain(self, signs: str, part: Callable[[], Program]) -> Program:
        found = part()
        while self.next() and self.next() in signs:
            found = _joined(_OPERATIONS[self.take()[1]], found, part())
        return found

    def signed(self) -> Program:
        if self.next() == "-":
            self.take()
            inner = self.signed()
            return lambda cells: -inner(cells)
        found = self.single()
        while self.next() == "%":
            self.take()
            found = _joined(_OPERATIONS["*"], found, lambda _: Decimal("0.01"))
        return found

    def single(self) -> Program:
        kind, token = self.take()
        if kind == "number":
            value = Decimal(token)
            return lambda _: value
        if kind == "area" and ":" not in token:
            cell = token.replace("$", "")
            return lambda cells: number(cells(cell))
        if kind == "call" and (token in _FUNCTIONS or token == "IFERROR"):
            return self.called(token)
        if token == "(":
            found = self.sum()
            self.close()
            return found
        raise NotUnderstoodError(token)

    def close(self) -> None:
        if self.take()[1] != ")":
            raise NotUnderstoodError

    def called(self, name: str) -> Program:
        if name == "IFERROR":
            return self.guarded()
        arguments = [self.argument()]
        while self.next() == ",":
            self.take()
            arguments.append(self.argument())
        self.close()
        if name == "ROUND" and len(arguments) != 2:
            raise NotUnderstoodError(name)
        function = _FUNCTIONS[name]
        return lambda cells: function([value for argument in arguments for value in argument(cells)])

    def guarded(self) -> Program:
        """IFERROR(what, instead); what only Excel can reckon stays unknown."""
        what = self.sum()
        if self.take()[1] != ",":
            raise NotUnderstoodError
        instead = self.sum()
        self.close()

        def found(cells: Cells) -> Decimal:
            try:
                return what(cells)
            except ReckoningError as error:
                if not str(error):
                    raise
                return instead(cells)

        return found

    def argument(self) -> Many:
        kind, token = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        after = self.tokens[self.at + 1][1] if self.at + 1 < len(self.tokens) else ""
        if kind == "area" and (":" in token or after in (",", ")")):
            self.take()
            return _area(token)
        found = self.sum()
        return lambda cells: [found(cells)]


def _joined(operation: Callable[[Decimal, Decimal], Decimal], one: Program, other: Program) -> Program:
    return lambda cells: operation(one(cells), other(cells))

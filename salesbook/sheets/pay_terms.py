"""The rules of a simulation as cells: each number is looked up in its own row of sb_incentives, so it can be changed
there and the sheet follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.values import Formula, address
from salesbook.sheets.formulas import literal
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salesbook.book.model import Incentive
    from salesbook.book.references import Refs
    from salesbook.sheets.drawing import Drawing

NUMBERS = {
    "lower": "bound", "upper": "bound", "rate": "percent2", "reward": "quiet", "penalty": "quiet", "cap": "quiet",
}  # fmt: skip
"""The numbers of a rule and how they are shown."""
NAMED = ("rule", "metric", "group", "step")
FIRST = len(NAMED) + 1
AGREES = FIRST + len(NUMBERS)
KNOWN_BY = ("rule", "tier", "every", "group", "product")
"""Columns by which a row is told to be still the one that was drawn."""


class Terms:
    """The block of rules, drawn from a row on; `cell` says where a rule's number stands."""

    def __init__(self, rules: Sequence[Incentive], refs: Refs, row: int) -> None:
        self.rules, self.refs, self.row = rules, refs, row
        self.at = {id(rule): row + 1 + n for n, rule in enumerate(rules)}
        self.last = row + len(rules)

    def cell(self, rule: Incentive, key: str) -> str:
        """The fixed address of a number of a rule."""
        return address(self.at[id(rule)], FIRST + list(NUMBERS).index(key), fixed="row column")

    def check(self) -> str:
        """Comes to 0 while the rows of sb_incentives are those that were drawn."""
        return f"SUM({address(self.row + 1, AGREES)}:{address(self.last, AGREES)})"

    def draw(self, drawing: Drawing, say: Callable[[str], str]) -> None:
        """Heading and a line for each rule."""
        heads = (*(say(f"term.{key}") for key in NAMED), *(say(f"term.{key}") for key in NUMBERS), say("check"))
        drawing.put_row(self.row, 1, heads, "heading")
        for rule in self.rules:
            self._line(drawing, rule)

    def _line(self, drawing: Drawing, rule: Incentive) -> None:
        row, language = self.at[id(rule)], self.refs.language
        metric = rule.metric and text("choices", f"metric.{rule.metric}", language)
        item = " · ".join(word for word in (rule.product, rule.group) if word)
        tier = rule.tier and text("choices", f"tier.{rule.tier}", language)
        names = (text("choices", f"incentive.{rule.rule}", language), metric or None, item or None, tier or None)
        drawing.put_row(row, 1, names, "output")
        number = self._number(rule)
        for column, (key, look) in enumerate(NUMBERS.items(), start=FIRST):
            value = getattr(rule, key)
            live = number is not None and self.refs.area("sb_incentives", key)
            if value is None and key in ("lower", "upper", "cap"):
                drawing.put(row, column, None, "output")
            else:
                formula = f"INDEX({self.refs.column('sb_incentives', key)},{number})" if live else str(value or 0)
                drawing.put(row, column, Formula(formula, value or 0), f"output:{_look(rule, look)}")
        drawing.put(row, AGREES, Formula(self._agrees(number), 0), "check:check")

    def _number(self, rule: Incentive) -> int | None:
        """Which row of sb_incentives it is, counted from 1."""
        block = self.refs.tables.get("sb_incentives")
        digits = re.search(r"\d+$", rule.place.cell)
        return int(digits[0]) - block.row if block and digits else None

    def _agrees(self, number: int | None) -> str:
        """0 while the row says what it said when it was drawn, else 1."""
        block = self.refs.tables.get("sb_incentives")
        if block is None or number is None or number not in range(1, len(block.rows) + 1):
            return "0"
        known = [key for key in KNOWN_BY if self.refs.area("sb_incentives", key)]
        cells = (f"INDEX({self.refs.column('sb_incentives', key)},{number})" for key in known)
        row = block.rows[number - 1]
        said = (row[block.headings.index(self.refs.heading("sb_incentives", key))] for key in known)
        return f"IF({'&'.join(cells)}={literal(''.join(str(v) for v in said if v is not None))},0,1)"


def _look(rule: Incentive, look: str) -> str:
    return "int" if look == "bound" and rule.by == "amount" else look

"""How a letter calls periods, spans and units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.texts import text

if TYPE_CHECKING:
    from datetime import date

    from salesbook.letters.handed import Leaf
    from salesbook.texts import Language

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def period_name(leaf: Leaf, language: Language) -> str:
    """A month as people write it; a phase by its own name."""
    found = _MONTH.fullmatch(leaf.name)
    if not found:
        return leaf.name
    return text("letters", "said.month", language, year=int(found[1]), month=int(found[2]))


def span(start: date, end: date, language: Language) -> str:
    """First and last day of a period, without the year."""
    return text("letters", "said.span", language, start=start, end=end)


def term(start: date, end: date, language: Language) -> str:
    """First and last day of the plan."""
    return text("letters", "said.term", language, start=start, end=end)


def unit_of(metric: str, language: Language) -> str:
    """What a metric is counted in."""
    return text("letters", f"unit.{metric}", language)

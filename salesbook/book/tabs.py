"""What a new sheet's tab is called in a workbook where the user may have a sheet of that name already."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 31
"""Characters of a tab's name that Excel allows."""


_NAME = re.compile(r"[^\[\]:*?/\\\x00-\x1f]{1,31}")
_KEPT = "history"


def can_be_tab(name: str) -> bool:
    """Whether Excel takes a name for a tab; it keeps History for itself.

    >>> can_be_tab("Q3 (draft)"), can_be_tab("7/8"), can_be_tab("x" * 32), can_be_tab("History")
    (True, False, False, False)
    """
    quoted = name.startswith("'") or name.endswith("'")
    return bool(_NAME.fullmatch(name)) and not quoted and name.casefold() != _KEPT


def free_tab(title: str, taken: Iterable[str]) -> str:
    """The title, or where a tab has it already, in whatever case, the title with the next free number.

    >>> free_tab("Goals", ["Summary"]), free_tab("Goals", ["GOALS", "Goals (2)"])
    ('Goals', 'Goals (3)')
    >>> free_tab("A title that just fits in a tab", ["a title that just fits in a tab"])
    'A title that just fits in a (2)'
    """
    others = {name.casefold() for name in taken}
    if title.casefold() not in others:
        return title
    numbered = (_numbered(title, number) for number in count(2))
    return next(name for name in numbered if name.casefold() not in others)


def _numbered(title: str, number: int) -> str:
    ending = f" ({number})"
    return title[: LONGEST - len(ending)].rstrip() + ending

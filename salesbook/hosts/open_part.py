"""Only the open part of xlwings is ever loaded: all outside its folder `pro` is BSD."""

from __future__ import annotations

import sys


def only_the_open_part() -> None:
    """Before the first import of xlwings, which tries for the other part more than once."""
    sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]

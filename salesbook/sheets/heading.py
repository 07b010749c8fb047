"""What stands at the top of all our sheets: whose plan it is, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.sheets.sums import plan_rows
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.texts import Language


def subtitle(book: Book, language: Language, *, switched: bool = False) -> str:
    """Company, plan, metric, the days it covers and the plan's version, as far as they are known.

    Where the metric is `switched` in a cell, that cell says which it is.
    """
    settings = book.settings
    metric = "" if switched else text("choices", f"metric.{settings.metric}", language)
    days = f"{settings.start:%Y-%m-%d} … {settings.end:%Y-%m-%d}"
    version = max((row.version for row in plan_rows(book)), default=0)
    said = [settings.company, settings.plan, metric, days, f"v{version}" if version else ""]
    return " · ".join(part for part in said if part)

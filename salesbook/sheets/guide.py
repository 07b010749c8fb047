"""The first sheet 首页: the six steps with what to type, the legend, and the checks that read 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area, ExpressionRule, Link, PrintSetup
from salesbook.book.values import address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.guide_checks import checks, hedge_lines
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.texts import Language

STEPS = ("set", "decompose", "issue", "track", "adjust", "assess")
LEGEND = ("input", "output", "total", "check", "held", "changed", "problem")
SHEET_OF_STEP = {
    "set": "goals",
    "decompose": "plan",
    "issue": "issued",
    "track": "actuals",
    "adjust": "goals",
    "assess": "incentives",
}
"""The sheet to which a step leads, where the workbook has it."""
NUMBER, NAME, WHAT, COMMAND, WHERE = range(1, 6)
MARKS = "sb_marks"
"""Cells with a problem are listed under this name: on the check page once there is one, before that in an empty
cell here, as a name that a conditional format uses must exist."""


def guide_page(
    language: Language,
    book: Book | None = None,
    refs: Refs | None = None,
    present: Mapping[str, str] | Collection[str] = (),
) -> Page:
    """The guide of a workbook; `present` are the keys of the pages that it has (with their tabs' names, if known).

    Without a book, as in a new workbook, there is nothing to check yet.
    """
    drawing = Drawing("guide", text("sheets", "page.guide", language))
    titles = dict(present) if isinstance(present, dict) else dict.fromkeys(present, "")
    _head(drawing, book, language)
    row = _steps(drawing, 4, language, titles)
    row = _checks(drawing, row + 1, language, book, refs, titles)
    _legend(drawing, row + 1, language)
    if "check" not in titles:
        drawing.put(3, NUMBER, None)
        drawing.names[MARKS] = Area(3, NUMBER, 3, NUMBER)
    drawing.widths |= {NUMBER: 6.0, NAME: 20.0, WHAT: 62.0, COMMAND: 44.0, WHERE: 14.0}
    drawing.print_setup = PrintSetup(landscape=True, tall=1)
    drawing.tab_color = "1F4E79"
    return drawing.page()


def _head(drawing: Drawing, book: Book | None, language: Language) -> None:
    if book is None:
        drawing.heads(text("sheets", "guide.title", language), text("sheets", "guide.hint", language))
        return
    settings = book.settings
    name = " · ".join(part for part in (settings.company, settings.plan) if part)
    drawing.heads(name or text("sheets", "guide.title", language), text("sheets", "guide.hint", language))


def _section(drawing: Drawing, row: int, words: str) -> None:
    drawing.put_row(row, NUMBER, (words, None, None, None, None), "section")
    drawing.heights[row] = 22.0


def _steps(drawing: Drawing, row: int, language: Language, titles: Mapping[str, str]) -> int:
    """The six steps; the row after them."""
    _section(drawing, row, text("sheets", "guide.steps", language))
    heads = (text("sheets", f"guide.column.{key}", language) for key in ("number", "step", "what", "command", "sheet"))
    drawing.put_row(row + 1, NUMBER, heads, "heading")
    for number, step in enumerate(STEPS, start=1):
        at = row + 1 + number
        drawing.put(at, NUMBER, number, "text")
        drawing.put(at, NAME, text("sheets", f"guide.{step}.name", language), "subtotal")
        drawing.put(at, WHAT, text("sheets", f"guide.{step}.what", language), "wrap")
        drawing.put(at, COMMAND, text("sheets", f"guide.{step}.command", language), "wrap")
        drawing.put(at, WHERE, None, "text")
        drawing.heights[at] = 36.0
        _link(drawing, at, SHEET_OF_STEP[step], titles, language)
    return row + len(STEPS) + 2


def _link(drawing: Drawing, row: int, key: str, titles: Mapping[str, str], language: Language) -> None:
    if key in titles:
        title = titles[key] or text("sheets", f"page.{key}", language)
        drawing.put(row, WHERE, title, "link")
        drawing.links.append(Link(row, WHERE, title))


def _checks(
    drawing: Drawing, row: int, language: Language, book: Book | None, refs: Refs | None, titles: Mapping[str, str]
) -> int:
    """The checks, each with its difference and a word; the row after them."""
    _section(drawing, row, text("sheets", "guide.checks", language))
    found = checks(book, refs, titles) if book and refs else ()
    if not found:
        drawing.put(row + 1, NUMBER, text("sheets", "guide.no-checks", language), "note")
        return row + 2
    for at, (words, formula) in enumerate(found, start=row + 1):
        drawing.put(at, NUMBER, at - row, "text")
        drawing.put_row(at, NAME, (words, None), "text")
        drawing.merge(at, NAME, at, WHAT)
        drawing.put(at, COMMAND, formula, "check:check")
    area = Area(row + 1, COMMAND, row + len(found), COMMAND)
    drawing.rules.append(ExpressionRule(area, f"{address(row + 1, COMMAND)}<>0", "problem"))
    return _hedge(drawing, row + len(found) + 2, language, book, refs)


def _hedge(drawing: Drawing, row: int, language: Language, book: Book | None, refs: Refs | None) -> int:
    """The hedge ledger, where the plan has a hedge: what the goal is, what lies on top, what is handed down."""
    lines = hedge_lines(book, refs) if book and refs else ()
    if not lines:
        return row - 1
    _section(drawing, row, text("sheets", "guide.hedge", language))
    for at, (words, formula, style) in enumerate(lines, start=row + 1):
        drawing.put(at, NUMBER, None, style)
        drawing.put_row(at, NAME, (words, None), style)
        drawing.merge(at, NAME, at, WHAT)
        drawing.put(at, COMMAND, formula, f"{style}:int")
    return row + len(lines) + 1


def _legend(drawing: Drawing, row: int, language: Language) -> None:
    _section(drawing, row, text("sheets", "guide.legend", language))
    for at, role in enumerate(LEGEND, start=row + 1):
        drawing.put(at, NAME, text("sheets", f"guide.look.{role}.name", language), role)
        drawing.put(at, WHAT, text("sheets", f"guide.look.{role}.means", language), "text")

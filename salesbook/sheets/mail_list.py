"""The list of messages as a sheet: to whom, what, how large, and what is wrong, to be looked at before sending."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import Area, ExpressionRule, PrintSetup
from salesbook.book.values import address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal
from salesbook.sheets.widths import fit, text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page
    from salesbook.texts import Language

COLUMNS = ("rep", "address", "subject", "attachments", "size", "state", "file", "problem")
TABLE = "mail_list"
STATES = ("ready", "sent", "maybe", "not")
_STYLES = ("output", "output", "output", "output", "output:int", "output", "output", "wrap")
_FIRST_ROW = 4
_WIDTH, _LINE = 66.0, 14.0
"""The last column's width in digits, a line's height in points."""
_LOOKS = {"sent": "good", "maybe": "warn", "not": "bad"}


@dataclass(frozen=True, slots=True)
class MailLine:
    """One message, or one rep who gets none; `state` is one of `STATES`, `size` in bytes."""

    rep: str
    state: str
    address: str = ""
    subject: str = ""
    attachments: tuple[str, ...] = ()
    size: int = 0
    file: str = ""
    problems: tuple[str, ...] = ()


def mail_list(lines: Sequence[MailLine], subtitle: str, language: Language) -> Page:
    """The sheet, for a workbook of its own."""
    drawing = Drawing("mail.list", _say("title", language))
    drawing.heads(_say("head", language), subtitle)
    drawing.put(3, 1, counted(lines, language), "note")
    headings = [_say(key, language) for key in COLUMNS]
    drawing.table(TABLE, (_FIRST_ROW, 1), headings, [_row(line, language) for line in lines], _STYLES)
    fit(drawing, range(1, len(COLUMNS)), _FIRST_ROW)
    drawing.widths[len(COLUMNS)] = _WIDTH
    for row, line in enumerate(lines, start=_FIRST_ROW + 1):
        drawing.heights[row] = _LINE * max(1, len(line.attachments), _lines(line.problems)) + 3.0
    _color(drawing, _FIRST_ROW + max(len(lines), 1), language)
    drawing.freeze = (_FIRST_ROW + 1, 2)
    drawing.print_setup = PrintSetup(landscape=True, title_rows=(_FIRST_ROW, _FIRST_ROW), header=drawing.title)
    return drawing.page()


def _color(drawing: Drawing, last: int, language: Language) -> None:
    """The state of what is not as usual stands out."""
    column = COLUMNS.index("state") + 1
    cells, first = Area(_FIRST_ROW + 1, column, last, column), address(_FIRST_ROW + 1, column)
    for state, style in _LOOKS.items():
        word = literal(text("mail", f"state.{state}", language))
        drawing.rules.append(ExpressionRule(cells, f"{first}={word}", style))


def _lines(texts: Sequence[str]) -> int:
    """How many lines texts take in the last column, one below the other."""
    return sum(ceil(text_width(words) / (_WIDTH - 6)) for words in texts)


def counted(lines: Sequence[MailLine], language: Language) -> str:
    """How many messages there are of each state."""
    counts = {state: sum(line.state == state for line in lines) for state in STATES}
    return text("mail", "list.total", language, **counts)


def _row(line: MailLine, language: Language) -> tuple[str | int | None, ...]:
    size = -(-line.size // 1024) if line.size else None
    state = text("mail", f"state.{line.state}", language)
    attachments, problems = "\n".join(line.attachments), "\n".join(line.problems)
    return (line.rep, line.address, line.subject, attachments, size, state, line.file, problems)


def _say(key: str, language: Language) -> str:
    return text("mail", f"list.{key}", language)

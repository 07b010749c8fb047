"""Risks 风险: what may keep the plan from its goal, and where it ends if the largest happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.errors import Place, Problem
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.review import as_of as book_as_of
from salesbook.jobs.tables import as_of_setting, put_table
from salesbook.sheets.risk_figures import Risks
from salesbook.sheets.risks_page import KEY
from salesbook.texts import LANGUAGES, in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class RisksRequest:
    """As of which day the landing is; None: the workbook's as-of day."""

    as_of: date | None = None


def risks(snapshot: Snapshot, request: RisksRequest, today: date) -> Outcome:  # noqa: ARG001
    """The sheet of exposures; an empty register is put where there is none, and nothing else then."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book, language = book_as_of(reading.book, request.as_of), reading.book.settings.language
    if not book.risks:
        put = put_table(snapshot, "sb_risks", [], language) if "sb_risks" not in snapshot.tables else None
        problems = (*reading.problems, Problem("no-risks", Place(table="sb_risks")))
        return Outcome(put, problems) if put else Outcome(problems=problems)
    changes = reading.repairing() + as_of_setting(snapshot, request.as_of, language)
    changes += refreshed(snapshot, book, changes, wanted=(KEY,))
    return Outcome(changes, reading.problems, tuple(_summary(Risks(book))))


def _summary(found: Risks) -> Iterator[Line]:
    yield Line(in_each("risks", "say.exposure", share=_share(found, found.exposure)), None, round(found.exposure))
    if found.worst:
        names = [found.book.risks[at].name for at in found.largest]
        joined = {language: text("risks", "say.joint", language).join(names) for language in LANGUAGES}
        share = _share(found, found.worst[-1])
        words = in_each("risks", "say.worst", share=share, risks=joined)
        yield Line(words, round(found.landing), round(found.worst[-1]))


def _share(found: Risks, amount: Fraction) -> str:
    return f"{float(amount / found.goal):.1%}" if found.goal else "–"

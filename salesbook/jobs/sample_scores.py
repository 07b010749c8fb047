"""Made-up actuals for the demo's scorecards where no table says them: always the same, around each target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from salesbook.book.asked_period import asked_period
from salesbook.book.changes import Line, Outcome
from salesbook.book.model import ScoreRow
from salesbook.book.reading import read
from salesbook.book.scorecards import Scorecards
from salesbook.errors import Problem
from salesbook.jobs.score import score_cells
from salesbook.jobs.tables import put_table
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Kpi
    from salesbook.book.snapshot import Snapshot

FROM, TO = 0.82, 1.12
"""Parts of the target between which the actuals lie."""


@dataclass(frozen=True, slots=True)
class SampleScoresRequest:
    """Of which period."""

    period: str


def sample_scores(snapshot: Snapshot, request: SampleScoresRequest, today: date) -> Outcome:  # noqa: ARG001
    """A typed actual for every indicator of every rep that is not counted."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    period = asked_period(request.period, reading.book)
    if isinstance(period, Problem):
        return Outcome(problems=(period,))
    rows = [
        ScoreRow(period.key, card.rep.name, line.kpi.indicator, actual=_made_up(line.kpi, line.target, card.rep.name))
        for card in Scorecards(reading.book, period).cards()
        for line in card.lines
        if line.actual is None and line.target is not None
    ]
    book = replace(reading.book, scores=(*reading.book.scores, *rows))
    changes = put_table(snapshot, "sb_scores", score_cells(book.scores), book.settings.language)
    return Outcome(changes, summary=(Line(in_each("jobs", "sample.scores"), 0, len(rows)),))


def _made_up(kpi: Kpi, target: Decimal, rep: str) -> Decimal:
    """Around the target, whole where the target is large; near none where none is aimed at."""
    chance = Random(f"{rep} {kpi.indicator}")
    if not target:
        return Decimal(chance.choice((0, 0, 0, 1, 1, 2)))
    exact = float(target) * (FROM + (TO - FROM) * chance.random())
    most = 100.0 if kpi.unit == "%" or target == 100 else exact
    return Decimal(str(round(min(exact, most), 1 if target < 40 and kpi.unit == "%" else 0)))

"""Score 考核: every rep's indicators of a period, counted where a table says them, typed where none does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.asked_period import asked_period, suffix_of
from salesbook.book.changes import Line, Outcome
from salesbook.book.model import ScoreRow
from salesbook.book.reading import read
from salesbook.book.reading_people import percent
from salesbook.book.scorecards import Scorecards
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.settle import without_sales
from salesbook.jobs.tables import put_table
from salesbook.sheets.score_cards import KEY
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.scorecards import Card
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.domain.period import Period


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """Which period, by its name; "" for the whole plan."""

    period: str = ""


def score(snapshot: Snapshot, request: ScoreRequest, today: date) -> Outcome:
    """The period's scores in the place of earlier ones of that period, and its scorecards; what was typed stays."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    problems = (*reading.problems, *_lacking(reading.book))
    period = asked_period(request.period, reading.book)
    if isinstance(period, Problem):
        problems = (*problems, period)
    if errors_in(problems) or isinstance(period, Problem):
        return Outcome(problems=problems)
    scorecards = Scorecards(reading.book, period)
    cards = scorecards.cards()
    problems = (*problems, *_doubts(cards, period, today))
    if any(line.kpi.source == "actuals" for card in cards for line in card.lines):
        problems = (*problems, *without_sales(scorecards.achieved, period))
    book = replace(reading.book, scores=(*_others(reading.book, period), *_rows(cards, period, today)))
    language = book.settings.language
    changes = reading.repairing() + put_table(snapshot, "sb_scores", score_cells(book.scores), language)
    changes += refreshed(snapshot, book, changes, wanted=(KEY + suffix_of(period, book),))
    return Outcome(changes, problems, tuple(_summary(reading.book, cards, period)))


def _others(book: Book, period: Period) -> Iterator[ScoreRow]:
    return (row for row in book.scores if row.period != period.key)


def _rows(cards: Iterable[Card], period: Period, today: date) -> Iterator[ScoreRow]:
    for card in cards:
        for line in card.lines:
            yield ScoreRow(
                period.key, card.rep.name, line.kpi.indicator, line.kpi.weight, line.target, line.actual,
                line.score, line.points, today,
            )  # fmt: skip


def score_cells(rows: Iterable[ScoreRow]) -> list[tuple[Scalar, ...]]:
    """Rows with all columns of sb_scores in the catalogue's order."""
    return [
        (r.period, r.rep, r.indicator, r.weight, r.target, r.actual, r.score, r.points, r.scored) for r in rows
    ]


def _lacking(book: Book) -> Iterator[Problem]:
    if not book.kpis:
        yield Problem("no-kpis", Place(table="sb_kpis"))
    if not book.reps:
        yield Problem("nobody-in-team", Place(table="sb_reps"))


def _doubts(cards: Sequence[Card], period: Period, today: date) -> Iterator[Problem]:
    """Weights that are not 100 %, targets and actuals that are missing, a period that still runs."""
    yield from _weights(cards)
    lines = [(card.rep.name, line) for card in cards for line in card.lines]
    for kpi in dict.fromkeys(line.kpi for _, line in lines if line.target is None):
        who = [rep for rep, line in lines if line.kpi is kpi and line.target is None]
        yield Problem("kpi-without-target", kpi.place, {"indicator": kpi.indicator, "count": len(who), "rep": who[0]})
    done = [line for _, line in lines if line.target is not None and line.actual is not None]
    for kpi in dict.fromkeys(line.kpi for line in done if line.score is None):
        yield Problem("kpi-target-zero", kpi.place, {"indicator": kpi.indicator})
    missing = sum(line.actual is None and line.target is not None for _, line in lines)
    if missing:
        yield Problem("scores-to-type", Place(table="sb_scores"), {"count": missing, "period": period.key})
    if today <= period.end:
        yield Problem("period-not-over", words={"period": period.key, "end": period.end})


def _weights(cards: Sequence[Card]) -> Iterator[Problem]:
    """Cards whose weights do not come to 100 %, those of one set of indicators together."""
    sets: dict[tuple[Place, ...], list[Card]] = {}
    for card in cards:
        if card.weight != 1:
            sets.setdefault(tuple(line.kpi.place for line in card.lines), []).append(card)
    for places, of in sets.items():
        words = {"weight": percent(of[0].weight), "count": len(of), "rep": of[0].rep.name}
        yield Problem("kpi-weights", places[0], words)


def _summary(before: Book, cards: Sequence[Card], period: Period) -> Iterator[Line]:
    """Each card's points, the best first."""
    old: dict[str, Decimal] = {}
    for row in before.scores:
        if row.period == period.key and row.points is not None:
            old[row.rep] = old.get(row.rep, Decimal(0)) + row.points
    for card in sorted(cards, key=lambda card: -card.total):
        yield Line(in_each("jobs", "score.rep", rep=card.rep.name), old.get(card.rep.name), card.total)

"""Compare 对比: two scenarios line by line, as a table, and a sheet that adds the lines up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, TIERS
from salesbook.book.changes import Line, Outcome
from salesbook.book.model import ComparedRow
from salesbook.book.reading import read
from salesbook.book.reading_words import choice_key
from salesbook.errors import Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.scenario import named
from salesbook.jobs.scenario_drivers import drivers
from salesbook.jobs.scenario_store import Scenario, present, reading_of, stored
from salesbook.jobs.tables import put_table
from salesbook.sheets.scenario_page import KEY
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from salesbook.book.model import Book, PlanRow
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.texts import Language

Leaf = tuple[str, ...]
"""Metric, period, and the member of each axis."""
_PERIOD = 1


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """Two scenarios by name; an empty name, or a word for it, is the present plan."""

    a: str
    b: str = ""


def compare(snapshot: Snapshot, request: CompareRequest, today: date) -> Outcome:  # noqa: ARG001
    """The lines of both side by side, what their inputs differ in, and the sheet over them."""
    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    found = [_side(snapshot, name, reading.book) for name in (request.a, request.b)]
    if wrong := tuple(problem for _, problems in found for problem in problems):
        return Outcome(problems=wrong)
    a, b = (scenario for scenario, _ in found if scenario)
    one, other = (reading_of(snapshot, scenario).book for scenario in (a, b))
    if one is None or other is None:
        return Outcome(problems=reading.problems)
    book = replace(reading.book, compared=side_by_side(one, other), drivers=drivers(a, b, reading.language))
    changes = put_table(snapshot, "sb_compare", _rows(book.compared, reading.language), reading.language)
    changes += refreshed(snapshot, book, changes, wanted=(KEY,))
    same = all(
        (row.a_floor, row.a_target, row.a_stretch) == (row.b_floor, row.b_target, row.b_stretch)
        for row in book.compared
    )
    noticed = (Problem("scenario-same", words={"a": a.name, "b": b.name}),) if same else ()
    return Outcome(changes, (*reading.problems, *noticed), _summary(book, a.name, b.name))


def _side(snapshot: Snapshot, name: str, book: Book) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """A scenario by its name; the present plan by none, or by a word for it."""
    if name.strip() and not choice_key("scenario", name):
        return named(stored(snapshot), name)
    shown = text("scenario", "names.present", book.settings.language)
    version = f" v{book.settings.version}" if book.settings.version else ""
    return present(snapshot, shown + version), ()


def side_by_side(a: Book, b: Book) -> tuple[ComparedRow, ...]:
    """Every leaf that either has, in the order of metrics, periods and members of `a` and then of `b`."""
    one, other = _tiers(a.plan), _tiers(b.plan)
    nothing = (0,) * len(TIERS)
    orders = [_order(a, b, at) for at in range(2 + len(AXES))]
    leaves = sorted(
        one.keys() | other.keys(), key=lambda leaf: [order[key] for order, key in zip(orders, leaf, strict=True)]
    )
    return tuple(_compared(leaf, one.get(leaf, nothing), other.get(leaf, nothing)) for leaf in leaves)


def _compared(leaf: Leaf, a: tuple[int, ...], b: tuple[int, ...]) -> ComparedRow:
    metric, period, rep, region, product, channel, customer = leaf
    return ComparedRow(metric, period, rep, region, product, channel, customer, *a, *b)


def _leaf(row: PlanRow) -> Leaf:
    return (row.metric, row.period, *(getattr(row, axis) for axis in AXES))


def _tiers(rows: Iterable[PlanRow]) -> dict[Leaf, tuple[int, ...]]:
    """Leaf -> its tiers; rows of one leaf are summed."""
    sums: dict[Leaf, Counter[str]] = {}
    for row in rows:
        found = sums.setdefault(_leaf(row), Counter())
        for tier in TIERS:
            found[tier] += getattr(row, tier)
    return {leaf: tuple(tiers[tier] for tier in TIERS) for leaf, tiers in sums.items()}


def _order(a: Book, b: Book, at: int) -> dict[str, int]:
    """Key -> its place: periods as time goes, everything else as it comes."""
    if at == _PERIOD:
        starts = {row.period: (row.start, row.end) for book in (b, a) for row in book.plan}
        return {key: place for place, key in enumerate(sorted(starts, key=lambda key: (starts[key], key)))}
    keys = dict.fromkeys(_leaf(row)[at] for book in (a, b) for row in book.plan)
    return {key: place for place, key in enumerate(keys)}


def _rows(rows: Sequence[ComparedRow], language: Language) -> list[tuple[Scalar, ...]]:
    return [
        (
            text("choices", f"metric.{r.metric}", language), r.period,
            *(member or None for member in (r.rep, r.region, r.product, r.channel, r.customer)),
            r.a_floor, r.a_target, r.a_stretch, r.b_floor, r.b_target, r.b_stretch,
        )
        for r in rows
    ]  # fmt: skip


def _summary(book: Book, a: str, b: str) -> tuple[Line, ...]:
    """The target of each metric in both, and how many inputs differ."""
    lines = []
    for metric in dict.fromkeys(row.metric for row in book.compared):
        said = in_each("scenario", "compared", name=in_each("choices", f"metric.{metric}"), a=a, b=b)
        rows = [row for row in book.compared if row.metric == metric]
        lines.append(Line(said, sum(row.a_target for row in rows), sum(row.b_target for row in rows)))
    lines.append(Line(in_each("scenario", "changed", a=a, b=b), None, len(book.drivers) - 1))
    return tuple(lines)

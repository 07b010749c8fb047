"""Which leaves of the plan a slice means, and how slices and holds are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES
from salesbook.book.reading_cells import RefusedError
from salesbook.book.reading_people import Names, percent
from salesbook.book.slices import parse_slice
from salesbook.book.timeline import timeline_of
from salesbook.jobs.plan_axes import plan_axes
from salesbook.texts import LANGUAGES, in_each, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.model import Book, Hold, PlanRow
    from salesbook.book.reading_words import Words

_SHOWN = 6
"""So many periods a message names."""


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of one metric: its scope and period, and its leaves as positions in the plan."""

    metric: str
    scope: Mapping[str, str]
    period: str
    leaves: tuple[int, ...]
    beside: bool = False
    """Whether these are only the others of the slice, beside a part of it that is named elsewhere."""


def part_of(shown: str, metric: str, book: Book) -> Part:
    """The slice that somebody typed. `RefusedError` where it cannot be read, or has no leaves."""
    phases = {phase.name for phase in book.phases}
    scope, period = parse_slice(shown, book.settings, names_of(book), phases)
    leaves = leaves_of(scope, period, metric, book)
    if not leaves:
        raise RefusedError("slice-without-leaves", where=slice_words(scope, period), split=_split_by(book, metric))
    return Part(metric, scope, period, leaves)


def names_of(book: Book) -> Names:
    """All names that a slice may use: the team's, the dimensions', and those that only the plan has."""
    planned = ((axis, getattr(row, axis)) for axis in AXES for row in book.plan if getattr(row, axis))
    reps = (("rep", rep.name) for rep in book.reps)
    members = ((member.axis, member.name) for member in book.members)
    return Names((*reps, *members, *planned))


def leaves_of(scope: Mapping[str, str], period: str, metric: str, book: Book) -> tuple[int, ...]:
    """The positions in the plan of a slice's leaves; `RefusedError` where its period cuts some of them."""
    start, end = days_of(period, book)
    inside = {axis: below(axis, member, book) for axis, member in scope.items()}
    found = []
    for place, row in enumerate(book.plan):
        if row.metric != metric or any(getattr(row, axis) not in names for axis, names in inside.items()):
            continue
        if start <= row.start and row.end <= end:
            found.append(place)
        elif row.start <= end and start <= row.end:
            raise RefusedError("slice-cuts-leaves", period=period, leaves=_periods(book, metric))
    return tuple(found)


def days_of(period: str, book: Book) -> tuple[date, date]:
    """The first and the last day of a period of the plan; "" is all of it."""
    if not period:
        return date.min, date.max
    phase = next((phase for phase in book.phases if phase.name == period), None)
    if phase:
        return phase.start, phase.end
    found, settings = timeline_of(book.settings).meaning(period), book.settings
    start = date.min if found.start <= settings.start else found.start
    return start, date.max if found.end >= settings.end else found.end


def below(axis: str, member: str, book: Book) -> frozenset[str]:
    """The leaf members under a member, itself included: the plan may have been split by it before it had any."""
    known = next((found for found in plan_axes(book) if found.name == axis), None)
    return frozenset({member, *(known.leaves_under(member) if known else ())})


def part_words(part: Part) -> Words:
    """A part as people call it."""
    called = slice_words(part.scope, part.period)
    return in_each("jobs", "hand.others", where=called) if part.beside else called


def slice_words(scope: Mapping[str, str], period: str) -> Words:
    """A slice as people call it.

    >>> slice_words({"rep": "Li"}, "2026Q2")
    {'zh': '人员 Li，期间 2026Q2', 'en': 'Rep Li, Period 2026Q2'}
    """
    return {language: _said(scope, period, language) for language in LANGUAGES}


def _said(scope: Mapping[str, str], period: str, language: str) -> str:
    zh = language == "zh"
    conditions = [f"{text('choices', f'axis.{axis}', language)} {member}" for axis, member in scope.items()]  # type: ignore[arg-type]
    conditions += [f"{'期间' if zh else 'Period'} {period}"] if period else []
    return ("，" if zh else ", ").join(conditions) or ("整个方案" if zh else "The whole plan")


def hold_words(hold: Hold) -> Words:
    """A hold as people call it: its slice, its kind and its number."""
    where, found = slice_words(hold.scope, hold.period), {}
    for language in LANGUAGES:
        kind = text("choices", f"hold.{hold.kind}", language)
        amount = f"{hold.value:,}" if hold.value is not None else growth_words(hold.growth)
        found[language] = f"{where[language]} {kind if language == 'zh' else kind.lower()} {amount}"
    return found


def growth_words(growth: Decimal | None) -> str:
    """A growth as people write it.

    >>> growth_words(Decimal("0.20")), growth_words(Decimal("-0.125"))
    ('+20%', '-12.5%')
    """
    return f"{'' if (growth or 0) < 0 else '+'}{percent(growth or Decimal(0))}"


def where_of(row: PlanRow) -> Words:
    """A leaf as people call it."""
    return slice_words({axis: getattr(row, axis) for axis in AXES if getattr(row, axis)}, row.period)


def unit_of(metric: str, book: Book) -> int:
    """Of what the metric's numbers are whole multiples."""
    return book.settings.unit if metric == book.settings.metric else 1


def _split_by(book: Book, metric: str) -> Words:
    """The axes that the plan of a metric is split by, as a word."""
    rows = [row for row in book.plan if row.metric == metric]
    axes = [axis for axis in AXES if any(getattr(row, axis) for row in rows)]
    return {
        language: ("、" if language == "zh" else ", ").join(text("choices", f"axis.{axis}", language) for axis in axes)
        or "–"
        for language in LANGUAGES
    }


def _periods(book: Book, metric: str) -> str:
    names = list(dict.fromkeys(row.period for row in book.plan if row.metric == metric))
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")

"""sb_calendar and sb_phases read strictly."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from salesbook.book.model import CalendarDay, Phase
from salesbook.book.reading_people import check_span, shares_problem
from salesbook.book.reading_words import choice_key
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from salesbook.book.model import Settings
    from salesbook.book.reading_table import TableReader

USUAL_FACTORS: Mapping[str, Decimal] = {"holiday": Decimal(0), "workday": Decimal(1), "event": Decimal(1)}
"""The selling weight of a day whose row gives none."""

_DAY = timedelta(days=1)
_WORDS = re.compile(r"[\s,，、;；:：。.()（）]+")
"""What stands between the words of a note."""


def read_calendar(reader: TableReader) -> tuple[CalendarDay, ...]:
    """The days that differ from their weekday."""
    days, kinds, factors = reader.column("date"), reader.column("kind"), reader.column("factor")
    for index, factor in enumerate(factors):
        if factor is not None and factor < 0:
            reader.refuse(index, "factor", "negative-number", shown=factor)
    reader.check_unique(date=days)
    rows = reader.good(days, kinds, factors, reader.texts("note"))
    return tuple(
        CalendarDay(day, kind, USUAL_FACTORS[kind] if factor is None else factor, note)
        for _, (day, kind, factor, note) in rows
    )


def read_phases(reader: TableReader, settings: Settings) -> tuple[Phase, ...]:
    """The phases whose rows can be used, in the order of their rows."""
    names, starts, ends = reader.column("phase"), reader.column("start"), reader.column("end")
    reader.check_unique(phase=names)
    check_span(reader, starts, ends)
    shares = reader.column("share")
    for index, (first, last) in reader.good(starts, ends):
        if first < settings.start or last > settings.end:
            words = {"start": settings.start, "end": settings.end}
            reader.refuse(index, "start" if first < settings.start else "end", "phase-outside-plan", **words)
    marks = [marks_of(note) for note in reader.texts("note")]
    parallel = ["parallel" in marked for marked in marks]
    rows = list(reader.good(names, starts, ends, shares, reader.places("phase"), parallel))
    phases = tuple(Phase(*values) for _, values in rows)
    beside_gaps = {phase.name for phase, (index, _) in zip(phases, rows, strict=True) if "gap" in marks[index]}
    _check_overlaps(reader, phases)
    _check_gaps(reader, phases, settings, beside_gaps)
    _check_shares(reader, shares)
    return phases


def marks_of(note: str) -> set[str]:
    """The words in a phase's note by which it may run beside another (parallel) or have free days beside it (gap).

    >>> marks_of("并行：直播专场"), marks_of("Singapore"), sorted(marks_of("parallel, gap"))
    ({'parallel'}, set(), ['gap', 'parallel'])
    """
    return {key for word in _WORDS.split(note) if word and (key := choice_key("phase", word))}


def _check_overlaps(reader: TableReader, phases: Sequence[Phase]) -> None:
    """No day belongs to two phases unless one of them is marked as parallel."""
    in_order = sorted(phases, key=lambda p: p.start)
    for before, after in combinations(in_order, 2):
        if after.start <= before.end and not (before.parallel or after.parallel):
            words = {"first": before.name, "second": after.name, "start": after.start}
            reader.notes.add("phases-overlap", after.place, end=min(before.end, after.end), **words)


def _check_gaps(reader: TableReader, phases: Sequence[Phase], settings: Settings, marked: Collection[str]) -> None:
    """Each day of the plan belongs to a phase, unless a phase beside the free days is marked for it."""
    in_order = sorted(phases, key=lambda p: (p.start, p.end))
    if not in_order or settings.start == date.min:
        return
    for first, last in _gaps(in_order, settings):
        beside = [p for p in in_order if p.end == first - _DAY or p.start == last + _DAY]
        if not any(p.name in marked for p in beside):
            place = next((p.place for p in in_order if p.start > last), in_order[-1].place)
            reader.notes.add("phases-gap", place, start=first, end=last)


def _gaps(in_order: Sequence[Phase], settings: Settings) -> Iterator[tuple[date, date]]:
    free = settings.start
    for phase in in_order:
        if phase.start > free:
            yield free, phase.start - _DAY
        free = max(free, phase.end + _DAY)
    if free <= settings.end:
        yield free, settings.end


def _check_shares(reader: TableReader, shares: Sequence[Decimal | None]) -> None:
    for index, share in enumerate(shares):
        if share is not None and share < 0:
            reader.refuse(index, "share", "negative-number", shown=share)
    found = shares_problem(shares)
    if found:
        first = next(i for i, s in enumerate(shares) if s is not None)
        axis, whole = in_each("reading", "phases"), in_each("reading", "everything")
        reader.notes.add(found[0], reader.place(first, "share"), axis=axis, whole=whole, **found[1])

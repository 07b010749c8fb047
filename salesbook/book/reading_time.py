"""sb_calendar and sb_phases read strictly."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.model import CalendarDay, Phase
from salesbook.book.reading_people import check_span, shares_problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import Settings
    from salesbook.book.reading_table import TableReader
    from salesbook.errors import Place

USUAL_FACTORS: Mapping[str, Decimal] = {"holiday": Decimal(0), "workday": Decimal(1), "event": Decimal(1)}
"""The selling weight of a day whose row gives none."""


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
    rows = reader.good(names, starts, ends, shares, reader.places("phase"))
    phases = tuple(Phase(*values) for _, values in rows)
    _check_cover(reader, phases, settings)
    _check_shares(reader, shares)
    return phases


def _check_cover(reader: TableReader, phases: Sequence[Phase], settings: Settings) -> None:
    """Phases may not overlap; days of the plan between or around them get no target."""
    in_order = sorted(phases, key=lambda p: p.start)
    for before, after in pairwise(in_order):
        if after.start <= before.end:
            words = {"first": before.name, "second": after.name, "start": after.start}
            reader.notes.add("phases-overlap", after.place, end=min(before.end, after.end), **words)
    for first, last, place in _gaps(in_order, settings):
        reader.notes.add("phases-gap", place, start=first, end=last)


def _gaps(in_order: Sequence[Phase], settings: Settings) -> list[tuple[date, date, Place]]:
    day, found, free = timedelta(days=1), [], settings.start
    if not in_order or settings.start == date.min:
        return []
    for phase in in_order:
        if phase.start > free:
            found.append((free, phase.start - day, phase.place))
        free = max(free, phase.end + day)
    if free <= settings.end:
        found.append((free, settings.end, in_order[-1].place))
    return found


def _check_shares(reader: TableReader, shares: Sequence[Decimal | None]) -> None:
    for index, share in enumerate(shares):
        if share is not None and share < 0:
            reader.refuse(index, "share", "negative-number", shown=share)
    found = shares_problem(shares)
    if found:
        first = next(i for i, s in enumerate(shares) if s is not None)
        axis, whole = in_each("reading", "phases"), in_each("reading", "everything")
        reader.notes.add(found[0], reader.place(first, "share"), axis=axis, whole=whole, **found[1])

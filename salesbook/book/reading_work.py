"""sb_rates, sb_activities, sb_measures, sb_actions and sb_decisions read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.model import Action, Activity, Decision, Measure, Rate, Suggested
from salesbook.book.reading_cells import rate_of
from salesbook.book.reading_people import check_span, percent, refuse_unknown

if TYPE_CHECKING:
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader


def read_rates(reader: TableReader, names: Names) -> tuple[Rate, ...]:
    """The conversion rates, each over 0 and at most 1."""
    channels, stages, followers = reader.texts("channel"), reader.column("stage"), reader.column("next")
    rates = reader.column("rate", rate_of)
    for index, (channel, rate) in enumerate(zip(channels, rates, strict=True)):
        if channel and names.find("channel", channel) is None:
            refuse_unknown(reader, index, "channel", "channel", channel, names)
        if rate is not None and not 0 < rate <= 1:
            reader.refuse(index, "rate", "rate-out-of-range", shown=percent(rate))
    reader.check_unique(stage=stages, channel=channels)
    spelled = [names.find("channel", channel) or channel for channel in channels]
    rows = reader.good(spelled, stages, followers, rates, reader.places("rate"))
    return tuple(Rate(*values) for _, values in rows)


def read_activities(reader: TableReader, names: Names) -> tuple[Activity, ...]:
    """What was done at each stage; corrections are negative."""
    columns = {"rep": reader.column("rep"), "channel": reader.texts("channel")}
    for axis, found in columns.items():
        for index, name in enumerate(found):
            if name and names.find(axis, name) is None:
                refuse_unknown(reader, index, axis, axis, name, names)
    reps, channels = ([names.find(axis, name or "") or name for name in found] for axis, found in columns.items())
    stages, counts = reader.column("stage"), reader.column("count")
    rows = reader.good(reader.column("date"), reps, channels, stages, counts, reader.places("count"))
    return tuple(Activity(*values) for _, values in rows)


def read_measures(reader: TableReader) -> tuple[Measure, ...]:
    """The deep measures."""
    names = reader.column("measure")
    reader.check_unique(measure=names)
    columns = (names, reader.texts("unit"), reader.column("target"), reader.column("actual"))
    return tuple(Measure(*values) for _, values in reader.good(*columns))


def read_actions(reader: TableReader) -> tuple[Action, ...]:
    """The plan of action. Owners need not be reps."""
    starts, ends = reader.column("start"), reader.column("due")
    check_span(reader, starts, ends, end="due")
    columns = (
        reader.column("task"),
        reader.texts("owner"),
        starts,
        ends,
        reader.texts("resource"),
        reader.texts("state"),
        reader.texts("source"),
    )
    return tuple(Action(*values) for _, values in reader.good(*columns))


def read_suggested(reader: TableReader) -> tuple[Suggested, ...]:
    """What was suggested so far."""
    return tuple(Suggested(*values) for _, values in reader.good(reader.column("source"), reader.column("date")))


def read_decisions(reader: TableReader) -> tuple[Decision, ...]:
    """What reviews decided. Owners need not be reps."""
    columns = (
        reader.column("date"),
        reader.column("decision"),
        reader.texts("owner"),
        reader.column("due"),
        reader.texts("state"),
    )
    return tuple(Decision(*values) for _, values in reader.good(*columns))

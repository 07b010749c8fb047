"""Which part of the plan a goal or a hold is for: its scope (a member of each of some axes) and its period."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES
from salesbook.book.reading_cells import RefusedError, known_choices, period_text
from salesbook.book.reading_people import refuse_unknown
from salesbook.book.reading_words import choice_hint, choice_key
from salesbook.book.timeline import timeline_of
from salesbook.domain.period import Period, PeriodError
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from salesbook.book.model import Settings
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader

_NEXT_CONDITION = re.compile(r"\s*[,，;；]\s*(?=[^,，;；=＝:：]+[=＝:：])")
_CONDITION = re.compile(r"([^=＝:：]+)[=＝:：](.+)", re.DOTALL)
_CLIPPED = ("month", "week", "day")
_CUT, _NOT_CUT = timedelta(days=6), timedelta(0)
"""How far a period of whole weeks may reach beyond the plan."""


def parse_scope(shown: str) -> dict[str, str]:
    """The conditions of a scope, on any number of axes: axis -> member as typed, in the order of the axes.

    `RefusedError` if they cannot be read, or if an axis is named twice.

    >>> parse_scope("区域=华东"), parse_scope("Rep = Li Wei"), parse_scope("")
    ({'region': '华东'}, {'rep': 'Li Wei'}, {})
    >>> parse_scope("区域=华东，姓名=李雷")
    {'rep': '李雷', 'region': '华东'}
    """
    found: dict[str, str] = {}
    for word, member in conditions(shown):
        axis = axis_key(word)
        if axis in found:
            raise RefusedError("scope-axis-twice", shown=shown, axis=in_each("choices", f"axis.{axis}"))
        found[axis] = member
    return {axis: found[axis] for axis in AXES if axis in found}


def conditions(shown: str) -> Iterator[tuple[str, str]]:
    """The conditions of a scope or slice, as typed: the word before and the one after each equals sign.

    >>> list(conditions("rep=Li, quarter = 2026Q2；渠道：批发"))
    [('rep', 'Li'), ('quarter', '2026Q2'), ('渠道', '批发')]
    """
    for part in filter(None, _NEXT_CONDITION.split(shown.strip())):
        found = _CONDITION.fullmatch(part)
        if found is None:
            raise RefusedError("scope-unreadable", shown=shown)
        yield found[1].strip(), found[2].strip()


def axis_key(word: str) -> str:
    """The axis that a word means, in either language. `RefusedError` if it is none."""
    axis = choice_key("axis", word)
    if axis is None:
        hint, known = choice_hint("axis", word), known_choices("axis")
        raise RefusedError("unknown-choice", shown=word.strip(), hint=hint, known=known)
    return axis


def read_scopes(reader: TableReader, names: Names) -> list[dict[str, str]]:
    """The scopes of all rows, members as their own rows spell them; {} for one that is refused."""
    found: list[dict[str, str]] = []
    for index, shown in enumerate(reader.texts("scope")):
        found.append({})
        try:
            found[-1] = parse_scope(shown)
        except RefusedError as no:
            reader.refuse(index, "scope", no.code, **no.words)
        for axis, member in found[-1].items():
            spelled = names.find(axis, member)
            if spelled is None:
                refuse_unknown(reader, index, "scope", axis, member, names)
            else:
                found[-1][axis] = spelled
    return found


def read_periods(reader: TableReader, settings: Settings, phases: Collection[str]) -> list[str]:
    """The keys of all rows' periods; "" for one that is refused."""
    found = []
    for index, shown in enumerate(reader.column("period", period_text)):
        try:
            found.append(period_key(shown or "", settings, phases))
        except RefusedError as no:
            reader.refuse(index, "period", no.code, **no.words)
            found.append("")
    return found


def period_key(shown: str, settings: Settings, phases: Collection[str]) -> str:
    """The key of a period or the name of a phase; "" for the whole plan."""
    if not shown or shown in phases:
        return shown
    try:
        period = timeline_of(settings).meaning(shown)
    except PeriodError as no:
        raise RefusedError(
            "period-unreadable", shown=shown, reason=in_each("reasons", no.reason, given=shown)
        ) from None
    if not _lies_in(period, settings):
        raise RefusedError("period-outside-plan", shown=shown, start=settings.start, end=settings.end)
    return "" if _is_all(period, settings) else period.key


def _lies_in(period: Period, settings: Settings) -> bool:
    """Within the plan; months and weeks may be cut by its first or last day, and so may weeks of which longer periods
    are made."""
    if period.kind in _CLIPPED:
        return period.start <= settings.end and period.end >= settings.start
    cut = _CUT if settings.weeks != "by-day" else _NOT_CUT
    return settings.start <= period.start + cut and period.end - cut <= settings.end


def _is_all(period: Period, settings: Settings) -> bool:
    if settings.weeks == "by-day":
        return (period.start, period.end) == (settings.start, settings.end)
    return period.start <= settings.start and settings.end <= period.end

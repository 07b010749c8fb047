"""sb_history and sb_actuals read strictly, by columns: tens of thousands of rows in about a second."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import AXES
from salesbook.book.model import Sales
from salesbook.book.reading_people import axis_words
from salesbook.book.reading_words import MANY, Words, hint
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from salesbook.book.model import Settings
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader

_NOTHING = Decimal()


def read_sales(reader: TableReader, settings: Settings, names: Names) -> Sales:
    """The sales whose rows can be used. Names that the team or the dimensions do not know are kept as they
    are, with one notice for each; a row without an amount counts as 0."""
    columns: dict[str, list[Any]] = {key: reader.column(key) for key in _numbers(reader)}
    texts = {key: reader.texts(key) for key in ("order_no", "client")}
    axes = {axis: reader.texts(axis) for axis in AXES if axis in reader.at}
    _check_amounts(reader, columns["amount"])
    for axis, members in axes.items():
        axes[axis] = _known(reader, axis, members, columns["amount"], names)
    _check_dates(reader, columns["date"], settings)
    everything = {**columns, **texts, **{f"axis {axis}": members for axis, members in axes.items()}}
    kept = _without(reader.bad, everything) if reader.bad else everything
    return Sales(
        dates=tuple(kept["date"]),
        amounts=tuple(_NOTHING if a is None else a for a in kept["amount"]),
        quantities=tuple(kept["quantity"]),
        order_nos=tuple(kept["order_no"]),
        axes={axis: tuple(kept[f"axis {axis}"]) for axis in axes},
        costs=tuple(kept["cost"]),
        clients=tuple(kept["client"]),
        collected=tuple(kept.get("collected", ())),
    )


def _numbers(reader: TableReader) -> tuple[str, ...]:
    """The columns that are dates and numbers; only actuals say what was collected."""
    keys = ("date", "amount", "quantity", "cost", "collected")
    return tuple(key for key in keys if any(column.key == key for column in reader.table.columns))


def _without(bad: set[int], columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {key: [v for i, v in enumerate(values) if i not in bad] for key, values in columns.items()}


def _check_amounts(reader: TableReader, amounts: Sequence[Decimal | None]) -> None:
    if "amount" not in reader.at:
        return
    empty = [i for i, a in enumerate(amounts) if a is None and i not in reader.bad]
    if empty:
        reader.notes.add("sales-without-amount", reader.place(empty[0], "amount"), count=len(empty))


def _check_dates(reader: TableReader, dates: Sequence[date | None], settings: Settings) -> None:
    """Actuals belong to the plan's days, history before its last one."""
    actual = reader.block.name == "sb_actuals"
    first = settings.start if actual else None
    outside = [i for i, d in enumerate(dates) if d and (d > settings.end or (first and d < first))]
    if outside:
        words = {"count": len(outside), "start": settings.start, "end": settings.end, "which": _which(reader)}
        reader.notes.add("sales-outside-plan", reader.place(outside[0], "date"), **words)


def _known(
    reader: TableReader, axis: str, members: list[str], amounts: Sequence[Decimal | None], names: Names
) -> list[str]:
    """Members as their own rows spell them; a notice for each that is unknown, with what hangs on it."""
    spelled = {m: names.find(axis, m) if m else "" for m in dict.fromkeys(members)}
    unknown = {m for m, found in spelled.items() if found is None}
    if unknown:
        _report(reader, axis, unknown, members, amounts, names)
    if all(found in (m, None) for m, found in spelled.items()):
        return members
    as_known = {m: found if found is not None else m for m, found in spelled.items()}
    return [as_known[m] for m in members]


def _report(
    reader: TableReader,
    axis: str,
    unknown: set[str],
    members: Iterable[str],
    amounts: Sequence[Decimal | None],
    names: Names,
) -> None:
    rows: dict[str, list[int]] = defaultdict(list)
    for index, member in enumerate(members):
        if member in unknown:
            rows[member].append(index)
    offered = names.of(axis) if len(unknown) <= MANY else ()
    for member, found in rows.items():
        total = sum((amounts[i] or _NOTHING for i in found), _NOTHING)
        words = {"axis": axis_words(axis), "which": _which(reader), "hint": hint(member, offered)}
        place = reader.place(found[0], axis)
        reader.notes.add("unknown-in-sales", place, shown=member, count=len(found), amount=f"{total:,f}", **words)


def _which(reader: TableReader) -> Words:
    return in_each("reading", reader.block.name.removeprefix("sb_"))

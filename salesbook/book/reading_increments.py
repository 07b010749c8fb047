"""sb_increments read strictly: which customer type brings how much of a metric's increment."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.model import Increment
from salesbook.book.reading_people import percent, refuse_unknown
from salesbook.texts import in_each

if TYPE_CHECKING:
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader

_WHOLE = Decimal(1)
_NO_DIFFERENCE = Decimal("1e-9")


def read_increments(reader: TableReader, names: Names) -> tuple[Increment, ...]:
    """The rows that can be used. Shares of one metric that exceed the whole are refused, less than it is said."""
    metrics, shares = reader.column("metric"), reader.column("share")
    spelled = []
    for index, shown in enumerate(reader.column("customer")):
        found = names.find("customer", shown) if shown else shown
        if shown and found is None:
            refuse_unknown(reader, index, "customer", "customer", shown, names)
        spelled.append(found)
    for index, share in enumerate(shares):
        if share is not None and share < 0:
            reader.refuse(index, "share", "negative-number", shown=percent(share))
    reader.check_unique(metric=metrics, customer=spelled)
    rows = reader.good(metrics, spelled, shares, reader.places("share"))
    found = tuple(Increment(*values) for _, values in rows)
    _check_sums(reader, found)
    return found


def _check_sums(reader: TableReader, rows: tuple[Increment, ...]) -> None:
    of: dict[str, list[Increment]] = defaultdict(list)
    for row in rows:
        of[row.metric].append(row)
    for metric, family in of.items():
        whole = sum((row.share for row in family), Decimal(0))
        if abs(whole - _WHOLE) <= _NO_DIFFERENCE:
            continue
        code = "increments-over-whole" if whole > _WHOLE else "increments-short"
        named = in_each("choices", f"metric.{metric}")
        rest = percent(_WHOLE - whole)
        reader.notes.add(code, family[-1].place, metric=named, sum=percent(whole), rest=rest)

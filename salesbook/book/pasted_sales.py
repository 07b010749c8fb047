"""An export of orders as sales: typed columns, members as the workbook spells them, rows that cannot be used apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import AXES, CATALOGUE
from salesbook.book.pasted_cells import amount_of, day_of, is_nothing, refusals, row_list, typed, word_of
from salesbook.book.pasted_columns import match_columns
from salesbook.errors import Place, Problem, errors_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from salesbook.book.pasted import Export
    from salesbook.book.reading_people import Names
    from salesbook.book.values import Value

_TOTALS = frozenset(("合计", "总计", "小计", "累计", "total", "grand total", "subtotal", "sum"))
NOTHING = Decimal()


@dataclass(frozen=True, slots=True)
class Asked:
    """What people say about an export. `columns`: key -> heading; `values`: (axis, as the file spells it) ->
    member; `factor` multiplies amounts and costs (1000 for a file in thousands); days outside are left out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    factor: Decimal = Decimal(1)
    since: date | None = None
    until: date | None = None


PAID = "collected"
"""What customers paid of a sale: it grows after the sale, so it tells no two sales apart."""


@dataclass(slots=True)
class PastedSales:
    """Column key -> values of the rows that can be used, all of one length; and how many rows went where."""

    columns: dict[str, list[Any]]
    problems: list[Problem]
    read: int = 0
    skipped: int = 0
    outside: int = 0
    skipped_amount: Decimal = NOTHING
    outside_amount: Decimal = NOTHING

    def __len__(self) -> int:
        return len(self.columns.get("date", ()))


def paste_sales(
    export: Export, asked: Asked, names: Names, ids: Mapping[str, str], table: str = "sb_history"
) -> PastedSales:
    """Read an export of sales with the columns of a table. `ids`: a rep's id -> name.

    Rows without an amount or a date and rows of totals are left out with a warning that lists them; a cell that
    says something that cannot be understood is an error.
    """
    matched = match_columns(export, CATALOGUE[table], asked.columns)
    columns: dict[str, list[Any]] = {}
    problems = list(matched.problems)
    for key, at in matched.columns.items():
        found = typed(export.columns[at], _converter(key, asked, names, ids))
        columns[key] = found.values
        problems += refusals(export, at, found)
    pasted = PastedSales(columns, problems)
    if not errors_in(problems):
        _sort_out(export, asked, pasted)
    return pasted


def _converter(key: str, asked: Asked, names: Names, ids: Mapping[str, str]) -> Callable[[Value], object]:
    if key == "date":
        return lambda value: None if _says_total(value) else day_of(value)
    if key in AXES:
        return lambda value: _member(key, word_of(value), asked, names, ids)
    if key in ("amount", "cost", PAID):
        return lambda value: amount_of(value) * asked.factor
    return amount_of if key == "quantity" else word_of


def _member(axis: str, shown: str, asked: Asked, names: Names, ids: Mapping[str, str]) -> str:
    """The member meant: as asked, by a rep's id, or as its own row in the workbook spells it."""
    shown = asked.values.get((axis, shown), shown)
    if axis == "rep":
        shown = ids.get(shown, shown)
    return names.find(axis, shown) or shown


def _sort_out(export: Export, asked: Asked, pasted: PastedSales) -> None:
    """Keep the rows that have a day within the window and an amount; count and name the others."""
    dates, amounts = pasted.columns["date"], pasted.columns["amount"]
    blank, unusable = _unusable(export, dates, amounts)
    outside = [i for i in _outside(dates, asked) if amounts[i] is not None]
    pasted.read = len(dates) - len(blank)
    pasted.skipped = sum(map(len, unusable.values()))
    pasted.skipped_amount = _sum(amounts, unusable["export-rows-without-date"])
    pasted.outside, pasted.outside_amount = len(outside), _sum(amounts, outside)
    for code, rows in unusable.items():
        _say(export, pasted, code, rows, _sum(amounts, rows))
    _keep(pasted, blank.union(outside, *unusable.values()))
    _say_outside(export, asked, pasted)


def _unusable(
    export: Export, dates: Sequence[date | None], amounts: Sequence[Decimal | None]
) -> tuple[set[int], dict[str, list[int]]]:
    """The rows in which nothing stands, and by the problem's code those that lack their day or their amount."""
    lacking = [i for i, (d, a) in enumerate(zip(dates, amounts, strict=True)) if d is None or a is None]
    blank = {i for i in lacking if all(is_nothing(column[i]) for column in export.columns)}
    found: dict[str, list[int]] = {
        f"export-rows-{kind}": [] for kind in ("of-totals", "without-amount", "without-date")
    }
    for i in lacking:
        if i not in blank:
            kind = "without-amount" if amounts[i] is None else "without-date"
            found[f"export-rows-{'of-totals' if dates[i] is None and is_total(export, i) else kind}"].append(i)
    return blank, found


def is_total(export: Export, index: int) -> bool:
    """Whether a cell of a row says that the row is a sum of others."""
    return any(_says_total(column[index]) for column in export.columns)


def _says_total(value: Value) -> bool:
    return isinstance(value, str) and value.strip(" :：").casefold() in _TOTALS


def _outside(dates: Sequence[date | None], asked: Asked) -> list[int]:
    if asked.since is None and asked.until is None:
        return []
    out = {d for d in set(dates) if d and ((asked.since and d < asked.since) or (asked.until and d > asked.until))}
    return [i for i, d in enumerate(dates) if d in out]


def _keep(pasted: PastedSales, left_out: set[int]) -> None:
    if left_out:
        mask = [i not in left_out for i in range(len(pasted.columns["date"]))]
        pasted.columns = {key: list(compress(values, mask)) for key, values in pasted.columns.items()}


def _sum(amounts: Sequence[Decimal | None], rows: Iterable[int]) -> Decimal:
    return sum((amounts[i] or NOTHING for i in rows), NOTHING)


def _say(export: Export, pasted: PastedSales, code: str, rows: Sequence[int], amount: Decimal) -> None:
    if rows:
        words = {"count": len(rows), "rows": row_list(export, rows), "amount": f"{amount:,f}", "name": export.name}
        pasted.problems.append(Problem(code, Place(file=export.name), words))


def _say_outside(export: Export, asked: Asked, pasted: PastedSales) -> None:
    if pasted.outside:
        words = {"since": asked.since or "…", "until": asked.until or "…", "name": export.name}
        said = {"count": pasted.outside, "amount": f"{pasted.outside_amount:,f}", **words}
        pasted.problems.append(Problem("export-rows-outside", Place(file=export.name), said))


def by_member(pasted: PastedSales, axis: str) -> dict[str, tuple[int, Decimal]]:
    """How many rows and what amount hang on each member of an axis."""
    counts: dict[str, int] = defaultdict(int)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for member, amount in zip(pasted.columns[axis], pasted.columns["amount"], strict=True):
        counts[member] += 1
        amounts[member] += amount
    return {member: (count, amounts[member]) for member, count in counts.items()}

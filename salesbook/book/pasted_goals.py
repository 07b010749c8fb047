"""An export of targets in the wide form, a row per rep and year with a column per month, as single targets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.pasted_cells import amount_of, is_nothing, refusal, row_list, typed, word_of
from salesbook.book.pasted_sales import is_total
from salesbook.book.references import folded
from salesbook.domain.period import PeriodError, parse_period
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import Settings
    from salesbook.book.pasted import Export

_MONTH = re.compile(r"m?0?([1-9]|1[0-2])(?:月份?)?")
_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORTEST = 2
_YEARS = frozenset(("year", "fiscalyear", "年", "年份", "年度"))


@dataclass(frozen=True, slots=True)
class PastedTarget:
    """One cell: a rep's target for a month of the plan, and where it stands in the export."""

    rep: str
    period: str
    amount: Decimal
    place: Place


@dataclass(slots=True)
class PastedGoals:
    """The targets of the plan's months, and how many rows went where."""

    targets: list[PastedTarget] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    used: int = 0
    other_years: list[int] = field(default_factory=list)
    """Indexes of the rows that have no month of the plan."""
    skipped_amount: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which column is which; months: column -> (year or 0 where a column of years says it, month)."""

    year: int | None
    rep: int | None
    id: int | None
    months: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Team:
    """The reps by name, without case, and by id."""

    names: Mapping[str, str]
    ids: Mapping[str, str]

    def find(self, name: str, number: str) -> str | None:
        """The rep meant by a name, or by an id that stands in either column."""
        return self.names.get(name.casefold()) or self.ids.get(number) or self.ids.get(name)


def paste_goals(
    export: Export, settings: Settings, reps: Sequence[str], ids: Mapping[str, str], factor: Decimal = Decimal(1)
) -> PastedGoals:
    """The targets of the reps for the months of the plan. `ids`: a rep's id -> name; `factor` multiplies.

    Rows of other years are counted; a row whose rep is not known is left out with a warning; months without a
    target are counted.
    """
    pasted = PastedGoals()
    shape = _shape(export)
    if not shape.months or (shape.rep is None and shape.id is None):
        words = {"name": export.name, "headings": ", ".join(h for h in export.headings if h)}
        pasted.problems.append(Problem("targets-without-months", Place(file=export.name), words))
        return pasted
    team = _Team({name.casefold(): name for name in reps}, ids)
    empty: list[int] = []
    pasted.read = len(export)
    totals = [index for index in range(len(export)) if is_total(export, index)]
    pasted.problems += _left_out(export, totals)
    for index in (i for i in range(len(export)) if i not in totals):
        months = _months_of(export, shape, index, settings)
        if not months:
            pasted.other_years.append(index)
            continue
        amounts = _amounts(export, index, months, factor, pasted)
        rep = team.find(_said(export, shape.rep, index), _said(export, shape.id, index))
        if rep is None:
            _skip(export, shape, index, sum(amounts.values(), Decimal()), pasted)
            continue
        pasted.used += 1
        empty += [index] * (len(months) - len(amounts))
        pasted.targets += [
            PastedTarget(rep, months[column], amount, export.place(index, column)) for column, amount in amounts.items()
        ]
    _count(export, shape, pasted, empty)
    return pasted


def _left_out(export: Export, totals: Sequence[int]) -> list[Problem]:
    if not totals:
        return []
    words = {"count": len(totals), "rows": row_list(export, totals), "name": export.name}
    return [Problem("export-rows-of-totals", Place(file=export.name), words)]


def _count(export: Export, shape: _Shape, pasted: PastedGoals, empty: Sequence[int]) -> None:
    """Say how many months are empty, and how many rows are for other years. `empty`: their rows' indexes."""
    if empty:
        counts = {"count": len(empty), "reps": len(set(empty))}
        pasted.problems.append(Problem("targets-empty", Place(file=export.name), {**counts, "name": export.name}))
    if pasted.other_years:
        nameless = [i for i in pasted.other_years if not _said(export, shape.rep, i)]
        counts = {"count": len(pasted.other_years), "nameless": len(nameless)}
        words = {**counts, "name": export.name}
        pasted.problems.append(Problem("targets-of-other-years", Place(file=export.name), words))


def month_heading(heading: str) -> tuple[int, int] | None:
    """The year (0: not said) and the month that a heading names.

    >>> month_heading("M01"), month_heading("12月"), month_heading("Sept"), month_heading("2026年3月")
    ((0, 1), (0, 12), (0, 9), (2026, 3))
    >>> month_heading("Rep") is None
    True
    """
    name = folded(heading)
    if found := _MONTH.fullmatch(name):
        return 0, int(found[1])
    if len(name) > _SHORTEST and (named := [m for m, full in enumerate(_ENGLISH, 1) if full.startswith(name)]):
        return 0, named[0]
    try:
        period = parse_period(heading)
    except PeriodError:
        return None
    return (period.start.year, period.start.month) if period.kind == "month" else None


def _shape(export: Export) -> _Shape:
    reps = CATALOGUE["sb_reps"].column("id"), CATALOGUE["sb_history"].column("rep")
    id_names, rep_names = ({folded(n) for n in (c.zh, c.en, *c.also)} for c in reps)
    named = [folded(h) for h in export.headings]

    def first(names: set[str] | frozenset[str]) -> int | None:
        return next((i for i, n in enumerate(named) if n in names), None)

    year, rep, id_at = first(_YEARS), first(rep_names), first(id_names)
    months = {i: found for i, h in enumerate(export.headings) if (found := month_heading(h))}
    return _Shape(year, rep, id_at, {i: m for i, m in months.items() if i not in (year, rep, id_at)})


def _months_of(export: Export, shape: _Shape, index: int, settings: Settings) -> dict[int, str]:
    """Column -> key of the month, for the months of a row that belong to the plan."""
    year = settings.start.year
    if shape.year is not None:
        said = word_of(export.columns[shape.year][index])
        year = int(said) if said.isdigit() else 0
    first, last = (settings.start.year, settings.start.month), (settings.end.year, settings.end.month)
    dated = {column: (given or year, month) for column, (given, month) in shape.months.items()}
    return {column: f"{y}-{m:02}" for column, (y, m) in dated.items() if first <= (y, m) <= last}


def _amounts(
    export: Export, index: int, months: Mapping[int, str], factor: Decimal, pasted: PastedGoals
) -> dict[int, Decimal]:
    found = {}
    for column in months:
        cell = typed([export.columns[column][index]], amount_of)
        if cell.values[0] is not None:
            found[column] = cell.values[0] * factor
        pasted.problems += [refusal(export, index, column, no) for no in cell.refused.values()]
    return found


def _said(export: Export, column: int | None, index: int) -> str:
    cell = None if column is None else export.columns[column][index]
    return "" if is_nothing(cell) else word_of(cell)


def _skip(export: Export, shape: _Shape, index: int, amount: Decimal, pasted: PastedGoals) -> None:
    name, number = _said(export, shape.rep, index), _said(export, shape.id, index)
    code = "targets-of-unknown-rep" if name else "targets-without-name"
    words = {"shown": name, "id": number or "–", "amount": f"{amount:,f}", "name": export.name}
    place = export.place(index, shape.rep or shape.id or 0)
    pasted.problems.append(Problem(code, place, {"row": export.row + index, **words}))
    pasted.skipped_amount += amount

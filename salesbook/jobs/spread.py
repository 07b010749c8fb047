"""Spread 分摊: a number over the leaves of a slice, by one of the field's methods, as a change by hand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.changes import Line
from salesbook.book.reading_cells import RefusedError, choice_of
from salesbook.domain.share_out import OverheldError
from salesbook.domain.spread import Bound, BoundError, Cell, spread
from salesbook.domain.spread_bases import CancellingBasesError, NegativeBasesError
from salesbook.errors import Problem
from salesbook.jobs.hand_changes import key_of
from salesbook.jobs.hand_work import Hand, by_hand
from salesbook.jobs.hold_limits import limits
from salesbook.jobs.reference import bases, parse_reference
from salesbook.jobs.slice_leaves import hold_words, part_of, slice_words, unit_of, where_of
from salesbook.jobs.spread_method import Asked, Typed, asked, check_residue, coordinate
from salesbook.texts import LANGUAGES, in_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book, PlanRow
    from salesbook.book.reading_words import Words
    from salesbook.book.snapshot import Snapshot
    from salesbook.domain.spread import Spread
    from salesbook.jobs.hold_limits import Limit
    from salesbook.jobs.slice_leaves import Part

_NAMED = 6
"""So many holds or cells a message names."""


@dataclass(frozen=True, slots=True)
class SpreadRequest:
    """The slice and the method as typed; tier, metric and what the other tiers do as typed or empty."""

    slice: str
    typed: Typed
    tier: str = ""
    metric: str = ""
    others: str = ""


def spread_slice(snapshot: Snapshot, request: SpreadRequest, today: date) -> Outcome:  # noqa: ARG001
    """The slice's leaves get what the method gives them; everything that follows from the plan is put anew."""
    return by_hand(snapshot, lambda book: _work(book, request))


def chosen(book: Book, tier: str, metric: str) -> tuple[str, str]:
    """The tier and the metric that somebody typed: left out, the target of the main metric."""
    known = choice_of("metric", metric) if metric else book.settings.metric
    return (choice_of("tier", tier) if tier else "target"), known


def in_units(value: int, unit: int, row: PlanRow) -> int:
    """A leaf's number in units; `RefusedError` where the plan was made with another unit."""
    if value % unit:
        raise RefusedError("plan-not-in-units", where=where_of(row), shown=f"{value:,}", unit=f"{unit:,}")
    return value // unit


def _work(book: Book, request: SpreadRequest) -> Hand:
    tier, metric = chosen(book, request.tier, request.metric)
    others = choice_of("others", request.others) if request.others else "follow"
    part, unit = part_of(request.slice, metric, book), unit_of(metric, book)
    rows = [book.plan[place] for place in part.leaves]
    method = asked(request.typed, rows, unit, book.settings)
    check_residue(method, rows)
    base: Sequence[Fraction | int] = [0] * len(rows)
    if request.typed.reference:
        base = bases(parse_reference(request.typed.reference, book), rows, tier, book)
    slices = tuple(limit for limit in limits(book, metric) if limit.hold.tier == tier)
    cells = _cells(rows, tier, unit, method, base, _frozen(part, slices))
    found = _spread(cells, method, part, _bounds(part, slices, book, unit), slices, unit)
    values = {place: value * unit for place, value in zip(part.leaves, found.values, strict=True)}
    problems = tuple(_noticed(found, part, method, cells, rows))
    return Hand(tier, values, (part,), problems, others, _weight_lines(method))  # type: ignore[arg-type]


def _cells(
    rows: Sequence[PlanRow],
    tier: str,
    unit: int,
    method: Asked,
    base: Sequence[Fraction | int],
    frozen: frozenset[int],
) -> list[Cell]:
    return [
        Cell(
            "|".join(key_of(row)),
            in_units(getattr(row, tier), unit, row),
            " · ".join(coordinate(row, axis) for axis in method.by),
            Fraction(base[at]) / unit,
            at in frozen,
        )
        for at, row in enumerate(rows)
    ]


# -- holds -----------------------------------------------------------------------------------------------------------


def _frozen(part: Part, slices: Iterable[Limit]) -> frozenset[int]:
    """The cells (as positions in the part) that holds inside it, or across its border, keep as they are."""
    leaves = frozenset(part.leaves)
    held: set[int] = set()
    for limit in slices:
        if limit.hold.kind == "hold" and not leaves <= limit.leaves:
            held |= limit.leaves & leaves
    return frozenset(at for at, place in enumerate(part.leaves) if place in held)


def _bounds(part: Part, slices: Iterable[Limit], book: Book, unit: int) -> list[Bound]:
    """Minimums and maximums that touch the part, and holds that it lies in: what they leave for its cells."""
    leaves, found = frozenset(part.leaves), []
    for number, limit in enumerate(slices):
        inside = leaves & limit.leaves
        if not inside or (limit.hold.kind == "hold" and not leaves <= limit.leaves):
            continue
        outside = sum(getattr(book.plan[place], limit.hold.tier) for place in limit.leaves - leaves)
        low, high = ((None if v is None else (v - outside) // unit) for v in (limit.low, limit.high))
        keys = frozenset("|".join(key_of(book.plan[place])) for place in inside)
        found.append(Bound(f"{number:06d}", keys, low, high))
    return found


def _spread(
    cells: Sequence[Cell], method: Asked, part: Part, bounds: Sequence[Bound], slices: Sequence[Limit], unit: int
) -> Spread:
    """The domain's spread, with what it refuses in the words of the plan."""
    try:
        return spread(cells, method.method, bounds)
    except OverheldError as over:
        raise _overheld(over, part, cells, slices, unit) from None
    except BoundError as wrong:
        limit = slices[int(wrong.bound.name)]
        words = {"hold": hold_words(limit.hold), "where": slice_words(part.scope, part.period)}
        by = wrong.value - (wrong.bound.high if wrong.bound.high is not None else wrong.bound.low or 0)
        raise RefusedError("spread-against-hold", **words, by=f"{by * unit:+,}") from None
    except NegativeBasesError as negative:
        raise RefusedError("bases-negative", cells=_named_bases(negative.cells, unit)) from None
    except CancellingBasesError as cancelling:
        raise RefusedError("bases-cancel", cells=_named_bases(cancelling.cells, unit)) from None


def _overheld(
    over: OverheldError, part: Part, cells: Sequence[Cell], slices: Sequence[Limit], unit: int
) -> RefusedError:
    where = slice_words(part.scope, part.period)
    words = {"where": where, "fixed": f"{over.fixed * unit:,}", "total": f"{over.total * unit:,}"}
    by = f"{abs(over.fixed - over.total) * unit:,}"
    leaves = frozenset(part.leaves)
    holds = [limit for limit in slices if limit.hold.kind == "hold" and limit.leaves & leaves]
    holds.sort(key=lambda limit: -(limit.hold.value or 0))
    if not any(cell.held for cell in cells):
        return RefusedError("slice-has-too-little", **words, by=by)
    code = "slice-overheld" if over.least else "slice-underheld"
    return RefusedError(code, **words, by=by, holds=_named_holds(holds))


def _named_holds(holds: Sequence[Limit]) -> Words:
    found = {}
    for language in LANGUAGES:
        names = [hold_words(limit.hold)[language] for limit in holds[:_NAMED]]
        names += ["…"] if len(holds) > _NAMED else []
        found[language] = ("；" if language == "zh" else "; ").join(names)
    return found


def _named_bases(cells: Mapping[str, Fraction], unit: int) -> str:
    """The first few cells with their bases, in the metric's base unit."""
    named = [f"{' '.join(filter(None, key.split('|')[1:]))} {float(base) * unit:,.2f}" for key, base in cells.items()]
    return "; ".join(named[:_NAMED] + (["…"] if len(named) > _NAMED else []))


# -- what is said ----------------------------------------------------------------------------------------------------


def _noticed(
    found: Spread, part: Part, method: Asked, cells: Sequence[Cell], rows: Sequence[PlanRow]
) -> Iterable[Problem]:
    where = slice_words(part.scope, part.period)
    if found.equal:
        yield Problem("spread-equally", words={"where": where})
    elif found.zero and method.method.code != "C":
        first = next((row for row, cell in zip(rows, cells, strict=True) if cell.at in found.zero), rows[0])
        yield Problem("spread-stays-zero", words={"where": where, "count": len(found.zero), "first": where_of(first)})
    held = sum(cell.held for cell in cells)
    if held:
        yield Problem("spread-kept-held", words={"where": where, "count": held, "all": len(cells)})
    if found.bound:
        yield Problem("spread-met-bounds", words={"where": where, "count": len(found.bound)})
    if method.method.code == "R":
        yield Problem("spread-changes-whole", words={"where": where, "count": len({cell.at for cell in cells})})


def _weight_lines(method: Asked) -> tuple[Line, ...]:
    """The sum of hand weights, which need not be 100 %."""
    if not method.method.weights:
        return ()
    total = sum(method.method.weights.values())
    return (Line(in_each("jobs", "spread.weights"), None, f"{float(total):,.10g}"),)

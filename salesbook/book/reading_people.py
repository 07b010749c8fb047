"""sb_reps and sb_members read strictly: names that formulas can match, parents, shares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.model import Member, Rep
from salesbook.book.reading_ramp import read_ramps
from salesbook.book.reading_table import folded_case
from salesbook.book.reading_words import Words, hint
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book, Settings
    from salesbook.book.reading_table import Notes, TableReader
    from salesbook.errors import Place

_FORMULA_STARTS = ("=", "+", "-", "@")
_CRITERION_STARTS = ("<", ">")
_WILDCARDS = frozenset("*?~")
_NO_DIFFERENCE = Decimal("1e-9")
"""Shares such as =1/3 are kept by Excel in 15 digits: so much is no difference."""


class Names:
    """The names that may be referred to on each axis; an axis without any accepts every name."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named`: axis and name; of two that differ by case only the first counts."""
        self._known: dict[str, dict[str, str]] = defaultdict(dict)
        for axis, name in named:
            self._known[axis].setdefault(name.casefold(), name)

    @classmethod
    def of_book(cls, book: Book) -> Names:
        """The names of a book's team and dimensions."""
        reps, members = (("rep", r.name) for r in book.reps), ((m.axis, m.name) for m in book.members)
        return cls((*reps, *members))

    def of(self, axis: str) -> tuple[str, ...]:
        """The known names of an axis, in the order of their rows."""
        return tuple(self._known[axis].values())

    def find(self, axis: str, shown: str) -> str | None:
        """The name as its own row spells it, compared as Excel does, without case; None if it is unknown."""
        known = self._known.get(axis)
        return known.get(shown.casefold()) if known else shown


def read_reps(reader: TableReader, settings: Settings) -> tuple[Rep, ...]:
    """The reps whose rows can be used."""
    names = reader.column("name")
    _check_names(reader, "name", names)
    _check_reserved(reader, names)
    ids = reader.texts("id")
    reader.check_unique(name=names)
    reader.check_unique(id=ids)
    starts, ends = reader.column("start"), reader.column("end")
    check_span(reader, starts, ends)
    weights, (ramps, curves) = _not_negative(reader, "weight"), read_ramps(reader)
    texts = (reader.texts(key) for key in ("team", "manager", "email", "region"))
    places, roles = reader.places("name"), reader.texts("role")
    rows = reader.good(names, ids, *texts, starts, ends, weights, ramps, places, roles, curves)
    found = {index: Rep(*values) for index, values in rows}
    for index, rep in found.items():
        _check_employed(reader, index, rep, settings)
    return tuple(found.values())


def named_in(readers: Mapping[str, TableReader], rest: str = "") -> Names:
    """All names that the team and the dimensions have, also those on rows that cannot be used otherwise: one slip
    must not make a name unknown everywhere else. `rest`: the member that takes what leavers leave, if there is one."""
    team, dimensions = readers.get("sb_reps"), readers.get("sb_members")
    reps = [("rep", name) for name in team.found["name"]] if team else []
    members = list(zip(dimensions.found["axis"], dimensions.found["member"], strict=True)) if dimensions else []
    return Names((axis, name) for axis, name in (*reps, *members, ("rep", rest)) if axis and name)


def in_known_regions(reader: TableReader, reps: Sequence[Rep], names: Names) -> tuple[Rep, ...]:
    """The reps with their regions as the dimensions spell them; a region that is no member is refused, if the axis
    has members."""
    index_of = {place: index for index, place in enumerate(reader.places("name"))}
    for rep in reps:
        if rep.region and names.find("region", rep.region) is None:
            refuse_unknown(reader, index_of[rep.place], "region", "region", rep.region, names)
    return tuple(replace(r, region=names.find("region", r.region) or r.region) if r.region else r for r in reps)


def read_members(reader: TableReader, known: Names) -> tuple[Member, ...]:
    """The members whose rows can be used. `known`: the names of the team, which the axis rep may list again."""
    axes, names, parents = reader.column("axis"), reader.column("member"), reader.texts("parent")
    _check_names(reader, "member", names)
    reader.check_unique(member=names, axis=axes)
    _check_parents(reader, axes, names, parents)
    shares, weights = _not_negative(reader, "share"), _not_negative(reader, "weight")
    for index, (axis, name) in reader.good(axes, names):
        if axis == "rep" and known.find("rep", name) is None:
            refuse_unknown(reader, index, "member", "rep", name, known)
    own = {(axis, folded_case(name)): name for axis, name in zip(axes, names, strict=True)}
    spelled = [own.get((axis, folded_case(p)), p) for axis, p in zip(axes, parents, strict=True)]
    rows = reader.good(axes, names, spelled, shares, weights, reader.places("member"))
    members = tuple(Member(*values) for _, values in rows)
    shares_at = dict(zip(reader.places("member"), reader.places("share"), strict=True))
    _check_shares(reader.notes, members, shares_at)
    return members


def refuse_unknown(reader: TableReader, index: int, key: str, axis: str, shown: str, names: Names) -> None:
    """A name that no row of the team or of the dimensions has."""
    if axis == "rep":
        reader.refuse(index, key, "unknown-rep", shown=shown, hint=hint(shown, names.of("rep")))
    else:
        words = {"axis": axis_words(axis), "shown": shown, "hint": hint(shown, names.of(axis))}
        reader.refuse(index, key, "unknown-member", **words)


def axis_words(axis: str) -> Words:
    """How an axis is called.

    >>> axis_words("region")
    {'zh': '区域', 'en': 'Region'}
    """
    return in_each("choices", f"axis.{axis}")


def check_span(reader: TableReader, starts: list[date | None], ends: list[date | None], end: str = "end") -> None:
    """No row may end before it starts."""
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if first and last and last < first:
            reader.refuse(index, end, "end-before-start", start=first, end=last)


def shares_problem(shares: Sequence[Decimal | None]) -> tuple[str, dict[str, object]] | None:
    """What is wrong with the shares of one whole: more than 100 %, or all given and not 100 %.

    >>> shares_problem([Decimal("0.4"), Decimal("0.5")])
    ('shares-do-not-add-up', {'sum': '90%', 'difference': '-10%'})
    >>> shares_problem([Decimal("0.4"), None]) is None
    True
    """
    given = [s for s in shares if s is not None]
    total = sum(given, Decimal())
    over = total - 1
    if abs(over) <= _NO_DIFFERENCE or (over < 0 and len(given) < len(shares)) or not given:
        return None
    code = "shares-over-whole" if over > 0 else "shares-do-not-add-up"
    return code, {"sum": percent(total), "difference": percent(over)}


def percent(share: Decimal) -> str:
    """A share as people write it, with as many digits as it has.

    >>> percent(Decimal("0.125")), percent(Decimal("1.1")), percent(Decimal("-0.1"))
    ('12.5%', '110%', '-10%')
    """
    shown = f"{share * 100:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"


def _check_shares(notes: Notes, members: Sequence[Member], places: Mapping[Place, Place]) -> None:
    families: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in members:
        families[member.axis, member.parent.casefold()].append(member)
    for (axis, _), family in families.items():
        found = shares_problem([m.share for m in family])
        if found:
            first = next(m for m in family if m.share is not None)
            whole: object = first.parent or in_each("reading", "everything")
            notes.add(found[0], places[first.place], axis=axis_words(axis), whole=whole, **found[1])


def _not_negative(reader: TableReader, key: str) -> list[Decimal | None]:
    found = reader.column(key)
    for index, value in enumerate(found):
        if value is not None and value < 0:
            reader.refuse(index, key, "negative-number", shown=value)
    return found


def _check_names(reader: TableReader, key: str, names: Sequence[str | None]) -> None:
    for index, name in enumerate(names):
        if name is None:
            continue
        if name.startswith(_FORMULA_STARTS):
            reader.refuse(index, key, "name-like-formula", shown=name)
        elif name.startswith(_CRITERION_STARTS) or _WILDCARDS & set(name):
            reader.refuse(index, key, "name-like-pattern", shown=name)


def _check_reserved(reader: TableReader, names: Sequence[str | None]) -> None:
    """Nobody is called as what leavers leave is."""
    reserved = {word.casefold() for word in in_each("jobs", "unassigned").values()}
    for index, name in enumerate(names):
        if name and name.casefold() in reserved:
            reader.refuse(index, "name", "rep-name-reserved", shown=name)


def _check_employed(reader: TableReader, index: int, rep: Rep, settings: Settings) -> None:
    late = rep.start is not None and rep.start > settings.end
    gone = rep.end is not None and rep.end < settings.start
    if late or gone:
        reader.notes.add("rep-outside-plan", reader.place(index, "start" if late else "end"), shown=rep.name)


def _check_parents(reader: TableReader, axes: list[Any], names: list[Any], parents: list[str]) -> None:
    parent_of = {
        (axis, folded_case(name)): folded_case(parent)
        for axis, name, parent in zip(axes, names, parents, strict=True)
        if axis and name
    }
    for index, (axis, name, parent) in enumerate(zip(axes, names, parents, strict=True)):
        if not (axis and name and parent):
            continue
        if (axis, folded_case(parent)) not in parent_of:
            siblings = [n for a, n in zip(axes, names, strict=True) if a == axis and n and n != name]
            words = {"axis": axis_words(axis), "shown": parent, "hint": hint(parent, siblings)}
            reader.refuse(index, "parent", "unknown-parent", **words)
        elif circle := _circle(axis, name, parent_of):
            reader.refuse(index, "parent", "circular-parents", circle=" → ".join(circle))


def _circle(axis: str, name: str, parent_of: Mapping[tuple[str, object], object]) -> list[str]:
    """The way up from a member back to itself; empty if it ends."""
    start = at = folded_case(name)
    way = [name]
    while at := parent_of.get((axis, at)):
        way.append(str(at))
        if at == start:
            return [*way[:-1], name]
        if len(way) > len(parent_of):
            break
    return []

"""Which axes a plan is split by, their members, and the tree in which those stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.jobs.plan_presence import leavers, unassigned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.model import Book, Member


@dataclass(frozen=True, slots=True)
class PlanAxis:
    """An axis: its leaf members in the order of their rows, and the rows themselves (none for reps)."""

    name: str
    members: tuple[str, ...]
    rows: tuple[Member, ...] = ()
    rest: str = ""
    """The member that takes what leavers leave; it may stand in many regions."""

    def children(self, parent: str) -> tuple[Member, ...]:
        return tuple(row for row in self.rows if row.parent == parent)

    def leaves_under(self, member: str) -> tuple[str, ...]:
        """The leaf members of a member; itself when it is a leaf."""
        below = self.children(member)
        if not below:
            return (member,)
        return tuple(leaf for child in below for leaf in self.leaves_under(child.name))


def plan_axes(book: Book) -> tuple[PlanAxis, ...]:
    """The axes of the settings that have members, in the settings' order.

    Members come from the team (rep), from sb_members, else from the reps' regions or from history.
    """
    found = (_axis(book, name) for name in book.settings.axes)
    return tuple(axis for axis in found if axis.members)


def _axis(book: Book, name: str) -> PlanAxis:
    if name == "rep":
        rest = unassigned(book) if leavers(book) else ""
        return PlanAxis(name, (*(rep.name for rep in book.reps), *([rest] if rest else [])), rest=rest)
    rows = tuple(member for member in book.members if member.axis == name)
    if rows:
        parents = {row.parent for row in rows}
        return PlanAxis(name, tuple(row.name for row in rows if row.name not in parents), rows)
    regions = (rep.region for rep in book.reps) if name == "region" else ()
    return PlanAxis(name, _distinct(regions) or _distinct(book.history.axes.get(name, ())))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}))

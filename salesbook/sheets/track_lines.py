"""Who stands in the lines of a tracking grid: everybody, then the teams with their reps, then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from salesbook.sheets.sums import day_rows

if TYPE_CHECKING:
    from salesbook.book.model import Book

Kind = Literal["all", "rep", "team", "rest"]


@dataclass(frozen=True, slots=True)
class GridLine:
    """Two rows from `row`, target above actual; a team's reps stand in the rows `first` … `last`."""

    kind: Kind
    name: str
    row: int
    team: str = ""
    reps: tuple[str, ...] = ()
    first: int = 0
    last: int = 0


def grid_lines(book: Book, row: int) -> tuple[GridLine, ...]:
    """The lines from `row` on. Teams keep the order in which the list of reps names them first.

    A team's line comes below its reps; reps without a team have none, and come last. The rest is what was
    planned or sold under names that the grid does not list.
    """
    lines = [GridLine("all", "", row)]
    row += 2
    for team, reps in _teams(book).items():
        first = row
        for rep in reps:
            lines.append(GridLine("rep", rep, row, team))
            row += 2
        if team:
            lines.append(GridLine("team", team, row, team, reps, first, row - 1))
            row += 2
    return (*lines, GridLine("rest", "", row))


def _teams(book: Book) -> dict[str, tuple[str, ...]]:
    """Team -> its reps with targets, in the order of the list; "" for those without a team, at the end."""
    planned = dict.fromkeys(row.rep for row in day_rows(book) if row.rep)
    listed = {rep.name: rep.team for rep in book.reps if rep.name in planned}
    found: dict[str, tuple[str, ...]] = {team: () for team in listed.values() if team}
    found[""] = ()
    for name, team in (listed | {name: "" for name in planned if name not in listed}).items():
        found[team] += (name,)
    return {team: reps for team, reps in found.items() if reps}

"""Which column of an export is which of ours: by name, Chinese or English, or as people say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.reading_words import hint
from salesbook.book.references import folded
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from salesbook.book.catalogue import Column, Table
    from salesbook.book.pasted import Export


@dataclass(frozen=True, slots=True)
class Matched:
    """Column key -> index of the export's column, and what is to be said about it."""

    columns: Mapping[str, int]
    problems: tuple[Problem, ...]


def match_columns(export: Export, table: Table, explicit: Mapping[str, str] | None = None) -> Matched:
    """Find the table's columns among an export's headings.

    `explicit` (key -> heading) comes first. Then a column's own names, then its other ones in the catalogue's
    order; a heading serves one column only. Where a better and a worse name are both there, the better one is
    taken and a notice names the other; where two headings are equally good, people must choose.
    """
    explicit = explicit or {}
    named = [folded(h) for h in export.headings]
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for key, heading in explicit.items():
        if folded(heading) in named:
            found[key] = named.index(folded(heading))
        else:
            problems.append(_no_heading(export, heading, key))
    for column, name in _names(table):
        if column.key not in explicit:
            _match(export, column, [i for i, n in enumerate(named) if n == name], found, problems)
    missing = [c for c in table.columns if c.required and c.key not in found and c.key not in explicit]
    problems += [_missing(export, column) for column in missing]
    return Matched(found, tuple(problems))


def _names(table: Table) -> Iterator[tuple[Column, str]]:
    """All names of all columns: the own names of each first, then the first other name of each, and so on."""
    for column in table.columns:
        yield from ((column, name) for name in dict.fromkeys((folded(column.zh), folded(column.en))))
    for rank in range(max(len(c.also) for c in table.columns)):
        yield from ((c, folded(c.also[rank])) for c in table.columns if rank < len(c.also))


def _match(export: Export, column: Column, at: list[int], found: dict[str, int], problems: list[Problem]) -> None:
    free = [i for i in at if i not in found.values()]
    if not free:
        return
    if column.key not in found and len(free) == 1:
        found[column.key] = free[0]
        return
    taken = [found[column.key]] if column.key in found else []
    words = {
        "column": {"zh": column.zh, "en": column.en},
        "key": column.key,
        "headings": " / ".join(export.headings[i] for i in (*taken, *free)),
    }
    problems.append(Problem("heading-chosen" if taken else "headings-alike", Place(file=export.name), words))


def _no_heading(export: Export, heading: str, key: str) -> Problem:
    words = {"heading": heading, "key": key, "hint": hint(heading, export.headings), "name": export.name}
    return Problem("heading-not-there", Place(file=export.name), {**words, "headings": _all(export)})


def _missing(export: Export, column: Column) -> Problem:
    words = {"column": {"zh": column.zh, "en": column.en}, "key": column.key, "name": export.name}
    return Problem("export-column-missing", Place(file=export.name), {**words, "headings": _all(export)})


def _all(export: Export) -> str:
    return ", ".join(h for h in export.headings if h)

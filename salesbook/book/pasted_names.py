"""Names in an export that the workbook does not know, or that are spelled in two ways."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES
from salesbook.book.pasted_sales import by_member
from salesbook.book.reading_people import axis_words
from salesbook.book.reading_words import MANY, hint
from salesbook.book.references import folded
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from salesbook.book.pasted_sales import PastedSales
    from salesbook.book.reading_people import Names

    Found = Mapping[str, tuple[int, Decimal]]


def name_problems(pasted: PastedSales, names: Names, file: str) -> Iterator[Problem]:
    """One problem for each name that is spelled in two ways, and for each other one that is unknown."""
    for axis in AXES:
        if axis in pasted.columns and set(pasted.columns[axis]) - {None}:
            found = by_member(pasted, axis)
            doubles = list(_doubles(found, names.of(axis)))
            for spellings in doubles:
                yield _two_spellings(axis, spellings, found, file)
            said = {name for spellings in doubles for name in spellings}
            yield from _unknown(axis, found, names, said, file)


def _doubles(found: Found, known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Spellings that differ by case, spaces, - or _ only: the one to keep first, which is the known one if one
    is, else the one on most rows."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys((*known, *(n for n in found if n))):
        groups[folded(name)].append(name)
    for group in groups.values():
        used = [n for n in group if n in found]
        if len(group) > 1 and used:
            in_order = sorted(group, key=lambda n: (n not in known, -found.get(n, (0, 0))[0]))
            yield tuple(n for n in in_order if n in found or n in known)


def _two_spellings(axis: str, spellings: tuple[str, ...], found: Found, file: str) -> Problem:
    kept, *others = spellings
    shown = [f"{name} ({found[name][0]:,}: {found[name][1]:,f})" for name in spellings if name in found]
    words = {
        "axis": axis_words(axis),
        "spellings": ", ".join(shown),
        "options": " ".join(f'--value {axis}:"{other}"="{kept}"' for other in others),
        "name": file,
    }
    return Problem("two-spellings", Place(file=file), words)


def _unknown(axis: str, found: Found, names: Names, said: set[str], file: str) -> Iterator[Problem]:
    unknown = [name for name in found if name and name not in said and names.find(axis, name) is None]
    offered = names.of(axis) if len(unknown) <= MANY else ()
    for name in unknown:
        count, amount = found[name]
        words = {"axis": axis_words(axis), "shown": name, "hint": hint(name, offered), "name": file}
        yield Problem("unknown-in-export", Place(file=file), {**words, "count": count, "amount": f"{amount:,f}"})

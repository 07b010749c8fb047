"""What is wrong with a template, each with its place; all in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.errors import Place, Problem
from salesbook.letters.drawn import cells
from salesbook.letters.names import KNOWN, OURS, Named, Names
from salesbook.letters.placeholders import words_in
from salesbook.letters.references import corner
from salesbook.letters.slots import BLOCK_PREFIX, BLOCKS, SECTION_PREFIX, SLOTS
from salesbook.package.areas import area_of, holds, overlap
from salesbook.package.markup import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from salesbook.book.page import Area
    from salesbook.letters.drawn import SharedTexts


def problems_of(
    names: Names, roots: Mapping[str, _Element], texts: SharedTexts, label: str
) -> tuple[Problem, ...]:
    """Everything wrong with the names and with what stands on the sheets that a letter fills."""
    found = [*_unknown_names(names, label), *_missing(names, label)]
    for sheet, root in roots.items():
        here = names.on(sheet)
        found += [*_misplaced(here, root, label), *_unknown_words(here, root, texts, label)]
    return tuple(found)


def merges(root: _Element) -> list[Area]:
    """The sheet's merged areas."""
    return [area_of(node.get("ref", "")) for node in root.iterfind(f"{main('mergeCells')}/{main('mergeCell')}")]


def _place(named: Named, label: str) -> Place:
    return Place(named.sheet, str(named.area) if named.area else "", file=label)


def _unknown_names(names: Names, label: str) -> Iterator[Problem]:
    for named in names.named.values():
        if named.kind in OURS and named.name not in KNOWN:
            yield Problem("unknown-slot", _place(named, label), {"name": named.name, "known": _like(named.name)})
        elif named.area is None:
            yield Problem("lost-slot", Place(file=label), {"name": named.name})
        elif named.name in names.required and named.sheet != names.sheet:
            words = {"name": named.name, "sheet": names.sheet}
            yield Problem("slot-on-other-sheet", _place(named, label), words)


def _like(name: str) -> str:
    """The known names that come nearest, for the remedy."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(KNOWN), n=3, cutoff=0.5)
    return ", ".join(near or sorted(n for n in KNOWN if n.startswith(name.partition("_")[0])))


def _missing(names: Names, label: str) -> Iterator[Problem]:
    for name in names.required:
        if name not in names.named:
            yield Problem("missing-slot", Place(names.sheet, file=label), {"name": name})


def _misplaced(names: Names, root: _Element, label: str) -> Iterator[Problem]:
    merged = merges(root)
    for named in names.named.values():
        area = named.area
        if area is None or named.sheet != names.sheet:
            continue
        if named.kind == BLOCK_PREFIX and area.row != area.last_row:
            yield Problem("block-not-one-row", _place(named, label), {"name": named.name})
        elif named.kind not in (BLOCK_PREFIX, SECTION_PREFIX):
            yield from _slot(named, area, merged, label)


def _slot(named: Named, area: Area, merged: list[Area], label: str) -> Iterator[Problem]:
    """A slot is one cell, or all of one merged area, and never inside of one."""
    over = next((m for m in merged if overlap(m, area)), None)
    if over and (area.row, area.column) != (over.row, over.column):
        words = {"name": named.name, "merged": str(over), "first": str(over).partition(":")[0]}
        yield Problem("slot-in-merged-area", _place(named, label), words)
    elif area != over and (area.row, area.column) != (area.last_row, area.last_column):
        yield Problem("slot-not-one-cell", _place(named, label), {"name": named.name})


def _unknown_words(names: Names, root: _Element, texts: SharedTexts, label: str) -> Iterator[Problem]:
    for cell in cells(root):
        text = texts.of(cell) or ""
        at = corner(cell.get("r", "A1"))
        known = {*SLOTS, *fields_at(names, at.row, at.column)}
        for word in words_in(text):
            if word not in known:
                place = Place(names.sheet, cell.get("r", ""), file=label)
                yield Problem("unknown-slot", place, {"name": f"{{{word}}}", "known": _near(word, known)})


def _near(word: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(known), n=3, cutoff=0.5)
    return ", ".join(f"{{{name}}}" for name in near or sorted(known)[:8])


def fields_at(names: Names, row: int, column: int) -> tuple[str, ...]:
    """The fields of the block over a cell; none where there is no block."""
    return BLOCKS[key] if (key := block_at(names, row, column)) else ()


def block_at(names: Names, row: int, column: int) -> str:
    """The block over a cell; "" where there is none."""
    found = (k for k, area in names.blocks().items() if k in BLOCKS and holds(area, row, column))
    return next(found, "")



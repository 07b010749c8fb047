"""A document as data: chapters of paragraphs and tables, which a host writes as a file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from salesbook.texts import Language

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; `listed`: a point of a list."""

    text: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts: headings, rows of as many, and how each column stands."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...] = ()
    total: bool = False
    """The last row is a sum."""
    title: str = ""


Block = Paragraph | Grid

ROOM = 85
"""So many digits stand side by side in a table as wide as the page."""
PADDING, MOST = 3, 36
"""What a cell has beside its text; what of a long text counts."""


def column_shares(grid: Grid) -> tuple[float, ...]:
    """Each column's part of the page: room for its longest word (headings are bold), then more for long texts.

    >>> column_shares(Grid(("Day", "What"), (("2026-04-01", "a talk with everybody"),)))
    (0.3514, 0.6486)
    """
    columns = list(zip(grid.headings, *grid.rows, strict=True))
    words = [max(_least(f"{texts[0]}."), *map(_least, texts[1:]), 0) + PADDING for texts in columns]
    whole = [min(max(_wide(text) for text in texts), MOST) + PADDING for texts in columns]
    wanted = [max(least, most) for least, most in zip(words, whole, strict=True)]
    spare = max(0, ROOM - sum(words))
    more = sum(most - least for most, least in zip(wanted, words, strict=True)) or 1
    found = [least + min(spare, more) * (most - least) / more for most, least in zip(wanted, words, strict=True)]
    return tuple(round(width / sum(found), 4) for width in found)


def _least(text: str) -> int:
    """The longest word; a line of Chinese may end after any character, so of these four are a word."""
    return max((_wide(word) if word.isascii() else min(_wide(word), 8) for word in text.split()), default=0)


def _wide(text: str) -> int:
    """In digits; an East Asian character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, numbered in its order."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `facts`: what stands under the title, name and value."""

    title: str
    language: Language
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)

"""A document as data: chapters of paragraphs and tables, which a host writes as a file."""

from __future__ import annotations

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
    """A table of texts: headings, rows of as many, how each column stands, and how wide it is beside the others."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...] = ()
    widths: tuple[int, ...] = ()
    total: bool = False
    """The last row is a sum."""
    title: str = ""


Block = Paragraph | Grid


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

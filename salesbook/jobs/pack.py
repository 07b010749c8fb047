"""The plan document 方案文档: the chapters of a quarter's plan, drawn from the workbook as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.document import Chapter, Document, Paragraph
from salesbook.book.reading import read
from salesbook.errors import Place, Problem
from salesbook.jobs.pack_doing import actions, commitments, customers, incentives, monitoring, process, resources, risks
from salesbook.jobs.pack_goals import goals, splits
from salesbook.jobs.pack_words import Pack, day_span
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salesbook.book.document import Block
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

CHAPTERS: Mapping[str, Callable[[Pack], tuple[Block, ...]]] = {
    "market": lambda _: (), "goals": goals, "splits": splits, "process": process, "customers": customers,
    "actions": actions, "resources": resources, "monitoring": monitoring, "incentives": incentives, "risks": risks,
    "commitments": commitments,
}  # fmt: skip
"""The chapters in their order, and what each draws from the workbook below the notes that people wrote for it."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The document, or None where an error stands against it."""

    document: Document | None
    problems: tuple[Problem, ...] = ()


def pack(snapshot: Snapshot) -> Packed:
    """The document of a workbook that has a plan; chapters without anything to say are left out."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Packed(None, reading.problems)
    if not reading.book.plan:
        return Packed(None, (*reading.problems, Problem("no-plan", Place(table="sb_plan"))))
    return Packed(document_of(reading.book), reading.problems)


def document_of(book: Book) -> Document:
    """The chapters in the workbook's language."""
    of = Pack(book)
    chapters = [Chapter(of.choice("chapter", key), (*_notes(book, key), *draw(of))) for key, draw in CHAPTERS.items()]
    settings = book.settings
    title = settings.plan or text("pack", "title", settings.language)
    facts = {
        "span": day_span(settings.start, settings.end), "issuer": settings.issuer,
        "metric": of.choice("metric", settings.metric), "version": f"v{settings.version}" if settings.version else "",
    }  # fmt: skip
    shown = tuple((of.say(f"fact.{key}"), value) for key, value in facts.items() if value)
    return Document(title, settings.language, settings.company, shown, tuple(c for c in chapters if c.blocks))


def _notes(book: Book, chapter: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(note.words) for note in book.notes if note.chapter == chapter)

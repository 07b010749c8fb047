"""What the person sees: problems with their remedies, and the preview of a change."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AddSheet, AppendRows, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.book.tabs import free_tab
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from salesbook.book.changes import Change, ChangeSet, Line, OutputFile
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.cli.words import Words
    from salesbook.errors import Problem, Severity

MOST_OF_A_KIND = 10
MOST_LINES = 40
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")


def show_problems(words: Words, problems: Iterable[Problem]) -> None:
    """Problems to stderr, the worst first: the place and what is wrong, then what to do about it.

    All errors; of warnings and notices of one kind only the first few, and how many more there are.
    """
    found = list(problems)
    for severity in SEVERITIES:
        group = [problem for problem in found if problem.severity == severity]
        if group:
            click.echo(words(f"severity.{severity}", count=len(group)), err=True)
        for alike in _by_code(group):
            most = len(alike) if words.all or severity == "error" else MOST_OF_A_KIND
            for problem in alike[:most]:
                click.echo(_told(words, problem), err=True)
            if len(alike) > most:
                click.echo(f"  {words('more', count=len(alike) - most)}", err=True)


def _by_code(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Problems of one kind together, kinds in the order in which they first come."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.code, []).append(problem)
    return list(kinds.values())


def _told(words: Words, problem: Problem) -> str:
    where = problem.place
    shown = str(where) if where.sheet or where.file else _tab(words, where.table)
    place = words("colon", place=shown) if shown else ""
    message = problem.message(words.language).replace("\n", "\n  ")
    return f"  {place}{message}\n    → {problem.remedy(words.language)}"


def show_lines(words: Words, lines: Sequence[Line]) -> None:
    """The job's summary: what, before → after."""
    for line in lines:
        click.echo(f"  {line.said(words.language)}{_moved(line)}")


def _moved(line: Line) -> str:
    if line.before is None and line.after is None:
        return ""
    if line.before is None:
        return f"  {written(line.after)}"
    return f"  {written(line.before)} → {written(line.after)}"


def written(value: Scalar) -> str:
    """A value as people read it.

    >>> written(1234567), written(Decimal("12.50")), written(None), written("A")
    ('1,234,567', '12.50', '–', 'A')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value)
    return f"{value:,}" if isinstance(value, int | float | Decimal) else str(value)


def show_changes(words: Words, snapshot: Snapshot, changes: ChangeSet) -> None:
    """The ChangeSet, a line for each change, in the order in which it would be carried out."""
    for change in changes.changes:
        click.echo(f"  {_change(words, snapshot, change)}")
    if any(isinstance(change, PutPage) and change.page.key in snapshot.pages for change in changes.changes):
        click.echo(f"  {words('preview.redrawn')}")
    if not changes:
        click.echo(f"  {words('preview.nothing')}")


def _change(words: Words, snapshot: Snapshot, change: Change) -> str:
    match change:
        case PutRows(table=table, rows=rows):
            before = snapshot.tables.get(table)
            count = len(before.rows) if before else 0
            return words("preview.rows", table=_tab(words, table, snapshot), before=count, after=len(rows))
        case AppendRows(table=table, rows=rows):
            return words("preview.append", table=_tab(words, table, snapshot), count=len(rows))
        case TrimRows(table=table, rows=kept):
            return words("preview.trim", table=_tab(words, table, snapshot), count=kept)
        case PutCells(table=table, cells=cells):
            return words("preview.cells", table=_tab(words, table, snapshot), count=len(cells))
        case RemovePage(key=key):
            block = snapshot.pages.get(key)
            return words("preview.remove", page=block.sheet if block else key)
        case AddSheet(title=title):
            return words("preview.add", page=free_tab(title, snapshot.sheets))
        case PutPage(page=page) if page.key in snapshot.pages:
            return words("preview.replace", page=snapshot.pages[page.key].sheet)
        case PutPage(page=page):
            return words("preview.add", page=free_tab(page.title, snapshot.sheets))


def _tab(words: Words, table: str, snapshot: Snapshot | None = None) -> str:
    """The tab that a table is on, or will be on: people do not see the names of tables."""
    there = snapshot.tables.get(table) if snapshot else None
    if there:
        return there.sheet
    return text("sheets", f"page.{CATALOGUE[table].page}", words.language) if table in CATALOGUE else table


def show_files(words: Words, folder: Path | None, files: Sequence[OutputFile]) -> None:
    """The files that would be written."""
    for file in files:
        click.echo(f"  {words('preview.file', file=(folder / file.name) if folder else file.name)}")

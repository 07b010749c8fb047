"""Letters as PDF files, and the list for the meeting."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import today
from salesbook.cli.progress import progress
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.hosts.office import Printer

AT_ONCE = 25
"""So many files go to one run of LibreOffice: its start is shared, its memory bounded."""


def write_list(words: Words, snapshot: Snapshot, folder: Path, period: str) -> Path | None:
    """The list of what was issued and signed, beside the letters."""
    from salesbook.hosts.folder import write_files
    from salesbook.jobs.issue_list import issue_list

    made = issue_list(snapshot, period, today())
    if made is None:
        return None
    (path,) = write_files(folder, [made])
    click.echo(words("issue.listed", file=path))
    return path


def print_letters(
    words: Words, letters: Sequence[Path], listed: Path | None, combined: Path | None, *, keep: bool
) -> list[Problem]:
    """Print letters without their tracking sheets: each beside its .xlsx when `keep`, all in one file when `combined`.

    Files that are not printed are named; the others are there.
    """
    from salesbook.hosts.office import printer
    from salesbook.hosts.pdf import joined

    with printer() as program, tempfile.TemporaryDirectory(prefix="salesbook-") as scratch:
        folder = letters[0].parent if keep else Path(scratch)
        missing = _printed(words, program, [*([listed] if listed else []), *letters], folder)
        pages = [folder / f"{one.stem}.pdf" for one in letters if one not in missing]
        if combined and pages:
            count = joined(pages, combined)
            click.echo(words("issue.combined", file=combined, pages=count))
        if listed and not keep and listed not in missing:
            (folder / f"{listed.stem}.pdf").replace(listed.with_suffix(".pdf"))
    if keep:
        click.echo(words("issue.printed", count=len(pages), folder=letters[0].parent))
    return [Problem("not-printed", Place(file=one.name), {"file": one.name}) for one in missing]


def _printed(words: Words, program: Printer, files: Sequence[Path], folder: Path) -> list[Path]:
    """Print files into a folder, some at a time; gives those that were not."""
    parts = [files[at : at + AT_ONCE] for at in range(0, len(files), AT_ONCE)]
    missing: list[Path] = []
    with progress(words("issue.printing"), parts) as bar:
        for part in bar:
            missing += _part(program, part, folder)
    return missing


def _part(program: Printer, files: Sequence[Path], folder: Path) -> list[Path]:
    """The copies have plain names: some systems cannot hand every name to another program."""
    from salesbook.hosts.writing import replace_whole
    from salesbook.letters.printed import printed

    with tempfile.TemporaryDirectory(prefix="salesbook-") as scratch:
        copies = {Path(scratch) / f"{number}.xlsx": file for number, file in enumerate(files)}
        for copy, file in copies.items():
            copy.write_bytes(printed(file.read_bytes(), file.name))
        missing = program.to_pdf(list(copies), Path(scratch))
        for copy, file in copies.items():
            if copy not in missing:
                replace_whole(folder / f"{file.stem}.pdf", copy.with_suffix(".pdf").read_bytes())
    return [copies[copy] for copy in missing]

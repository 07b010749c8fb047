"""The command `add-sheet`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """`add-sheet`."""
    params = [
        plan_argument(),
        click.Argument(["file"], type=click.Path(path_type=Path), metavar="FILE"),
        click.Option(["--sheet"], required=True, metavar="NAME", help=words("option.sheet")),
        click.Option(["--as", "title"], default="", metavar="TITLE", help=words("option.title")),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(add_sheet, words), params)


def add_sheet(words: Words, plan: Path, file: Path, sheet: str, title: str, preview: bool) -> int:
    """Bring a sheet of another workbook into the plan."""
    from salesbook.hosts.writing import read_whole
    from salesbook.jobs.add_sheet import AddSheetRequest, add_sheet

    request = AddSheetRequest(read_whole(file), file.name, sheet, title)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return add_sheet(snapshot, request, today)

    return code_of(carry_out(words, plan, Task("add-sheet", job), preview=preview))

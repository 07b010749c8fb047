"""The command `journal`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.options import message_options, plan_argument
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from salesbook.book.values import Content
    from salesbook.cli.words import Words


LONGEST = 80
"""Of what was done, so many letters are shown; the whole stands on the journal's sheet."""


def command(name: str, words: Words) -> click.Command:
    """`journal`."""
    return Verb(words, name, partial(journal, words), [plan_argument(), *message_options(words)])


def journal(words: Words, plan: Path) -> int:
    """A line for each entry, the latest first."""
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.journal import journal_rows

    rows = journal_rows(FileHost(plan).read())
    if not rows:
        click.echo(words("journal.empty", file=plan.name))
    for row in reversed(rows):
        click.echo(_line(words, row))
    return 0


def _line(words: Words, row: Sequence[Content]) -> str:
    seq, when, command, what, _before, _after, undone = row
    shown = str(what or "")
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    return f"{seq:>4}  {when}  {command!s:<10}  {shown}{words('journal.undone') if undone else ''}"

"""The command `issue`."""

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
    from salesbook.jobs.issue import IssueRequest


def command(name: str, words: Words) -> click.Command:
    """`issue`."""
    path = click.Path(path_type=Path)
    params = [
        plan_argument(),
        click.Option(
            ["-o", "--output", "folder"], type=path, required=True, metavar="FOLDER", help=words("option.folder")
        ),
        click.Option(["--rep", "reps"], multiple=True, metavar="NAME", help=words("option.rep")),
        click.Option(["--template"], type=path, metavar="FILE", help=words("option.template")),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(issue, words), params)


def issue(words: Words, plan: Path, folder: Path, reps: tuple[str, ...], template: Path | None, preview: bool) -> int:
    """Write the letters, and record in the plan what was handed out."""

    def job(snapshot: Snapshot, today: date) -> Outcome:
        from salesbook.jobs.issue import issue

        return issue(snapshot, _request(reps, template or _own_template(snapshot, plan)), today)

    outcome = carry_out(words, plan, Task("issue", job, folder=folder), preview=preview)
    if outcome.files and not preview:
        click.echo(words("issue.made", count=len(outcome.files), folder=folder))
    return code_of(outcome)


def _own_template(snapshot: Snapshot, plan: Path) -> Path | None:
    """The person's own template, when the setting for it names a file; it stands beside the workbook."""
    from salesbook.book.reading import read
    from salesbook.letters.templates import file_named

    book = read(snapshot, only={"sb_settings"}).book
    return file_named(book.settings.letter, plan.parent) if book else None


def _request(reps: tuple[str, ...], template: Path | None) -> IssueRequest:
    from salesbook.jobs.issue import IssueRequest
    from salesbook.letters.templates import read_template

    if template is None:
        return IssueRequest(reps)
    return IssueRequest(reps, read_template(template), template.name)

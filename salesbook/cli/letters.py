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
    request = _request(reps, template)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        from salesbook.jobs.issue import issue

        return issue(snapshot, request, today)

    outcome = carry_out(words, plan, Task("issue", job, folder=folder), preview=preview)
    if outcome.files and not preview:
        click.echo(words("issue.made", count=len(outcome.files), folder=folder))
    return code_of(outcome)


def _request(reps: tuple[str, ...], template: Path | None) -> IssueRequest:
    from salesbook.hosts.writing import read_whole
    from salesbook.jobs.issue import IssueRequest

    if template is None:
        return IssueRequest(reps)
    return IssueRequest(reps, read_whole(template), template.name)

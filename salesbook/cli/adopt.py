"""The command `adopt`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.create import KINDS
from salesbook.cli.options import message_options, one_of, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.texts import Language


def command(name: str, words: Words) -> click.Command:
    """`adopt`."""
    params = [
        plan_argument(),
        click.Option(
            ["--kind"],
            type=one_of(words, "no-kind", KINDS),
            required=True,
            metavar="|".join(KINDS),
            help=words("option.kind"),
        ),
        click.Option(["--example"], is_flag=True, help=words("option.example")),
        preview_option(words),
        *message_options(words, made=True),
    ]
    return Verb(words, name, partial(adopt, words), params)


def adopt(words: Words, plan: Path, kind: str, example: bool, preview: bool, lang: Language | None) -> int:
    """Put our input sheets into a workbook of the person's own."""
    from salesbook.jobs.adopt import AdoptRequest, adopt

    request = AdoptRequest(kind, lang or words.language, example)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return adopt(snapshot, request, today)

    outcome = carry_out(words, plan, Task("adopt", job), preview=preview)
    if outcome.changes and not preview:
        click.echo(words("new.next", file=plan))
    return code_of(outcome)

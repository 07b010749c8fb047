"""The command `new`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import today
from salesbook.cli.options import country_option, language_option, one_of
from salesbook.cli.show import show_problems
from salesbook.cli.usage import misused
from salesbook.cli.verbs import Verb
from salesbook.texts import system_language

if TYPE_CHECKING:
    from salesbook.cli.words import Words
    from salesbook.texts import Language

KINDS = ("year", "quarter", "campaign")


def command(name: str, words: Words) -> click.Command:
    """`new`."""
    return Verb(
        words,
        name,
        partial(create, words),
        [
            click.Argument(["kind"], type=one_of(words, "no-kind", KINDS), metavar="KIND"),
            click.Option(
                ["-o", "--output", "output"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=words("option.new-file"),
            ),
            country_option(words, "--holidays"),
            click.Option(["--empty", "bare"], is_flag=True, help=words("option.empty")),
            language_option(words, expose=True),
        ],
    )


def create(
    words: Words, kind: str, output: Path | None, country: str | None, bare: bool, lang: Language | None
) -> int:
    """Write a new workbook; one that is there already is left alone."""
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.new import NewRequest, empty, file_name, new, period_of, without_holidays

    request = NewRequest(kind, lang or system_language(), country)
    named = f"{kind}-{period_of(kind, today()).key}.xlsx" if bare else file_name(request)
    path = _path(words, output or Path(), named)
    FileHost.create(path, empty(request, today()) if bare else new(request))
    show_problems(words, without_holidays(request, today()) if bare else ())
    click.echo(words("new.made", file=path))
    click.echo(words("new.next", file=path))
    return 0


def _path(words: Words, output: Path, name: str) -> Path:
    """Where the workbook goes: into a folder under its own name; a name without an ending gets Excel's."""
    if output.is_dir():
        return output / name
    if not output.suffix:
        return output.with_name(f"{output.name}.xlsx")
    if output.suffix.lower() != ".xlsx":
        raise misused(words, "not-xlsx", name=output.name)
    return output

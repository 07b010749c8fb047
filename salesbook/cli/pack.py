"""The command `pack`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.options import message_options, plan_argument
from salesbook.cli.show import show_problems
from salesbook.cli.verbs import Verb
from salesbook.errors import errors_in

if TYPE_CHECKING:
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """`pack`."""
    file = click.Option(
        ["-o", "--output", "output"], type=click.Path(path_type=Path), metavar="FILE", help=words("option.pack-file")
    )
    pdf = click.Option(["--pdf"], is_flag=True, help=words("option.pack-pdf"))
    return Verb(words, name, partial(pack, words), [plan_argument(), file, pdf, *message_options(words)])


def pack(words: Words, plan: Path, output: Path | None, pdf: bool) -> int:
    """Write the plan document beside the workbook, or where it is wanted; the workbook stays as it is."""
    from salesbook.hosts.file import FileHost
    from salesbook.hosts.word import write_document, write_pdf
    from salesbook.jobs.pack import pack as packed

    found = packed(FileHost(plan).read())
    show_problems(words, errors_in(found.problems))
    if found.document is None:
        return 1
    target = output or plan.with_suffix(".docx")
    write_document(found.document, target)
    click.echo(words("new.made", file=target))
    if pdf:
        write_pdf(found.document, target.with_suffix(".pdf"))
        click.echo(words("new.made", file=target.with_suffix(".pdf")))
    return 0

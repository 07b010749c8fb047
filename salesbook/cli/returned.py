"""The commands for letters that come back: `signoff` and `verify`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of, today
from salesbook.cli.options import day, message_options, plan_argument, preview_option
from salesbook.cli.show import show_lines, show_problems
from salesbook.cli.usage import misused
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from salesbook.cli.words import Words
    from salesbook.jobs.verify import VerifyRequest


def command(name: str, words: Words) -> click.Command:
    """`signoff` or `verify`."""
    return _signoff_command(name, words) if name == "signoff" else _verify_command(name, words)


def _signoff_command(name: str, words: Words) -> click.Command:
    path = click.Path(path_type=Path)
    params = [
        plan_argument(),
        click.Option(
            ["--rep", "reps"], multiple=True, required=True, metavar="NAME", help=words("option.signoff-rep")
        ),
        click.Option(["--date", "on"], type=day(words, "--date"), metavar="DATE", help=words("option.signoff-date")),
        click.Option(["--scan"], type=path, metavar="FILE", help=words("option.scan")),
        click.Option(["--version"], type=_number(words), metavar="N", help=words("option.signoff-version")),
        click.Option(["--period"], default="", metavar="PERIOD", help=words("option.signoff-period")),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(signoff, words), params)


def _verify_command(name: str, words: Words) -> click.Command:
    path = click.Path(path_type=Path)
    params = [
        click.Argument(["files"], type=path, nargs=-1, required=True, metavar="FILE…"),
        click.Option(["--plan"], type=path, metavar="PLAN", help=words("option.verify-plan")),
        click.Option(["--template"], type=path, metavar="FILE", help=words("option.template")),
        *message_options(words),
    ]
    return Verb(words, name, partial(verify, words), params)


def _number(words: Words) -> Callable[[str], int]:
    def read(given: str) -> int:
        if not str(given).isdecimal():
            raise misused(words, "no-number", name="--version", value=given)
        return int(given)

    return read


def signoff(
    words: Words, plan: Path, reps: tuple[str, ...], on: date | None, scan: Path | None,
    version: int | None, period: str, preview: bool,
) -> int:  # fmt: skip
    """Record who signed."""
    from salesbook.jobs.signoff import SignoffRequest, signoff

    if scan:
        _refuse_missing(scan)
    request = SignoffRequest(reps, on, version, period, scan.as_posix() if scan else "")
    task = Task("signoff", lambda snapshot, now: signoff(snapshot, request, now))
    return code_of(carry_out(words, plan, task, preview=preview))


def _refuse_missing(scan: Path) -> None:
    """A path that leads nowhere is worth nothing next year."""
    from salesbook.errors import HostError, Place, Problem

    if not scan.is_file():
        raise HostError(Problem("file-missing", Place(file=scan.name), {"file": str(scan)}))


def verify(words: Words, files: tuple[Path, ...], plan: Path | None, template: Path | None) -> int:
    """Say of each file whether it is as it was issued."""
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.verify import verify

    snapshot = FileHost(plan).read() if plan else None
    if plan and snapshot and template is None:
        from salesbook.cli.letters import own_template

        template = own_template(snapshot, plan)
    code = 0
    for file in files:
        outcome = verify(snapshot, _request(file, template), today())
        show_lines(words, outcome.summary)
        show_problems(words, outcome.problems)
        code = max(code, code_of(outcome))
    return code


def _request(file: Path, template: Path | None) -> VerifyRequest:
    from salesbook.hosts.writing import read_whole
    from salesbook.jobs.verify import VerifyRequest
    from salesbook.letters.templates import read_template

    if template is None:
        return VerifyRequest(read_whole(file), file.name)
    return VerifyRequest(read_whole(file), file.name, read_template(template), template.name)

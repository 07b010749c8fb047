"""The command `issue`: letters one by one, each written before the next is made, and recorded at the end."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import Task, carry_out, code_of, today, write
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.progress import progress
from salesbook.cli.show import MOST_LINES, show_lines, show_problems
from salesbook.cli.verbs import Verb
from salesbook.errors import SalesbookError

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.jobs.issue import IssueRequest, Issuing
    from salesbook.jobs.issue_record import Recorded


def command(name: str, words: Words) -> click.Command:
    """`issue`."""
    path = click.Path(path_type=Path)
    flags = ("changed", "pdf", "combined", "list")
    params = [
        plan_argument(),
        click.Option(
            ["-o", "--output", "folder"], type=path, required=True, metavar="FOLDER", help=words("option.folder")
        ),
        click.Option(["--only", "--rep", "reps"], multiple=True, metavar="NAME", help=words("option.rep")),
        click.Option(["--team", "teams"], multiple=True, metavar="NAME", help=words("option.issue-team")),
        click.Option(["--period"], default="", metavar="PERIOD", help=words("option.issue-period")),
        click.Option(["--template"], type=path, metavar="FILE", help=words("option.template")),
        *(click.Option([f"--{flag}"], is_flag=True, help=words(f"option.issue-{flag}")) for flag in flags),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(issue, words), params)


def issue(words: Words, plan: Path, folder: Path, *, preview: bool, **given: Any) -> int:
    """Write the letters, and record in the plan what was handed out."""
    if preview:
        from salesbook.jobs.issue import issue

        def job(snapshot: Snapshot, today: date) -> Outcome:
            return issue(snapshot, _request(snapshot, plan, given), today)

        return code_of(carry_out(words, plan, Task("issue", job, folder=folder), preview=True))
    if given["pdf"] or given["combined"]:
        _refuse_without_office()
    return _issued(words, plan, folder, given)


def _refuse_without_office() -> None:
    """Before a letter is written: what was asked for cannot be done."""
    from salesbook.errors import HostError, Problem
    from salesbook.hosts.office import can_print

    if not can_print():
        raise HostError(Problem("office-missing"))


def _issued(words: Words, plan: Path, folder: Path, given: dict[str, Any]) -> int:
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.issue import Issuing

    host = FileHost(plan)
    snapshot = host.read()
    issuing = Issuing(snapshot, _request(snapshot, plan, given), today())
    records, stopped = _made(words, issuing, folder)
    outcome = issuing.outcome(records)
    write(host, snapshot, outcome, Task("issue", lambda *_: outcome))
    show_problems(words, outcome.problems)
    _tell(words, len(records), folder, plan, outcome)
    if stopped:
        raise click.Abort
    return max(code_of(outcome), _more(words, host.read(), folder, given, issuing, records))


def _made(words: Words, issuing: Issuing, folder: Path) -> tuple[list[Recorded], bool]:
    """What was written, and whether it was stopped by hand; what is written is recorded in any case."""
    from salesbook.hosts.folder import write_files

    records: list[Recorded] = []
    try:
        with progress(words("issue.progress"), issuing.due) as reps:
            for rep in reps:
                try:
                    made = issuing.make(rep)
                    write_files(folder, [made.file])
                    records.append(made.record)
                except SalesbookError as error:
                    issuing.failed(rep, error.problems)
    except KeyboardInterrupt:
        return records, True
    return records, False


def _tell(words: Words, count: int, folder: Path, plan: Path, outcome: Outcome) -> None:
    most = len(outcome.summary) if words.all else MOST_LINES
    show_lines(words, outcome.summary[:most])
    if len(outcome.summary) > most:
        click.echo(f"  {words('more', count=len(outcome.summary) - most)}")
    if count:
        click.echo(words("issue.made", count=count, folder=folder))
    elif not code_of(outcome):
        click.echo(words("issue.none"))
    if outcome.changes:
        click.echo(words("written", file=plan.name))


def _more(
    words: Words, snapshot: Snapshot, folder: Path, given: dict[str, Any], issuing: Issuing, records: list[Recorded]
) -> int:
    """The list for the meeting and the PDF files, where they are asked for; 1 when something was not printed."""
    from salesbook.cli.printing import print_letters, write_list

    listed = write_list(words, snapshot, folder, given["period"]) if given["list"] else None
    if not (given["pdf"] or given["combined"]) or not records:
        return 0
    combined = folder / issuing.combined_name if given["combined"] else None
    letters = [folder / record.file for record in records]
    problems = print_letters(words, letters, listed, combined, keep=given["pdf"])
    show_problems(words, problems)
    return 1 if problems else 0


def _request(snapshot: Snapshot, plan: Path, given: dict[str, Any]) -> IssueRequest:
    from salesbook.jobs.issue import IssueRequest
    from salesbook.letters.templates import read_template

    template = given["template"] or (None if given["period"] else own_template(snapshot, plan))
    content = read_template(template) if template else None
    return IssueRequest(
        given["reps"], content, template.name if template else "",
        teams=given["teams"], period=given["period"], changed=given["changed"],
    )  # fmt: skip


def own_template(snapshot: Snapshot, plan: Path) -> Path | None:
    """The person's own template, when the setting for it names a file; it stands beside the workbook."""
    from salesbook.book.reading import read
    from salesbook.letters.templates import file_named

    book = read(snapshot, only={"sb_settings"}).book
    return file_named(book.settings.letter, plan.parent) if book else None

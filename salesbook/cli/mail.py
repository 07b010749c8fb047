"""The command `mail`: shows every message first, and sends only when told to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import today
from salesbook.cli.options import day, message_options, plan_argument, preview_option
from salesbook.cli.show import show_lines, show_problems
from salesbook.cli.usage import misused
from salesbook.cli.verbs import Verb
from salesbook.errors import InputError, Place, Problem, errors_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.changes import OutputFile
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.jobs.mail import MailRequest, Mails
    from salesbook.mail.ledger import Ledger
    from salesbook.texts import Language

WHOLE = "plan"
"""How the letters of the whole plan are asked for."""


def command(name: str, words: Words) -> click.Command:
    """`mail`."""
    path = click.Path(path_type=Path)
    whole = _at_least_one(words)
    params = [
        plan_argument(),
        click.Option(["--letters"], type=path, metavar="FOLDER", help=words("option.letters")),
        click.Option(["-o", "--output", "folder"], type=path, metavar="FOLDER", help=words("option.drafts")),
        click.Option(["--rep", "reps"], multiple=True, metavar="NAME", help=words("option.mail-rep")),
        click.Option(["--period"], metavar="PERIOD", help=words("option.mail-period")),
        click.Option(["--text"], type=path, metavar="FILE", help=words("option.mail-text")),
        click.Option(["--due"], type=day(words, "--due"), metavar="DATE", help=words("option.due")),
        click.Option(["--pdf"], is_flag=True, help=words("option.mail-pdf")),
        click.Option(
            ["--limit"], type=whole("--limit"), default="10", metavar="MB", help=words("option.mail-limit")
        ),
        click.Option(["--send"], is_flag=True, help=words("option.send")),
        click.Option(["--outlook"], is_flag=True, help=words("option.outlook")),
        click.Option(["--host"], metavar="NAME", help=words("option.mail-host")),
        click.Option(["--port"], metavar="NUMBER", help=words("option.mail-port")),
        click.Option(["--user"], metavar="NAME", help=words("option.mail-user")),
        click.Option(["--from", "sender"], metavar="ADDRESS", help=words("option.mail-from")),
        click.Option(["--ca"], type=path, metavar="FILE", help=words("option.mail-ca")),
        click.Option(["--no-tls"], is_flag=True, help=words("option.no-tls")),
        click.Option(
            ["--per-minute"], type=whole("--per-minute"), default="20", metavar="N", help=words("option.per-minute")
        ),
        click.Option(["--resend"], multiple=True, metavar="NAME", help=words("option.resend")),
        click.Option(["--mark-sent"], multiple=True, metavar="NAME", help=words("option.mark-sent")),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(mail, words), params)


def _at_least_one(words: Words) -> Callable[[str], Callable[[str], int]]:
    def of(option: str) -> Callable[[str], int]:
        def read(given: str) -> int:
            if not str(given).isdecimal() or int(given) < 1:
                raise misused(words, "no-number", name=option, value=given)
            return int(given)

        return read

    return of


def mail(words: Words, plan: Path, **given: Any) -> int:
    """Show the messages, as drafts and as a list; with --send, send those that were not sent yet."""
    from salesbook.hosts.file import FileHost
    from salesbook.mail.ledger_file import ledger_of

    if given["preview"] or not (given["send"] or given["resend"] or given["mark_sent"]):
        snapshot = FileHost(plan).read()
        found = _mails(plan, snapshot, ledger_of(plan), given)
        return _shown(words, plan, snapshot, found, given)
    from salesbook.cli.mail_send import sent

    return sent(words, plan, partial(_mails, plan, given=given), given)


def _mails(plan: Path, snapshot: Snapshot, ledger: Ledger, given: dict[str, Any]) -> Mails:
    from salesbook.jobs.mail import mails

    return mails(snapshot, _request(plan, snapshot, ledger, given))


def _request(plan: Path, snapshot: Snapshot, ledger: Ledger, given: dict[str, Any]) -> MailRequest:
    from salesbook.book.reading import language_of
    from salesbook.jobs.mail import MEGABYTE, MailRequest, wanted_files
    from salesbook.mail.wording import shipped, wording

    language, text = language_of(snapshot), given["text"]
    endings = (".xlsx", ".pdf") if given["pdf"] else (".xlsx",)
    own = wording(_content(text), text.name) if text else None
    return MailRequest(
        wording=own or shipped("letter", language),
        again=own or shipped("again", language),
        files=_files(given["letters"] or plan.parent, wanted_files(snapshot, endings)),
        ledger=ledger,
        reps=given["reps"],
        period="" if given["period"] == WHOLE else given["period"],
        endings=endings,
        due=given["due"],
        limit=given["limit"] * MEGABYTE,
    )


def _content(path: Path) -> bytes:
    from salesbook.hosts.writing import read_whole

    return read_whole(path)


def _files(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Those that are there. What was recorded is a name, never a way to another folder."""
    plain = (name for name in names if name and Path(name).name == name and "\\" not in name)
    return {name: (folder / name).read_bytes() for name in plain if (folder / name).is_file()}


def _shown(words: Words, plan: Path, snapshot: Snapshot, found: Mails, given: dict[str, Any]) -> int:
    """The messages as files that a mail program opens, and a sheet that lists them."""
    from salesbook.book.reading import language_of

    language = language_of(snapshot)
    folder = given["folder"] or plan.with_name(f"{plan.stem}.mail")
    problems = found.problems
    drafts = _drafts(found, _sender(given))
    if not given["preview"] and found.letters:
        problems += _write(folder, [*drafts.values(), _list(plan, found, drafts, language)])
    show_problems(words, problems)
    _tell(words, found)
    if given["preview"]:
        click.echo(words("mail.preview"))
    elif found.letters:
        click.echo(words("mail.drafts", count=len(drafts), folder=folder))
    return 1 if errors_in(problems) else 0


def _sender(given: dict[str, Any]) -> Any:
    """The sender of drafts, where it is given; Outlook takes its own account anyway."""
    from salesbook.book.reading_cells import RefusedError
    from salesbook.mail.mailbox import mailbox

    try:
        return mailbox(given["sender"]) if given["sender"] else None
    except RefusedError as refused:
        raise InputError(Problem(refused.code, Place(), refused.words)) from None


def _drafts(found: Mails, sender: Any) -> dict[Any, OutputFile]:
    """The draft of each message that is to be sent, by its letter."""
    from salesbook.book.changes import OutputFile
    from salesbook.book.filename import distinct_file_names
    from salesbook.mail.message import draft_bytes

    names = distinct_file_names([f"{Path(mail.attachments[0].name).stem}.eml" for mail in found.ready])
    pairs = zip(names, found.ready, strict=True)
    return {mail.key: OutputFile(name, draft_bytes(mail, sender)) for name, mail in pairs}


def _list(plan: Path, found: Mails, drafts: dict[Any, OutputFile], language: Language) -> OutputFile:
    from salesbook.book.changes import OutputFile
    from salesbook.hosts.made import workbook_of
    from salesbook.jobs.mail_lines import lines_of
    from salesbook.sheets.mail_list import mail_list
    from salesbook.texts import text

    lines = lines_of(found, {key: file.name for key, file in drafts.items()}, language)
    page = mail_list(lines, f"{plan.name} · {today():%Y-%m-%d}", language)
    return OutputFile(f"{text('mail', 'list.title', language)}.xlsx", workbook_of([page]))


def _write(folder: Path, files: list[OutputFile]) -> tuple[Any, ...]:
    """Write the files; drafts from before that are still there are named, not deleted."""
    from salesbook.hosts.folder import write_files

    names = {file.name for file in files}
    left = sorted(p.name for p in folder.glob("*.eml") if p.name not in names) if folder.is_dir() else []
    write_files(folder, files)
    if not left:
        return ()
    return (Problem("mail-drafts-left", Place(file=str(folder)), {"folder": folder, "files": ", ".join(left[:20])}),)


def _tell(words: Words, found: Mails) -> None:
    from salesbook.jobs.mail_lines import summary

    show_lines(words, summary(found))

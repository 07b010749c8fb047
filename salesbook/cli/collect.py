"""The command `collect`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb
from salesbook.errors import HostError, InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.jobs.collect_match import ReturnedFile

WORKBOOKS, MESSAGE = (".xlsx", ".xlsm"), ".eml"
MEGABYTE = 1 << 20
LIMIT = 20
"""Megabytes of one file."""
_LEFT = ("~$", ".")
_OF_SYSTEMS = ("desktop.ini", "thumbs.db")


def command(name: str, words: Words) -> click.Command:
    """`collect`."""
    params = [
        plan_argument(),
        click.Argument(["folder"], type=click.Path(path_type=Path), metavar="FOLDER"),
        click.Option(["--accept"], multiple=True, metavar="NAME", help=words("option.accept")),
        click.Option(["--accept-all"], is_flag=True, help=words("option.accept-all")),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(collect, words), params)


def collect(
    words: Words, plan: Path, folder: Path, accept: tuple[str, ...], accept_all: bool, preview: bool
) -> int:
    """Read what came back, and put it beside what was handed down."""
    from salesbook.jobs.collect import CollectRequest
    from salesbook.jobs.collect import collect as collect_job

    files, problems = read_folder(folder)
    request = CollectRequest(files, accept, accept_all)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        outcome = collect_job(snapshot, request, today)
        return replace(outcome, problems=(*problems, *outcome.problems))

    return code_of(carry_out(words, plan, Task("collect", job), preview=preview))


def read_folder(folder: Path) -> tuple[tuple[ReturnedFile, ...], list[Problem]]:
    """The workbooks of a folder, or of one file, and what was not read. Raises InputError where there is nothing."""
    problems: list[Problem] = []
    files = tuple(file for path in paths_in(folder) for file in read_file(path, problems))
    if not files and not problems:
        raise InputError(Problem("returned-nothing", Place(file=folder.name), {"folder": folder}))
    return files, problems


def paths_in(folder: Path) -> list[Path]:
    """A folder's files in the order of their names, or one file; what systems and Excel leave there does not count."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise HostError(Problem("folder-missing", Place(file=folder.name), {"folder": str(folder)}))
    found = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith(_LEFT))
    return sorted(path for path in found if path.name.lower() not in _OF_SYSTEMS)


def read_file(path: Path, problems: list[Problem]) -> Iterator[ReturnedFile]:
    """The workbooks of a file: itself, or those attached to it."""
    from salesbook.jobs.collect_match import ReturnedFile
    from salesbook.mail.incoming import received

    place, words = Place(file=path.name), {"file": path.name}
    ending = path.suffix.lower()
    if ending not in (*WORKBOOKS, MESSAGE):
        problems.append(Problem("returned-not-read", place, words))
        return
    size = path.stat().st_size
    if size > LIMIT * MEGABYTE:
        given = {**words, "size": f"{size / MEGABYTE:.1f}", "limit": LIMIT}
        problems.append(Problem("returned-too-large", place, given))
        return
    if ending in WORKBOOKS:
        yield ReturnedFile(path.name, path.read_bytes())
        return
    attached = received(path.read_bytes())
    if not attached:
        problems.append(Problem("returned-message-empty", place, words))
    for one in attached:
        yield ReturnedFile(f"{path.name}: {one.name}", one.content, one.sender)

"""The command `demo`: the whole way with each ready-made workbook, on sample orders."""

from __future__ import annotations

import shutil
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, write
from salesbook.cli.options import language_option
from salesbook.cli.verbs import Verb
from salesbook.errors import InputError, errors_in
from salesbook.texts import LANGUAGES, text

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.cli.words import Words
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.new import NewRequest
    from salesbook.texts import Language


def command(name: str, words: Words) -> click.Command:
    """`demo`."""
    folder = click.Option(
        ["-o", "--output", "folder"],
        type=click.Path(path_type=Path),
        default=Path("salesbook-demo"),
        metavar="FOLDER",
        help=words("option.folder"),
    )
    return Verb(words, name, partial(demo, words), [folder, language_option(words, "both", expose=True)])


def demo(words: Words, folder: Path, lang: str | None) -> int:
    """Write the workbooks and their letters, and say what to open."""
    from salesbook.jobs.new import KINDS, NewRequest

    _make(folder)
    made = [_made(words, folder, NewRequest(k, v)) for v, k in product(_languages(words, lang), KINDS)]
    click.echo(words("demo.open", file=made[0]))
    return 0


def _make(folder: Path) -> None:
    """The folder, with those above it, unless it is there. Raises HostError when it cannot be."""
    from salesbook.hosts.writing import named_problems

    with named_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _languages(words: Words, lang: str | None) -> list[Language]:
    """The person's own first; --lang has settled which that is."""
    others = [language for language in LANGUAGES if language != words.language]
    return [words.language, *others] if lang == "both" else [words.language]


def _made(words: Words, folder: Path, request: NewRequest) -> Path:
    """One workbook, from new to tracked; the backups of its steps are not kept, those of an older demo are."""
    from salesbook.hosts.file import FileHost
    from salesbook.hosts.writing import backup_folder
    from salesbook.jobs.new import example, file_name, new

    path = folder / file_name(request)
    fresh = not path.exists()
    host = FileHost.create(path, new(request), overwrite=True)
    letters = folder / f"{path.stem} {text('cli', 'demo.letters', request.language)}"
    made = [_done(host, task, example(request.kind)["settings"]["start"]) for task in _steps(request, letters)]
    if fresh:
        shutil.rmtree(backup_folder(path), ignore_errors=True)
    count = sum(len(outcome.files) for outcome in made)
    as_of = example(request.kind)["demo"]["as_of"]
    click.echo(words("demo.made", file=path, letters=count, folder=letters.name, as_of=as_of))
    return path


def _done(host: FileHost, task: Task, today: date) -> Outcome:
    """A step on the example's own first day, so that a demo is the same on any day."""
    snapshot = host.read()
    outcome = task.job(snapshot, today)
    if errors_in(outcome.problems):
        raise InputError(*outcome.problems)
    write(host, snapshot, outcome, task)
    return outcome


def _steps(request: NewRequest, letters: Path) -> tuple[Task, ...]:
    from salesbook.jobs.decompose import DecomposeRequest, decompose
    from salesbook.jobs.issue import IssueRequest, issue
    from salesbook.jobs.new import example
    from salesbook.jobs.sample import SampleRequest, sample
    from salesbook.jobs.track import TrackRequest, track

    shown = example(request.kind)["demo"]
    sold = SampleRequest(shown["as_of"], tuple(shown["pace"]), shown["order"])
    return (
        Task("decompose", lambda snapshot, today: decompose(snapshot, DecomposeRequest(), today)),
        Task("issue", lambda snapshot, today: issue(snapshot, IssueRequest(), today), folder=letters),
        Task("import", lambda snapshot, today: sample(snapshot, sold, today)),
        Task("track", lambda snapshot, today: track(snapshot, TrackRequest(shown["as_of"]), today)),
        *_acted(),
        *_assessed(request),
    )


def _acted() -> tuple[Task, ...]:
    """The visit plan, suggested actions and their chart, and the risks, over what was sold so far."""
    from salesbook.jobs.actions import ActionsRequest, actions
    from salesbook.jobs.customers import CustomersRequest, customers
    from salesbook.jobs.risks import RisksRequest, risks

    return (
        Task("customers", lambda snapshot, today: customers(snapshot, CustomersRequest(), today)),
        Task("actions", lambda snapshot, today: actions(snapshot, ActionsRequest(suggest=True), today)),
        Task("risks", lambda snapshot, today: risks(snapshot, RisksRequest(), today)),
    )


def _assessed(request: NewRequest) -> tuple[Task, ...]:
    """The incentives tried, and one period that is over settled and scored, on the day up to which sales go."""
    from salesbook.jobs.fresh import in_words
    from salesbook.jobs.new import example
    from salesbook.jobs.sample_scores import SampleScoresRequest, sample_scores
    from salesbook.jobs.score import ScoreRequest, score
    from salesbook.jobs.settle import SettleRequest, settle
    from salesbook.jobs.simulate import SimulateRequest, simulate

    shown = example(request.kind)["demo"]
    period, day = in_words(shown["assess"], request.language), shown["as_of"]
    return (
        Task("simulate", lambda snapshot, today: simulate(snapshot, SimulateRequest(), today)),
        Task("settle", lambda snapshot, _: settle(snapshot, SettleRequest(period), day)),
        Task("score", lambda snapshot, _: sample_scores(snapshot, SampleScoresRequest(period), day), journaled=False),
        Task("score", lambda snapshot, _: score(snapshot, ScoreRequest(period), day)),
    )

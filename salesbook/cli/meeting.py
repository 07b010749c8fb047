"""The commands for the morning and the meeting: review, brief, remind."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import Task, carry_out, code_of, today
from salesbook.cli.options import day, message_options, one_of, plan_argument, preview_option
from salesbook.cli.show import show_problems
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words

KINDS = ("day", "week", "month", "quarter", "plan")


def command(name: str, words: Words) -> click.Command:
    """One of them, by its name."""
    as_of = click.Option(["--as-of", "as_of"], type=day(words, "--as-of"), metavar="DATE", help=words("option.as-of"))
    params: list[click.Parameter] = [plan_argument(), as_of]
    if name != "remind":
        params.append(_period(words, "week" if name == "review" else "month"))
    if name == "review":
        params += [_file(words, "--pdf"), preview_option(words)]
    if name == "brief":
        params += [_file(words, "-o", "--output"), _file(words, "--png")]
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def _period(words: Words, usual: str) -> click.Option:
    return click.Option(
        ["--period", "kind"],
        type=one_of(words, "no-kind-of-period", KINDS),
        default=usual,
        metavar="|".join(KINDS),
        help=words("option.review-period"),
    )


def _file(words: Words, *names: str) -> click.Option:
    text = words(f"option.{'brief-' if names[0] == '-o' else ''}{names[-1][2:]}")
    return click.Option(list(names), type=click.Path(path_type=Path), metavar="FILE", help=text)


def review(words: Words, plan: Path, as_of: date | None, preview: bool, **given: Any) -> int:
    """Make the review sheet, and with --pdf its pages."""
    from salesbook.jobs.review import ReviewRequest, review

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return review(snapshot, ReviewRequest(given["kind"], as_of), today)

    outcome = carry_out(words, plan, Task("review", job), preview=preview)
    if given["pdf"] and not preview and outcome.changes:
        from salesbook.hosts.printed import print_page

        print_page(_page_of(outcome, "track.review"), given["pdf"])
        click.echo(words("new.made", file=given["pdf"]))
    return code_of(outcome)


def _page_of(outcome: Outcome, key: str) -> Page:
    from salesbook.book.changes import PutPage

    return next(c.page for c in outcome.changes.changes if isinstance(c, PutPage) and c.page.key == key)


def brief(words: Words, plan: Path, as_of: date | None, output: Path | None, png: Path | None, **given: Any) -> int:
    """Say where we stand in a few sentences."""
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.brief import brief as written
    from salesbook.jobs.brief import poster
    from salesbook.jobs.review import as_of as book_as_of
    from salesbook.jobs.review import not_reviewable
    from salesbook.sheets.review_figures import Review

    book = _book(words, plan)
    refused = not_reviewable(book) if book else None
    if book is None or refused:
        show_problems(words, (refused,) if refused else ())
        return 1
    book = book_as_of(book, as_of or book.settings.as_of or today())
    said = written(Review(book, given["kind"]), words.language)
    click.echo(said)
    if output:
        output.write_text(said + "\n", encoding="utf-8")
    if png:
        from salesbook.hosts.printed import picture_of_page

        picture_of_page(poster(FileHost(plan).read(), book), png)
        click.echo(words("new.made", file=png))
    return 0


def remind(words: Words, plan: Path, as_of: date | None) -> int:
    """List what needs attention."""
    from salesbook.jobs.reminders import reminders
    from salesbook.texts import text

    book = _book(words, plan)
    if book is None:
        return 1
    on = as_of or today()
    found = reminders(book, on)
    key = "remind.title" if found else "remind.nothing"
    click.echo(text("review", key, words.language, date=on, count=len(found)))
    for reminder in found:
        click.echo(f"  · {reminder.words[words.language]}")
    return 0


def _book(words: Words, plan: Path) -> Book | None:
    """The book of a workbook; its errors are shown and stand against it."""
    from salesbook.book.reading import read
    from salesbook.errors import errors_in
    from salesbook.hosts.file import FileHost

    reading = read(FileHost(plan).read())
    show_problems(words, errors_in(reading.problems))
    return None if reading.book is None or reading.errors else reading.book


_RUNS: dict[str, Callable[..., int]] = {"review": review, "brief": brief, "remind": remind}

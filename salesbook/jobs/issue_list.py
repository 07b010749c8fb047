"""The list for the team's meeting: who was issued what, and who has signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import OutputFile
from salesbook.book.filename import safe_file_name
from salesbook.book.reading import read
from salesbook.jobs.signatures import last_issued, last_signed, sign_again
from salesbook.letters import templates
from salesbook.letters.desk import Desk
from salesbook.letters.handed import handed, main_metric
from salesbook.letters.letter import Letter
from salesbook.letters.slots import LIST_REQUIRED
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from salesbook.book.model import Book, Issued, Rep
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar


def issue_list(snapshot: Snapshot, period: str, today: date) -> OutputFile | None:
    """The list as a workbook, of all reps with a target, in the team's order; None without a plan that can be read."""
    reading = read(snapshot)
    book = reading.book
    if book is None or reading.errors or not book.plan:
        return None
    language, version = book.settings.language, book.settings.version
    template = templates.shipped("list", language)
    stamp = Stamp(Template(templates.read_template(template), template.name, LIST_REQUIRED))
    settings = book.settings
    said: dict[str, Scalar] = {
        "company": settings.company, "plan": settings.plan, "issued": today, "version": version,
    }  # fmt: skip
    name = text("letters", "list.file", language, year=period or book.settings.start.year, version=version)
    slots = {key: value for key, value in said.items() if value not in (None, "")}
    people = {"people": _people(book, period)}
    made = Letter("", "", version, today, name.rpartition(".")[0], slots, people, period)
    return OutputFile(safe_file_name(name), stamp(made))


def _people(book: Book, period: str) -> tuple[Mapping[str, Scalar], ...]:
    desk, metric = Desk(book), main_metric(book)
    again = {str(problem.words["rep"]) for problem in sign_again(book)}
    planned = [rep for rep in book.reps if handed(desk.plan(rep.name, metric))]
    return tuple(_person(book, rep, number, period, again) for number, rep in enumerate(planned, start=1))


def _person(book: Book, rep: Rep, number: int, period: str, again: Collection[str]) -> Mapping[str, Scalar]:
    last, signed = last_issued(book, rep.name, period), last_signed(book, rep.name, period)
    state = _state(last, signed, again=rep.name in again)
    return {
        "number": number, "rep": rep.name, "id": rep.id, "team": rep.team,
        "serial": last.serial if last else None, "version": last.version if last else None,
        "floor": last.floor if last else None, "target": last.target if last else None,
        "stretch": last.stretch if last else None, "signed": signed.signed if signed else None,
        "state": text("letters", f"list.{state}", book.settings.language),
    }  # fmt: skip


def _state(last: Issued | None, signed: Issued | None, *, again: bool) -> str:
    """Signed counts while it is what the plan says; a later version with the same promise needs no new signature."""
    if last is None:
        return "not_issued"
    if again:
        return "again"
    return "signed" if signed else "open"

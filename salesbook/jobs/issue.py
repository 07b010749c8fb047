"""Hand down 下达: a commitment sheet per rep, and a line for each in the list of what was issued.

`Issuing` makes the letters one by one, so that a thousand take no more room than one and one that fails stops no
other; `issue` makes all of them at once, for a small team or a preview.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from salesbook.book.changes import Line, Outcome, OutputFile
from salesbook.book.filename import clashing_file_names, safe_file_name, within
from salesbook.book.reading import read
from salesbook.book.timeline import calendar_of
from salesbook.errors import InputError, Place, Problem, errors_in
from salesbook.jobs.issue_record import record_of, recorded, unrecordable
from salesbook.jobs.issue_unfit import unfit
from salesbook.jobs.signatures import last_issued, same_promise, sign_again
from salesbook.jobs.why_reasons import season_policy
from salesbook.letters import templates
from salesbook.letters.content import Issue, Writer
from salesbook.letters.narrow import narrowed
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.model import Book, Rep
    from salesbook.book.snapshot import Snapshot
    from salesbook.jobs.issue_record import Recorded
    from salesbook.letters.letter import Letter

_NAME, _PERIOD = 57, 36
"""Bytes of a rep's name and of a period's in a file's name: kind and version have room beside them."""


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """For whom, for which period of the plan, and from which template: its bytes, and how messages call it.

    No reps: all of them. `teams`: those of these teams. `changed`: those to whom nothing was issued yet, or something
    else than now. No template: the shipped one that the setting `letter` names, or that suits the plan.
    """

    reps: tuple[str, ...] = ()
    template: bytes | None = None
    label: str = ""
    kind: str = ""
    teams: tuple[str, ...] = ()
    period: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A rep's letter: its file, and what is recorded of it."""

    file: OutputFile
    record: Recorded


@dataclass
class Issuing:
    """The letters of one issue. `due` are those who get one; nothing is due while `problems` holds an error."""

    snapshot: Snapshot
    request: IssueRequest
    today: date
    problems: list[Problem] = field(default_factory=list)
    due: list[Rep] = field(default_factory=list)
    book: Book | None = None

    def __post_init__(self) -> None:
        reading = read(self.snapshot)
        self.problems += reading.problems
        if reading.book is None or reading.errors:
            return
        self.book = reading.book
        self.problems += (*unfit(self.book, self.request.period), *unrecordable(self.snapshot, self.request.period))
        if not errors_in(self.problems):
            self._open(self.book)

    def _open(self, book: Book) -> None:
        """Find out who gets a letter, and open the template."""
        language, period = book.settings.language, self.request.period
        self.kind = self.request.kind or templates.kind_for(book.settings.letter, book.settings.kind, period)
        span = narrowed(book, period).settings
        selling = calendar_of(book).selling_days(span.start, span.end)
        self.writer = Writer(book, Issue(self.kind, self.today, selling, period, season_policy(book)))
        try:
            label = self.request.label or templates.shipped(self.kind, language).name
            self.stamp = Stamp(Template(self._template(book), label))
        except InputError as error:
            self.problems += error.problems
        due = self._due(book)
        self.problems += _same_names([(rep.name, self._file_text(book, rep)) for rep in due])
        self.due = [] if errors_in(self.problems) else due

    def _template(self, book: Book) -> bytes:
        if self.request.template is not None:
            return self.request.template
        settings = book.settings
        if settings.letter and not self.request.period and not templates.kind_named(settings.letter):
            place = settings.places.get("letter", Place(table="sb_settings"))
            self.problems.append(Problem("template-not-given", place, {"file": settings.letter}))
        return templates.read_template(templates.shipped(self.kind, settings.language))

    def _due(self, book: Book) -> list[Rep]:
        """Those who are asked for and have a target, in the team's order; unknown names are a problem."""
        asked = [rep for rep in self._asked(book) if self._has_target(rep)]
        if not self.request.changed:
            return asked
        return [rep for rep in asked if self._changed(book, rep)]

    def _asked(self, book: Book) -> list[Rep]:
        names, teams = {rep.name for rep in book.reps}, {rep.team for rep in book.reps if rep.team}
        unknown = [(name, names, "rep-not-in-team") for name in self.request.reps if name not in names]
        unknown += [(team, teams, "no-such-team") for team in self.request.teams if team not in teams]
        for name, known, code in unknown:
            words = {"rep": name, "known": ", ".join(sorted(known)) or "–"}
            self.problems.append(Problem(code, Place(table="sb_reps"), words))
        of_teams = [rep for rep in book.reps if not self.request.teams or rep.team in self.request.teams]
        return [rep for rep in of_teams if not self.request.reps or rep.name in self.request.reps]

    def _has_target(self, rep: Rep) -> bool:
        if self.writer.has_target(rep):
            return True
        self.problems.append(Problem("rep-without-target", rep.place, {"rep": rep.name}))
        return False

    def _changed(self, book: Book, rep: Rep) -> bool:
        """Whether the rep has nothing yet, or something else than now."""
        last, letter = last_issued(book, rep.name, self.request.period), self.writer.letter(rep)
        return last is None or letter is None or not same_promise(last, letter)

    def _file_text(self, book: Book, rep: Rep) -> str:
        settings, kind = book.settings, text("letters", f"kind.{self.kind}", book.settings.language)
        span = within(self.request.period, _PERIOD) or settings.start.year
        words = {"kind": kind, "rep": within(rep.name, _NAME), "year": span, "version": settings.version}
        return text("letters", "said.file", settings.language, **words)

    @property
    def combined_name(self) -> str:
        """How the file is called that holds all letters for printing."""
        assert self.book, "nobody is due without a book"
        settings, kind = self.book.settings, text("letters", f"kind.{self.kind}", self.book.settings.language)
        words = {"kind": kind, "year": self.request.period or settings.start.year, "version": settings.version}
        return safe_file_name(text("letters", "list.combined", settings.language, **words))

    def make(self, rep: Rep) -> Made:
        """A rep's letter. Raises InputError when it cannot be made."""
        assert self.book, "nobody is due without a book"
        letter = self.writer.letter(rep)
        assert letter, "nobody is due without a target"
        letter = _as_first_issued(self.book, letter)
        made = self.stamp.sealed(letter)
        name = safe_file_name(self._file_text(self.book, rep))
        return Made(OutputFile(name, made.content), record_of(letter, name, made.seal))

    def failed(self, rep: Rep, problems: Sequence[Problem]) -> None:
        """Note that a rep's letter could not be made or written; the others go on."""
        for problem in problems:
            said = {language: problem.message(language) for language in ("zh", "en")}
            self.problems.append(Problem("letter-failed", rep.place, {"rep": rep.name, "reason": said}))

    def outcome(self, records: Sequence[Recorded], files: Sequence[OutputFile] = ()) -> Outcome:
        """What the letters that were made change in the workbook."""
        if self.book is None:
            return Outcome(problems=tuple(self.problems))
        reps = {one.rep for one in records}
        again = (problem for problem in sign_again(self.book) if problem.words["rep"] in reps)
        record = recorded(self.snapshot, self.book, records)
        lines = tuple(_line(self.book, one) for one in records)
        return Outcome(record.changes, (*self.problems, *again, *record.problems), lines, tuple(files))


def issue(snapshot: Snapshot, request: IssueRequest, today: date) -> Outcome:
    """Letters for the plan as it stands; nothing when there is no plan or the goals have moved since."""
    issuing = Issuing(snapshot, request, today)
    made = []
    for rep in issuing.due:
        try:
            made.append(issuing.make(rep))
        except InputError as error:
            issuing.failed(rep, error.problems)
    if not issuing.due:
        return Outcome(problems=tuple(issuing.problems))
    return issuing.outcome([one.record for one in made], [one.file for one in made])


def _as_first_issued(book: Book, letter: Letter) -> Letter:
    """The same letter again has the day on which it was issued first: it is the same letter to the byte."""
    first = next((one for one in book.issued if one.serial == letter.serial and one.hash == letter.digest), None)
    if first is None or first.version != letter.version:
        return letter
    return replace(letter, issued=first.issued, slots={**letter.slots, "issued": first.issued})


def _same_names(texts: Sequence[tuple[str, str]]) -> list[Problem]:
    """Two reps whose letters would be one file."""
    reps = {file: rep for rep, file in texts}
    return [
        Problem(
            "same-file-name", Place(table="sb_reps"),
            {"one": reps[one], "other": reps[other], "file": safe_file_name(one)},
        )
        for one, other in clashing_file_names([file for _, file in texts])
    ]  # fmt: skip


def _line(book: Book, one: Recorded) -> Line:
    """The target handed down last, and the one now."""
    metric = in_each("choices", f"metric.{book.settings.metric}")
    before = last_issued(book, one.rep, one.period)
    what = in_each("letters", "said.line", rep=one.rep, metric=metric, serial=one.serial)
    return Line(what, before.target if before else None, one.target)

"""Hand down 下达: a commitment sheet per rep, and a line for each in the list of what was issued."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome, OutputFile
from salesbook.book.filename import clashing_file_names, safe_file_name
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.book.timeline import calendar_of
from salesbook.domain.period import PeriodError, parse_period
from salesbook.errors import InputError, Place, Problem, errors_in
from salesbook.jobs.tables import put_table
from salesbook.letters import templates
from salesbook.letters.content import Issue, letter_of
from salesbook.letters.handed import main_metric
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, Goal, Issued, Rep
    from salesbook.book.snapshot import Snapshot
    from salesbook.letters.letter import Letter
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """For whom, and from which template: its bytes, and how messages call it.

    No reps: all of them. No template: the shipped one that the setting `letter` names, or that suits the plan.
    """

    reps: tuple[str, ...] = ()
    template: bytes | None = None
    label: str = ""
    kind: str = ""


@dataclass
class _Work:
    """The letters of one issue while they are made."""

    book: Book
    request: IssueRequest
    today: date
    problems: list[Problem] = field(default_factory=list)

    @property
    def kind(self) -> str:
        settings = self.book.settings
        return self.request.kind or templates.kind_for(settings.letter, settings.kind)

    def reps(self) -> list[Rep]:
        """Those that are asked for, in the team's order; unknown names are a problem."""
        known = {rep.name: rep for rep in self.book.reps}
        for name in self.request.reps:
            if name not in known:
                words = {"rep": name, "known": ", ".join(known)}
                self.problems.append(Problem("rep-not-in-team", Place(table="sb_reps"), words))
        return [rep for rep in self.book.reps if not self.request.reps or rep.name in self.request.reps]

    def letters(self) -> list[Letter]:
        settings = self.book.settings
        selling = calendar_of(self.book).selling_days(settings.start, settings.end)
        issue = Issue(self.kind, self.today, selling)
        found = []
        for rep in self.reps():
            letter = letter_of(self.book, rep, issue)
            if letter:
                found.append(letter)
            else:
                self.problems.append(Problem("rep-without-target", rep.place, {"rep": rep.name}))
        return found

    def template(self) -> bytes:
        if self.request.template is not None:
            return self.request.template
        settings = self.book.settings
        if settings.letter and not templates.kind_named(settings.letter):
            place = settings.places.get("letter", Place(table="sb_settings"))
            self.problems.append(Problem("template-not-given", place, {"file": settings.letter}))
        return templates.read_template(templates.shipped(self.kind, settings.language))

    def file_text(self, letter: Letter) -> str:
        language, year = self.book.settings.language, self.book.settings.start.year
        kind = text("letters", f"kind.{self.kind}", language)
        words = {"kind": kind, "rep": letter.rep, "year": year, "version": letter.version}
        return text("letters", "said.file", language, **words)


def issue(snapshot: Snapshot, request: IssueRequest, today: date) -> Outcome:
    """Letters for the plan as it stands; nothing when there is no plan or the goals have moved since."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    work = _Work(reading.book, request, today, [*reading.problems, *_unfit(reading.book)])
    if errors_in(work.problems):
        return Outcome(problems=tuple(work.problems))
    letters = work.letters()
    texts = [work.file_text(letter) for letter in letters]
    names = [safe_file_name(one) for one in texts]
    work.problems += _same_names(letters, texts)
    files = _stamped(work, letters, names)
    if errors_in(work.problems):
        return Outcome(problems=tuple(work.problems))
    work.problems += _to_sign_again(work.book, letters)
    changes = _recorded(snapshot, work.book, letters, names)
    return Outcome(changes, tuple(work.problems), _summary(work.book, letters), files)


def _stamped(work: _Work, letters: Sequence[Letter], names: Sequence[str]) -> tuple[OutputFile, ...]:
    try:
        stamp = Stamp(Template(work.template(), work.request.label))
        return tuple(OutputFile(name, stamp(letter)) for letter, name in zip(letters, names, strict=True))
    except InputError as error:
        work.problems += error.problems
        return ()


def _unfit(book: Book) -> Iterator[Problem]:
    """Why the plan cannot be handed down as it stands."""
    if not book.plan:
        yield Problem("no-plan")
        return
    versions = {row.version for row in book.plan}
    if versions != {book.settings.version}:
        words = {"plan": ", ".join(map(str, sorted(versions))), "settings": book.settings.version}
        yield Problem("plan-of-other-version", book.settings.places.get("version", Place(table="sb_plan")), words)
    yield from _moved_goals(book)
    if not any(row.rep for row in book.plan):
        yield Problem("plan-without-reps", Place(table="sb_plan"))
    team = {rep.name for rep in book.reps}
    for name in dict.fromkeys(row.rep for row in book.plan if row.rep and row.rep not in team):
        yield Problem("planned-rep-not-in-team", Place(table="sb_plan"), {"rep": name})


def _moved_goals(book: Book) -> Iterator[Problem]:
    """Goals for the whole plan that its leaves no longer come to."""
    for goal in book.goals:
        if goal.scope or not _whole(goal, book):
            continue
        rows = [row for row in book.plan if row.metric == goal.metric]
        for tier in ("floor", "target", "stretch"):
            wanted, planned = getattr(goal, tier), sum(getattr(row, tier) for row in rows)
            if wanted is not None and wanted != planned:
                words = {"goal": f"{wanted:,}", "plan": f"{planned:,}", "tier": _both("tier", tier)}
                yield Problem("goal-moved", goal.place, words)


def _both(choice: str, key: str) -> dict[Language, str]:
    return in_each("choices", f"{choice}.{key}")


def _whole(goal: Goal, book: Book) -> bool:
    """Whether a goal is for all of the plan's days."""
    if not goal.period:
        return True
    try:
        period = parse_period(goal.period, book.settings.fiscal_start)
    except PeriodError:
        return False
    return (period.start, period.end) == (book.settings.start, book.settings.end)


def _same_names(letters: Sequence[Letter], texts: Sequence[str]) -> Iterator[Problem]:
    """Two reps whose letters would be one file."""
    reps = dict(zip(texts, (letter.rep for letter in letters), strict=True))
    for one, other in clashing_file_names(texts):
        words = {"one": reps[one], "other": reps[other], "file": safe_file_name(one)}
        yield Problem("same-file-name", Place(table="sb_reps"), words)


def _last_issued(book: Book, rep: str) -> Issued | None:
    return next((one for one in reversed(book.issued) if one.rep == rep), None)


def _to_sign_again(book: Book, letters: Sequence[Letter]) -> Iterator[Problem]:
    """Reps who signed another number than the one handed down now."""
    for letter in letters:
        signed = next((i for i in reversed(book.issued) if i.rep == letter.rep and i.signed), None)
        target = letter.slots["target_total"]
        if signed and signed.target != target:
            words = {"rep": letter.rep, "version": signed.version, "before": f"{signed.target:,}", "now": f"{target:,}"}
            yield Problem("sign-again", Place(table="sb_issued"), words)


def _recorded(snapshot: Snapshot, book: Book, letters: Sequence[Letter], names: Sequence[str]) -> ChangeSet:
    """A row per letter that was not recorded before: the same version issued again is the same letter."""
    known = {(one.rep, one.version, one.serial) for one in book.issued}
    language = book.settings.language
    rows = [
        (
            letter.rep, letter.version, letter.serial, letter.issued,
            letter.slots["floor_total"], letter.slots["target_total"], letter.slots["stretch_total"], name, None,
            letter.digest, None, None, None, None, None,
        )
        for letter, name in zip(letters, names, strict=True)
        if (letter.rep, letter.version, letter.serial) not in known
    ]
    if not rows:
        return ChangeSet()
    if "sb_issued" not in snapshot.tables:
        return put_table(snapshot, "sb_issued", rows, language)
    refs = Refs(language, snapshot.tables)
    headings = tuple(refs.heading("sb_issued", column.key) for column in CATALOGUE["sb_issued"].columns)
    there = [i for i, heading in enumerate(headings) if heading in snapshot.tables["sb_issued"].headings]
    kept = tuple(tuple(row[i] for i in there) for row in rows)
    return ChangeSet((AppendRows("sb_issued", tuple(headings[i] for i in there), kept),))


def _summary(book: Book, letters: Sequence[Letter]) -> tuple[Line, ...]:
    """Per rep: the target handed down last, and the one now."""
    metric = in_each("choices", f"metric.{main_metric(book)}")
    lines = []
    for letter in letters:
        before = _last_issued(book, letter.rep)
        what = in_each("letters", "said.line", rep=letter.rep, metric=metric, serial=letter.serial)
        lines.append(Line(what, before.target if before else None, letter.slots["target_total"]))
    return tuple(lines)

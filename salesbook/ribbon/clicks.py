"""What a button does: read the open workbook, do the job, say what it would change; then, if wanted, apply.

The two calls come from VBA one after the other, with the question between them, so what was shown is what is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from salesbook.errors import SalesbookError, errors_in
from salesbook.texts import system_language, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from salesbook.book.changes import ChangeSet, Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem
    from salesbook.hosts.base import Host
    from salesbook.texts import Language

    Job = Callable[[Snapshot, date], Outcome]

MOST_LINES = 12
"""Lines of a kind in one message box."""
UNJOURNALED = {"check", "undo"}


@dataclass(frozen=True, slots=True)
class Click:
    """What a button found: what to say, and what it would change."""

    message: str
    changes: ChangeSet | None = None


def job_of(verb: str) -> Job:
    """The job behind a button. KeyError for a button that has none."""
    return _JOBS[verb]()


def asked(verb: str, host: Host, today: date, now: datetime, language: Language) -> Click:
    """Do the job on what the host reads; nothing is written yet."""
    from salesbook.jobs.journal import journaled

    try:
        seen = host.read()
        outcome = job_of(verb)(seen, today)
    except SalesbookError as error:
        return Click(_told(error.problems, language))
    said = _told(outcome.problems, language)
    lines = [_line(line.said(language), line.before, line.after) for line in outcome.summary[:MOST_LINES]]
    message = "\n\n".join(part for part in (said, "\n".join(lines)) if part)
    if not outcome.changes:
        return Click(message or text("ribbon", "nothing", language))
    changes = outcome.changes if verb in UNJOURNALED else journaled(seen, outcome, verb, now)
    return Click(message or text("ribbon", "ready", language), changes)


def applied(click: Click, host: Host, language: Language) -> str:
    """Carry out what was shown; "" where that went well, else what stood in the way."""
    if click.changes is None:
        return ""
    try:
        host.apply(click.changes)
    except SalesbookError as error:
        return _told(error.problems, language)
    return ""


def explained(host: Host, language: Language) -> str:
    """WHY of the whole plan."""
    from salesbook.domain.why import shown_effects
    from salesbook.jobs.why import WhyRequest, why

    try:
        answer = why(host.read(), WhyRequest())
    except SalesbookError as error:
        return _told(error.problems, language)
    if answer.explained is None:
        return _told(answer.problems, language)
    found = answer.explained
    effects = zip(found.why.layers, shown_effects(found.why), strict=True)
    names = {layer.key: text("functions", f"layer.{layer.key}", language) for layer in found.why.layers}
    lines = [f"{names[layer.key]}: {effect:+,} → {at:,}" for layer, (effect, at) in effects]
    return "\n".join([f"{found.where[language]}: {found.why.parent:,}", *lines])


def _told(problems: Iterable[Problem], language: Language) -> str:
    """Problems, errors first, each with its remedy; only so many that a message box can hold them."""
    every = list(problems)
    errors = errors_in(every)
    ordered = [*errors, *(p for p in every if p not in errors)]
    lines = [_problem(problem, language) for problem in ordered[:MOST_LINES]]
    if len(ordered) > MOST_LINES:
        lines.append(text("ribbon", "more", language, count=len(ordered) - MOST_LINES))
    return "\n".join(lines)


def _problem(problem: Problem, language: Language) -> str:
    where = f"{problem.place}: " if str(problem.place) else ""
    return f"{where}{problem.message(language)} {problem.remedy(language)}"


def _line(what: str, before: object, after: object) -> str:
    if before is None and after is None:
        return what
    return f"{what}: {after}" if before is None else f"{what}: {before} → {after}"


def _check() -> Job:
    from salesbook.jobs.check import CheckRequest, check

    return lambda seen, today: check(seen, CheckRequest(), today)


def _decompose() -> Job:
    from salesbook.jobs.decompose import DecomposeRequest, decompose

    return lambda seen, today: decompose(seen, DecomposeRequest(), today)


def _track() -> Job:
    from salesbook.jobs.track import TrackRequest, track

    return lambda seen, today: track(seen, TrackRequest(as_of=today), today)


def _forecast() -> Job:
    from salesbook.jobs.forecast import ForecastRequest, forecast

    return lambda seen, today: forecast(seen, ForecastRequest(), today)


def _explain() -> Job:
    from salesbook.jobs.explain import ExplainRequest, explain

    return lambda seen, today: explain(seen, ExplainRequest(), today)


def _rebalance() -> Job:
    from salesbook.jobs.rebalance import RebalanceRequest, rebalance

    return lambda seen, today: rebalance(seen, RebalanceRequest(), today)


def _undo() -> Job:
    from salesbook.jobs.undo import UndoRequest, undo

    return lambda seen, today: undo(seen, UndoRequest(), today)


_JOBS: dict[str, Callable[[], Job]] = {
    "check": _check,
    "decompose": _decompose,
    "track": _track,
    "forecast": _forecast,
    "explain": _explain,
    "rebalance": _rebalance,
    "undo": _undo,
}
"""Buttons that change the workbook; each job is loaded when its button is first clicked."""


class Session:
    """What lives in the warm server between the question and the answer."""

    def __init__(self, find: Callable[[], Host] | None = None) -> None:
        self._find = find
        self._host: Host | None = None
        self._click: Click | None = None

    def ask(self, verb: str) -> str:
        """What a button would do, in words. Begins with "?" where there is something to apply."""
        self._host, language = self._open(), system_language()
        if verb == "why":
            self._click = Click(explained(self._host, language))
        elif verb == "about":
            self._click = Click(about(language))
        else:
            now = datetime.now().replace(microsecond=0)
            self._click = asked(verb, self._host, now.date(), now, language)
        return ("?" if self._click.changes else "") + self._click.message

    def apply(self) -> str:
        """Carry out what `ask` said; "" where that went well."""
        if self._click is None or self._host is None:
            return ""
        click, self._click = self._click, None
        return applied(click, self._host, system_language())

    def _open(self) -> Host:
        if self._find is not None:
            return self._find()
        from salesbook.hosts.live import caller

        return caller()


def about(language: Language) -> str:
    """The version, and why the last function in a cell failed."""
    from salesbook import __version__
    from salesbook.functions.boundary import last_error

    failed = last_error(language)
    lines = [f"salesbook {__version__}", text("ribbon", "last_error", language, error=failed) if failed else ""]
    return "\n".join(line for line in lines if line)


SESSION = Session()
"""The server's one session: Excel shows one message at a time."""


def ask(verb: str) -> str:
    """Called from VBA."""
    return SESSION.ask(verb)


def apply() -> str:
    """Called from VBA."""
    return SESSION.apply()

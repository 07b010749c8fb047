"""Forecast 预测: where every rep and the team will end, with a range; the sheet holds values of one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import SETTINGS
from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.errors import Place, Problem
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_setting
from salesbook.jobs.track import MEASURED, not_measured
from salesbook.sheets.forecast_figures import Forecast
from salesbook.sheets.forecast_page import KEY
from salesbook.texts import LANGUAGES, text

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.sheets.forecast_figures import Outlook
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class ForecastRequest:
    """As of which day; None: the workbook's as-of day."""

    as_of: date | None = None


def forecast(snapshot: Snapshot, request: ForecastRequest, today: date) -> Outcome:  # noqa: ARG001
    """The forecast sheet and what it says in a sentence; where it is too early, that."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book = reading.book
    refused = _refused(book)
    if refused:
        return Outcome(problems=(*reading.problems, refused))
    changes = reading.repairing()
    if request.as_of:
        book = replace(book, settings=replace(book.settings, as_of=request.as_of))
        setting = next(setting for setting in SETTINGS if setting.key == "as_of")
        changes += put_setting(snapshot, setting, request.as_of, book.settings.language)
    changes += refreshed(snapshot, book, changes, wanted=(KEY,))
    return Outcome(changes, reading.problems, _summary(Forecast(book)))


def _refused(book: Book) -> Problem | None:
    if not book.days:
        return Problem("no-plan")
    if book.settings.metric not in MEASURED:
        return not_measured(book)
    return None if len(book.actuals) else Problem("no-actuals", Place(table="sb_actuals"))


def _summary(found: Forecast) -> tuple[Line, ...]:
    said = (_whole, _behind) if found.team.landing else (_whole,)
    lines = [{language: tell(found, language) for language in LANGUAGES} for tell in said]
    return tuple(Line(line) for line in lines if line["en"])


def _whole(found: Forecast, language: Language) -> str:
    landing = found.team.landing
    if landing is None:
        return text("forecast", "say.early", language)
    ends: dict[str, Any] = {key: f"{round(getattr(landing, key)):,}" for key in ("low", "expected", "high")}
    return text("forecast", "say.whole", language, attained=_share(found.team), **ends)


def _behind(found: Forecast, language: Language) -> str:
    """Who is expected to miss the target, the furthest first; "" where nobody is."""
    missing = [o for o in found.people() if o.landing and o.landing.expected < o.target]
    missing.sort(key=lambda o: o.landing.expected / o.target if o.landing else 0)
    told = [text("forecast", "say.part", language, rep=o.name, attained=_share(o)) for o in missing]
    reps = text("forecast", "say.joint", language).join(told)
    return text("forecast", "say.behind", language, reps=reps) if told else ""


def _share(outlook: Outlook) -> str:
    return f"{outlook.landing.expected / outlook.target:.0%}" if outlook.landing else "–"

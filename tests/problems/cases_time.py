"""What a plan's time, its holidays, its people's dates and its scenarios can be wrong about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.errors import InputError
from salesbook.jobs import scenario
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fill_calendar import HolidaysRequest, fill_calendar
from salesbook.jobs.scenario import ScenarioRequest
from salesbook.jobs.scenario_compare import CompareRequest, compare
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem


def splitting(code: str, rows: dict[str, Any], **settings: Any) -> Callable[[], Problem]:
    """The problem of this code that splitting a goal of 1,200 with these rows gives."""

    def found() -> Problem:
        before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", "Wang"), **rows}, settings)
        return next(p for p in decompose(before, DecomposeRequest(), TODAY).problems if p.code == code)

    return found


def in_country(country: str) -> Problem:
    """What a plan says whose settings name a country."""
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    block = before.tables["sb_settings"]
    rows = tuple(("Holidays", country, row[2]) if row[0] == "Holidays" else row for row in block.rows)
    changed = replace(before, tables={**before.tables, "sb_settings": replace(block, rows=rows)})
    return next(p for p in decompose(changed, DecomposeRequest(), TODAY).problems if p.code == "unknown-country")


def not_announced() -> Problem:
    """Holidays of China in 2080."""
    before = snapshot({"sb_goals": [goal(1200)]}, {"start": date(2080, 1, 1), "end": date(2080, 12, 31)})
    return fill_calendar(before, HolidaysRequest("CN"), TODAY).problems[0]


def of_scenario(job: str, name: str, *, damaged: bool = False, changed: bool = False, **more: Any) -> Problem:
    """What a job of scenarios says of a plan of which Base is kept."""
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    before = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    before = applied(before, scenario.save(before, ScenarioRequest("Base"), TODAY).changes)
    if damaged:
        block = before.tables["sb_scenarios"]
        rows = tuple((*row[:4], "?") for row in block.rows)
        before = replace(before, tables={**before.tables, "sb_scenarios": replace(block, rows=rows)})
    if changed:
        block = before.tables["sb_goals"]
        rows = tuple(tuple(1300 if value == 1200 else value for value in row) for row in block.rows)
        before = replace(before, tables={**before.tables, "sb_goals": replace(block, rows=rows)})
    try:
        (problem,) = getattr(scenario, job)(before, ScenarioRequest(name, **more), TODAY).problems
    except InputError as error:
        (problem,) = error.problems
    return problem


def compared_with_itself() -> Problem:
    """A comparison of two scenarios with the same numbers."""
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    before = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    before = applied(before, scenario.save(before, ScenarioRequest("Base"), TODAY).changes)
    return compare(before, CompareRequest("Base"), TODAY).problems[0]


MARCH = [{"date": date(2025, 3, 3), "amount": 10}]

CASES: dict[str, Callable[[], Problem]] = {
    "season-history-too-short": splitting("season-history-too-short", {"sb_history": MARCH}),
    "ramp-unreadable": splitting("ramp-unreadable", {"sb_reps": reps("Li", ramp="50%, much, 100%")}),
    "rep-name-reserved": splitting("rep-name-reserved", {"sb_reps": reps("Unassigned", "Li")}),
    "unknown-country": lambda: in_country("Atlantis"),
    "holidays-not-announced": not_announced,
    "weeks-cut-by-plan": splitting("weeks-cut-by-plan", {}, weeks="4-4-5"),
    "scenario-unknown": lambda: of_scenario("promote", "Bass"),
    "scenario-exists": lambda: of_scenario("save", "base"),
    "scenario-name-unusable": lambda: of_scenario("save", "  "),
    "scenario-name-reserved": lambda: of_scenario("save", "当前"),
    "scenario-damaged": lambda: of_scenario("promote", "Base", damaged=True),
    "scenario-not-split": lambda: of_scenario("save", "More", changed=True),
    "scenario-same": compared_with_itself,
}

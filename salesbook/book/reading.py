"""A snapshot read strictly into a typed book: all problems in one pass, nothing guessed.

Cells that are understood though typed as text (1.2万, １２３, 30%) are accepted and listed as repairs:
formulas on the sheets need real numbers there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, PutCells
from salesbook.book.model import Book, Sales
from salesbook.book.reading_carry import read_carried, read_closed
from salesbook.book.reading_customers import read_customers, read_notes, read_risks, read_tier_rules
from salesbook.book.reading_goals import read_goals
from salesbook.book.reading_holds import read_holds
from salesbook.book.reading_incentives import read_incentives
from salesbook.book.reading_increments import read_increments
from salesbook.book.reading_kpis import read_kpis
from salesbook.book.reading_mappings import read_mappings
from salesbook.book.reading_payouts import read_payouts, read_scores
from salesbook.book.reading_people import in_known_regions, named_in, read_members, read_reps
from salesbook.book.reading_plan import read_days, read_issued, read_plan, read_process
from salesbook.book.reading_returns import read_returns
from salesbook.book.reading_sales import read_sales
from salesbook.book.reading_scenarios import read_compared, read_drivers
from salesbook.book.reading_settings import read_settings
from salesbook.book.reading_table import Notes, Repair, TableReader
from salesbook.book.reading_time import read_calendar, read_phases
from salesbook.book.reading_work import (
    read_actions,
    read_activities,
    read_decisions,
    read_measures,
    read_rates,
    read_suggested,
)
from salesbook.book.snapshot import TableBlock
from salesbook.errors import Place, Problem, errors_in
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from salesbook.book.model import Settings
    from salesbook.book.snapshot import Snapshot
    from salesbook.texts import Language

REQUIRED = ("sb_settings", "sb_goals", "sb_reps")
"""Tables that every salesbook has."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave. `book` holds the rows that can be used and is None only when the plan's days are
    unknown; whether it may be worked on is for `errors` to say."""

    book: Book | None
    problems: tuple[Problem, ...]
    repairs: tuple[Repair, ...] = ()
    language: Language = "en"
    """The workbook's: as the settings say, else as its headings are."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop what they touch."""
        return errors_in(self.problems)

    def repairing(self) -> ChangeSet:
        """The changes that write what was understood in the place of what was typed."""
        cells: dict[str, dict[tuple[int, int], Any]] = {}
        for repair in self.repairs:
            cells.setdefault(repair.table, {})[repair.row, repair.column] = repair.value
        return ChangeSet(tuple(PutCells(table, found) for table, found in cells.items()))


def read(snapshot: Snapshot, only: Collection[str] | None = None) -> Reading:
    """The book that a snapshot holds; `only` names the tables that are wanted beside the settings."""
    notes = Notes()
    readers = {
        name: _reader(snapshot, name, notes)
        for name in CATALOGUE
        if only is None or name in only or name == "sb_settings"
    }
    settings, days_known = read_settings(readers["sb_settings"], _language_of_headings(snapshot))
    book = _book(readers, settings)
    found = book if days_known else None
    return Reading(found, notes.all_problems(), tuple(notes.repairs), settings.language)


def _reader(snapshot: Snapshot, name: str, notes: Notes) -> TableReader:
    """The reader of a table; of an empty one if it is not there, which is a problem if it must be."""
    block = snapshot.tables.get(name)
    if block is None:
        if name in REQUIRED:
            notes.add("table-missing", Place(table=name), table=name, columns=_columns(name))
        block = TableBlock(name, "", 1, 1, CATALOGUE[name].headings("en"), ())
    return TableReader(block, notes)


def _columns(name: str) -> dict[str, str]:
    required = [c for c in CATALOGUE[name].columns if c.required]
    return {"zh": "、".join(c.zh for c in required), "en": ", ".join(c.en for c in required)}


def _book(readers: Mapping[str, TableReader], settings: Settings) -> Book:
    """Everything but the settings, in the order in which tables refer to each other."""

    def table(name: str, read_table: Any, *more: Any) -> Any:
        return read_table(readers[name], *more) if name in readers else ()

    reps = table("sb_reps", read_reps, settings)
    team = {name: reader for name, reader in readers.items() if name == "sb_reps"}
    members = table("sb_members", read_members, named_in(team))
    left = any(settings.start <= rep.end < settings.end for rep in reps if rep.end)
    names = named_in(readers, text("jobs", "unassigned", settings.language) if left else "")
    reps = table("sb_reps", in_known_regions, reps, names)
    phases = table("sb_phases", read_phases, settings)
    sales = {
        name: read_sales(readers[name], settings, names) for name in ("sb_history", "sb_actuals") if name in readers
    }
    return Book(
        settings=settings,
        goals=table("sb_goals", read_goals, settings, names, {p.name for p in phases}),
        reps=reps,
        members=members,
        calendar=table("sb_calendar", read_calendar),
        increments=table("sb_increments", read_increments, names),
        phases=phases,
        history=sales.get("sb_history", Sales()),
        actuals=sales.get("sb_actuals", Sales()),
        rates=table("sb_rates", read_rates, names),
        measures=table("sb_measures", read_measures),
        incentives=table("sb_incentives", read_incentives, reps, names),
        payouts=table("sb_payout", read_payouts),
        kpis=table("sb_kpis", read_kpis, reps, names),
        scores=table("sb_scores", read_scores),
        actions=table("sb_actions", read_actions),
        suggested=table("sb_suggested", read_suggested),
        mappings=table("sb_mappings", read_mappings),
        customers=table("sb_customers", read_customers, names),
        tiers=table("sb_tiers", read_tier_rules),
        risks=table("sb_risks", read_risks),
        notes=table("sb_notes", read_notes),
        activities=table("sb_activities", read_activities, names),
        closed=table("sb_closed", read_closed),
        decisions=table("sb_decisions", read_decisions),
        carried=table("sb_carried", read_carried),
        plan=table("sb_plan", read_plan),
        days=table("sb_days", read_days),
        process=table("sb_process", read_process),
        issued=table("sb_issued", read_issued),
        returns=table("sb_returns", read_returns),
        compared=table("sb_compare", read_compared),
        drivers=table("sb_drivers", read_drivers),
        holds=table("sb_holds", read_holds, settings, names, {p.name for p in phases}),
    )


def language_of(snapshot: Snapshot) -> Language:
    """The language of a workbook, whatever else is wrong with it: as the settings say, else as its headings are."""
    reader = _reader(snapshot, "sb_settings", Notes())
    return read_settings(reader, _language_of_headings(snapshot))[0].language


def _language_of_headings(snapshot: Snapshot) -> Language:
    headings = {h for block in snapshot.tables.values() for h in block.headings}
    chinese = {c.zh for table in CATALOGUE.values() for c in table.columns}
    return "zh" if headings & chinese else "en"

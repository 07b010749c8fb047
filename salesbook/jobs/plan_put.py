"""A changed plan is put with everything that follows from it: the version, the days, the process targets, the views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.references import position
from salesbook.jobs.hand_changes import CHANGES, is_changed
from salesbook.jobs.plan_days import day_rows
from salesbook.jobs.plan_process import process_rows
from salesbook.jobs.plan_tables import day_table, plan_table, process_table
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_setting, put_table
from salesbook.sheets.inputs import table_page

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.errors import Problem


def put_plan(snapshot: Snapshot, book: Book) -> tuple[ChangeSet, Book, tuple[Problem, ...]]:
    """The changes, the book with the days and process targets of its new plan, and what was missing for them."""
    book = replace(book, days=day_rows(book))
    process, missing = process_rows(book)
    book = replace(book, process=process)
    return _put(snapshot, book), book, missing


def has_change_columns(block: TableBlock) -> bool:
    """Whether a plan's table has the columns of hand changes; one of an older version has not."""
    table = CATALOGUE["sb_plan"]
    return all(position(block.headings, table.column(key)) is not None for key in CHANGES)


def _put(snapshot: Snapshot, book: Book) -> ChangeSet:
    language = book.settings.language
    version = next(setting for setting in SETTINGS if setting.key == "version")
    changes = put_setting(snapshot, version, book.settings.version, language)
    changes += _leaves(snapshot, book)
    changes += put_table(snapshot, "sb_days", day_table(book.days, language), language)
    if book.process or "sb_process" in snapshot.tables:
        changes += _process(snapshot, book)
    return changes + refreshed(snapshot, book, changes, wanted=("views", "days"))


def _process(snapshot: Snapshot, book: Book) -> ChangeSet:
    """The process targets; the sheet of an older version, which does not say their days, is drawn anew."""
    rows, language = process_table(book.process), book.settings.language
    block = snapshot.tables.get("sb_process")
    if block and position(block.headings, CATALOGUE["sb_process"].column("end")) is None:
        return ChangeSet((PutPage(table_page("sb_process", {"sb_process": rows}, language)),))
    return put_table(snapshot, "sb_process", rows, language)


def _leaves(snapshot: Snapshot, book: Book) -> ChangeSet:
    """The plan's rows; its sheet is drawn anew where hand changes need columns that it lacks."""
    rows, language = plan_table(book.plan, book.settings.language), book.settings.language
    block = snapshot.tables.get("sb_plan")
    if block and any(map(is_changed, book.plan)) and not has_change_columns(block):
        return ChangeSet((PutPage(table_page("sb_plan", {"sb_plan": rows}, language)),))
    return put_table(snapshot, "sb_plan", rows, language)

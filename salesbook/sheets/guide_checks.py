"""What the guide checks: live differences that read 0 while all sheets agree, and the hedge ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.values import Formula, quoted
from salesbook.sheets import bottom_up, days_view, process_lines, process_view, track_layout, views
from salesbook.sheets.formulas import literal, metric_is, sumifs, tier_words
from salesbook.sheets.goal_lines import goal_of, goal_value
from salesbook.sheets.sums import day_rows, plan_rows, total
from salesbook.sheets.track_figures import plan_difference
from salesbook.sheets.track_spans import long_span, short_span
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from salesbook.book.model import Book
    from salesbook.book.references import Refs

Check = tuple[str, Formula]


def checks(book: Book, refs: Refs, titles: Mapping[str, str]) -> tuple[Check, ...]:
    """Each check's words and difference. `titles` are the pages that exist, with their tabs' names."""
    if not plan_rows(book):
        return ()
    return (*_goals(book, refs), *_days(book, refs), *_pages(book, refs, titles), *_problems(refs))


def _plan(book: Book, refs: Refs, key: str) -> str:
    return sumifs(refs.column("sb_plan", key), metric_is(refs, "sb_plan", book.settings.metric))


def _days_sum(book: Book, refs: Refs, key: str) -> str:
    return sumifs(refs.column("sb_days", key), metric_is(refs, "sb_days", book.settings.metric))


def _goals(book: Book, refs: Refs) -> Iterator[Check]:
    """The plan's total against the goal for the whole plan, by tier; what was changed by hand is taken off and said."""
    goal = goal_of(book, {})
    for tier, word in zip(TIERS, tier_words(refs.language), strict=True):
        value = getattr(goal, tier) if goal else None
        if goal is None or value is None:
            continue
        formula = f"{_plan(book, refs, tier)}-{goal_value(goal, tier, refs)}"
        words = text("sheets", "guide.check.goal", refs.language, tier=word)
        by_hand = total(plan_rows(book), f"{tier}_change")
        if by_hand:
            formula += f"-{_plan(book, refs, f'{tier}_change')}"
            words = text("sheets", "guide.check.goal-by-hand", refs.language, tier=word, by_hand=f"{by_hand:+,}")
        yield words, Formula(formula, total(plan_rows(book), tier) - by_hand - value)


def _days(book: Book, refs: Refs) -> Iterator[Check]:
    """The daily targets against the plan, by tier."""
    if not day_rows(book):
        return
    for tier, word in zip(TIERS, tier_words(refs.language), strict=True):
        formula = f"{_days_sum(book, refs, tier)}-{_plan(book, refs, tier)}"
        difference = total(day_rows(book), tier) - total(plan_rows(book), tier)
        yield text("sheets", "guide.check.days", refs.language, tier=word), Formula(formula, difference)


def _pages(book: Book, refs: Refs, titles: Mapping[str, str]) -> Iterator[Check]:
    """The check cells of the views and the tracking sheets."""
    for key, title in titles.items():
        cells = _check_cells(key, book)
        if cells:
            formula = "+".join(f"ABS({quoted(title)}!{cell})" for cell in cells)
            words = text("sheets", "guide.check.page", refs.language, page=title)
            yield words, Formula(formula, _page_difference(key, book, refs))


def _check_cells(key: str, book: Book) -> tuple[str, ...]:
    if key in views.VIEWS:
        return (views.check_cell(book),)
    if key == process_view.KEY:
        return (process_view.CHECK,)
    if key == "view.days":
        return days_view.CHECKS
    if key == bottom_up.KEY:
        return (bottom_up.CHECK,)
    return (track_layout.CHECK,) if key in ("track.week", "track.day") else ()


def _page_difference(key: str, book: Book, refs: Refs) -> int:
    """What a page's check cells come to: views show all of the plan by construction."""
    if key in views.VIEWS or key == bottom_up.KEY:
        return 0
    if key == process_view.KEY:
        return process_lines.process_difference(book)
    if key == "view.days":
        return sum(abs(total(day_rows(book), tier) - total(plan_rows(book), tier)) for tier in TIERS)
    span = long_span(book) if key == "track.week" else short_span(book, refs.language)
    return abs(plan_difference(book, span.start, span.end))


def _problems(refs: Refs) -> Iterator[Check]:
    """How many errors the last check found; warnings and notices stop nothing."""
    block = refs.tables.get("sb_problems")
    if block is None or refs.area("sb_problems", "severity") is None:
        return
    error = text("check", "severity.error", refs.language)
    at = block.headings.index(refs.heading("sb_problems", "severity"))
    formula = f"COUNTIF({refs.column('sb_problems', 'severity')},{literal('=' + error)})"
    found = sum(row[at] == error for row in block.rows)
    yield text("sheets", "guide.check.problems", refs.language), Formula(formula, found)


def hedge_lines(book: Book, refs: Refs) -> tuple[tuple[str, Formula, str], ...]:
    """The hedge ledger: words, number and style of the plan's target, the hedge, and what is handed down."""
    target, hedge = (total(plan_rows(book), key) for key in ("target", "hedge"))
    if not hedge:
        return ()
    say = (text("sheets", f"guide.hedge-line.{key}", refs.language) for key in ("target", "hedge", "handed-down"))
    plan, over = _plan(book, refs, "target"), _plan(book, refs, "hedge")
    formulas = (Formula(plan, target), Formula(over, hedge), Formula(f"{plan}+{over}", target + hedge))
    return tuple(zip(say, formulas, ("output", "output", "total"), strict=True))

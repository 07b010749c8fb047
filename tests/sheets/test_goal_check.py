"""The goal check: the evidence of each criterion in words and numbers, and where the growth comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from salesbook.book.references import Refs
from salesbook.book.values import Formula
from salesbook.sheets.goal_check_growth import growth_lines
from salesbook.sheets.goal_check_lines import checked_goals
from salesbook.sheets.goal_check_view import goal_check_page
from salesbook.sheets.goal_facts import GoalFacts
from tests.sheets.sheet_books import campaign_book, funnel_book
from tests.sheets.signing_books import signing_book

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.sheets.goal_check_lines import Checked, Evidence
    from salesbook.texts import Language


def whole(book: Book) -> Checked:
    return checked_goals(book)[0]


def line(goal: Checked, key: str) -> Evidence:
    return next(line for line in goal.lines if line.key == key)


def shown(page: Page, row: int, column: int) -> object:
    cell = page.cells.get((row, column))
    content = cell.content if cell else None
    return content.result if isinstance(content, Formula) else content


def test_growth_is_against_the_same_days_and_last_year_s_own() -> None:
    """92 the year before, 100 last year."""
    book = signing_book("en", new=0)
    found = line(whole(book), "growth")
    last = sum(a for a, day in zip(book.history.amounts, book.history.dates, strict=True) if day.year == 2025)
    assert found.asked == book.goals[0].target / Fraction(last) - 1
    assert found.compared == pytest.approx(Fraction(8, 92))


def test_a_month_a_quarter_a_day_and_a_rep_are_against_the_best_of_each() -> None:
    book = signing_book("en", new=0)
    goal, target = whole(book), book.goals[0].target
    months: dict[tuple[int, int], Decimal] = {}
    for day, amount in zip(book.history.dates, book.history.amounts, strict=True):
        months[day.year, day.month] = months.get((day.year, day.month), Decimal(0)) + amount
    assert (line(goal, "month").asked, line(goal, "month").compared) == (Fraction(target, 12), max(months.values()))
    assert line(goal, "quarter").asked == Fraction(target, 4)
    assert line(goal, "day").asked == target / GoalFacts(book, book.goals[0]).selling_days
    reps: dict[str, Decimal] = {}
    for day, rep, amount in zip(book.history.dates, book.history.axes["rep"], book.history.amounts, strict=True):
        reps[rep] = reps.get(rep, Decimal(0)) + (amount if day.year == 2025 else 0)
    assert (line(goal, "rep").asked, line(goal, "rep").compared) == (Fraction(target, 7), max(reps.values()))


def test_ramps_count_as_parts_of_a_rep() -> None:
    book = signing_book("en", new=0)
    half = replace(book.reps[0], ramp=Decimal("0.5"))
    found = line(whole(replace(book, reps=(half, *book.reps[1:]))), "rep")
    assert found.asked == book.goals[0].target / Fraction(13, 2)


def test_a_goal_of_a_region_counts_its_own_sales_and_reps_only() -> None:
    book = signing_book("en", new=0)
    of_region = next(goal for goal in checked_goals(book) if "region" in goal.facts.goal.scope)
    region = of_region.facts.goal.scope["region"]
    rows = zip(book.history.dates, book.history.axes["region"], book.history.amounts, strict=True)
    last = sum((a for day, name, a in rows if name == region and day.year == 2025), Decimal(0))
    assert line(of_region, "past").asked == Fraction(last)
    assert [rep.name for rep in of_region.facts.reps] == [rep.name for rep in book.reps if rep.region == region]


def test_one_unit_too_many_in_a_region_is_not_met_twice() -> None:
    """The regions come to one more than the whole, and the last region to one more than its leaves."""
    goals = checked_goals(signing_book("en"))
    of_rep, parts = (found for found in goals[0].lines if found.key == "parts")
    assert (of_rep.verdict, of_rep.rule) == ("ok", "at-most")
    assert (parts.verdict, parts.rule) == ("no", "equal")
    assert parts.asked is not None
    assert parts.compared is not None
    assert parts.asked - parts.compared == 1
    last = line(goals[-1], "planned")
    assert (last.verdict, (last.asked or 0) - (last.compared or 0)) == ("no", -1)
    assert line(goals[2], "planned").verdict == "ok"


def test_days_are_those_of_the_plan_and_the_first_look_is_the_end_of_the_first_month() -> None:
    found = line(whole(signing_book("en")), "time")
    assert found.said["en"] == "2026-01-01 … 2026-12-31, 260 selling days, first looked at on 2026-01-31"


def test_a_goal_without_selling_days_is_not_met() -> None:
    book = signing_book("en")
    sunday = replace(book.goals[0], period="2026-02-01")
    checked = checked_goals(replace(book, goals=(sunday,)))[0]
    assert checked.verdicts("time-bound") == ["no"]


def test_orders_ask_what_the_funnel_asks_of_one_rep() -> None:
    book = funnel_book("en")
    goal = next(goal for goal in checked_goals(book) if goal.facts.goal.metric == "orders")
    most = max(row.per_day for row in book.process)
    assert line(goal, "funnel").said["en"].startswith(f"at most {most} ")
    assert line(goal, "funnel").verdict == "look"


def test_who_answers_for_a_goal() -> None:
    book = signing_book("en")
    rep_goal = checked_goals(book)[1]
    assert line(rep_goal, "owner").said["en"].endswith(f"answered for by {book.reps[0].name}")
    assert line(whole(book), "nobody").verdict == "look"
    managed = replace(book, reps=tuple(replace(rep, manager="Zhou") for rep in book.reps))
    assert line(whole(managed), "owner").said["zh"].endswith("负责人：Zhou")
    issued = replace(managed, settings=replace(book.settings, issuer="Chen"))
    assert line(whole(issued), "owner").said["en"].endswith("answered for by Chen")


def test_the_shares_of_growth_of_every_axis_come_to_one() -> None:
    lines = growth_lines(signing_book("en", new=0))
    assert {one.axis for one in lines} == {"region", "product"}
    for axis in ("region", "product"):
        own = [one for one in lines if one.axis == axis]
        assert sum(Fraction(one.planned) - Fraction(one.base) for one in own) == own[0].whole


@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_a_glance_stands_the_worst_of_each_criterion(language: Language) -> None:
    book = signing_book(language)
    page = goal_check_page(book, Refs(language))
    goals = checked_goals(book)
    words = {"zh": {"ok": "通过", "look": "留意", "no": "不符"}, "en": {"ok": "ok", "look": "look", "no": "not met"}}
    for row, goal in enumerate(goals, start=6):
        assert shown(page, row, 1) == goal.facts.goal.target
        found = [shown(page, row, column) for column in range(3, 8)]
        assert found[3] == words[language][max(goal.verdicts("relevant"), key=("ok", "look", "no").index)]
    assert words[language]["no"] in {shown(page, 6, column) for column in range(3, 8)}


def test_what_to_do_stands_beside_what_is_not_ok_and_nowhere_else() -> None:
    book = signing_book("en")
    page = goal_check_page(book, Refs("en"))
    judged = [row for row, column in page.cells if column == 7 and row > 12]
    rows = [row for row in judged if shown(page, row, 6) in ("ok", "look", "not met")]
    assert len(rows) > 20
    for row in rows:
        assert bool(shown(page, row, 7)) == (shown(page, row, 6) != "ok"), row


def test_a_plan_without_goals_says_so() -> None:
    book = replace(campaign_book("en"), goals=())
    page = goal_check_page(book, Refs("en"))
    assert "There are no goals yet." in {shown(page, row, column) for row, column in page.cells}


def test_the_day_in_question_is_the_plan_s_not_the_clock_s() -> None:
    page = goal_check_page(signing_book("en"), Refs("en"))
    assert not any(str(date.today()) in str(cell.content) for cell in page.cells.values())

"""A snapshot becomes a typed book; what cannot be read is said, all of it, with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.reading import language_of, read
from salesbook.book.reading_cells import exact
from salesbook.book.reading_goals import half_up
from salesbook.book.reading_words import choice_key, choice_names
from salesbook.book.values import ErrorValue
from tests.snapshots import block, goals, reps, settings, shown, snapshot

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def codes(found: object) -> list[str]:
    return [p.code for p in found.problems]


def test_a_small_workbook_is_read_without_a_problem() -> None:
    reading = read(snapshot())
    book = reading.book
    assert reading.problems == ()
    assert [rep.name for rep in book.reps] == ["李伟", "王芳"]
    assert [(g.metric, g.scope, g.period, g.target) for g in book.goals] == [("revenue", {}, "", 1_000_000)]
    assert (book.settings.start, book.settings.end) == YEAR


def test_settings_that_are_not_given_have_their_defaults() -> None:
    found = read(snapshot()).book.settings
    assert (found.unit, found.fiscal_start, found.metric, found.season) == (1, 1, "revenue", "auto")
    assert (found.green, found.amber, found.floor, found.as_of) == (Decimal(1), Decimal("0.9"), None, None)
    assert found.axes == ("rep", "region", "product", "channel", "customer")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_setting_is_known_by_its_name_in_either_language(language: str) -> None:
    values = {
        "start": date(2026, 4, 1),
        "end": date(2026, 6, 30),
        "company": "Acme",
        "axes": "区域, Rep",
        "flex": "10%",
    }
    names = {(s.zh if language == "zh" else s.en): values.get(s.key) for s in SETTINGS}
    rows = [(name, value) for name, value in names.items() if value is not None]
    found = read(snapshot(block("sb_settings", *rows, headings=("key", "value")))).book.settings
    assert (found.start, found.company, found.flex) == (date(2026, 4, 1), "Acme", Decimal("0.1"))
    assert found.axes == ("rep", "region")


def test_columns_are_found_by_either_heading_in_any_order_beside_columns_of_the_users_own() -> None:
    chinese = block("sb_reps", ("T1", "李伟", "华东", 2), headings=("工号", "姓名", "区域", "权重"))
    english = block(
        "sb_reps", (2, "note", "李伟", "T1", "华东"), headings=("WEIGHT", "My notes", " name", "Id", "Region")
    )
    a, b = (read(snapshot(team)).book.reps for team in (chinese, english))
    assert [replace(rep, place=a[0].place) for rep in b] == list(a)


def test_empty_rows_are_passed_over_and_places_stay_true() -> None:
    team = block("sb_reps", (None,), ("李伟",), ("",), ("=x",), headings=("name",))
    reading = read(snapshot(team))
    assert [rep.name for rep in reading.book.reps] == ["李伟"]
    assert [str(p.place) for p in reading.problems] == ["团队!B8"]


def test_all_problems_come_in_one_pass() -> None:
    found = read(
        snapshot(
            settings(fiscal_start="十三", language="火星文"),
            block("sb_reps", ("李伟", ErrorValue("#N/A")), ("李伟", 1), headings=("name", "weight")),
            goals(("销售额", "区域=华东", "2027", "abc"), ("销量", "人员=无名", None, 5)),
        )
    )
    assert sorted(codes(found)) == sorted(
        [
            "not-a-whole-number",
            "unknown-choice",
            "error-cell",
            "duplicate",
            "period-outside-plan",
            "not-a-number",
            "unknown-rep",
        ]
    )


def test_numbers_and_dates_typed_as_text_are_understood_and_listed_for_repair() -> None:
    team = block("sb_reps", (" 李伟 ", "2026年3月1日", "１.５"), headings=("name", "start", "weight"))
    reading = read(snapshot(team, goals(("销售额", None, None, "120万"))))
    assert reading.problems == ()
    assert (reading.book.reps[0].name, reading.book.reps[0].weight) == ("李伟", Decimal("1.5"))
    assert reading.book.goals[0].target == 1_200_000
    assert {(r.table, r.row, r.column, r.value) for r in reading.repairs} == {
        ("sb_reps", 0, 0, "李伟"),
        ("sb_reps", 0, 1, date(2026, 3, 1)),
        ("sb_reps", 0, 2, Decimal("1.5")),
        ("sb_goals", 0, 3, Decimal(1_200_000)),
    }


def test_repairs_become_changes_of_single_cells() -> None:
    reading = read(snapshot(goals(("销售额", None, None, "120万"))))
    (change,) = reading.repairing().changes
    assert (change.table, change.cells) == ("sb_goals", {(0, 3): Decimal(1_200_000)})


def test_choices_are_left_as_people_wrote_them() -> None:
    reading = read(snapshot(goals(("营业额", None, None, 100))))
    assert (reading.book.goals[0].metric, reading.repairs) == ("revenue", ())


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (datetime(2026, 3, 1), "2026-03"),
        (datetime(2026, 3, 15), "2026-03-15"),
        (2026.0, ""),
        ("2026年", ""),
        ("二季度", None),
        ("2026年二季度", "2026Q2"),
    ],
)
def test_a_goals_period_is_its_key_and_the_whole_plans_is_empty(cell: object, key: str | None) -> None:
    reading = read(snapshot(goals(("销售额", None, cell, 100))))
    assert [g.period for g in reading.book.goals] == ([key] if key is not None else [])


def test_a_goal_may_be_for_a_phase() -> None:
    phases = block("sb_phases", ("预热", *YEAR), headings=("phase", "start", "end"))
    assert read(snapshot(phases, goals(("销售额", None, "预热", 100)))).book.goals[0].period == "预热"


def test_a_month_cut_by_the_plans_first_day_is_a_period_of_the_plan_but_a_year_is_not() -> None:
    campaign = settings(start=date(2026, 4, 25), end=date(2026, 5, 7))
    rows = [("销售额", None, "2026-04", 50), ("销售额", None, "2026", 100)]
    reading = read(snapshot(campaign, goals(*rows)))
    assert [g.period for g in reading.book.goals] == ["2026-04"]
    assert codes(reading) == ["period-outside-plan"]


def test_fiscal_quarters_follow_the_settings() -> None:
    fiscal = settings(start=date(2026, 4, 1), end=date(2027, 3, 31), fiscal_start=4)
    rows = [("销售额", None, "2026Q4", 50), ("销售额", None, "2026", 100)]
    assert [g.period for g in read(snapshot(fiscal, goals(*rows))).book.goals] == ["2026Q4", ""]


def test_two_spellings_of_one_period_are_one_goal_twice() -> None:
    rows = [("销售额", None, "2026Q1", 100), ("Revenue", None, "2026年一季度", 100)]
    assert codes(read(snapshot(goals(*rows)))) == ["duplicate"]


def test_a_scope_names_members_as_their_own_rows_do() -> None:
    found = read(snapshot(reps("Li Wei"), goals(("销售额", "REP = li wei", None, 100))))
    assert found.book.goals[0].scope == {"rep": "Li Wei"}


def test_a_target_may_follow_from_a_base_and_its_growth_rounded_once() -> None:
    rows = goals(("销售额", Decimal("1041.5"), "20%"), headings=("metric", "base", "growth", "target"))
    goal = read(snapshot(rows)).book.goals[0]
    assert (goal.target, goal.base, goal.growth) == (1250, Decimal("1041.5"), Decimal("0.2"))


def test_the_settings_ratios_fill_the_tiers_that_nobody_typed() -> None:
    rows = goals(("销售额", 1005, None), ("销量", 10, 7), headings=("metric", "target", "floor"))
    found = read(snapshot(settings(floor=0.9, stretch="120%"), rows)).book.goals
    assert [(g.floor, g.target, g.stretch) for g in found] == [(905, 1005, 1206), (7, 10, 12)]
    assert [sorted(g.typed) for g in found] == [["target"], ["floor", "target"]]


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(1, 10**6))
def test_half_up_is_the_nearest_multiple_of_the_unit(amount: Fraction, unit: int) -> None:
    rounded = half_up(amount, unit)
    assert rounded % unit == 0
    assert -Fraction(unit, 2) <= amount - rounded < Fraction(unit, 2)


@given(st.integers(-(10**13), 10**13), st.integers(0, 6))
def test_a_float_is_read_as_the_decimal_that_excel_shows(digits: int, places: int) -> None:
    written = Decimal(digits).scaleb(-places)
    assert exact(float(written)) == written


@given(st.permutations(range(4)))
def test_the_order_of_rows_changes_nothing_but_the_order(order: list[int]) -> None:
    members = [
        ("区域", "华东", None, 0.6),
        ("区域", "华北", None, 0.4),
        ("区域", "上海", "华东", 0.7),
        ("区域", "江苏", "华东", 0.3),
    ]
    found = read(
        snapshot(block("sb_members", *(members[i] for i in order), headings=("axis", "member", "parent", "share")))
    )
    assert found.problems == ()
    assert {m.name: (m.parent, m.share) for m in found.book.members} == {
        "华东": ("", Decimal("0.6")),
        "华北": ("", Decimal("0.4")),
        "上海": ("华东", Decimal("0.7")),
        "江苏": ("华东", Decimal("0.3")),
    }


def test_thirds_written_as_formulas_are_a_whole() -> None:
    third = 1 / 3
    rows = [("产品线", name, third) for name in ("甲", "乙", "丙")]
    assert read(snapshot(block("sb_members", *rows, headings=("axis", "member", "share")))).problems == ()


def test_shares_that_leave_one_empty_may_be_less_than_a_whole() -> None:
    rows = [("产品线", "甲", "30%"), ("产品线", "乙", None)]
    assert read(snapshot(block("sb_members", *rows, headings=("axis", "member", "share")))).problems == ()


def test_a_circle_of_parents_ends_even_when_the_row_hangs_below_it() -> None:
    rows = [("区域", "甲", "乙"), ("区域", "乙", "甲"), ("区域", "丙", "乙")]
    found = read(snapshot(block("sb_members", *rows, headings=("axis", "member", "parent"))))
    assert [(p.code, str(p.place)) for p in found.problems] == [
        ("circular-parents", "维度!D5"), ("circular-parents", "维度!D6")
    ]  # fmt: skip


def test_names_match_without_case_as_excels_formulas_do() -> None:
    team = block("sb_reps", ("Ann", "EAST"), headings=("name", "region"))
    regions = block(
        "sb_members", ("区域", "East", None), ("区域", "Coast", "east"), headings=("axis", "member", "parent")
    )
    found = read(snapshot(team, regions))
    assert found.problems == ()
    assert [m.parent for m in found.book.members] == ["", "East"]
    assert found.book.reps[0].region == "East"


def test_two_reps_may_not_share_an_id_but_may_both_have_none() -> None:
    team = block("sb_reps", ("T1", "甲"), (None, "乙"), (None, "丙"), ("t1", "丁"), headings=("id", "name"))
    found = read(snapshot(team))
    assert [(p.code, str(p.place)) for p in found.problems] == [("duplicate", "团队!B8")]


def test_regions_of_reps_need_no_members() -> None:
    assert read(snapshot(block("sb_reps", ("李伟", "华东"), headings=("name", "region")))).problems == ()


def test_without_the_plans_days_there_is_no_book_but_the_other_problems_are_found() -> None:
    reading = read(snapshot(settings(start=None), reps("=x"), goals(("销售额", None, "2031", 5))))
    assert reading.book is None
    assert codes(reading) == ["setting-missing", "name-like-formula"]


def test_only_the_tables_that_are_asked_for_are_read() -> None:
    reading = read(snapshot(goals(("?", None, None, None))), only=("sb_reps",))
    assert (reading.problems, reading.book.goals, len(reading.book.reps)) == ((), (), 2)


def test_a_phase_of_every_day_leaves_no_gap() -> None:
    april = settings(start=date(2026, 4, 1), end=date(2026, 4, 30))
    rows = [("乙", date(2026, 4, 11), date(2026, 4, 30)), ("甲", date(2026, 4, 1), date(2026, 4, 10))]
    found = read(snapshot(april, block("sb_phases", *rows, headings=("phase", "start", "end"))))
    assert (found.problems, [p.name for p in found.book.phases]) == ((), ["乙", "甲"])


def test_days_off_and_on_have_their_usual_factors() -> None:
    rows = [(date(2026, 1, 1), "节假日", None), (date(2026, 1, 4), "workday", None), (date(2026, 6, 18), "Event", 1.5)]
    found = read(snapshot(block("sb_calendar", *rows, headings=("date", "kind", "factor")))).book.calendar
    assert [(d.kind, d.factor) for d in found] == [("holiday", 0), ("workday", 1), ("event", Decimal("1.5"))]


def test_a_rate_may_be_two_counts() -> None:
    rows = block("sb_rates", ("邀约", "进店", "40/60"), headings=("stage", "next", "rate"))
    assert read(snapshot(rows)).book.rates[0].rate == Decimal(40) / 60


def test_our_own_tables_are_read_back_as_strictly() -> None:
    row = (
        "销售额",
        "2026-01",
        date(2026, 1, 1),
        date(2026, 1, 31),
        "李伟",
        None,
        None,
        None,
        None,
        9,
        10.0,
        12,
        None,
        None,
        -3,
        None,
        2,
    )
    found = read(snapshot(block("sb_plan", row)))
    assert found.problems == ()
    leaf = found.book.plan[0]
    assert (leaf.metric, leaf.rep, leaf.region, leaf.target, leaf.target_change, leaf.version) == (
        "revenue",
        "李伟",
        "",
        10,
        -3,
        2,
    )
    assert (leaf.hedge, leaf.floor_change) == (0, 0)
    assert codes(read(snapshot(block("sb_plan", (*row[:10], 10.5, *row[11:]))))) == ["not-a-whole-number"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_choice_of_the_catalogue_is_understood_in_both_languages(language: str) -> None:
    choices = {c for t in CATALOGUE.values() for column in t.columns for c in column.choices}
    choices |= {c for s in SETTINGS for c in s.choices}
    for choice in sorted(choices):
        names = choice_names(choice, language)
        keys = [choice_key(choice, name) for name in names]
        assert None not in keys
        assert [shown(choice, key, language) for key in keys] == list(names)


def test_the_language_is_the_settings_or_the_headings() -> None:
    assert language_of(snapshot()) == "zh"
    assert language_of(snapshot(settings(language="English"))) == "en"
    assert language_of(snapshot(settings(language="火星文"))) == "zh"
    english = block("sb_settings", ("Unit", 1), headings=("Setting", "Value"))
    assert language_of(snapshot(english, without=("sb_reps", "sb_goals"))) == "en"


def test_a_smallest_unit_that_is_not_whole_is_refused_with_what_to_write() -> None:
    (problem,) = read(snapshot(settings(unit="1.5"))).problems
    assert problem.code == "not-a-whole-number"
    assert problem.remedy("en") == '"1.5" is not a whole number; write a whole one.'


def test_a_duplicate_is_named_in_the_words_that_were_typed() -> None:
    twice = block("sb_members", ("大区", "华东"), ("区域", "华东"), headings=("axis", "member"))
    (problem,) = (p for p in read(snapshot(twice)).problems if p.code == "duplicate")
    assert problem.message("zh").startswith("“华东 · 区域”")

"""The ready-made workbooks: complete, alike in both languages, and with sums that agree."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.reading import read
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.book.values import Formula
from salesbook.domain.funnel import exact_rate
from salesbook.jobs.new import KINDS, NewRequest, example, file_name, new, rows_of
from salesbook.texts import LANGUAGES

if TYPE_CHECKING:
    from salesbook.book.model import Book

EDITIONS = [NewRequest(kind, language) for kind, language in product(KINDS, LANGUAGES)]


def snapshot(request: NewRequest) -> Snapshot:
    """The example's rows as a host would read them: of a formula, its result."""
    rows = {
        name: [tuple(cell.result if isinstance(cell, Formula) else cell for cell in row) for row in table]
        for name, table in rows_of(request).items()
    }
    return Snapshot(
        {
            name: TableBlock(name, CATALOGUE[name].page, 4, 1, CATALOGUE[name].headings(request.language), tuple(table))
            for name, table in rows.items()
        }
    )


def book(kind: str) -> Book:
    found = read(snapshot(NewRequest(kind, "en"))).book
    assert found is not None
    return found


def ids(request: NewRequest) -> str:
    return f"{request.kind}-{request.language}"


@pytest.mark.parametrize("request_", EDITIONS, ids=ids)
def test_an_example_is_read_without_any_problem(request_: NewRequest) -> None:
    assert read(snapshot(request_)).problems == ()


@pytest.mark.parametrize("request_", EDITIONS, ids=ids)
def test_the_guide_comes_first_and_every_page_once(request_: NewRequest) -> None:
    keys = [page.key for page in new(request_)]
    assert keys[0] == "guide"
    assert keys[1:6] == ["settings", "goals", "team", "dimensions", "calendar"]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("request_", EDITIONS, ids=ids)
def test_a_new_workbook_has_no_sheet_that_only_later_steps_need(request_: NewRequest) -> None:
    assert not {page.key for page in new(request_)} & {
        "history",
        "actuals",
        "plan",
        "days",
        "issued",
        "journal",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_hold_the_same_numbers(kind: str) -> None:
    zh, en = (rows_of(NewRequest(kind, language, "CN")) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    for name, rows in zh.items():
        assert [_numbers(row) for row in rows] == [_numbers(row) for row in en[name]], name


def _numbers(row: tuple[object, ...]) -> list[object]:
    return [cell for cell in row if not isinstance(cell, str)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_english_edition_holds_no_chinese(kind: str) -> None:
    shown = [cell for rows in rows_of(NewRequest(kind, "en")).values() for row in rows for cell in row]
    assert [text for text in shown if isinstance(text, str) and any("一" <= c <= "鿿" for c in text)] == []


@pytest.mark.parametrize("request_", EDITIONS, ids=ids)
def test_every_setting_stands_on_its_sheet_with_a_note(request_: NewRequest) -> None:
    rows = rows_of(request_)["sb_settings"]
    assert len(rows) == len(SETTINGS)
    assert all(note for _, _, note in rows)


def test_the_year_is_one_billion_and_its_quarters_add_up_to_it() -> None:
    goals = {goal.period: goal.target for goal in book("year").goals}
    assert goals.pop("") == 1_000_000_000
    assert goals == {f"2026Q{quarter}": 250_000_000 for quarter in (1, 2, 3, 4)}


@pytest.mark.parametrize("axis", ["region", "product"])
def test_the_shares_of_the_year_are_all_of_it(axis: str) -> None:
    assert sum(m.share or 0 for m in book("year").members if m.axis == axis) == 1


def test_the_quarter_has_thirty_percent_from_one_line_and_ten_percent_flex() -> None:
    quarter = book("quarter")
    assert Decimal("0.3") in [member.share for member in quarter.members if member.axis == "product"]
    assert quarter.settings.flex == Decimal("0.1")
    assert quarter.settings.season == "equal"


@pytest.mark.parametrize("tier", ["floor", "target", "stretch"])
def test_the_campaign_s_reps_add_up_to_the_store(tier: str) -> None:
    goals = [goal for goal in book("campaign").goals if goal.metric == "revenue"]
    whole = next(goal for goal in goals if not goal.scope)
    assert sum(getattr(goal, tier) for goal in goals if goal.scope) == getattr(whole, tier)


def test_the_campaign_s_channels_bring_its_orders_from_its_invitations() -> None:
    campaign = book("campaign")
    orders = next(goal.target for goal in campaign.goals if goal.metric == "orders")
    wanted = {member.name: Fraction(member.weight or 0) for member in campaign.members}
    assert sum(wanted.values()) == orders == 145
    invited = {rate.channel: wanted[rate.channel] / exact_rate(rate.rate) for rate in campaign.rates}
    assert invited == {
        "Residential": 60,
        "Decorator": 50,
        "Alliance": 100,
        "Walk-in": 200,
    }


def test_the_campaign_s_phases_follow_each_other_without_a_gap() -> None:
    phases = book("campaign").phases
    assert [(p.start.isoformat(), p.end.isoformat()) for p in phases] == [
        ("2026-04-25", "2026-04-30"),
        ("2026-05-01", "2026-05-03"),
        ("2026-05-04", "2026-05-07"),
    ]
    assert sum(phase.share or 0 for phase in phases) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_rep_of_an_example_has_a_pace_for_the_sample_orders(kind: str) -> None:
    assert len(example(kind)["demo"]["pace"]) == len(book(kind).reps)


def test_file_names_differ_so_that_all_editions_stand_in_one_folder() -> None:
    assert len({file_name(edition) for edition in EDITIONS}) == len(EDITIONS)


@pytest.mark.parametrize("request_", EDITIONS, ids=ids)
def test_every_text_fits_its_column(request_: NewRequest) -> None:
    rows = rows_of(request_)
    shown = (
        (c, cell) for name in rows for row in rows[name] for c, cell in zip(CATALOGUE[name].columns, row, strict=True)
    )
    assert [cell for column, cell in shown if isinstance(cell, str) and _width(cell) > column.width + 2] == []


def _width(text: str) -> int:
    """Chinese characters are two wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

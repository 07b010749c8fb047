"""Slices in words: axes and times in both languages, names as they are spelled, everything else refused."""

from __future__ import annotations

from datetime import date

import pytest

from salesbook.book.reading_cells import RefusedError
from salesbook.book.reading_people import Names
from salesbook.book.slices import parse_slice
from tests.sheets.sheet_books import settings

NAMES = Names([("rep", "Li Wei"), ("rep", "王芳"), ("region", "East"), ("region", "华东")])
PLAN = settings("en", date(2026, 1, 1), date(2026, 12, 31))


def read(shown: str, phases: tuple[str, ...] = ()) -> tuple[dict[str, str], str]:
    return parse_slice(shown, PLAN, NAMES, phases)


@pytest.mark.parametrize(
    ("shown", "scope", "period"),
    [
        ("", {}, ""),
        ("rep=li wei, month=2026-05", {"rep": "Li Wei"}, "2026-05"),
        ("month=2026/5; Rep: Li Wei", {"rep": "Li Wei"}, "2026-05"),
        ("姓名＝王芳，季度=2026年二季度", {"rep": "王芳"}, "2026Q2"),
        ("区域=华东，人员=王芳", {"rep": "王芳", "region": "华东"}, ""),
        ("channel=anything", {"channel": "anything"}, ""),
        ("year=2026", {}, ""),
        ("phase=Warm-up", {}, "Warm-up"),
    ],
)
def test_a_slice_is_a_scope_and_a_period(shown: str, scope: dict[str, str], period: str) -> None:
    found = read(shown, ("Warm-up",))
    assert found == (scope, period)
    assert list(found[0]) == list(scope)


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("Li Wei", "scope-unreadable"),
        ("colour=red", "unknown-choice"),
        ("rep=Lee", "unknown-rep"),
        ("region=Nowhere", "unknown-member"),
        ("rep=王芳, 姓名=Li Wei", "scope-axis-twice"),
        ("month=2026-05, quarter=2026Q2", "scope-axis-twice"),
        ("month=2027-05", "period-outside-plan"),
        ("month=soon", "period-unreadable"),
    ],
)
def test_what_is_no_slice_is_refused_by_its_code(shown: str, code: str) -> None:
    with pytest.raises(RefusedError) as no:
        read(shown)
    assert no.value.code == code

"""File names made from names of people are safe everywhere and told apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.filename import clashing_file_names, distinct_file_names, folded, safe_file_name

RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)", re.IGNORECASE)
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["con", "NUL.xlsx", "a/b", "A/b", "a\\b", "张三", "张三 ", "x" * 300 + ".xlsx"]
)


@given(TEXTS)
def test_any_text_gives_a_safe_name(text):
    name = safe_file_name(text)
    assert name
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert not RESERVED.match(name)
    assert len(name.encode()) <= 120
    assert safe_file_name(name) == name


@given(st.lists(TEXTS, max_size=12))
def test_names_are_distinct_without_case_and_keep_their_order(texts):
    names = distinct_file_names(texts)
    assert len(names) == len(texts)
    assert len({folded(n) for n in names}) == len(names)
    assert all(safe_file_name(n) == n for n in names)
    if not clashing_file_names(texts):
        assert names == [safe_file_name(t) for t in texts]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王/芳:目标*.xlsx", "王_芳_目标_.xlsx"),
        ("aux", "_aux"),
        ("COM1.backup.xlsx", "_COM1.backup.xlsx"),
        ("console.xlsx", "console.xlsx"),
        ("Li. ", "Li"),
        ("...", "_"),
        ("", "_"),
        ("a\u202etxt.exe", "a_txt.exe"),
    ],
)
def test_what_systems_forbid_is_replaced(text, name):
    assert safe_file_name(text) == name


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending():
    name = safe_file_name("长" * 100 + ".xlsx")
    assert name.endswith("长.xlsx")
    assert len(name.encode()) <= 120


def test_clashes_name_both_texts():
    assert clashing_file_names(["王/芳", "李", "王\\芳", "王:芳"]) == [("王/芳", "王\\芳"), ("王/芳", "王:芳")]
    assert distinct_file_names(["王/芳", "王\\芳"]) == ["王_芳", "王_芳 (2)"]

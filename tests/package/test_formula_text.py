"""Formulas said otherwise: only what they speak of changes, never their texts, cells, columns and errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.package.formula_text import in_part, said_otherwise, speaks_of

PIECES = [
    "A1", "$B$2:C3", "A:A", "$1:$2", '"a ""text"" with [x] and S!A1"', "#REF!", "#N/A", "TRUE", "1E5", "12.5",
    "SUM(", ")", "+", "&", ",", "'My sheet'!A1", "'It''s'!$B$2", "Data!A1", "数据!A1", "Sheet1:Sheet3!A1",
    "Sales[Amount]", "Sales[[#This Row],[Net '[sales']]]", "销售[金额]", "rate", "_xlfn.XLOOKUP(", "[1]Data!A1",
    "[1]!outside", "'[2]My book'!A1", "Sales",
]  # fmt: skip


def heard(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def note(kind: str, text: str) -> str:
        found.append((kind, text))
        return text

    said_otherwise(formula, note)
    return found


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("A1+$B$2:C3+A:A+TRUE+1E5", []),
        ('"rate"&"S!A1"&#REF!+#N/A', []),
        ("SUM('It''s'!$B$2,Data!A1,数据!A1)", [("sheet", "It's"), ("sheet", "Data"), ("sheet", "数据")]),
        ("SUM(Sheet1:Sheet3!A1)", [("sheet", "Sheet1:Sheet3")]),
        ("Sales[Amount]+销售[金额]", [("table", "Sales"), ("table", "销售")]),
        ("Sales[[#This Row],[Net '[sales']]]*rate", [("table", "Sales"), ("name", "rate")]),
        ("[1]Data!A1+'[2]My book'!A1", [("file", "[1]Data!"), ("file", "[2]My book")]),
        ("tax*_xlfn.XLOOKUP(rate,A1:B2)", [("name", "tax"), ("name", "rate")]),
        ("[0]!rate", [("name", "rate")]),
        ("Data!rate", [("sheet", "Data"), ("name", "rate")]),
    ],
)
def test_what_a_formula_speaks_of(formula, found):
    assert heard(formula) == found


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("+".join))
def test_said_in_the_same_words_it_is_the_same(formula):
    quoted_again = {"sheet": lambda text: "'" + text.replace("'", "''") + "'", "file": lambda text: text}

    def same(kind, text):
        return quoted_again.get(kind, str)(text)

    once = said_otherwise(formula, same)
    assert said_otherwise(once, same) == once
    assert heard(once) == heard(formula) or "'[2]" in formula


@given(st.lists(st.sampled_from([p for p in PIECES if "[2]" not in p and "[1]" not in p]), max_size=8).map("+".join))
def test_a_new_name_of_a_sheet_changes_nothing_but_its_name(formula):
    def renamed(kind, text):
        return "'New'" if (kind, text) == ("sheet", "My sheet") else f"'{text.replace(chr(39), chr(39) * 2)}'" if (
            kind == "sheet"
        ) else text

    new = said_otherwise(formula, renamed)
    assert heard(new) == [(k, "New" if t == "My sheet" else t) for k, t in heard(formula)]


def test_a_whole_table_is_spoken_of_by_its_name_alone():
    assert speaks_of("ROWS(Sales)", "table", "sales")
    assert not speaks_of("ROWS(Sales_2)", "table", "Sales")
    assert speaks_of("SUM(Jan:Mar!A1)", "sheet", "mar")


def test_all_kinds_of_parts_have_their_formulas_changed_and_escaped():
    xml = (
        '<c><f t="shared" si="0"/><f>S!A1&amp;"x"</f></c><c:f>S!$A$1</c:f><xm:f>S!B2</xm:f><formula1>S!C3</formula1>'
        '<calculatedColumnFormula>S!D4</calculatedColumnFormula><sp textlink="S!$E$5"/><v>S!A1</v>'
    )
    assert in_part(xml.encode(), lambda f: f.replace("S!", "'R&D'!")).decode() == (
        '<c><f t="shared" si="0"/><f>\'R&amp;D\'!A1&amp;"x"</f></c>'
        "<c:f>'R&amp;D'!$A$1</c:f><xm:f>'R&amp;D'!B2</xm:f>"
        "<formula1>'R&amp;D'!C3</formula1><calculatedColumnFormula>'R&amp;D'!D4</calculatedColumnFormula>"
        "<sp textlink=\"'R&amp;D'!$E$5\"/><v>S!A1</v>"
    )

"""Rows as text: what nobody asks for is written as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.package.sheet import cells_of
from salesbook.package.sheet_rows import Row, Rows

ATTRIBUTES = st.sampled_from(["", ' ht="20" customHeight="1"', ' spans="1:3"', ' spans="1:2" hidden="1"'])
CELLS = st.sampled_from(
    ['<c r="A{0}"><v>1</v></c>', '<c r="B{0}" s="4"/>', '<c r="C{0}" t="str"><f>A{0}</f><v>x</v></c>']
)
ROWS = st.dictionaries(st.integers(1, 1_048_576), st.tuples(ATTRIBUTES, CELLS | st.none()), max_size=6)


def text(rows: dict[int, tuple[str, str | None]]) -> str:
    return "".join(
        f'<row r="{n}"{attributes}>{cells.format(n)}</row>' if cells else f'<row r="{n}"{attributes} s="2"/>'
        for n, (attributes, cells) in sorted(rows.items())
    )


@given(ROWS)
def test_rows_that_nobody_asks_for_are_the_same_text(rows):
    filled = {n: row for n, row in rows.items() if row[1]}
    assert Rows.read(text(filled)).xml() == text(filled)


@given(ROWS)
def test_rows_that_were_taken_apart_say_the_same_but_their_spans(rows):
    read = Rows.read(text(rows))
    assert [(n, bool(read[n].cells)) for n in read] == [(n, bool(rows[n][1])) for n in sorted(rows)]
    expected = text(rows).replace(' spans="1:3"', "").replace(' spans="1:2"', "")
    assert read.xml() == expected


@given(ROWS, st.integers(1, 1_048_576))
def test_a_row_that_is_put_stands_in_its_place(rows, number):
    read = Rows.read(text(rows))
    read[number] = Row("", f'<c r="A{number}"><v>7</v></c>')
    again = Rows.read(read.xml())
    assert list(again) == sorted({*rows, number})
    assert again[number].cells == f'<c r="A{number}"><v>7</v></c>'


@pytest.mark.parametrize(
    "body",
    [
        '<row r="2"><c r="A2"/></row><row r="1"><c r="A1"/></row>', '<row r="1"></row><row r="1"></row>',
        "<row r='x'><c/></row>", '<row r="0"></row>', '<row r="1048577"></row>', '<row r="99999999"></row>',
        '<row r="1"/></row>', '<row r="1"><c r="A1"/>', '<row r="1"></row>x', 'x<row r="1"></row>', '<row r="1"/>x',
        '<row r="3"/><row r="2"></row>',
    ],
)  # fmt: skip
def test_rows_without_an_order_and_things_between_them_are_refused(body):
    with pytest.raises(ValueError, match="rows"):
        Rows.read(body)


def test_rows_and_cells_without_a_reference_follow_those_before():
    body = """ <row><c><v>1</v></c>\n<c t="s"><v>2</v></c></row>\n<row r='4' ht="9"/><row s="1">"""
    rows = Rows.read(body + '<c r="B5"/><c/></row> ')
    assert [(number, row.attributes) for number, row in rows.items()] == [(1, ""), (4, 'ht="9"'), (5, 's="1"')]
    assert rows[5].last_column() > 3
    assert [c.xml for c in cells_of(rows[1].cells, 1)] == ['<c r="A1"><v>1</v></c>', '<c r="B1" t="s"><v>2</v></c>']
    assert [c.column for c in cells_of(rows[5].cells, 5)] == [2, 3]
    with pytest.raises(ValueError, match="reference"):
        list(cells_of("<c r='?'/>", 1))


def test_formulas_move_when_one_comes_goes_or_changes_places_and_not_otherwise():
    def moved(change):
        rows = Rows.read('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"><f>A1</f><v>1</v></c></row><row r="2"/>')
        change(rows)
        return rows.formulas_moved()

    def put(text):
        return lambda rows: rows.__setitem__(1, Row("", text))

    assert not moved(lambda rows: rows[1])
    assert not moved(lambda rows: rows.__setitem__(2, Row("", '<c r="A2"><v>1</v></c>')))
    assert not moved(put('<c r="B1"><f>A1*2</f><v>2</v></c>'))
    assert moved(put('<c r="A1"><f>B1</f><v>1</v></c>'))
    assert moved(put('<c r="B1"><v>1</v></c>'))
    assert moved(lambda rows: rows.__delitem__(1))
    assert moved(lambda rows: rows.__setitem__(2, Row("", '<c r="A2"><f>B1</f><v>1</v></c>')))

"""The VBA that has a decision in it, run by an interpreter of VBA: what comes back from Python becomes cells."""

from __future__ import annotations

import re

import pytest

from salesbook.ribbon.build import vba_sources


@pytest.fixture(scope="module")
def procedures() -> str:
    source = vba_sources("0")["Runtime"]
    found = [re.search(rf"(?:Public|Private) Function {n}\(.*?End Function", source, re.DOTALL) for n in ("OneValue",)]
    return "\r\n".join(one[0] for one in found if one)


def test_the_wrapper_subtracts_what_makes_a_com_error_a_vba_error(procedures) -> None:
    """CVErr takes 2015 for #VALUE!; COM's number of it is 0x800A0000 more."""
    from salesbook.functions.answers import ExcelError

    (number,) = re.findall(r"Value - &H([0-9A-F]+)", procedures)
    base = int(number, 16) - (1 << 32)
    assert {error.value - base for error in ExcelError} == {error.cverr for error in ExcelError}


def test_no_line_is_over_the_number_of_continued_characters() -> None:
    assert not [line for text in vba_sources("0").values() for line in text.split("\r\n") if line.endswith(" _")]

"""What Excel asks of every function: names, help, arguments, and an answer whatever is sent."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook import resources
from salesbook.functions.answers import ExcelError
from salesbook.functions.arguments import OMITTED
from salesbook.functions.boundary import forget, last_error
from salesbook.functions.listed import LONGEST_HELP, Function, functions
from salesbook.texts import LANGUAGES

WANTED = (
    "SB_SPLIT SB_FIT SB_SEASON SB_SELLINGDAYS SB_TIMEPROGRESS SB_PACE SB_FORECAST SB_FUNNEL SB_PAYOUT SB_SCORE "
    "SB_RANK SB_GAP SB_WHY"
)
VBA_KEYWORDS = """and as boolean byref byval call case const date declare dim do double each else elseif empty
end enum erase error event exit false for function get global gosub goto if implements in input integer is let lib like
line local long loop lset me mid mod name new next not nothing null object on open option optional or paramarray print
private property public put redim rem resume return rset select set single static step stop string sub then time to true
type until variant wend while with withevents write xor"""

every_function = pytest.mark.parametrize("function", functions(), ids=lambda f: f.name)


def test_all_functions_are_there_in_their_order() -> None:
    assert " ".join(f.name for f in functions()) == WANTED


@every_function
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wizard_takes_the_help(function: Function, language) -> None:
    said = [function.help(language), *(function.argument_help(name, language) for name, _ in function.arguments)]
    assert all(0 < len(text) <= LONGEST_HELP and "\n" not in text for text in said)


@every_function
def test_arguments_can_be_written_in_vba(function: Function) -> None:
    names = [name for name, _ in function.arguments]
    assert all(re.fullmatch(r"[a-z][a-z_]{0,30}", name) for name in names)
    assert not set(names) & set(VBA_KEYWORDS.split())
    assert not any(name == "caller" for name in names), "xlwings keeps this name for the calling cell"
    optional = [left_out for _, left_out in function.arguments]
    assert optional == sorted(optional), "an argument that must be given follows one that need not"
    kinds = {p.kind for p in inspect.signature(function.call).parameters.values()}
    assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD}


@every_function
def test_the_catalogue_has_no_help_for_arguments_that_are_not_there(function: Function) -> None:
    assert set(resources.texts("functions")[function.key]) == {"help", *(name for name, _ in function.arguments)}


PLAIN = [1.0, 0.5, -3.0, "x", "", True, None, OMITTED, ExcelError.NA.value, Decimal("12.3400"), date(2026, 5, 1)]
SENT = [
    *PLAIN,
    datetime(2026, 5, 1, 12, tzinfo=UTC),
    ((1.0, 2.0, 3.0),),
    ((1.0,), (2.0,)),
    ((1.0, None), ("a", ExcelError.DIV0.value)),
    ((None,),),
    [1.0, 2.0],
    object(),
]


@every_function
@given(data=st.data())
def test_whatever_excel_sends_there_is_an_answer(function: Function, data) -> None:
    needed = sum(not left_out for _, left_out in function.arguments)
    count = data.draw(st.integers(needed, len(function.arguments)))
    rows = function.call(*(data.draw(st.sampled_from(SENT)) for _ in range(count)))
    assert len({len(row) for row in rows}) == 1
    assert all(isinstance(value, float | str | ExcelError) for row in rows for value in row)
    assert not any(isinstance(value, float) and value != value for row in rows for value in row)
    assert "TypeError" not in last_error("en"), last_error("en")


@every_function
def test_an_error_value_goes_through(function: Function) -> None:
    sent = [ExcelError.REF.value] * len(function.arguments)
    assert function.call(*sent) == ((ExcelError.REF,),)


@every_function
def test_arguments_left_out_count_as_none(function: Function) -> None:
    needed = sum(not left_out for _, left_out in function.arguments)
    sent = [((1.0,),)] * needed
    assert function.call(*sent, *[OMITTED] * (len(function.arguments) - needed)) == function.call(*sent)


def test_the_last_error_says_which_function_failed_and_why() -> None:
    forget()
    assert last_error("en") == ""
    split = functions()[0]
    assert split.call(100.5, 1.0) == ((ExcelError.NUM,),)
    assert last_error("en") == "SB_SPLIT: 100.5 is not a whole number."
    assert last_error("zh") == "SB_SPLIT: 100.5 不是整数。"


def test_every_reason_can_be_said() -> None:
    """Reasons in code exist as texts, and no text has lost its reason."""
    from pathlib import Path

    import salesbook.functions

    folder = Path(salesbook.functions.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    reasons = resources.texts("functions")["reason"]
    used = {"nothing-to-compare"} | set(
        re.findall(r'(?:RefusedError|Failure)\([^"()]*"([a-z-]+-[a-z-]+|unexpected)"', code)
    )
    assert used == set(reasons)

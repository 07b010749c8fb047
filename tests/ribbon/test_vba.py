"""The VBA that decides something, run by an interpreter of VBA: what comes back from Python becomes cells."""

from __future__ import annotations

import re

import pytest

from salesbook.functions.answers import ExcelError
from salesbook.ribbon.build import vba_sources

DECLARED = re.compile(r"^(?:Public |Private |Friend )?(?:Function|Sub) (\w+)", re.MULTILINE)
PROBE = """
Function OfBlock(ByVal Number As Double, ByVal Code As Long) As String
    Dim Block(0 To 1, 0 To 1) As Variant, Found As Variant
    Block(0, 0) = Number
    Block(0, 1) = Code
    Block(1, 0) = "text"
    Block(1, 1) = ""
    Found = WithErrors(Block)
    OfBlock = Found(0, 0) & "|" & IsError(Found(0, 1)) & "|" & CStr(Found(0, 1)) & "|" & Found(1, 0)
End Function

Function OfRow(ByVal Code As Long) As String
    Dim Row(0 To 1) As Variant, Found As Variant
    Row(0) = 1.5
    Row(1) = Code
    Found = WithErrors(Row)
    OfRow = Found(0) & "|" & IsError(Found(1))
End Function

Function OfOne(ByVal Value As Variant) As Variant
    OfOne = WithErrors(Value)
End Function

Function LeftOut(Optional ByRef Value As Variant) As Boolean
    LeftOut = IsEmpty(Given(Value))
End Function
"""


@pytest.fixture(scope="module")
def vba():
    from pyopenvba.interpreter import Interpreter

    interpreter = Interpreter()
    interpreter.add_module(vba_sources("0")["Runtime"], name="Runtime")
    interpreter.add_module(PROBE.replace("\n", "\r\n"), name="Probe")
    return interpreter


def test_whole_numbers_in_a_block_become_errors_and_nothing_else_changes(vba) -> None:
    assert str(vba.run("OfBlock", [0.5, ExcelError.NA.value])) == "0.5|True|Error 2042|text"


def test_a_row_comes_as_one_dimension(vba) -> None:
    assert str(vba.run("OfRow", [ExcelError.VALUE.value])) == "1.5|True"


def test_a_single_number_stays_one(vba) -> None:
    assert float(vba.run("OfOne", [2.5])) == 2.5


def test_an_argument_that_is_left_out_is_sent_as_empty(vba) -> None:
    assert str(vba.run("LeftOut", [])) == "True"
    assert str(vba.run("LeftOut", [1.0])) == "False"


def test_the_servers_command_is_the_same_for_every_workbook(vba) -> None:
    command = str(vba.run("ServerCommand", ["C:\\Python311"]))
    assert command == (
        '"C:\\Python311\\pythonw.exe" -P -B -c "import salesbook.ribbon.server as s; s.serve(\'$(CLSID)\')"'
    )


@pytest.mark.parametrize("name", ["Runtime", "Ribbon", "Functions", "ThisWorkbook"])
def test_every_module_is_vba(name) -> None:
    from pyopenvba.interpreter import parse_module

    source = vba_sources("0")[name]
    procedures = parse_module(source).procedures
    assert {procedure.name for procedure in procedures} == set(DECLARED.findall(source))

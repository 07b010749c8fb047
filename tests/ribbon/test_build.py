"""The add-in: the same bytes every time, whole, and with nothing in it by which a workbook could choose what runs."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from salesbook.functions.listed import functions
from salesbook.ribbon import clicks, layout
from salesbook.ribbon.build import KINDS, build, vba_sources
from tests.ribbon.project import modules

XLWINGS = "0.37.8"
ICONS = {
    "SplitCells", "RefreshAll", "PivotTableReport", "FileSendAsAttachment", "DataValidation", "ErrorChecking", "Lock",
    "Undo", "Help", "ControlProperties", "FileVersionHistory", "ChartInsert",
}  # fmt: skip
CALLBACKS = {
    "onAction": ("SbClick", "(ByVal Control As Object)"),
    "getLabel": ("SbLabel", "(ByVal Control As Object, ByRef Text As Variant)"),
    "getScreentip": ("SbTip", "(ByVal Control As Object, ByRef Text As Variant)"),
}


@pytest.fixture(scope="module", params=KINDS)
def package(request) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(build(request.param, xlwings=XLWINGS)))


@pytest.mark.parametrize("kind", KINDS)
def test_building_twice_gives_the_same_bytes(kind) -> None:
    assert build(kind, xlwings=XLWINGS) == build(kind, xlwings=XLWINGS)


def test_the_modules_read_back_as_they_were_written(package) -> None:
    found = modules(package.read("xl/vbaProject.bin"))
    sources = vba_sources(XLWINGS)
    assert set(found) == {*sources, "Sheet1"}
    for name, source in sources.items():
        assert found[name].endswith(source.encode("ascii")), name
        head = found[name].removesuffix(source.encode("ascii"))
        assert all(line.startswith(b"Attribute ") for line in head.split(b"\r\n") if line), name


def test_the_parts_are_those_of_an_addin(package) -> None:
    types = package.read("[Content_Types].xml")
    assert len(re.findall(rb"application/vnd.ms-excel.(?:addin|sheet).macroEnabled.main\+xml", types)) == 1
    relations = package.read("_rels/.rels").decode()
    assert "office/2007/relationships/ui/extensibility" in relations
    assert "office/2006/relationships/ui/extensibility" in relations
    assert b"<dc:creator>salesbook<" in package.read("docProps/core.xml")


@pytest.mark.parametrize(("part", "namespace"), layout.NAMESPACES.items())
def test_the_ribbon_calls_what_is_there(package, part, namespace) -> None:
    root = ElementTree.fromstring(package.read(f"customUI/{part}"))
    assert root.tag == f"{{{namespace}}}customUI"
    nodes = [node for node in root.iter() if "id" in node.attrib]
    ids = [node.get("id") for node in nodes]
    assert len(ids) == len(set(ids))
    source = vba_sources(XLWINGS)["Ribbon"]
    for node in nodes:
        for event, (name, arguments) in CALLBACKS.items():
            if event in node.attrib:
                assert node.get(event) == name
                assert f"Public Sub {name}{arguments}" in source
    assert {node.get("imageMso") for node in nodes} - {None} <= ICONS
    tips = [node.get("keytip") for node in nodes if node.tag.endswith("button")]
    assert len(tips) == len(set(tips))


def test_every_button_does_something() -> None:
    for name in layout.buttons():
        assert name in {"why", "about"} or callable(clicks.job_of(name))


def test_every_word_is_in_the_hidden_sheet_in_both_languages(package) -> None:
    sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    rows = [[cell[0][0].text for cell in row] for row in sheet[1]]
    keys = {key for key, _, _ in rows}
    assert all(zh and en for _, zh, en in rows)
    sources = vba_sources(XLWINGS)
    assert set(re.findall(r'Word\("([^"]+)"\)', "".join(sources.values()))) <= keys
    ids = re.findall(r' id="(\w+)"', package.read("customUI/customUI14.xml").decode())
    assert set(ids) <= keys
    assert {f"tip.{name}" for name in ids if name.startswith("sb_")} <= keys


def test_every_function_has_a_wrapper_with_its_arguments() -> None:
    source = vba_sources(XLWINGS)["Functions"]
    for function in functions():
        declared = ", ".join(f"{'Optional ' if o else ''}ByRef {n} As Variant" for n, o in function.arguments)
        assert f"Public Function {function.name}({declared}) As Variant" in source


def test_sources_are_plain_ascii_with_crlf_and_short_lines() -> None:
    for name, source in vba_sources(XLWINGS).items():
        assert source.isascii(), name
        assert "\n" not in source.replace("\r\n", ""), name
        assert max(len(line) for line in source.split("\r\n")) < 1_023, f"{name}: VBA takes no longer lines"
        assert "\t" not in source, name


def test_no_workbook_can_choose_what_runs() -> None:
    """No settings from sheets or files, no folder of a workbook, no code in sheets, no volatile function, no shell."""
    lines = [line for text in vba_sources(XLWINGS).values() for line in text.split("\r\n") if line[:1] != "'"]
    source = "\r\n".join(lines)
    for never in (
        ".conf",
        "FullName",
        ".Path",
        "PYTHONPATH",
        "sys.path",
        '.py"',
        "Volatile",
        "Shell",
        "ChDir",
        "Exec ",
    ):
        assert never not in source, never
    call = 'CallUDF("salesbook.functions.registered", Name, Arguments)'
    assert call in source, "given a workbook, xlwings looks for code in its sheets"
    assert " -P " in source, "without -P the present folder comes first on Python's path"

"""salesbook.xlam and salesbook.xlsm from macros/, on any system and without Excel; the same bytes every time.

pyOpenVBA writes the VBA project into a workbook that Excel made; the ribbon, the words and a neutral authorship are put
beside it here.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from salesbook import __version__, resources
from salesbook.errors import HostError, Problem
from salesbook.ribbon import layout, wrappers

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("xlam", "xlsm")
MODULES = ("Runtime", "Ribbon")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = '<Relationship Id="{id}" Type="{kind}" Target="customUI/{part}"/>'
_RELATIONS = {
    "customUI14.xml": ("sbUi14", "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"),
    "customUI.xml": ("sbUi", "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"),
}
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>salesbook {version}</dc:title>'
    "<dc:creator>salesbook</dc:creator></cp:coreProperties>"
)


def build(kind: str = "xlam", *, xlwings: str | None = None) -> bytes:
    """The add-in's bytes. `xlwings`: the version whose library it calls; the installed one if left out.

    Raises HostError (`addin-needs-extra`) where xlwings or pyOpenVBA is not installed.
    """
    sources = vba_sources(xlwings or _xlwings_version())
    return _with_parts(_with_modules(kind, sources))


def vba_sources(xlwings: str) -> dict[str, str]:
    """The VBA modules by name, with CRLF; every one plain ASCII."""
    folder = resources.folder("macros")
    found = {name: (folder / f"{name}.bas").read_text(encoding="ascii") for name in MODULES}
    found["ThisWorkbook"] = (folder / "ThisWorkbook.cls").read_text(encoding="ascii")
    found = {name: text.replace("@XLWINGS@", xlwings).replace("\n", "\r\n") for name, text in found.items()}
    found[wrappers.NAME] = wrappers.module()
    return found


def _xlwings_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xlwings")
    except PackageNotFoundError:
        raise HostError(Problem("addin-needs-extra")) from None


def _with_modules(kind: str, sources: Mapping[str, str]) -> bytes:
    try:
        from pyopenvba import ExcelFile
    except ImportError:
        raise HostError(Problem("addin-needs-extra")) from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"salesbook.{kind}"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            for name, source in sources.items():
                if name == "ThisWorkbook":
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            project.delete_module("Module1")
            book.save()
        return path.read_bytes()


def _with_parts(content: bytes) -> bytes:
    """The package with the ribbon and the words, in a fixed order with fixed times."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            _put(new, name, _changed(name, old.read(name)))
        for part, namespace in layout.NAMESPACES.items():
            _put(new, f"customUI/{part}", layout.custom_ui(namespace).encode())
    return made.getvalue()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def _changed(name: str, content: bytes) -> bytes:
    match name:
        case "_rels/.rels":
            added = "".join(_RELATION.format(id=id_, kind=kind, part=part) for part, (id_, kind) in _RELATIONS.items())
            return content.replace(b"</Relationships>", added.encode() + b"</Relationships>")
        case "xl/worksheets/sheet1.xml":
            return _words_sheet({**layout.words(), **wrappers.words()}).encode()
        case "docProps/core.xml":
            return _CORE.format(version=__version__).encode()
    return content


def _words_sheet(words: Mapping[str, Mapping[str, str]]) -> str:
    """Key, Chinese, English: what VBA looks words up in."""
    rows = []
    for number, (key, said) in enumerate(words.items(), 1):
        cells = zip("ABC", (key, said["zh"], said["en"]), strict=True)
        rows.append(f'<row r="{number}">' + "".join(_cell(f"{c}{number}", text) for c, text in cells) + "</row>")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        f'<sheetPr codeName="Sheet1"/><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )


def _cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'

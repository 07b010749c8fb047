"""Large workbooks as Excel writes them: numbers, shared texts, formulas with their results."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = 500
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write(path: Path, sheets: int, rows: int, columns: int) -> None:
    """A workbook of so many sheets Data1, Data2 …, each with so many rows and columns."""
    from openpyxl import Workbook

    work, base = Workbook(), io.BytesIO()
    work.remove(work.worksheets[0])
    for number in range(1, sheets + 1):
        work.create_sheet(f"Data{number}")["A1"] = 0
    work.save(base)
    with zipfile.ZipFile(base) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.startswith("xl/worksheets/sheet"):
                new.writestr(name, sheet(rows, columns, seed=len(new.namelist())))
            elif name != "xl/sharedStrings.xml":
                new.writestr(name, _with_texts(old.read(name).decode()))
        new.writestr("xl/sharedStrings.xml", _texts())


def sheet(rows: int, columns: int, seed: int) -> str:
    """A sheet's XML: in each row two texts, a formula with its result, and numbers."""
    chance = Random(seed)
    body = "".join(_row(number, columns, chance) for number in range(1, rows + 1))
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _row(number: int, columns: int, chance: Random) -> str:
    texts = [
        f'<c r="{c}{number}" t="s"><v>{chance.randrange(TEXTS)}</v></c>' for c in "AB"
    ]  # fmt: skip
    amounts = [chance.randrange(100_000_000) / 100 for _ in range(columns - 3)]
    numbers = [f'<c r="{chr(67 + at)}{number}"><v>{amount}</v></c>' for at, amount in enumerate(amounts)]
    last = f'<c r="{chr(64 + columns)}{number}"><f>SUM(C{number}:D{number})</f><v>{sum(amounts[:2])}</v></c>'
    return f'<row r="{number}">{"".join(texts)}{"".join(numbers)}{last}</row>'


def _with_texts(part: str) -> str:
    """A part that now leads to the shared texts, if it is one of those that do."""
    if "sharedStrings" in part:
        return part
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    related = f'<Relationship Id="rIdTexts" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    part = part.replace("</Types>", declared)
    return part.replace("</Relationships>", related) if "worksheets/sheet1.xml" in part else part


def _texts() -> str:
    items = "".join(f"<si><t>Customer {n:04}</t></si>" for n in range(TEXTS))
    return f'<sst xmlns="{_MAIN}" count="{TEXTS}" uniqueCount="{TEXTS}">{items}</sst>'

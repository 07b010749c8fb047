"""Letters in a real office suite: as many pages as promised, all texts on them, and the results that we stored."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from salesbook.book.model import Action, Customer
from salesbook.hosts.office import Office, program
from salesbook.letters import templates
from salesbook.letters.content import Issue, Writer
from salesbook.letters.printed import printed
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from tests.letters.books import DAY, REPS, book, letter, opened, saved, shipped, stamped
from tests.letters.test_tracking import daily, spread

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.letters.letter import Letter
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported")  # LibreOffice writes data bars so
EDITIONS = [(kind, language) for kind in templates.KINDS for language in ("zh", "en")]
NAMES = {
    ("zh", "short"): "李伟", ("en", "short"): "Li Wei",
    ("zh", "long"): "欧阳司马诸葛上官娜娜（华东大区城市展厅事业部高级客户经理）",
    ("en", "long"): "Bartholomew Montgomery-Featherstonehaugh-Cholmondeley the Third",
}  # fmt: skip
SIZES = {"short": (3, 0), "long": (24, 30)}
"""How many periods, and how many actions."""
PAGES = {"short": 1, "long": 2}


@dataclass(frozen=True)
class Printed:
    """A letter, and what its PDF says."""

    letter: Letter
    pages: int
    text: str
    """All pages, without blanks."""


def sized(kind: str, language: Any, size: str) -> Letter:
    months, actions = SIZES[size]
    name = NAMES[language, size]
    plain = book(months, reps=(replace(REPS[0], name=name), REPS[1]))
    task = {"zh": "第{}项：回访老客户，整理转介绍名单并当周反馈", "en": "No {}: call customers, collect referrals"}
    client = NAMES[language, "long"]
    known = tuple(Customer(f"{client} {n}", "core", name, Decimal(1000 + n), "1×", "note") for n in range(actions))
    todo = tuple(Action(task[language].format(n), name, DAY, DAY + timedelta(9), "5,000") for n in range(actions))
    plan = tuple(replace(r, floor=r.floor * 997, target=r.target * 997, stretch=r.stretch * 997) for r in plain.plan)
    process = tuple(replace(row, period="2026-01") for row in plain.process)
    ours = replace(
        plain, plan=plan, days=spread(plan), actions=todo, customers=known, process=process,
        settings=replace(plain.settings, language=language),
    )  # fmt: skip
    issue = Issue(kind, DAY, Fraction(22 * months), "2026-01" if kind == "monthly" else "")
    found = Writer(ours, issue).letter(ours.reps[0])
    assert found
    return found


@pytest.fixture(scope="module")
def on_paper(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Printed]:
    """Every template in both languages and sizes, printed by one run as `issue --pdf` prints them."""
    folder = tmp_path_factory.mktemp("paper")
    cases = {(k, lang, size): sized(k, lang, size) for k, lang in EDITIONS for size in SIZES}
    files = {key: folder / f"{'.'.join(key)}.xlsx" for key in cases}
    for (kind, language, size), path in files.items():
        content = Stamp(Template(shipped(kind, language)))(cases[kind, language, size])
        path.write_bytes(printed(content, path.name))
    soffice = program()
    assert soffice
    assert Office(soffice, calc.folder).to_pdf(list(files.values()), folder) == []
    return {key: read(cases[key], path.with_suffix(".pdf")) for key, path in files.items()}


def read(one: Letter, path: Path) -> Printed:
    pages = PdfReader(path).pages
    return Printed(one, len(pages), squeezed("".join(page.extract_text() for page in pages)))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


CASES = [(kind, language, size) for kind, language in EDITIONS for size in SIZES]


@pytest.mark.parametrize(("kind", "language", "size"), CASES)
def test_a_letter_has_as_many_pages_as_promised(on_paper: Any, kind: str, language: str, size: str) -> None:
    assert on_paper[kind, language, size].pages == PAGES[size]


@pytest.mark.parametrize(("kind", "language", "size"), CASES)
def test_everything_that_a_letter_says_is_on_paper(on_paper: Any, kind: str, language: str, size: str) -> None:
    found = on_paper[kind, language, size]
    slots, blocks = found.letter.slots, found.letter.blocks
    wanted = [slots["rep"], slots["serial"], slots["why"], f"{slots['target_total']:,}", found.letter.digest[:12]]
    wanted += [f"{p[tier]:,}" for p in blocks["periods"] for tier in ("floor", "target", "stretch")]
    wanted += [part for p in blocks["periods"] for part in (p["period"], p["span"])]
    wanted += [row["task"] for row in blocks["actions"]] + [row["customer"] for row in blocks["customers"]]
    wanted += [row["step"] for row in blocks["incentives"]] + [row["measure"] for row in blocks["measures"]]
    assert [text for text in wanted if squeezed(str(text)) not in found.text] == []
    assert "###" not in found.text


@pytest.mark.parametrize(("kind", "language"), EDITIONS)
def test_the_tracking_sheet_is_not_printed_with_the_letter(on_paper: Any, kind: str, language: str) -> None:
    found = on_paper[kind, language, "short"]
    assert found.letter.digest not in found.text


@pytest.fixture(scope="module")
def converted(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each letter; in `again`, what LibreOffice calculates without the stored results."""
    folder = tmp_path_factory.mktemp("letters")
    for name in ("bare", "again"):
        (folder / name).mkdir()
    for kind, language in EDITIONS:
        content = stamped(letter(daily(12 if kind == "formal" else 3), kind=kind), shipped(kind, language))
        whole, bare = (folder / f"{kind}.{language}.xlsx", folder / "bare" / f"{kind}.{language}.xlsx")
        whole.write_bytes(content)
        bare.write_bytes(saved(opened(content)))
        shutil.copy(calc.convert(bare, "xlsx"), folder / "again")
    return folder


@pytest.mark.parametrize(("kind", "language"), EDITIONS)
def test_recalculation_gives_the_stored_results(converted: Path, kind: str, language: str) -> None:
    name = f"{kind}.{language}.xlsx"
    ours, theirs = ((f / name).read_bytes() for f in (converted, converted / "again"))
    workbook = opened(ours)
    live = [(s.title, c.coordinate) for s in workbook for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert {sheet for sheet, _ in live} == set(workbook.sheetnames)
    assert values(theirs, live) == pytest.approx(values(ours, live))


@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_template_that_was_saved_by_libreoffice_says_the_same(calc: Calc, kind: str) -> None:
    theirs = calc.convert(templates.shipped(kind, "zh"), "xlsx").read_bytes()
    one = letter(book(5), kind=kind)
    assert texts(stamped(one, theirs)) == texts(stamped(one, shipped(kind)))


def texts(content: bytes) -> list[Any]:
    """All that can be read, row by row."""
    workbook = opened(content, values=True)
    return [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]


def values(content: bytes, cells: list[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    workbook = opened(content, values=True)
    return {(sheet, cell): float(workbook[sheet][cell].value) for sheet, cell in cells}

"""Small books and letters for tests, built straight from the model."""

from __future__ import annotations

import calendar
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesbook.book.model import Action, Book, Customer, Incentive, Measure, PlanRow, ProcessRow, Rep, Settings
from salesbook.letters import templates
from salesbook.letters.content import Issue, letter_of
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

    from salesbook.letters.letter import Letter

D = Decimal
DAY = date(2026, 1, 5)
REPS = (
    Rep("李伟", "E001", "一队", "王芳", region="华东"),
    Rep("欧阳娜娜", "E002", "二队", "王芳", region="华东"),
    Rep("赵敏", "E003", "二队", "王芳", region="华南"),
)


def settings(**more: Any) -> Settings:
    given: dict[str, Any] = {
        "language": "zh", "company": "明远家居", "plan": "2026 年度", "kind": "year", "start": date(2026, 1, 1),
        "end": date(2026, 12, 31), "fiscal_start": 1, "metric": "revenue", "unit": 1, "axes": ("rep", "region"),
        "floor": None, "stretch": None, "flex": D(0), "season": "auto", "residue": "largest-remainder",
        "green": D(1), "amber": D("0.9"), "as_of": None, "issuer": "陈总", "letter": "", "version": 1,
    }
    return Settings(**given | more)


def month(index: int) -> tuple[str, date, date]:
    """Key, first and last day of a month counted from 0, from January 2026 on."""
    year, of_year = 2026 + index // 12, index % 12 + 1
    return f"{year}-{of_year:02}", date(year, of_year, 1), date(year, of_year, calendar.monthrange(year, of_year)[1])


def plan(reps: Sequence[Rep], months: int, hedge: int = 0) -> tuple[PlanRow, ...]:
    """Targets that tell reps and months apart: (rep + 1) × 1000 + (month + 1) × 10."""
    return tuple(
        PlanRow(
            "revenue", *month(m), rep.name, rep.region, "", "", "",
            floor=900 * (r + 1) + 9 * (m + 1), target=1000 * (r + 1) + 10 * (m + 1),
            stretch=1100 * (r + 1) + 11 * (m + 1), hedge=hedge,
        )
        for r, rep in enumerate(reps)
        for m in range(months)
    )


def process(reps: Sequence[Rep], stages: int = 3) -> tuple[ProcessRow, ...]:
    """Two channels of so many stages each, in one month."""
    return tuple(
        ProcessRow("2026-01", rep.name, channel, f"环节{s + 1}", 100 * (r + 1) // (s + 1), 1)
        for r, rep in enumerate(reps)
        for channel in ("小区拓展", "自然客流")
        for s in range(stages)
    )


def book(months: int = 12, reps: Sequence[Rep] = REPS, stages: int = 3, hedge: int = 0, **more: Any) -> Book:
    full = Book(
        settings(end=month(months - 1)[2]), reps=tuple(reps), plan=plan(reps, months, hedge),
        process=process(reps, stages),
        measures=(Measure("平均单值", "元", D(18000), D(16500)), Measure("配套率", "%", D(35))),
        incentives=(
            Incentive("floor", D("0.01"), D(200), D(1000), "扣减绩效"),
            Incentive("target", D("0.0125"), D(500)),
            Incentive("stretch", D("0.015"), D(1200), note="旅游"),
        ),
        customers=(
            Customer("恒远制造", "strategic", "李伟", D(2400), "每周 1 次", "二期"),
            Customer("江城医院", "", "赵敏"), Customer("无主客户"),
        ),
        actions=(
            Action("老客户回访", "李伟", DAY, DAY + timedelta(30), "名单"), Action("开放日"), Action("私事", "赵敏"),
        ),
    )
    return replace(full, **more)


def letter(of: Book, rep: str = "李伟", kind: str = "formal") -> Letter:
    """The rep's letter; the rep has a target."""
    found = letter_of(of, next(r for r in of.reps if r.name == rep), Issue(kind, DAY, Fraction(250)))
    assert found
    return found


def shipped(kind: str = "formal", language: Any = "zh") -> bytes:
    return templates.shipped(kind, language).read_bytes()


def stamped(one: Letter, content: bytes | None = None) -> bytes:
    """The letter in a template; in the shipped one if none is given."""
    return Stamp(Template(content or shipped(), "模板.xlsx"))(one)


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """With openpyxl: the formulas, or their stored results."""
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def named(workbook: Workbook, name: str) -> Any:
    """The value of the first cell that a name refers to."""
    (sheet, area), *_ = workbook.defined_names[name].destinations
    return workbook[sheet][area.partition(":")[0].replace("$", "")].value


def named_rows(workbook: Workbook, name: str) -> list[list[Any]]:
    """The values of a block, row by row, without the empty cells of merged areas."""
    (sheet, area), *_ = workbook.defined_names[name].destinations
    return [[cell.value for cell in row if cell.value is not None] for row in workbook[sheet][area.replace("$", "")]]

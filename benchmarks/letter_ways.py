"""Other ways of making the same letters: each gives what makes the letter of rep n, or None where it is missing."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from benchmarks.data import scratch
from benchmarks.letter_template import changing, finished, logo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Way = Callable[[int], object]


def openpyxl_fill() -> Way:
    """Load the finished letter, fill in what changes, save."""
    import openpyxl

    content, cells = finished(), changing()

    def make(rep: int) -> bytes:
        work = openpyxl.load_workbook(io.BytesIO(content))
        sheet = work.active
        for at, values in cells:
            sheet[at] = values[rep]
        out = io.BytesIO()
        work.save(out)
        return out.getvalue()

    return make


def excelize_fill() -> Way | None:
    """The same with excelize, which opens and saves files."""
    if not find_spec("excelize"):
        return None
    import excelize

    opened, saved, cells = scratch() / "letter.xlsx", scratch() / "new.xlsx", changing()
    opened.write_bytes(finished())

    def make(rep: int) -> None:
        work = excelize.open_file(str(opened))
        sheet = work.get_sheet_list()[0]
        for at, values in cells:
            work.set_cell_value(sheet, at, values[rep])
        work.save_as(str(saved))
        work.close()

    return make


def xltpl_render() -> Way | None:
    """The same with xltpl, which reads a template once and renders it per rep."""
    if not find_spec("xltpl"):
        return None
    import openpyxl
    from xltpl.writerx import BookWriter

    cells = changing()
    work = openpyxl.load_workbook(io.BytesIO(finished()))
    for number, (at, _) in enumerate(cells):
        work.active[at] = f"{{{{ v{number} }}}}"
    work.active._images.clear()  # it cannot read pictures that are anchored at one cell
    template, saved = scratch() / "template.xlsx", scratch() / "new.xlsx"
    work.save(template)
    writer = BookWriter(str(template))

    def make(rep: int) -> None:
        writer.render_book([{f"v{n}": values[rep] for n, (_, values) in enumerate(cells)}])
        writer.save(str(saved))

    return make


def xlsxwriter_build() -> Way | None:
    """Build the same sheet from nothing."""
    if not find_spec("xlsxwriter"):
        return None
    import xlsxwriter

    plan = Plan(dict(changing()))

    def make(rep: int) -> bytes:
        out = io.BytesIO()
        work = xlsxwriter.Workbook(out, {"in_memory": True})
        plan.build(work, rep)
        work.close()
        return out.getvalue()

    return make


class Plan:
    """The finished letter as XlsxWriter's calls; `changes` are the cells of its first sheet that differ, by rep."""

    def __init__(self, changes: Mapping[str, Sequence[object]]) -> None:
        import openpyxl

        book: Any = openpyxl.load_workbook(io.BytesIO(finished()))
        stored: Any = openpyxl.load_workbook(io.BytesIO(finished()), data_only=True)
        own = book.active.title
        self.looks: list[dict[str, Any]] = []
        self.sheets = [
            SheetPlan(self, sheet, stored[sheet.title], changes if sheet.title == own else {}) for sheet in book
        ]

    def look(self, cell: Any) -> int:
        """The number of a cell's look."""
        font, edge = cell.font, cell.border.bottom.style
        look = {
            "font_name": font.name, "font_size": font.sz, "bold": bool(font.b), "num_format": cell.number_format,
            "align": cell.alignment.horizontal or "left", "text_wrap": bool(cell.alignment.wrap_text),
            "border": 1 if edge else 0,
        }  # fmt: skip
        if look not in self.looks:
            self.looks.append(look)
        return self.looks.index(look)

    def build(self, work: Any, rep: int) -> None:
        looks = [work.add_format(look) for look in self.looks]
        first, *others = [(work.add_worksheet(), sheet) for sheet in self.sheets]
        for tab, sheet in (first, *others):
            sheet.build(tab, looks, rep)
        tab, _ = first
        tab.insert_image("J2", "logo.png", {"image_data": io.BytesIO(logo())})
        chart = work.add_chart({"type": "column"})
        chart.add_series({"values": f"={tab.name}!$D$10:$D$39"})
        tab.insert_chart("J10", chart)
        tab.set_paper(9)


class SheetPlan:
    """One sheet of the letter."""

    def __init__(self, plan: Plan, sheet: Any, results: Any, changes: Mapping[str, Sequence[object]]) -> None:
        self.cells = [
            (c.row - 1, c.column - 1, c.value, results[c.coordinate].value, changes.get(c.coordinate), plan.look(c))
            for row in sheet.iter_rows()
            for c in row
            if c.has_style or c.value is not None
        ]
        self.merges = [(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges]
        self.widths = [(key, found.width) for key, found in sheet.column_dimensions.items()]
        self.heights = [(row - 1, found.height) for row, found in sheet.row_dimensions.items() if found.height]
        self.rules = [str(found.sqref) for found in sheet.conditional_formatting]

    def build(self, sheet: Any, looks: list[Any], rep: int) -> None:
        for column, width in self.widths:
            sheet.set_column(f"{column}:{column}", width)
        for row, height in self.heights:
            sheet.set_row(row, height)
        for area in self.merges:
            sheet.merge_range(*area, "")
        for row, column, value, result, values, look in self.cells:
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(row, column, value, looks[look], result)
            else:
                sheet.write(row, column, values[rep] if values else value, looks[look])
        for area in self.rules:
            sheet.conditional_format(area, {"type": "data_bar"})

"""A document as a Word file (.docx), and that file as a PDF."""

from __future__ import annotations

import io
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesbook.book.document import Grid, column_shares
from salesbook.errors import HostError, Place, Problem
from salesbook.hosts.office import office
from salesbook.hosts.writing import replace_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.document import Chapter, Document, Paragraph

FONTS = {"zh": ("Arial", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
"""For Latin and for Chinese characters; Word takes what is there where these are not."""
ACCENT, BAND = "1F4E79", "EAF0F6"
SIZE, SMALL, BIG, CHAPTER = 10.5, 9, 22, 14
MARGIN, WIDTH = 2.0, 17.0
"""Centimetres of an A4 page's margins, and what they leave."""


def write_document(document: Document, target: Path) -> None:
    """Write the .docx whole. Raises HostError without the extra `pack`."""
    replace_whole(target, docx_of(document, target))


def write_pdf(document: Document, target: Path) -> None:
    """Write the same pages as a PDF. Raises HostError where LibreOffice with Writer is missing."""
    content = docx_of(document, target)
    with office() as program, tempfile.TemporaryDirectory(prefix="salesbook-") as folder:
        file = Path(folder) / "plan.docx"
        file.write_bytes(content)
        if program.to_pdf([file], file.parent):
            raise HostError(Problem("document-not-printed", Place(file=str(target)), {"file": target.name}))
        replace_whole(target, file.with_suffix(".pdf").read_bytes())


def docx_of(document: Document, target: Path) -> bytes:
    """The bytes of the .docx; `target` is what a problem names."""
    if find_spec("docx") is None:
        raise HostError(Problem("document-needs-extra", Place(file=str(target))))
    return _Writer(document).written()


class _Writer:
    def __init__(self, document: Document) -> None:
        import docx

        self.document = document
        self.file: Any = docx.Document()
        self._page()
        self._fonts()

    def written(self) -> bytes:
        self._title()
        for number, chapter in enumerate(self.document.chapters, start=1):
            self._chapter(number, chapter)
        buffer = io.BytesIO()
        self.file.save(buffer)
        return buffer.getvalue()

    # -- the page --------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        """A4 with the plan's name above and the page's number below."""
        from docx.shared import Cm, Mm

        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
        header = section.header.paragraphs[0]
        header.text = " · ".join(filter(None, (self.document.subtitle, self.document.title)))
        self._numbered(section.footer.paragraphs[0])
        core = self.file.core_properties
        core.title, core.author, core.comments = self.document.title, self.document.subtitle, ""

    def _numbered(self, paragraph: Any) -> None:
        """The field PAGE, which the program fills in."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def _fonts(self) -> None:
        from docx.shared import Pt, RGBColor

        for name, size in (("Normal", SIZE), ("Title", BIG), ("Heading 1", CHAPTER), ("Heading 2", SIZE + 1)):
            style = self.file.styles[name]
            self._font(style, size)
            if name != "Normal":
                style.font.color.rgb = RGBColor.from_string(ACCENT)
                style.font.bold = True
        self._font(self.file.styles["List Bullet"], SIZE)
        self.file.styles["Normal"].paragraph_format.space_after = Pt(4)
        self._font(self.file.styles["Header"], SMALL)
        self._font(self.file.styles["Footer"], SMALL)

    def _font(self, style: Any, size: float) -> None:
        """One font for Latin, another for Chinese, instead of the theme's."""
        from docx.oxml.ns import qn
        from docx.shared import Pt

        latin, chinese = FONTS[self.document.language]
        style.font.name, style.font.size = latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        fonts.set(qn("w:eastAsia"), chinese)

    # -- what it says ----------------------------------------------------------------------------------------------

    def _title(self) -> None:
        document = self.document
        self.file.add_paragraph(document.title, style="Title")
        if document.subtitle:
            self.file.add_paragraph().add_run(document.subtitle).bold = True
        said = "    ".join(f"{name}: {value}" for name, value in document.facts)
        if document.language == "zh":
            said = said.replace(": ", "：")
        self.file.add_paragraph(said)

    def _chapter(self, number: int, chapter: Chapter) -> None:
        self.file.add_heading(f"{number}  {chapter.title}", level=1)
        for block in chapter.blocks:
            if isinstance(block, Grid):
                self._grid(block)
            else:
                self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> None:
        self.file.add_paragraph(block.text, style="List Bullet" if block.listed else None)

    def _grid(self, grid: Grid) -> None:
        from docx.shared import Cm

        if grid.title:
            self.file.add_heading(grid.title, level=2)
        table = self.file.add_table(rows=0, cols=len(grid.headings), style="Table Grid")
        table.autofit = False
        for column, part in zip(table.columns, column_shares(grid), strict=True):
            column.width = Cm(WIDTH * part)
        self._row(table, grid, grid.headings, heading=True)
        for number, row in enumerate(grid.rows, start=1):
            self._row(table, grid, row, bold=grid.total and number == len(grid.rows))
        self._repeat(table.rows[0])
        self.file.add_paragraph().paragraph_format.space_after = 0

    def _row(self, table: Any, grid: Grid, texts: Sequence[str], *, heading: bool = False, bold: bool = False) -> None:
        row = table.add_row()
        self._whole(row)
        for at, (cell, said) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = table.columns[at].width
            align = "center" if heading else grid.align[at] if grid.align else "left"
            self._cell(cell, said, align, heading=heading, bold=bold)

    def _cell(self, cell: Any, said: str, align: str, *, heading: bool, bold: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        paragraph = cell.paragraphs[0]
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        paragraph.paragraph_format.line_spacing = 1.0
        run = paragraph.add_run(said)
        run.font.size, run.bold = Pt(SMALL), heading or bold
        if heading:
            run.font.color.rgb = RGBColor.from_string("FFFFFF")
        if heading or bold:
            self._shade(cell, ACCENT if heading else BAND)

    def _shade(self, cell: Any, color: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)

    def _repeat(self, row: Any) -> None:
        """The headings stand again on the next page."""
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _whole(self, row: Any) -> None:
        """No row is cut by the end of a page."""
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

"""Letters stamped from a template: only the sheet and the document's properties are written, the rest is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.letters.expand import Blank, Reckoned
from salesbook.letters.placeholders import filled
from salesbook.letters.reckon import ReckoningError
from salesbook.letters.variant import Variant, compiled
from salesbook.package.cells import CellWriter, number_text
from salesbook.package.markup import cell_text

if TYPE_CHECKING:
    from decimal import Decimal

    from salesbook.book.values import Scalar
    from salesbook.letters.expand import Hole
    from salesbook.letters.letter import Letter
    from salesbook.letters.template import Template

_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:subject>{serial}</dc:subject><cp:keywords>sha256:{hash}</cp:keywords>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
    "<cp:version>{version}</cp:version></cp:coreProperties>"
)


class Stamp:
    """Stamps letters from one template; what letters of equal length share is compiled once."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._variants: dict[tuple[tuple[str, int], ...], Variant] = {}

    def __call__(self, letter: Letter) -> bytes:
        """The letter's .xlsx; the same letter always gives the same bytes."""
        variant = self._variant(letter)
        variant.archive.put(variant.part, _sheet(variant, letter).encode("utf-8"))
        if variant.properties:
            variant.archive.put(variant.properties, _properties(letter).encode("utf-8"))
        return variant.archive.content()

    def _variant(self, letter: Letter) -> Variant:
        counts = tuple(sorted((block, letter.rows(block)) for block in self.template.names.blocks()))
        if counts not in self._variants:
            self._variants[counts] = compiled(self.template, dict(counts))
        return self._variants[counts]


def _sheet(variant: Variant, letter: Letter) -> str:
    sheet = variant.sheet
    values: dict[str, Scalar] = dict(sheet.numbers)
    values |= {reference: word.of(letter) for reference, word in sheet.words.items()}
    values |= {reference: filled(parts, letter) for reference, parts in sheet.texts.items()}
    results = _Results(variant, values)
    writer = CellWriter(from_1904=variant.from_1904, sheet=variant.sheet_name)

    def written(hole: Hole) -> str:
        if isinstance(hole, Blank):
            value = values[hole.reference]
            if value is None or value == "":
                return f"{hole.head}/>" if hole.style else ""
            return writer.filled(hole.reference, hole.head, value)
        return results.cell(hole) if isinstance(hole, Reckoned) else f"{hole.of(values):g}"

    pieces = [sheet.around[0]]
    for hole, after in zip(sheet.holes, sheet.around[1:], strict=True):
        pieces += written(hole), after
    return "".join(pieces)


class _Results:
    """The formulas' results, each reckoned once."""

    def __init__(self, variant: Variant, values: dict[str, Scalar]) -> None:
        self.values = values
        self.formulas = {h.reference: h for h in variant.sheet.holes if isinstance(h, Reckoned)}
        self.done: dict[str, Decimal] = {}

    def value(self, reference: str) -> Scalar:
        hole = self.formulas.get(reference)
        return self.result(hole) if hole else self.values.get(reference)

    def result(self, hole: Reckoned) -> Decimal:
        if hole.reference not in self.done:
            if hole.program is None:
                raise ReckoningError
            self.done[hole.reference] = hole.program(self.value)
        return self.done[hole.reference]

    def cell(self, hole: Reckoned) -> str:
        kind, stored = self._stored(hole)
        style = f' s="{hole.style}"' if hole.style else ""
        return f'<c r="{hole.reference}"{style}{kind}>{hole.formula}{stored}</c>'

    def _stored(self, hole: Reckoned) -> tuple[str, str]:
        """The type attribute and the stored result; neither where only Excel knows it."""
        try:
            return "", f"<v>{number_text(self.result(hole))}</v>"
        except ReckoningError as error:
            return (' t="e"', f"<v>{error}</v>") if str(error) else ("", "")


def _properties(letter: Letter) -> str:
    return _CORE.format(
        title=cell_text(letter.title), serial=cell_text(letter.serial), hash=letter.digest,
        day=letter.issued.isoformat(), version=letter.version,
    )

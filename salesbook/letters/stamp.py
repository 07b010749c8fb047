"""Letters stamped from a template: only the sheet and the document's properties are written, the rest is copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.letters.identity import identity_of
from salesbook.letters.sealed import seal_of
from salesbook.letters.variant import Variant, compiled
from salesbook.package.markup import cell_text

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Stamped:
    """A letter's .xlsx, and the seal of its cells."""

    content: bytes
    seal: str


class Stamp:
    """Stamps letters from one template; what letters of equal length share is compiled once."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._blocks = sorted(key for sheet in template.parts for key in template.names.on(sheet).blocks())
        self._variants: dict[tuple[int, ...], Variant] = {}

    def __call__(self, letter: Letter) -> bytes:
        """The letter's .xlsx; the same letter always gives the same bytes."""
        return self.sealed(letter).content

    def sealed(self, letter: Letter) -> Stamped:
        """The letter's .xlsx and its seal."""
        variant = self._variant(letter)
        filled = {part: fill(letter) for part, fill in variant.fillings.items()}
        seal = seal_of([said for _, said in filled.values()])
        texts = {part: text for part, (text, _) in filled.items()}
        texts[variant.custom.part] = variant.custom.text(identity_of(letter, seal, tuple(self.template.parts)))
        if variant.properties:
            texts[variant.properties] = _properties(letter)
        return Stamped(variant.mould.cast({part: text.encode("utf-8") for part, text in texts.items()}), seal.digest)

    def _variant(self, letter: Letter) -> Variant:
        counts = tuple(letter.rows(block) for block in self._blocks)
        if counts not in self._variants:
            self._variants[counts] = compiled(self.template, dict(zip(self._blocks, counts, strict=True)))
        return self._variants[counts]


def _properties(letter: Letter) -> str:
    return _CORE.format(
        title=cell_text(letter.title), serial=cell_text(letter.serial), hash=letter.digest,
        day=letter.issued.isoformat(), version=letter.version,
    )

"""A number's layers as lines that add up to the eye, and as JSON that adds up exactly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from salesbook.domain.why import FACTORS, rounded, shown_effects
from salesbook.sheets.widths import text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from fractions import Fraction

    from salesbook.domain.why import Layer
    from salesbook.jobs.why import Explained
    from salesbook.texts import Language

PARTS = ("share", "days", "ramp")
"""Factors that people read as percentages; the others as multiples."""
Row = tuple[str, str, str, str]
"""What it is, by what it multiplies, what that brings, where it leads to."""


def why_lines(explained: Explained, language: Language) -> Iterator[str]:
    """The title, a line for each layer that does something with its reasons below it, and the rule of rounding."""
    metric = text("choices", f"metric.{explained.metric}", language)
    tier = text("choices", f"tier.{explained.tier}", language)
    yield text("why", "title", language, where=explained.where[language], metric=metric, tier=tier)
    if explained.leaves > 1:
        yield f"  {text('why', 'leaves', language, count=f'{explained.leaves:,}')}"
    rows = list(_rows(explained, language, tier))
    widths = [max(text_width(row[at]) for row, _ in rows) for at in range(4)]
    for row, key in rows:
        yield f"  {_aligned(row, widths)}".rstrip()
        for reason in explained.reasons.get(key, ()):
            yield f"      {reason[language]}"
    if explained.letter:
        yield f"  {text('why', 'letter', language)} {explained.letter}"
    yield f"  {text('why', 'rule', language)}"


def _rows(explained: Explained, language: Language, tier: str) -> Iterator[tuple[Row, str]]:
    """Rows with the keys of their layers; sums have none."""
    why, words = explained.why, {key: text("why", f"layer.{key}", language) for key in ("parent", "handed")}
    yield ("  " + words["parent"], "", "", f"{why.parent:,}"), "parent"
    for layer, (effect, reached) in zip(why.layers, shown_effects(why), strict=True):
        if layer.key == "hedge":
            yield (f"= {tier}", "", "", f"{why.planned:,}"), ""
        if layer.effect or layer.key in ("share", "fit"):
            yield _row(layer, effect, reached, language), layer.key
    if why.handed_down != why.planned:
        yield (f"= {words['handed']}", "", "", f"{why.handed_down:,}"), ""


def _row(layer: Layer, effect: Decimal, reached: Decimal, language: Language) -> Row:
    sign = "×" if layer.key in FACTORS and layer.factor is not None else "+"
    name = text("why", f"layer.{layer.key}", language)
    factor = "" if layer.factor is None else shown_factor(layer.key, layer.factor)
    return f"{sign} {name}", factor, f"{effect:+,.2f}", f"{reached:,.2f}"


def shown_factor(key: str, factor: Fraction) -> str:
    """A factor for reading: parts as percentages, multiples with four decimals.

    >>> from fractions import Fraction
    >>> shown_factor("share", Fraction(1, 3)), shown_factor("season", Fraction(7, 6))
    ('33.3333 %', '1.1667')
    """
    return f"{rounded(factor * 100, 4)} %" if key in PARTS else f"{rounded(factor, 4)}"


def _aligned(row: Row, widths: list[int]) -> str:
    """The first column to the left, numbers to the right, however wide the letters are."""
    name = row[0] + " " * (widths[0] - text_width(row[0]))
    right = (" " * (width - text_width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join([name, *right])


def as_json_text(explained: Explained, language: Language) -> str:
    """All layers, with factors and effects as exact fractions ("7/3") beside decimals for reading."""
    layers = [_layer(explained, layer, language) for layer in explained.why.layers]
    found = {
        "metric": explained.metric, "tier": explained.tier, "scope": dict(explained.scope),
        "period": explained.period, "leaves": explained.leaves, "parent": explained.why.parent, "layers": layers,
        "planned": explained.why.planned, "handed_down": explained.why.handed_down,
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _layer(explained: Explained, layer: Layer, language: Language) -> dict[str, object]:
    return {
        "layer": layer.key,
        "factor": None if layer.factor is None else str(layer.factor),
        "effect": str(layer.effect),
        "reached": str(layer.reached),
        "shown": f"{rounded(layer.reached, 2)}",
        "why": [reason[language] for reason in explained.reasons.get(layer.key, ())],
    }

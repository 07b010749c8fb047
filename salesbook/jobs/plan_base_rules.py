"""Bases that are negative or missing: what the settings say is to be done, and what is said about it.

A negative base (returns) is refused unless the setting *negative base* takes it as zero or as its absolute value.
Bases that come to nothing together although some are not nothing are refused, too: no shares follow from them. A
member without any base stays without, unless the setting *seed* gives it a stated share of the whole first.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from salesbook.jobs.plan_axes import PlanAxis

Key = tuple[str, ...]
_NAMED = 6
"""How many cells a message names."""
_HISTORY, _SETTINGS = Place(table="sb_history"), Place(table="sb_settings")


def usable_bases(summed: Mapping[Key, Fraction], rule: str) -> tuple[dict[Key, Fraction], list[Problem]]:
    """The bases above zero by the rule for negative ones: abort, zero or absolute.

    >>> usable_bases({("Li",): Fraction(5), ("Wu",): Fraction(-2)}, "absolute")[0]
    {('Li',): Fraction(5, 1), ('Wu',): Fraction(2, 1)}
    """
    negative = {key: value for key, value in summed.items() if value < 0}
    found = {key: abs(value) if rule == "absolute" else value for key, value in summed.items()}
    positive = {key: value for key, value in found.items() if value > 0}
    if not negative:
        return positive, []
    if rule != "abort":
        words = {"count": len(negative), "cells": _listed(negative), "sum": f"{float(sum(negative.values())):,.2f}"}
        return positive, [Problem(f"negative-base-{rule}", _HISTORY, words)]
    if not sum(summed.values()):
        return positive, [Problem("bases-sum-to-zero", _HISTORY, {"cells": _listed(summed)})]
    return positive, [
        Problem("negative-base", _HISTORY, {"slice": ", ".join(key), "value": f"{float(value):,.2f}"})
        for key, value in negative.items()
    ]


def seeded(
    axes: Sequence[PlanAxis], position: int, weights: Mapping[Key, Fraction], seed: Decimal, place: Place = _SETTINGS
) -> tuple[dict[Key, Fraction], list[Problem]]:
    """Every member of an axis that has no base gets this share of the whole, in the profile of the others.

    `place`: where the share is set.

    >>> from salesbook.jobs.plan_axes import PlanAxis
    >>> from decimal import Decimal
    >>> axis = PlanAxis("product", ("old", "new"))
    >>> seeded([axis], 0, {("old",): Fraction(90)}, Decimal("0.1"))[0]
    {('old',): Fraction(90, 1), ('new',): Fraction(10, 1)}
    """
    axis = axes[position]
    present = {key[position] for key, weight in weights.items() if weight}
    new = [member for member in axis.members if member not in present]
    left = 1 - Fraction(seed) * len(new)
    if not new or not present:
        return dict(weights), []
    words = {"count": len(new), "seed": f"{(seed * 100).normalize():f}%", "members": _named(new)}
    if left <= 0:
        return dict(weights), [Problem("seeds-take-all", place, words)]
    part = Fraction(seed) / left
    found = dict(weights)
    for key, weight in weights.items():
        for member in new:
            at = (*key[:position], member, *key[position + 1 :])
            found[at] = found.get(at, Fraction(0)) + weight * part
    return found, [Problem("members-seeded", place, words)]


def _listed(cells: Mapping[Key, Fraction]) -> dict[str, str]:
    named = [f"{' / '.join(key)} = {float(value):,.2f}" for key, value in list(cells.items())[:_NAMED] if value]
    return _joined(named, more=len(cells) > _NAMED)


def _named(members: Sequence[str]) -> dict[str, str]:
    return _joined(list(members[:_NAMED]), more=len(members) > _NAMED)


def _joined(named: list[str], *, more: bool) -> dict[str, str]:
    parts = [*named, *(["…"] if more else [])]
    return {"zh": "、".join(parts), "en": ", ".join(parts)}

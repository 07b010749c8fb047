"""sb_incentives read strictly: what each rule needs is there, and names are known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.book.model import Incentive
from salesbook.book.reading_cells import RefusedError, number_of, percent_of
from salesbook.book.reading_people import check_span, refuse_unknown
from salesbook.book.reading_words import hint
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from salesbook.book.model import Rep
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader
    from salesbook.book.values import Value

NEEDS: Mapping[str, tuple[str, ...]] = {
    "accelerator": ("rate",),
    "fixed": ("reward",),
    "piece": ("reward",),
    "spiff": ("product", "rate"),
    "team": ("reward",),
    "champion": ("reward",),
    "penalty": ("penalty",),
    "threshold": ("lower",),
    "guarantee": ("reward",),
    "cap": ("cap",),
}
"""Rule -> the columns it cannot do without; a row of a scale needs its tier or its lower bound."""

LARGEST_SHARE = 10
"""A bound as a share of the target; beyond it an amount was meant."""

_CHOICES = {"rule": "tier", "metric": "", "by": "attainment", "basis": "", "every": ""}
"""Columns that may be empty, and what that means."""
_AMOUNTS = ("rate", "reward", "penalty", "cap", "lower", "upper")


def read_incentives(reader: TableReader, reps: Sequence[Rep], names: Names) -> tuple[Incentive, ...]:
    """The rules whose rows can be used; no amount may be negative."""
    found: dict[str, list[Any]] = {"tier": reader.texts("tier")}
    found |= {key: [v or empty for v in reader.column(key)] for key, empty in _CHOICES.items()}
    found |= {key: reader.column(key) for key in ("rate", "reward", "penalty", "cap", "months")}
    found |= {key: reader.column(key, _bound) for key in ("lower", "upper")}
    found |= {key: reader.column(key) for key in ("start", "end")}
    found |= {key: reader.texts(key) for key in ("group", "product", "note")}
    found["prorate"] = [bool(v) for v in reader.column("prorate")]
    found["place"] = reader.places("tier")
    check_span(reader, found["start"], found["end"])
    for index in range(len(reader)):
        _check_amounts(reader, index, found)
        _check_needs(reader, index, found)
    _name(reader, found, reps, names)
    _check_once(reader, found)
    rows = reader.good(*found.values())
    return tuple(Incentive(**dict(zip(found, values, strict=True))) for _, values in rows)


def _bound(value: Value) -> Decimal:
    """A bound: a number, or a share written as 80%."""
    try:
        return number_of(value)
    except RefusedError as no:
        if not isinstance(value, str) or not value.strip().endswith(("%", "％")):
            raise no from None
        return percent_of(value, largest=LARGEST_SHARE)


def _check_amounts(reader: TableReader, index: int, found: Mapping[str, list[Any]]) -> None:
    for key in _AMOUNTS:
        amount = found[key][index]
        if amount is not None and amount < 0:
            reader.refuse(index, key, "negative-number", shown=amount)
        share = key in ("lower", "upper") and found["by"][index] == "attainment"
        if amount is not None and share and amount > LARGEST_SHARE:
            reader.refuse(index, key, "bound-not-a-share", shown=amount, amount=in_each("choices", "bounds.amount"))
    lower, upper = found["lower"][index], found["upper"][index]
    if lower is not None and upper is not None and upper <= lower:
        reader.refuse(index, "upper", "bounds-turned", lower=lower, upper=upper)


def _check_needs(reader: TableReader, index: int, found: Mapping[str, list[Any]]) -> None:
    rule = found["rule"][index]
    if rule == "tier":
        unread = any((index, key) in reader.refused for key in ("rule", "tier", "lower"))
        if not found["tier"][index] and found["lower"][index] is None and not unread:
            reader.refuse(index, "tier", "incentive-without-bound")
        return
    for key in NEEDS[rule]:
        if found[key][index] in (None, "") and (index, key) not in reader.refused:
            column = reader.table.column(key)
            words = {"rule": in_each("choices", f"incentive.{rule}"), "column": {"zh": column.zh, "en": column.en}}
            reader.refuse(index, key, "incentive-incomplete", **words)


def _name(reader: TableReader, found: dict[str, list[Any]], reps: Sequence[Rep], names: Names) -> None:
    """Groups and products as their own rows spell them."""
    spelled_groups(reader, found, known_groups(reps, names))
    for index, shown in enumerate(found["product"]):
        if shown and names.find("product", shown) is None:
            refuse_unknown(reader, index, "product", "product", shown, names)
    found["product"] = [(names.find("product", p) or p) if p else "" for p in found["product"]]


def known_groups(reps: Sequence[Rep], names: Names) -> dict[str, str]:
    """All that a rule can be for, reps, roles and teams, by their names without case."""
    groups = (*names.of("rep"), *(rep.role for rep in reps), *(rep.team for rep in reps))
    return {group.casefold(): group for group in reversed(groups) if group}


def spelled_groups(reader: TableReader, found: dict[str, list[Any]], known: Mapping[str, str]) -> None:
    """The column `group` as the team's table spells its names."""
    for index, shown in enumerate(found["group"]):
        if shown and shown.casefold() not in known:
            reader.refuse(index, "group", "unknown-group", shown=shown, hint=hint(shown, tuple(known.values())))
    found["group"] = [known.get(group.casefold(), group) for group in found["group"]]


def _check_once(reader: TableReader, found: Mapping[str, list[Any]]) -> None:
    """The same step of the same scale twice has no meaning; rules of other kinds may repeat."""
    columns = ("tier", "metric", "group", "product", "every", "lower", "start")
    keys = {key: list(found[key]) for key in columns}
    for index, rule in enumerate(found["rule"]):
        if rule != "tier":
            for values in keys.values():
                values[index] = None
    reader.check_unique(**keys)

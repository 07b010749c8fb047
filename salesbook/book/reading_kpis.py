"""sb_kpis read strictly: what each scoring rule and each source needs is there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.model import Kpi
from salesbook.book.reading_cells import RefusedError, known_choices
from salesbook.book.reading_incentives import known_groups, spelled_groups
from salesbook.book.reading_words import choice_key
from salesbook.book.typed import Unreadable, parse_number, parse_percent
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import Rep
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader

Steps = tuple[tuple[Decimal, Decimal], ...]

_USUAL = {"better": "higher", "rule": "ratio", "source": "manual", "floor": Decimal(0), "cap": Decimal(100)}
_PAIR = re.compile(r"\s*(?:≥|>=)?\s*(.+?)\s*[=:：＝]\s*(.+?)\s*")
LARGEST = 100
"""Times the target: beyond it a bound of a step is a slip."""


def read_kpis(reader: TableReader, reps: Sequence[Rep], names: Names) -> tuple[Kpi, ...]:
    """The indicators whose rows can be used."""
    found: dict[str, list[Any]] = {key: reader.column(key) for key in ("indicator", "weight", "target", "zero")}
    found |= {key: [usual if v is None else v for v in reader.column(key)] for key, usual in _USUAL.items()}
    found |= {key: reader.texts(key) for key in ("group", "unit", "measure", "note")}
    found["steps"] = [_read_steps(reader, index, shown) for index, shown in enumerate(reader.texts("steps"))]
    found["place"] = reader.places("indicator")
    for index in range(len(reader)):
        _check_scoring(reader, index, found)
        _check_source(reader, index, found)
    spelled_groups(reader, found, known_groups(reps, names))
    reader.check_unique(indicator=found["indicator"], group=found["group"])
    return tuple(Kpi(**dict(zip(found, values, strict=True))) for _, values in reader.good(*found.values()))


def _read_steps(reader: TableReader, index: int, shown: str) -> Steps:
    try:
        return steps_of(shown)
    except RefusedError as no:
        reader.refuse(index, "steps", no.code, **no.words)
        return ()


def steps_of(shown: str) -> Steps:
    """Steps as people write them: from which part of the target on which score, the lowest first.

    >>> [(str(part), str(score)) for part, score in steps_of("80%=60；100%=100，120%=120")]
    [('0.80', '60'), ('1.00', '100'), ('1.20', '120')]
    """
    found = [_PAIR.fullmatch(pair) for pair in re.split(r"[;；,，、]", shown) if pair.strip()]
    try:
        steps = tuple((_part(pair[1]), parse_number(pair[2])) for pair in found if pair)
    except Unreadable:
        steps = ()
    if len(steps) < len(found) or list(steps) != sorted(steps) or len({part for part, _ in steps}) < len(steps):
        raise RefusedError("steps-unreadable", shown=shown)
    return steps


def _part(shown: str) -> Decimal:
    return parse_percent(shown, largest=LARGEST)


def _check_scoring(reader: TableReader, index: int, found: Mapping[str, list[Any]]) -> None:
    weight, floor, cap = (found[key][index] for key in ("weight", "floor", "cap"))
    if weight is not None and weight < 0:
        reader.refuse(index, "weight", "negative-number", shown=weight)
    if floor > cap:
        reader.refuse(index, "floor", "score-bounds-turned", least=floor, most=cap)
    rule = found["rule"][index]
    needs = {"linear": "zero", "step": "steps"}.get(rule)
    if needs and found[needs][index] in (None, ()) and (index, needs) not in reader.refused:
        _missing(reader, index, needs, in_each("choices", f"scoring.{rule}"))
    zero, target = found["zero"][index], found["target"][index]
    if rule == "linear" and zero is not None and zero == target:
        reader.refuse(index, "zero", "zero-is-target", shown=zero)


def _check_source(reader: TableReader, index: int, found: Mapping[str, list[Any]]) -> None:
    """What the actuals are asked for is known; a stage of the process is named."""
    source, measure = found["source"][index], found["measure"][index]
    if source != "manual" and not measure:
        _missing(reader, index, "measure", in_each("choices", f"source.{source}"))
    elif source == "actuals":
        key = choice_key("kpi", measure)
        if key is None:
            reader.refuse(index, "measure", "unknown-measure", shown=measure, known=known_choices("kpi"))
        found["measure"][index] = key
    if source == "manual" and found["target"][index] is None:
        _missing(reader, index, "target", in_each("choices", "source.manual"))


def _missing(reader: TableReader, index: int, key: str, rule: object) -> None:
    column = reader.table.column(key)
    reader.refuse(index, key, "incentive-incomplete", rule=rule, column={"zh": column.zh, "en": column.en})

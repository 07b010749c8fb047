"""sb_settings read strictly: known keys in either language, each value by its kind, defaults filled in."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import AXES, SETTINGS, Setting
from salesbook.book.model import Settings
from salesbook.book.reading_cells import RefusedError, converter, known_choices
from salesbook.book.reading_people import percent
from salesbook.book.reading_table import Repair
from salesbook.book.reading_words import choice_hint, choice_key, hint
from salesbook.book.references import folded
from salesbook.domain.apportion import CELL
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.reading_table import TableReader
    from salesbook.book.values import Value
    from salesbook.errors import Place
    from salesbook.texts import Language

_BY_NAME = {folded(name): s for s in SETTINGS for name in (s.zh, s.en, s.key)}
_MEMBER = re.compile(r"(?:cell|member|成员|给)\s*[:：]\s*(\S.*)", re.IGNORECASE)
"""A residue that goes to a member by name."""
_BOUNDS: Mapping[str, tuple[int, int | None]] = {
    "fiscal_start": (1, 12),
    "unit": (1, None),
    "floor": (0, 1),
    "stretch": (1, None),
    "flex": (0, 1),
    "seed": (0, 1),
    "weekend": (0, None),
    "green": (0, None),
    "amber": (0, None),
    "fair": (0, None),
    "visits_per_day": (0, None),
    "version": (0, None),
}
"""The smallest and largest value of a setting, both allowed."""


def read_settings(reader: TableReader, language: Language) -> tuple[Settings, bool]:
    """The settings, and whether the plan's days are known; if not, they stand for all time, so that the other
    tables can be read without asking for them again. `language`: the one to take if none is set."""
    values: dict[str, Any] = {s.key: _default(s) for s in SETTINGS} | {"language": language}
    places: dict[str, Place] = {}
    keys, given = reader.column("key"), reader.column("value", _anything)
    for index, (key, value) in enumerate(zip(keys, given, strict=True)):
        setting = _setting(reader, index, key, places)
        if setting is None:
            continue
        places[setting.key] = reader.place(index, "value")
        if value is not None:
            _take(reader, index, setting, value, values)
    days_known = _check_days(reader, values, places)
    _check_lights(reader, values, places)
    if not days_known:
        values |= {"start": date.min, "end": date.max, "weeks": "by-day"}
    return Settings(**values, places=places), days_known


def _setting(reader: TableReader, index: int, key: str | None, places: Mapping[str, Place]) -> Setting | None:
    if key is None:
        return None
    setting = _BY_NAME.get(folded(key))
    if setting is None:
        alike = hint(key, [s.zh for s in SETTINGS] + [s.en for s in SETTINGS])
        if alike:
            reader.notes.add("unknown-setting", reader.place(index, "key"), shown=key, hint=alike)
        return None
    if setting.key in places:
        first = str(places[setting.key])
        reader.refuse(index, "key", "duplicate", shown=key, first=first)
        return None
    return setting


def _take(reader: TableReader, index: int, setting: Setting, value: Value, values: dict[str, Any]) -> None:
    """Put a value that can be used in the place of the default."""
    try:
        meant = _meaning(setting, value)
    except RefusedError as no:
        reader.refuse(index, "value", no.code, **no.words)
        return
    values[setting.key] = meant
    if isinstance(value, str) and setting.kind not in ("choice", "text") and meant != value:
        reader.notes.repairs.append(Repair(reader.block.name, reader.kept[index], reader.at["value"], meant))


def _meaning(setting: Setting, value: Value) -> Any:
    if setting.key == "residue" and (named := _MEMBER.fullmatch(str(value).strip())):
        return f"{CELL}{named[1]}"
    meant = converter(setting.key, setting.kind, setting.choices)(value)
    if setting.key == "axes":
        return _axes(str(meant))
    if setting.key == "holidays":
        return "" if choice_key("none", str(meant)) else str(meant).upper()
    low, high = _BOUNDS.get(setting.key, (None, None))
    if isinstance(meant, int | Decimal):
        if (low is not None and meant < low) or (high is not None and meant > high):
            code = "number-too-small" if high is None else "number-out-of-range"
            raise RefusedError(code, shown=value, low=low, high=high)
        if setting.key == "unit":
            return _whole(meant)
    return meant


def _whole(unit: int | Decimal) -> int:
    if unit != int(unit):
        reason = in_each("reasons", "not-whole", given=unit)
        raise RefusedError("not-a-whole-number", shown=unit, reason=reason)
    return int(unit)


def _axes(shown: str) -> tuple[str, ...]:
    """The axes named in a list, in the order in which a plan is split; none twice."""
    found = set()
    for name in filter(None, re.split(r"[,，、;；\s]*[,，、;；]+\s*", shown.strip())):
        key = choice_key("axis", name)
        if key is None:
            raise RefusedError(
                "unknown-choice", shown=name, hint=choice_hint("axis", name), known=known_choices("axis")
            )
        found.add(key)
    return tuple(axis for axis in AXES if axis in found)


def _default(setting: Setting) -> Any:
    if setting.default is None:
        return "" if setting.kind == "text" else None
    default: Any = setting.default
    return _meaning(setting, Decimal(str(default)) if setting.kind == "percent" else default)


def _anything(value: Value) -> Value:
    """Errors and missing results are found when the setting's own kind is known."""
    return value


def _check_days(reader: TableReader, values: Mapping[str, Any], places: Mapping[str, Place]) -> bool:
    readable = bool(reader.block.sheet) and {"key", "value"} <= reader.at.keys()
    for key in ("start", "end"):
        if readable and values[key] is None and not _refused(reader, places.get(key)):
            setting = next(s for s in SETTINGS if s.key == key)
            place = places.get(key) or reader.block.place(-1, 0)
            reader.notes.add("setting-missing", place, setting={"zh": setting.zh, "en": setting.en})
    start, end = values["start"], values["end"]
    if start and end and end < start:
        reader.notes.add("end-before-start", places["end"], start=start, end=end)
    return bool(start and end and start <= end)


def _refused(reader: TableReader, place: Place | None) -> bool:
    return any(reader.place(index, "value") == place for index, key in reader.refused if key == "value")


def _check_lights(reader: TableReader, values: Mapping[str, Any], places: Mapping[str, Place]) -> None:
    if values["amber"] > values["green"]:
        place = places.get("amber") or places.get("green")
        reader.notes.add("lights-out-of-order", place, green=percent(values["green"]), amber=percent(values["amber"]))

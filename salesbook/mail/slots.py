"""The {slots} that a mail text may have, by their names in en and zh; what each means says templates/README.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SLOTS: Mapping[str, str] = {
    "name": "姓名",
    "company": "公司",
    "plan": "方案",
    "period": "期间",
    "metric": "指标",
    "floor": "保底",
    "target": "力争",
    "stretch": "冲刺",
    "tiers": "目标",
    "due": "截止日期",
    "issuer": "下达人",
    "team": "团队",
    "manager": "主管",
    "serial": "编号",
    "version": "版本",
    "signed_version": "已签版本",
    "signed_target": "已签目标",
    "file": "附件",
}
"""Slot -> its name in zh; either may stand in a text."""

_KEYS: Mapping[str, str] = {**{key: key for key in SLOTS}, **{zh: key for key, zh in SLOTS.items()}}
_SLOT = re.compile(r"\{([^\W\d][\w.]*)\}")
"""Only a word in braces is a slot: the braces of a style sheet in html stay as they are."""


def unknown_slots(text: str) -> list[tuple[int, str]]:
    """Slots that do not exist, each with its line, counted from 1.

    >>> unknown_slots("Dear {name},\\n{rep.email} { color: red }")
    [(2, 'rep.email')]
    """
    lines = text.splitlines()
    return [(n, slot) for n, line in enumerate(lines, 1) for slot in _SLOT.findall(line) if slot not in _KEYS]


def filled(text: str, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """A text with the values put in, each after `escape`; nothing within a value is looked at again.

    A line with a slot that has no value is left out, so that a text may speak of what is not always known.

    >>> filled("Dear {姓名},\\nby {due}\\nsee you", {"name": "Li {target}", "due": ""})
    'Dear Li {target},\\nsee you'
    """
    lines = (_line(line, values, escape) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None)


def filled_line(line: str, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """One line with the values put in, whether there are any or not.

    >>> filled_line("{plan}: for {name}", {"name": "Li"})
    ': for Li'
    """
    return _SLOT.sub(lambda found: escape(values.get(_KEYS[found[1]], "")) if found[1] in _KEYS else found[0], line)


def _line(line: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str | None:
    wanted = [_KEYS[slot] for slot in _SLOT.findall(line) if slot in _KEYS]
    return filled_line(line, values, escape) if all(values.get(key) for key in wanted) else None

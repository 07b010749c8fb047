"""Names of files made from names of people: safe on every system, and told apart without case."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_MAX_BYTES = 120
"""UTF-8 bytes: 40 Chinese characters. Systems allow 255, paths as a whole 260 on Windows."""


def safe_file_name(text: str) -> str:
    """A file's name (without folder) for a text: what a system forbids becomes _, spaces and dots at the ends go.

    Reserved devices get a leading _; an empty result is "_". The ending is kept when a long name is cut.

    >>> safe_file_name("张/三: a*b.xlsx"), safe_file_name("con.xlsx"), safe_file_name(" .. ")
    ('张_三_ a_b.xlsx', '_con.xlsx', '_')
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    return _cut(name) or "_"


def within(text: str, most: int) -> str:
    """A name that stands before others in a file's name: cut between characters to `most` bytes, so that those stay.

    >>> within("欧阳娜娜", 9), within("Li", 9)
    ('欧阳娜', 'Li')
    """
    content = text.encode(errors="replace")
    return text if len(content) <= most else content[:most].decode(errors="ignore").rstrip(" .")


def distinct_file_names(names: Sequence[str]) -> list[str]:
    """Safe names for texts, in their order; one that another already has, case apart, gets " (2)", " (3)" …

    >>> distinct_file_names(["Wang.xlsx", "wang.xlsx", "Li.xlsx"])
    ['Wang.xlsx', 'wang (2).xlsx', 'Li.xlsx']
    """
    taken: set[str] = set()
    found = []
    for text in names:
        name = _free(safe_file_name(text), taken)
        taken.add(folded(name))
        found.append(name)
    return found


def clashing_file_names(names: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of texts that give the same file name, case apart: each with the first that has the name.

    >>> clashing_file_names(["A/B", "a\\\\b", "C"])
    [('A/B', 'a\\\\b')]
    """
    first: dict[str, str] = {}
    found = []
    for text in names:
        name = folded(safe_file_name(text))
        if name in first:
            found.append((first[name], text))
        else:
            first[name] = text
    return found


def folded(name: str) -> str:
    """A file's name as systems that do not tell case compare it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", name).casefold())


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = _parted(name)
    number, found = 1, name
    while folded(found) in taken:
        number += 1
        found = _cut(f"{stem} ({number}){dot}{ending}", keep=f" ({number})")
    return found


def _parted(name: str) -> tuple[str, str, str]:
    """Stem, dot and ending; an ending is short and plain, so that "1.2 million" has none."""
    stem, dot, ending = name.rpartition(".")
    plain = stem and 0 < len(ending) <= 5 and ending.isascii() and ending.isalnum()
    return (stem, dot, ending) if plain else (name, "", "")


def _cut(name: str, keep: str = "") -> str:
    """Shorten to the limit: the stem gives way, `keep` at its end and the ending stay."""
    if len(name.encode()) <= _MAX_BYTES:
        return name
    stem, dot, ending = _parted(name)
    tail = keep + dot + ending
    stem = stem.removesuffix(keep).encode()[: _MAX_BYTES - len(tail.encode())].decode(errors="ignore")
    return stem.rstrip(" .") + tail

"""What people read, in zh and en: looked up by catalogue and key, never written in code."""

from __future__ import annotations

import locale
import os
from typing import TYPE_CHECKING, Literal

from salesbook import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def text(catalogue: str, key: str, language: Language, /, **words: object) -> str:
    """The text `key` of `templates/texts/<catalogue>.toml`, with its {words} filled in.

    A catalogue is a TOML file of entries `key = { zh = "…", en = "…" }`; keys may be dotted tables.

    >>> text("sheets", "page.plan", "en")
    'Plan'
    """
    entry = resources.texts(catalogue)
    for part in key.split("."):
        entry = entry[part]
    found: str = entry[language]
    return found.format(**words) if words else found


def system_language() -> Language:
    """zh where the person's system speaks Chinese, else en. SALESBOOK_LANG=zh|en decides before it."""
    chosen = os.environ.get("SALESBOOK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    if not chosen:
        chosen = locale.getlocale()[0] or ""
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def in_each(catalogue: str, key: str, /, **words: object) -> dict[Language, str]:
    """The text in each language, as a problem's words take it; words may differ by language themselves.

    >>> in_each("jobs", "decompose.floor", metric=in_each("choices", "metric.revenue"))
    {'zh': '销售额·保底', 'en': 'Revenue, floor'}
    """
    return {language: text(catalogue, key, language, **in_language(words, language)) for language in LANGUAGES}


def in_language(words: Mapping[str, object], language: Language) -> dict[str, object]:
    """Words to fill in, each that differs by language in this one."""
    return {key: word.get(language, word["en"]) if isinstance(word, dict) else word for key, word in words.items()}

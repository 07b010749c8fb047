"""The language of the command line's own messages: --lang, else SALESBOOK_LANG, else the system's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.texts import LANGUAGES, system_language, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of templates/texts/cli.toml in one language.

    >>> Words("en")("usage.missing", name="PLAN")
    'PLAN is missing.'
    """

    language: Language
    all: bool = False
    """Whether every warning and notice is wanted, however many are of one kind."""

    def __call__(self, key: str, /, **words: object) -> str:
        return text("cli", key, self.language, **words)


def message_language(arguments: Sequence[str]) -> Language:
    """The language asked for on the command line; where it is none of ours, the system's.

    >>> message_language(["new", "year", "--lang=zh"]), message_language(["check", "--lang", "en"])
    ('zh', 'en')
    """
    asked = _after(arguments, "--lang")
    return next((known for known in LANGUAGES if known == asked), system_language())


def _after(arguments: Sequence[str], option: str) -> str:
    for position, argument in enumerate(arguments):
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
        if argument == option and position + 1 < len(arguments):
            return arguments[position + 1]
    return ""

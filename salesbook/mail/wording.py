"""The text of a message as the company words it: a TOML file with subject, text and, if wanted, html."""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesbook import resources
from salesbook.errors import InputError, Place, Problem
from salesbook.mail.mailbox import one_line
from salesbook.mail.slots import SLOTS, filled, filled_line, unknown_slots

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from salesbook.texts import Language

PARTS = ("subject", "text", "html")
REQUIRED = ("subject", "text")


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject, text and html with their slots; html may be empty."""

    subject: str
    text: str
    html: str = ""

    def said(self, values: Mapping[str, str]) -> tuple[str, str, str]:
        """Subject, text and html for these values: the subject on one line, values in html escaped."""
        subject = one_line(filled_line(self.subject, values))
        return subject, filled(self.text, values), filled(self.html, values, html.escape)


def shipped(kind: str, language: Language) -> Wording:
    """One of the texts under templates/mail: letter, again."""
    name = f"mail/{kind}.{language}.toml"
    return wording(resources.template(name).read_bytes(), name)


def wording(content: bytes, label: str) -> Wording:
    """The text that a file holds. Raises InputError with all that is wrong, each with its line."""
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n")
        parts = tomllib.loads(source)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(Problem("mail-text-unreadable", Place(file=label), {"reason": str(error)})) from None
    problems = tuple(_problems(parts, source, label))
    if problems:
        raise InputError(*problems)
    return Wording(**{part: parts.get(part, "").strip() for part in PARTS})


def _problems(parts: Mapping[str, Any], source: str, label: str) -> Iterator[Problem]:
    place = Place(file=label)
    for part in REQUIRED:
        if not (isinstance(parts.get(part), str) and parts[part].strip()):
            yield Problem("mail-text-lacks", place, {"part": part})
    for part in parts:
        if part not in PARTS or not isinstance(parts[part], str):
            yield Problem("mail-text-part-unknown", place, {"part": part, "known": ", ".join(PARTS)})
    without_comments = "\n".join("" if line.lstrip().startswith("#") else line for line in source.splitlines())
    for line, slot in unknown_slots(without_comments):
        words = {"slot": slot, "line": line, "known": {"zh": "、".join(SLOTS.values()), "en": ", ".join(SLOTS)}}
        yield Problem("mail-slot-unknown", place, words)

"""Whether a file is the letter that was issued: nobody gets another's numbers, or numbers that somebody changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.errors import InputError, Place, Problem
from salesbook.letters.verify import read_returned
from salesbook.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.model import Issued
    from salesbook.texts import Language


def unlike_issued(issued: Issued, name: str, content: bytes) -> Iterator[Problem]:
    """What speaks against a file being the letter of this row of sb_issued, as it was made.

    Letters from before the record kept their fingerprint are taken as they are.
    """
    if not issued.hash:
        return
    place, words = Place(file=name), {"rep": issued.rep, "file": name}
    try:
        found = read_returned(content, name)
    except InputError as error:
        yield Problem("mail-attachment-of-other", place, {**words, "found": _said(error)})
        return
    who = found.identity
    if (who.rep, who.version, who.hash) != (issued.rep, issued.version, issued.hash):
        yield Problem("mail-attachment-of-other", place, {**words, "found": f"{who.rep} {who.serial}"})
    elif not found.unchanged:
        yield Problem("mail-attachment-altered", place, words)


def _said(error: InputError) -> dict[Language, str]:
    """Why a file could not be read, in each language."""
    return {language: error.problems[0].message(language) for language in LANGUAGES}

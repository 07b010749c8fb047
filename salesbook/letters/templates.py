"""Which template a letter is made from: one of the shipped, or a person's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook import resources
from salesbook.book.references import folded
from salesbook.errors import InputError, Place, Problem
from salesbook.texts import LANGUAGES, text

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.texts import Language

KINDS: tuple[str, ...] = ("formal", "campaign", "monthly")
"""责任书 for years and quarters, 军令状 for campaigns, 月度责任书 for a single period of a plan."""


def shipped(kind: str, language: Language) -> Path:
    """The shipped template of a kind."""
    return resources.template(f"letter-{kind}.{language}.xlsx")


def kind_named(name: str) -> str:
    """The kind that a name means, in either language; "" when it means none (then it is a file).

    >>> kind_named("军令状"), kind_named("Commitment"), kind_named("ours.xlsx")
    ('campaign', 'formal', '')
    """
    names = {folded(text("letters", f"kind.{kind}", language)): kind for kind in KINDS for language in LANGUAGES}
    return (names | {kind: kind for kind in KINDS}).get(folded(name), "")


def kind_for(setting: str, plan: str, period: str = "") -> str:
    """The kind for a plan: the one that the setting `letter` names, else the one that suits the kind of plan.

    For a single period of a plan it is the monthly one, whatever the setting names for the whole.
    """
    if period:
        return "monthly"
    return kind_named(setting) or ("campaign" if plan == "campaign" else "formal")


def file_named(setting: str, beside: Path) -> Path | None:
    """The person's own template when the setting `letter` names a file; a relative one stands beside the workbook."""
    return None if not setting or kind_named(setting) else beside / setting


def read_template(path: Path) -> bytes:
    """A template's bytes. Raises InputError `template-not-found`."""
    try:
        return path.read_bytes()
    except OSError as error:
        known = ", ".join(f"{text('letters', f'kind.{k}', lang)}" for lang in LANGUAGES for k in KINDS)
        words = {"file": path.name, "known": known}
        raise InputError(Problem("template-not-found", Place(file=str(path)), words)) from error

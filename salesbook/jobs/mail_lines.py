"""The messages of a plan as lines to read: for the list, and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import Line
from salesbook.sheets.mail_list import MailLine
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.jobs.mail import Letter, Mails
    from salesbook.mail.ledger import Key
    from salesbook.texts import Language


def lines_of(found: Mails, drafts: Mapping[Key, str], language: Language) -> list[MailLine]:
    """A line per letter; `drafts` names the draft of each that has one."""
    return [_line(letter, drafts, language) for letter in found.letters]


def _line(letter: Letter, drafts: Mapping[Key, str], language: Language) -> MailLine:
    problems = tuple(problem.message(language) for problem in letter.problems)
    state, mail = state_of(letter), letter.mail
    if mail is None:
        return MailLine(letter.rep, state, letter.address, size=letter.size, problems=problems)
    names = tuple(attachment.name for attachment in mail.attachments)
    draft = drafts.get(mail.key, "")
    return MailLine(letter.rep, state, mail.to.address, mail.subject, names, letter.size, draft, problems)


def state_of(letter: Letter) -> str:
    """One of `mail_list.STATES`."""
    if letter.standing in ("sent", "maybe"):
        return letter.standing
    return "ready" if letter.mail else "not"


def summary(found: Mails) -> tuple[Line, ...]:
    """Each message, and how it stands."""
    return tuple(
        Line(
            in_each(
                "mail",
                "line",
                rep=letter.rep,
                address=letter.address or "–",
                subject=letter.mail.subject if letter.mail else "",
                state=in_each("mail", f"state.{state_of(letter)}"),
            )
        )
        for letter in found.letters
    )

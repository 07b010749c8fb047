"""Mail 发送: a message to each rep with the commitment sheet that was issued; what is sent already is left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from salesbook.book.reading import read
from salesbook.book.reading_cells import RefusedError
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.mail_files import unlike_issued
from salesbook.jobs.mail_words import mail_values
from salesbook.mail.ledger import Key, Ledger
from salesbook.mail.mailbox import mailbox
from salesbook.mail.message import Attachment, Mail, draft_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book, Issued, Rep
    from salesbook.book.snapshot import Snapshot
    from salesbook.mail.ledger import Standing
    from salesbook.mail.mailbox import Mailbox
    from salesbook.mail.wording import Wording

MEGABYTE = 1 << 20
LIMIT = 10 * MEGABYTE
_NEEDED = ("sb_reps", "sb_members", "sb_plan", "sb_issued")
"""The tables that messages are made from, beside the settings."""


@dataclass(frozen=True, slots=True)
class MailRequest:
    """To whom, in what words, and what is known: the files by their names, and the ledger.

    No reps: all of them. `again` is for those who signed another letter of the same period before.
    """

    wording: Wording
    again: Wording
    files: Mapping[str, bytes]
    ledger: Ledger = field(default_factory=lambda: Ledger({}))
    reps: tuple[str, ...] = ()
    period: str | None = None
    """Only letters of this period, "" for those of the whole plan; None: of all."""
    endings: tuple[str, ...] = (".xlsx",)
    due: date | None = None
    limit: int = LIMIT
    """Bytes of a whole message."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One issued letter on its way: `mail` is None when something is wrong with it, and then `problems` say what."""

    rep: str
    standing: Standing
    mail: Mail | None = None
    size: int = 0
    """Bytes of the message."""
    problems: tuple[Problem, ...] = ()
    address: str = ""
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Mails:
    """All letters of the plan's version, in the team's order, and what is wrong."""

    letters: tuple[Letter, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ready(self) -> tuple[Mail, ...]:
        """Those to be sent."""
        return tuple(one.mail for one in self.letters if one.mail and one.standing == "new")


def wanted_files(snapshot: Snapshot, endings: Sequence[str] = (".xlsx",)) -> tuple[str, ...]:
    """The names of the files that messages may need, as they were recorded."""
    book = read(snapshot, only=("sb_issued",)).book
    issued = book.issued if book else ()
    return tuple(dict.fromkeys(name for one in issued for name in _names(one, endings)))


def mails(snapshot: Snapshot, request: MailRequest) -> Mails:
    """The messages. A rep whose letter cannot be sent gets none; the others are not kept waiting."""
    reading = read(snapshot, only=_NEEDED)
    if reading.book is None or reading.errors:
        return Mails(problems=reading.problems)
    book, reps = reading.book, _reps(reading.book, request)
    last = _last(book, request.period)
    problems = [*reading.problems, *_unknown(book, request)]
    if last or request.period is None:
        problems += _not_issued(book, reps, last)
    letters = _shared([_letter(book, rep, one, request) for rep in reps for one in last[rep.name].values()])
    problems += [problem for letter in letters for problem in letter.problems]
    if not letters and not problems:
        problems.append(_no_letters(book))
    return Mails(tuple(letters), tuple(problems))


def _unknown(book: Book, request: MailRequest) -> Iterator[Problem]:
    known = [rep.name for rep in book.reps]
    for name in request.reps:
        if name not in known:
            yield Problem("rep-not-in-team", Place(table="sb_reps"), {"rep": name, "known": ", ".join(known)})


def _reps(book: Book, request: MailRequest) -> list[Rep]:
    return [rep for rep in book.reps if not request.reps or rep.name in request.reps]


def _last(book: Book, period: str | None) -> Mapping[str, dict[str, Issued]]:
    """By rep, the last letter of each period, or of the one that is asked for."""
    found: dict[str, dict[str, Issued]] = defaultdict(dict)
    for one in book.issued:
        if period is None or one.period == period:
            found[one.rep][one.period] = one
    return found


def _no_letters(book: Book) -> Problem:
    """Nobody has a letter of those that are asked for; of what periods there are some."""
    periods = dict.fromkeys(one.period or "plan" for one in book.issued)
    return Problem("mail-no-letters", Place(table="sb_issued"), {"known": ", ".join(periods) or "–"})


def _not_issued(book: Book, reps: Sequence[Rep], last: Mapping[str, object]) -> Iterator[Problem]:
    """Those who have a target and no letter."""
    planned = {row.rep for row in book.plan}
    for rep in reps:
        if rep.name in planned and rep.name not in last:
            yield Problem("mail-not-issued", rep.place, {"rep": rep.name, "version": book.settings.version})


def key_of(issued: Issued) -> Key:
    """By what the ledger knows a letter; rows from before letters had a hash, by their number."""
    return Key(issued.rep, issued.version, issued.hash or issued.serial)


def standing_of(issued: Issued, ledger: Ledger) -> Standing:
    """As the ledger says; where it says nothing, it may be lost, and the workbook's own record counts."""
    key = key_of(issued)
    return ledger.standing(key) if key in ledger.last else "sent" if issued.sent else "new"


def _letter(book: Book, rep: Rep, issued: Issued, request: MailRequest) -> Letter:
    standing = standing_of(issued, request.ledger)
    key = key_of(issued)
    if standing == "sent":
        return Letter(rep.name, standing, address=rep.email, key=key)
    problems = list(_unfit(book, rep, issued, request))
    to = _to(rep, problems)
    if standing == "maybe":
        at = request.ledger.last[key].at if key in request.ledger.last else issued.sent
        problems.append(Problem("mail-maybe-sent", rep.place, {"rep": rep.name, "at": at.replace("T", " ")}))
    if to is None or errors_in(problems):
        return Letter(rep.name, standing, problems=tuple(problems), address=rep.email, key=key)
    mail = _mail(book, rep, issued, request, to)
    size = len(draft_bytes(mail))
    problems += _too_large(mail, size, request, rep)
    return Letter(rep.name, standing, None if errors_in(problems) else mail, size, tuple(problems), to.address, key)


def _unfit(book: Book, rep: Rep, issued: Issued, request: MailRequest) -> Iterator[Problem]:
    """Why a letter as it was issued cannot be sent."""
    version = book.settings.version
    if issued.version != version:
        words = {"rep": rep.name, "issued": issued.version, "version": version}
        yield Problem("mail-older-version", rep.place, words)
        return
    for name in _names(issued, request.endings):
        if name not in request.files:
            yield Problem("mail-attachment-missing", rep.place, {"rep": rep.name, "file": name})
        elif name.endswith(".xlsx"):
            yield from unlike_issued(issued, name, request.files[name])


def _names(issued: Issued, endings: Sequence[str]) -> list[str]:
    """The files of a letter, by the name that was recorded."""
    stem = issued.file.removesuffix(".xlsx")
    return [f"{stem}{ending}" for ending in endings]


def _to(rep: Rep, problems: list[Problem]) -> Mailbox | None:
    if not rep.email:
        problems.append(Problem("mail-address-missing", rep.place, {"rep": rep.name}))
        return None
    try:
        return mailbox(rep.email, rep.name)
    except RefusedError as refused:
        problems.append(Problem(refused.code, rep.place, refused.words))
        return None


def _mail(book: Book, rep: Rep, issued: Issued, request: MailRequest, to: Mailbox) -> Mail:
    signed = next((one for one in reversed(book.issued) if _signed_before(one, issued)), None)
    wording = request.again if signed else request.wording
    attachments = tuple(Attachment(name, request.files[name]) for name in _names(issued, request.endings))
    said = wording.said(mail_values(book, rep, issued, signed, request.due))
    return Mail(key_of(issued), to, *said, attachments)


def _signed_before(other: Issued, issued: Issued) -> bool:
    """Whether it is a letter of the same rep and period that was signed, with another number."""
    same = (other.rep, other.period) == (issued.rep, issued.period)
    return same and other.signed is not None and other.target != issued.target


def _too_large(mail: Mail, size: int, request: MailRequest, rep: Rep) -> Iterator[Problem]:
    if size > request.limit:
        words = {"rep": rep.name, "size": f"{size / MEGABYTE:.1f}", "limit": f"{request.limit / MEGABYTE:g}"}
        yield Problem("mail-too-large", Place(file=mail.attachments[0].name), words)


def _shared(letters: Sequence[Letter]) -> list[Letter]:
    """The letters, with a word at those whose address one before them has: each gets a message of their own there."""
    first: dict[str, str] = {}
    found = []
    for letter in letters:
        other = first.setdefault(letter.mail.to.address.casefold(), letter.rep) if letter.mail else letter.rep
        if letter.mail and other != letter.rep:
            words = {"one": other, "other": letter.rep, "address": letter.mail.to.address}
            problem = Problem("mail-same-address", Place(table="sb_reps"), words)
            letter = replace(letter, problems=(*letter.problems, problem))
        found.append(letter)
    return found

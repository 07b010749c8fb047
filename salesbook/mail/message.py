"""A message as data, and as the bytes of a mail: plain text, html beside it, attachments."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import TYPE_CHECKING

from salesbook.mail.mailbox import breaks_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.mime.base import MIMEBase

    from salesbook.mail.ledger import Key
    from salesbook.mail.mailbox import Mailbox

_POLICY = compat32.clone(linesep="\r\n", max_line_length=78)
"""Of the library's two, the one that writes headers as they are given: the newer one decodes what looks encoded in a
name, and writes it out again."""

_KINDS = {".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".pdf": "pdf"}
_PLAIN = re.compile(r"(?!.*=\?)[ -~]{0,60}")
"""Texts that stand in a header as they are: short, ASCII, and nothing in them that looks encoded."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A message for one rep. `key` says which letter it brings."""

    key: Key
    to: Mailbox
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


def sent_bytes(mail: Mail, sender: Mailbox, when: datetime) -> bytes:
    """The message as it is sent. The same letter to the same address has the same id, whenever it is sent.

    `when` has a time zone. Raises ValueError for a name or a subject with a line break.
    """
    message = _built(mail)
    message["From"] = mailbox_header(sender)
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{_digest(mail)}@{sender.domain}>"
    return message.as_bytes()


def draft_bytes(mail: Mail, sender: Mailbox | None = None) -> bytes:
    """The message as a draft: Outlook opens a file with X-Unsent for writing, with a button to send it."""
    message = _built(mail)
    if sender:
        message["From"] = mailbox_header(sender)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def text_header(text: str) -> str:
    """A text as a header holds it (RFC 2047): encoded unless it is plain.

    >>> text_header("Q1 targets"), text_header("=?x?="), text_header("责任书")
    ('Q1 targets', '=?utf-8?b?PT94Pz0=?=', '=?utf-8?b?6LSj5Lu75Lmm?=')
    """
    if breaks_line(text):
        raise ValueError(f"a header is one line: {text!r}")
    return text if _PLAIN.fullmatch(text) else Header(text, "utf-8", maxlinelen=66).encode()


def mailbox_header(box: Mailbox) -> str:
    """A mailbox as a header holds it: its name in quotes, or encoded.

    >>> from salesbook.mail.mailbox import Mailbox
    >>> mailbox_header(Mailbox('Li, "W"', "li@example.com")), mailbox_header(Mailbox("", "li@example.com"))
    ('"Li, \\\\"W\\\\"" <li@example.com>', 'li@example.com')
    """
    if not box.name:
        return box.address
    name = text_header(box.name)
    if name == box.name:
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{box.address}>"


def _built(mail: Mail) -> MIMEBase:
    """All but what tells a sent message from a draft."""
    said: MIMEBase = _text(mail.text, "plain")
    if mail.html:
        said = _parts("alternative", [said, _text(mail.html, "html")], mail)
    message = _parts("mixed", [said, *(_file(a) for a in mail.attachments)], mail) if mail.attachments else said
    message["Subject"] = text_header(mail.subject)
    message["To"] = mailbox_header(mail.to)
    return message


def _text(text: str, kind: str) -> MIMEText:
    """A text with the line ends of mail, in base64: so no server has to take eight bits, or long lines."""
    return MIMEText("\r\n".join([*text.split("\n"), ""]), kind, "utf-8", policy=_POLICY)


def _file(attachment: Attachment) -> MIMEApplication:
    """A file; its name is always encoded (RFC 2231), as not every reader understands what may stand in quotes."""
    ending = attachment.name[attachment.name.rfind(".") :].lower()
    part = MIMEApplication(attachment.content, _KINDS.get(ending, "octet-stream"), policy=_POLICY)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment.name))
    return part


def _parts(kind: str, parts: Sequence[MIMEBase], mail: Mail) -> MIMEMultipart:
    """Parts of one message; the line between them is one that base64 cannot hold, and the same each time."""
    return MIMEMultipart(kind, f"=_{_digest(mail)[:32]}_{kind[0]}", list(parts), policy=_POLICY)


def _digest(mail: Mail) -> str:
    said = "\0".join((mail.key.rep, str(mail.key.version), mail.key.hash, mail.to.address))
    return "sb." + hashlib.sha256(said.encode()).hexdigest()[:40]

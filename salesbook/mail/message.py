"""A message as data, and as the bytes of a mail: plain text, html beside it, attachments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from salesbook.mail.ledger import Key
    from salesbook.mail.mailbox import Mailbox

_POLICY = SMTP.clone(cte_type="7bit")
"""Lines end as mail wants them, and nothing depends on a server that takes eight bits."""

_KINDS = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("application", "pdf"),
}


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

    `when` has a time zone.
    """
    message = _built(mail)
    message["From"] = sender.header
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{_digest(mail)}@{sender.domain}>"
    return message.as_bytes()


def draft_bytes(mail: Mail, sender: Mailbox | None = None) -> bytes:
    """The message as a draft: Outlook opens a file with X-Unsent for writing, with a button to send it."""
    message = _built(mail)
    if sender:
        message["From"] = sender.header
    message["X-Unsent"] = "1"
    return message.as_bytes()


def _built(mail: Mail) -> EmailMessage:
    """All but what tells a sent message from a draft."""
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = mail.subject
    message["To"] = mail.to.header
    message.set_content(mail.text + "\n")
    if mail.html:
        message.add_alternative(mail.html + "\n", subtype="html")
    for attachment in mail.attachments:
        dot = attachment.name.rfind(".")
        maintype, subtype = _KINDS.get(attachment.name[dot:].lower(), ("application", "octet-stream"))
        message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name)
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{_digest(mail)[:32]}_{number}")  # neither base64 nor quoted-printable can hold =_
    return message


def _digest(mail: Mail) -> str:
    said = "\0".join((mail.key.rep, str(mail.key.version), mail.key.hash, mail.to.address))
    return "sb." + hashlib.sha256(said.encode()).hexdigest()[:40]

"""Messages to send in tests, and what two parsers that know nothing of each other read in them."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

import fast_mail_parser

from salesbook.mail.ledger import Key
from salesbook.mail.mailbox import Mailbox
from salesbook.mail.message import Attachment, Mail

WHEN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
SENDER = Mailbox("陈国栋", "chen@example.com")
BYTES = bytes(range(256)) * 40 + b"\r\n.\r\nQUIT\r\n"
"""All bytes there are, and what would end a message if it stood in it bare."""


def a_mail(rep: str = "李伟", address: str = "li.wei@example.com", version: int = 1, **more: object) -> Mail:
    """A message with a text, an html and a file with a Chinese name."""
    attachment = Attachment(f"责任书_{rep}_2026_v{version}.xlsx", BYTES)
    fields = {"subject": f"责任书：{rep}", "text": f"{rep}：您好！\n.\n目标 1,200,000", "html": f"<p>{rep}：您好！</p>"}
    fields |= {"attachments": (attachment,)} | more  # type: ignore[assignment]
    return Mail(Key(rep, version, f"hash-{rep}-{version}"), Mailbox(rep, address), **fields)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Read:
    """What a parser found."""

    subject: str
    to: tuple[str, str]
    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]


def by_python(content: bytes) -> Read:
    """Python's own parser."""
    message = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    to = message["To"].addresses[0]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    files = tuple((part.get_filename(""), part.get_content()) for part in message.iter_attachments())
    said = [part.get_content() if part else "" for part in (text, html)]
    return Read(message["Subject"], (to.display_name, to.addr_spec), said[0], said[1], files)


def by_rust(content: bytes) -> Read:
    """A parser written in Rust."""
    message = fast_mail_parser.parse_email(content)
    (to,) = message.to
    files = tuple((a.filename, bytes(a.content)) for a in message.attachments)
    html = message.text_html[0] if message.text_html else ""
    return Read(message.subject, (to.display_name or "", to.address), message.text_plain[0], html, files)


def same_text(found: str, wanted: str) -> bool:
    """Whether a text came through, its line ends apart."""
    return found.replace("\r\n", "\n") == wanted + "\n"

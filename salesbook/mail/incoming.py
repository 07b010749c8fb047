"""The workbooks that are attached to a saved message (.eml), and who it says it is from; nothing else is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

ENDINGS = (".xlsx", ".xlsm")
MOST_PARTS = 200
"""Parts of one message that are looked at: more than anybody attaches."""


@dataclass(frozen=True, slots=True)
class Received:
    """A workbook that came with a message. `sender` is what the message says, which anybody can write."""

    name: str
    content: bytes
    sender: str


def received(content: bytes) -> tuple[Received, ...]:
    """The workbooks of a message, in its order, also those of a message within it; none of one that is no message."""
    try:
        message = message_from_bytes(content)
        return tuple(_workbooks(message, parseaddr(_shown(message.get("From", "")))[1]))
    except RecursionError:  # parts within parts within parts …, as only a machine writes them
        return ()


def _workbooks(message: Message, sender: str) -> Iterator[Received]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        name = _shown(part.get_filename() or "")
        payload = part.get_payload(decode=True) if name.lower().endswith(ENDINGS) else None
        if isinstance(payload, bytes):
            yield Received(name, payload, sender)


def _shown(header: object) -> str:
    """A header's text, by whichever of the two ways a mail program encoded it."""
    try:
        return str(make_header(decode_header(str(header))))
    except (HeaderParseError, UnicodeError, LookupError):
        return str(header)

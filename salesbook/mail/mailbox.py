"""Who a message is for or from: a name and one address, read strictly from what stands in a cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from salesbook.book.reading_cells import RefusedError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAMED = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]*)>')
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 253
"""RFC 5321, 4.5.3.1."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name, which may be empty, and an address in ASCII."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def mailbox(text: str, name: str = "") -> Mailbox:
    """The one mailbox that a text says: a bare address, or one in <> behind a name; `name` goes before the text's own.

    Full-width letters, a leading mailto: and a semicolon at the end are forgiven. Raises RefusedError
    (`mail-line-break`, `mail-two-addresses`, `mail-address-invalid`).

    >>> mailbox("li.wei@example.com", "李伟"), mailbox("Wei, Li <LI＠example.com>；").name
    (Mailbox(name='李伟', address='li.wei@example.com'), 'Wei, Li')
    >>> mailbox("王芳 <wang@公司.cn>").address
    'wang@xn--55qx5d.cn'
    """
    if breaks_line(text) or breaks_line(name):
        raise RefusedError("mail-line-break", shown=one_line(text if breaks_line(text) else name))
    plain = text.strip().rstrip(" ;,；，。")
    named = _NAMED.fullmatch(plain)
    spec = unicodedata.normalize("NFKC", named[3] if named else plain).removeprefix("mailto:").strip()
    if spec.count("@") > 1 or plain.count("@") + plain.count("＠") > 1:
        raise RefusedError("mail-two-addresses", shown=plain)
    local, _, domain = spec.rpartition("@")
    address = _ascii(local, domain)
    if address is None:
        raise RefusedError("mail-address-invalid", shown=plain)
    return Mailbox(name or (_own_name(named) if named else ""), address)


def breaks_line(text: str) -> bool:
    """Whether a text holds what would end a line of a message's head, or any other control character."""
    return any(unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") for c in text)


def one_line(text: str) -> str:
    """A text with its control characters shown as spaces.

    >>> one_line("Li\\r\\nBcc: x@example.com")
    'Li Bcc: x@example.com'
    """
    return " ".join("".join(" " if breaks_line(c) else c for c in text).split())


def _own_name(named: re.Match[str]) -> str:
    """The name before <…>, in quotes or not."""
    quoted, bare = named[1], named[2]
    return re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare.strip()


def _ascii(local: str, domain: str) -> str | None:
    """The address with its domain as the net writes it; None when it is none."""
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = plain.split(".")
    sound = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and len(plain) <= _LONGEST_DOMAIN
    if not sound or not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        return None
    return f"{local}@{plain}"

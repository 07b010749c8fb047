"""Which server mail goes to: from the command line, the environment, or the person's own settings file, in this order.

Never from the workbook, which goes from hand to hand; and the password neither from here nor from the command line.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from salesbook.book.reading_cells import RefusedError
from salesbook.errors import InputError, Place, Problem
from salesbook.mail.mailbox import Mailbox, mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Security = Literal["starttls", "tls", "none"]
"""starttls: encryption is turned on after the greeting; tls: from the first byte; none: only when asked for by name."""

KEYS = ("host", "port", "user", "from", "security", "ca")
VARIABLE = "SALESBOOK_MAIL_"
PASSWORD = VARIABLE + "PASSWORD"
TLS_PORT, SUBMISSION_PORT = 465, 587
SERVICE = "salesbook"
"""The name under which the keyring keeps the passwords of users."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and who we are there. `ca`: a file of certificates to trust instead of the system's."""

    host: str
    port: int
    security: Security
    sender: Mailbox
    user: str = ""
    ca: str = ""


def settings_in(content: bytes, label: str) -> dict[str, str]:
    """The keys of a settings file (TOML). Raises InputError for what does not belong there, a password above all."""
    try:
        found: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(Problem("mail-settings-unreadable", Place(file=label), {"reason": str(error)})) from None
    problems = tuple(_misplaced(found, label))
    if problems:
        raise InputError(*problems)
    return {key: str(value) for key, value in found.items()}


def _misplaced(found: Mapping[str, Any], label: str) -> Iterator[Problem]:
    place = Place(file=label)
    for key in found:
        if "pass" in key.lower() or key in ("密码", "授权码"):
            yield Problem("mail-password-in-file", place, {"key": key, "variable": PASSWORD})
        elif key not in KEYS:
            yield Problem("mail-setting-unknown", place, {"key": key, "known": ", ".join(KEYS)})


def server(given: Mapping[str, str], environment: Mapping[str, str], file: Mapping[str, str], name: str) -> Server:
    """The server that these say together; `name` is the sender's where no other is given. Raises InputError."""
    from_environment = {key: environment.get(VARIABLE + key.upper(), "") for key in KEYS}
    said = {key: given.get(key) or from_environment[key] or file.get(key, "") for key in KEYS}
    problems = []
    if not said["host"]:
        problems.append(Problem("mail-without-server"))
    if said["security"] not in ("", "starttls", "tls", "none"):
        problems.append(Problem("mail-security-unknown", words={"shown": said["security"]}))
    if said["port"] and not (said["port"].isdecimal() and 0 < int(said["port"]) < 65536):
        problems.append(Problem("mail-port-unknown", words={"shown": said["port"]}))
    sender = _sender(said, name, problems)
    if problems or sender is None:
        raise InputError(*problems)
    security = _security(said["security"], said["port"])
    port = int(said["port"] or (TLS_PORT if security == "tls" else SUBMISSION_PORT))
    return Server(said["host"], port, security, sender, said["user"], said["ca"])


def _security(said: str, port: str) -> Security:
    """As said; otherwise what the port is for."""
    if said == "tls" or (not said and port == str(TLS_PORT)):
        return "tls"
    return "none" if said == "none" else "starttls"


def _sender(said: Mapping[str, str], name: str, problems: list[Problem]) -> Mailbox | None:
    """The address that messages come from: as said, else the user's where that is one."""
    text = said["from"] or said["user"]
    if "@" not in text:
        problems.append(Problem("mail-without-sender", words={"shown": text or "–"}))
        return None
    try:
        found = mailbox(text)
    except RefusedError as refused:
        problems.append(Problem(refused.code, Place(), refused.words))
        return None
    return found if found.name else Mailbox(name, found.address)

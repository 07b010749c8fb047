"""A real SMTP server on this machine, for as long as a test needs it, that can be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Sequence

    from aiosmtpd.smtp import Envelope, LoginPassword, Session

USER, PASSWORD = "chen@example.com", "letmein-2026"
_SECONDS = 120
"""A server that a test forgets ends by itself."""


@dataclass
class PostOffice:
    """What a server received, and how it is to behave."""

    port: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and content of each message that was taken."""
    asked: list[str] = field(default_factory=list)
    """The recipients of all tries."""
    encrypted: list[bool] = field(default_factory=list)
    """Whether each message came over TLS."""
    recipient_answers: dict[str, list[str]] = field(default_factory=dict)
    """Address -> answers to give instead of 250, one after the other."""
    at_data: Callable[[PostOffice, str], str | None] | None = None
    """Called when a message is there; what it returns is answered, "drop" cuts the line without an answer."""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        self.asked.append(address)
        answers = self.recipient_answers.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        said = self.at_data(self, address) if self.at_data else None
        if said is None or said == "drop":
            self.received.append((address, envelope.original_content or b""))
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        if said in ("drop", "lose"):
            server.transport.abort()
        return said or "250 OK taken"

    def count(self, address: str) -> int:
        """How often a message for an address was taken."""
        return [to for to, _ in self.received].count(address)


def _authenticate(server: SMTP, session: Session, envelope: Envelope, kind: str, said: LoginPassword) -> AuthResult:
    right = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@contextmanager
def open_office(tls: ssl.SSLContext | None, *, login: bool = True, implicit: bool = False) -> Iterator[PostOffice]:
    """A server on a free port of this machine: STARTTLS and logging in wanted, where there is a context."""
    office = PostOffice()
    listening = socket.create_server(("127.0.0.1", 0))
    office.port = listening.getsockname()[1]
    loop = asyncio.new_event_loop()

    protocols: list[SMTP] = []

    def protocol() -> SMTP:
        starttls = None if implicit else tls
        found = SMTP(
            office, hostname="localhost", loop=loop, tls_context=starttls, require_starttls=starttls is not None,
            authenticator=_authenticate, auth_required=login, auth_require_tls=starttls is not None, timeout=_SECONDS,
        )  # fmt: skip
        protocols.append(found)
        return found

    server = loop.run_until_complete(loop.create_server(protocol, sock=listening, ssl=tls if implicit else None))
    loop.call_later(_SECONDS, loop.stop)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_SECONDS)
        loop.run_until_complete(_end(server, protocols))
        loop.close()
        listening.close()


async def _end(server: asyncio.Server, protocols: Sequence[SMTP]) -> None:
    """Close everything that is open."""
    server.close()
    for protocol in protocols:
        if protocol.transport:
            protocol.transport.abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)


@contextmanager
def scripted(*lines: bytes) -> Iterator[int]:
    """A server that takes one connection, says these lines, each after something was said to it, and hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(_SECONDS)

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            connection.settimeout(_SECONDS)
            with connection:
                _say(connection, lines)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)  # wakes whoever still waits for a connection
        listening.close()
        thread.join(_SECONDS)


def _say(connection: socket.socket, lines: Sequence[bytes]) -> None:
    for number, line in enumerate(lines):
        if number and not connection.recv(1 << 16):
            return
        connection.sendall(line)


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port

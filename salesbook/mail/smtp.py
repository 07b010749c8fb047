"""Sending over SMTP with Python's own client, encrypted unless that was turned off by name."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from salesbook.errors import Place, Problem
from salesbook.mail.message import sent_bytes
from salesbook.mail.transport import Deferred, NotTaken, Refused, Stopped, Unreachable, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from salesbook.mail.message import Mail
    from salesbook.mail.server import Server

TIMEOUT = 60.0
"""Seconds to wait for each answer but the last."""

LAST_TIMEOUT = 600.0
"""Seconds to wait for the answer to a whole message (RFC 5321, 4.5.3.2.6): giving up early makes duplicates."""

_OURSELVES = "[127.0.0.1]"
"""How we greet: asking the system for its name takes seconds where nobody knows it, and tells it to strangers."""

_CLOSING, _TOO_LARGE = 421, 552


class Smtp:
    """One server. The connection is opened for the first message and kept for the next ones."""

    def __init__(
        self,
        server: Server,
        password: Callable[[], str],
        now: Callable[[], datetime],
        timeouts: tuple[float, float] = (TIMEOUT, LAST_TIMEOUT),
    ) -> None:
        self.server = server
        self._password = password
        self._now = now
        self._timeout, self._last_timeout = timeouts
        self._open: smtplib.SMTP | None = None

    def send(self, mail: Mail, commit: Callable[[], None]) -> str:
        """Give one message to the server; see `Transport`."""
        smtp = self._open = self._open or self._connected()
        content = sent_bytes(mail, self.server.sender, self._now())
        try:
            self._offer(smtp, mail, content)
            commit()
        except NotTaken:
            raise
        except BaseException:
            self._drop()  # in the middle of a message nothing else may be said
            raise
        return self._finish(smtp)

    def close(self) -> None:
        """Say goodbye."""
        if self._open:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
        self._drop()

    def _offer(self, smtp: smtplib.SMTP, mail: Mail, content: bytes) -> None:
        """Everything up to the message's last byte; what is missing is the line that ends it."""
        try:
            self._say(smtp, mail, content)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Deferred(_said(error)) from error

    def _say(self, smtp: smtplib.SMTP, mail: Mail, content: bytes) -> None:
        size = [f"SIZE={len(content)}"] if smtp.has_extn("size") else []
        answer = smtp.mail(self.server.sender.address, size)
        if answer[0] >= 500 and answer[0] != _TOO_LARGE:
            self._stop("mail-sender-refused", address=self.server.sender.address, reason=_text(*answer))
        self._judge(answer)
        self._judge(smtp.rcpt(mail.to.address))
        answer = smtp.docmd("DATA")
        self._judge(answer if answer[0] >= 400 else (250, b""))
        smtp.send(_stuffed(content))

    def _finish(self, smtp: smtplib.SMTP) -> str:
        """The end of the message, and the server's word for it."""
        try:
            if smtp.sock:
                smtp.sock.settimeout(self._last_timeout)
            smtp.send(b".\r\n")
            answer = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(self._timeout)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unsure(_said(error)) from error
        self._judge(answer)
        return _text(*answer)

    def _judge(self, answer: tuple[int, bytes]) -> None:
        """Raises what an answer means that does not take the message; the next one starts afresh."""
        code, said = answer
        if 200 <= code < 300:
            return
        if code == _CLOSING or not 400 <= code < 600:
            self._drop()
        elif self._open:
            self._afresh(self._open)
        raise Refused(_text(code, said)) if code >= 500 else Deferred(_text(code, said))

    def _afresh(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def _connected(self) -> smtplib.SMTP:
        """A connection over which mail may be sent. Raises Unreachable, Stopped."""
        try:
            smtp = self._greeted()
        except ssl.SSLCertVerificationError as error:
            self._stop("mail-certificate", reason=error.verify_message)
        except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
            self._stop("mail-tls-failed", reason=_said(error))
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(self._where(_said(error))) from error
        if smtp.sock:  # a message's end is a packet of its own, which must not wait for the one before
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._log_in(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _greeted(self) -> smtplib.SMTP:
        """Connected, and encrypted as wanted. Raises what the library raises, and Stopped."""
        server = self.server
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, _OURSELVES, timeout=self._timeout, context=self._trust())
        smtp = smtplib.SMTP(server.host, server.port, _OURSELVES, timeout=self._timeout)
        if server.security == "none":
            return smtp
        try:
            smtp.ehlo()
            if not smtp.has_extn("starttls"):
                self._stop("mail-server-without-tls")
            smtp.starttls(context=self._trust())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _trust(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.server.ca or None)
        except OSError as error:
            self._stop("mail-ca-unreadable", file=self.server.ca, reason=str(error))

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self.server.user:
            smtp.ehlo_or_helo_if_needed()
            return
        try:
            smtp.login(self.server.user, self._password())
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise Unreachable(self._where(_said(error))) from error
            self._stop("mail-login-refused", user=self.server.user, reason=_said(error))
        except smtplib.SMTPNotSupportedError as error:
            self._stop("mail-server-without-login", user=self.server.user, reason=_said(error))
        except UnicodeEncodeError:
            self._stop("mail-password-not-ascii", user=self.server.user)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(self._where(_said(error))) from error

    def _where(self, said: str) -> str:
        return f"{self.server.host}:{self.server.port}: {said}"

    def _stop(self, code: str, **words: object) -> NoReturn:
        self._drop()
        words = {"host": self.server.host, "port": self.server.port, **words}
        raise Stopped(Problem(code, Place(), words))


def _stuffed(content: bytes) -> bytes:
    """A message as DATA takes it: a line that begins with a dot gets a second one; it ends with a line's end.

    >>> _stuffed(b"one\\r\\n.two")
    b'one\\r\\n..two\\r\\n'
    """
    body = content.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _text(code: int, said: bytes) -> str:
    return f"{code} {' '.join(said.decode('utf-8', 'replace').split())}"


def _said(error: Exception) -> str:
    """What an exception says, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _text(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    if isinstance(error, socket.gaierror | OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__

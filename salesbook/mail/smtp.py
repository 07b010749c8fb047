"""Sending over SMTP with Python's own client: one conversation per message, in which it is known who has it when."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from typing import TYPE_CHECKING

from salesbook.mail.message import sent_bytes
from salesbook.mail.smtp_connect import answer_text, connected, said, stop
from salesbook.mail.transport import Deferred, NotTaken, Refused, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from salesbook.mail.message import Mail
    from salesbook.mail.server import Server

TIMEOUT = 60.0
"""Seconds to wait for each answer but the last."""

LAST_TIMEOUT = 600.0
"""Seconds to wait for the answer to a whole message (RFC 5321, 4.5.3.2.6): giving up early makes duplicates."""

_GO_ON, _CLOSING, _TOO_LARGE = 354, 421, 552


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
        smtp = self._open = self._open or connected(self.server, self._password, self._timeout)
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
            raise Deferred(said(error)) from error

    def _say(self, smtp: smtplib.SMTP, mail: Mail, content: bytes) -> None:
        size = [f"SIZE={len(content)}"] if smtp.has_extn("size") else []
        answer = smtp.mail(self.server.sender.address, size)
        if answer[0] >= 500 and answer[0] != _TOO_LARGE:
            self._drop()
            stop(self.server, "mail-sender-refused", address=self.server.sender.address, reason=answer_text(*answer))
        self._judge(answer)
        self._judge(smtp.rcpt(mail.to.address))
        answer = smtp.docmd("DATA")
        if answer[0] != _GO_ON:
            self._judge((answer[0] if answer[0] >= 400 else 0, answer[1]))
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
            raise Unsure(said(error)) from error
        if not 200 <= answer[0] < 300 and not 400 <= answer[0] < 600:
            self._drop()
            raise Unsure(answer_text(*answer))
        self._judge(answer)
        return answer_text(*answer)

    def _judge(self, answer: tuple[int, bytes]) -> None:
        """Raises what an answer means that does not take the message; the next one starts afresh."""
        code, words = answer
        if 200 <= code < 300:
            return
        if code == _CLOSING or not 400 <= code < 600:
            self._drop()
        elif self._open:
            self._afresh(self._open)
        raise Refused(answer_text(code, words)) if 500 <= code < 600 else Deferred(answer_text(code, words))

    def _afresh(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._open:
            self._open.close()
            self._open = None


def _stuffed(content: bytes) -> bytes:
    """A message as DATA takes it: a line that begins with a dot gets a second one; it ends with a line's end.

    >>> _stuffed(b"one\\r\\n.two")
    b'one\\r\\n..two\\r\\n'
    """
    body = content.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return body if body.endswith(b"\r\n") else body + b"\r\n"

"""A connection to a mail server: encrypted unless that was turned off by name, and logged in."""

from __future__ import annotations

import smtplib
import socket
import ssl
from typing import TYPE_CHECKING, NoReturn

from salesbook.errors import Place, Problem
from salesbook.mail.transport import Stopped, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.mail.server import Server

_OURSELVES = "[127.0.0.1]"
"""How we greet: asking the system for its name takes seconds where nobody knows it, and tells it to strangers."""


def connected(server: Server, password: Callable[[], str], timeout: float) -> smtplib.SMTP:
    """A connection over which mail may be sent. Raises Unreachable, Stopped."""
    try:
        smtp = _greeted(server, timeout)
    except ssl.SSLCertVerificationError as error:
        stop(server, "mail-certificate", reason=error.verify_message)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        stop(server, "mail-tls-failed", reason=said(error))
    except (smtplib.SMTPException, OSError) as error:
        raise _unreachable(server, error) from error
    if smtp.sock:  # a message's end is a packet of its own, which must not wait for the one before
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        _log_in(smtp, server, password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _greeted(server: Server, timeout: float) -> smtplib.SMTP:
    """Connected, and encrypted as wanted. Raises what the library raises, and Stopped."""
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, _OURSELVES, timeout=timeout, context=_trust(server))
    smtp = smtplib.SMTP(server.host, server.port, _OURSELVES, timeout=timeout)
    if server.security == "none":
        return smtp
    try:
        smtp.ehlo()
        if not smtp.has_extn("starttls"):
            stop(server, "mail-server-without-tls")
        smtp.starttls(context=_trust(server))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _trust(server: Server) -> ssl.SSLContext:
    """Certificates are checked, and that they are the host's."""
    try:
        return ssl.create_default_context(cafile=server.ca or None)
    except OSError as error:
        stop(server, "mail-ca-unreadable", file=server.ca, reason=str(error))


def _log_in(smtp: smtplib.SMTP, server: Server, password: Callable[[], str]) -> None:
    try:
        if server.user:
            smtp.login(server.user, password())
        else:
            smtp.ehlo_or_helo_if_needed()
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise _unreachable(server, error) from error
        stop(server, "mail-login-refused", user=server.user, reason=said(error))
    except UnicodeEncodeError:
        stop(server, "mail-password-not-ascii", user=server.user)
    except (smtplib.SMTPException, OSError) as error:
        answered = isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPResponseException)
        if isinstance(error, smtplib.SMTPException) and not answered:  # no way to log in that both know
            stop(server, "mail-server-without-login", user=server.user, reason=said(error))
        raise _unreachable(server, error) from error


def _unreachable(server: Server, error: Exception) -> Unreachable:
    return Unreachable(f"{server.host}:{server.port}: {said(error)}")


def stop(server: Server, code: str, **words: object) -> NoReturn:
    """Nothing can be sent to this server before somebody has acted. Raises Stopped."""
    raise Stopped(Problem(code, Place(), {"host": server.host, "port": server.port, **words}))


def answer_text(code: int, words: bytes) -> str:
    """A server's answer on one line.

    >>> answer_text(550, b"5.1.1 no such\\nperson")
    '550 5.1.1 no such person'
    """
    return f"{code} {' '.join(words.decode('utf-8', 'replace').split())}"


def said(error: Exception) -> str:
    """What an exception says, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return answer_text(error.smtp_code, words if isinstance(words, bytes) else str(words).encode())
    if isinstance(error, socket.gaierror | OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__

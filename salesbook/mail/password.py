"""The password of a mail account: from the environment or the system's keyring, and from nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.errors import Place, Problem
from salesbook.mail.server import PASSWORD, SERVICE
from salesbook.mail.transport import Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.mail.server import Server


def password_of(server: Server, environment: Mapping[str, str]) -> str:
    """The password of the server's user. Raises Stopped (`mail-password-missing`) when there is none."""
    found = environment.get(PASSWORD) or _kept(server.user)
    if not found:
        words = {"account": server.user, "service": SERVICE, "variable": PASSWORD}
        raise Stopped(Problem("mail-password-missing", Place(), words))
    return found


def _kept(account: str) -> str:
    """What the keyring has; nothing where there is no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, account) or ""
    except KeyringError:
        return ""

"""Sending with Outlook for Windows, which puts the message into its own outbox; needs pywin32."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesbook.errors import Place, Problem
from salesbook.mail.transport import Refused, Stopped, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.mail.message import Mail

_MAIL_ITEM, _TO = 0, 1
"""Outlook's olMailItem and olTo."""


class Outlook:
    """The Outlook of this computer, from the account that is its default."""

    def __init__(self) -> None:
        self._application: Any = None

    def send(self, mail: Mail, commit: Callable[[], None]) -> str:
        """Hand one message to Outlook; see `Transport`."""
        application = self._application = self._application or _outlook()
        with tempfile.TemporaryDirectory(prefix="salesbook-") as folder:
            try:
                item = _item(application, mail, Path(folder))
            except Exception as error:
                raise Refused(_said(error)) from error
            commit()
            try:
                item.Send()
            except Exception as error:
                raise Unsure(_said(error)) from error
        return "Outlook"

    def close(self) -> None:
        """Outlook itself stays as it was."""
        self._application = None


def _outlook() -> Any:
    """Outlook, started if it is not running. COM raises errors of its own kinds, so all of them count."""
    try:
        from win32com import client

        return client.Dispatch("Outlook.Application")
    except Exception as error:
        raise Stopped(Problem("outlook-not-here", Place(), {"reason": _said(error)})) from error


def _item(application: Any, mail: Mail, folder: Path) -> Any:
    """A message in Outlook's own form, not yet sent."""
    item = application.CreateItem(_MAIL_ITEM)
    recipient = item.Recipients.Add(mail.to.address)  # the address alone: a name could be looked up as another
    recipient.Type = _TO
    item.Subject = mail.subject
    item.Body = mail.text
    if mail.html:
        item.HTMLBody = mail.html
    for number, attachment in enumerate(mail.attachments):
        place = folder / str(number)
        place.mkdir()
        path = place / attachment.name
        path.write_bytes(attachment.content)
        item.Attachments.Add(str(path))
    return item


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__

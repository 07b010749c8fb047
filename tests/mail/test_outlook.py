"""What Outlook is told to do, by a stand-in: there is no Outlook where the tests run."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from salesbook.mail.outlook import Outlook
from salesbook.mail.transport import Refused, Stopped, Unsure
from tests.mail.letters import BYTES, a_mail


class Item:
    """A message of the stand-in's; keeps what it was given."""

    def __init__(self, fails: str) -> None:
        self.fails = fails
        self.to: list[Any] = []
        self.files: list[tuple[str, bytes]] = []
        self.sent = False
        self.Recipients = SimpleNamespace(Add=self._recipient)
        self.Attachments = SimpleNamespace(Add=self._attach)

    def _recipient(self, address: str) -> Any:
        self.to.append(SimpleNamespace(address=address, Type=None))
        return self.to[-1]

    def _attach(self, path: str) -> None:
        if self.fails == "attach":
            raise OSError("cannot open the file")
        self.files.append((Path(path).name, Path(path).read_bytes()))

    def Send(self) -> None:  # noqa: N802
        if self.fails == "send":
            raise RuntimeError("(-2147467259, 'Operation aborted')")
        self.sent = True


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """The messages that Outlook has; put "attach" or "send" into `items.fails` to make it fail."""
    return pretend(monkeypatch, "")


def pretend(monkeypatch: pytest.MonkeyPatch, fails: str) -> list[Item]:
    found: list[Item] = []

    def create(kind: int) -> Item:
        assert kind == 0
        found.append(Item(fails))
        return found[-1]

    client = ModuleType("win32com.client")
    client.Dispatch = lambda name: SimpleNamespace(CreateItem=create)  # type: ignore[attr-defined]
    package = ModuleType("win32com")
    package.client = client  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "win32com", package)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    return found


def test_a_message_is_handed_over_with_its_file_under_its_name(items: list[Item]) -> None:
    mail, committed = a_mail(), []
    assert Outlook().send(mail, lambda: committed.append(items[0].sent)) == "Outlook"
    (item,) = items
    assert [(to.address, to.Type) for to in item.to] == [("li.wei@example.com", 1)]
    assert (item.Subject, item.Body, item.HTMLBody) == (mail.subject, mail.text, mail.html)  # type: ignore[attr-defined]
    assert item.files == [("责任书_李伟_2026_v1.xlsx", BYTES)]
    assert item.sent
    assert committed == [False]


def test_what_fails_before_sending_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    items, committed = pretend(monkeypatch, "attach"), []
    with pytest.raises(Refused, match="cannot open the file"):
        Outlook().send(a_mail(), lambda: committed.append(1))
    assert (items[0].sent, committed) == (False, [])


def test_what_fails_while_sending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "send")
    with pytest.raises(Unsure, match="Operation aborted"):
        Outlook().send(a_mail(), lambda: None)


def test_without_outlook_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "win32com", None)
    with pytest.raises(Stopped) as caught:
        Outlook().send(a_mail(), lambda: None)
    assert caught.value.problem.code == "outlook-not-here"

"""Mail to a server that shares no code with ours or with Python's: Exim, with GnuTLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.mail.deliver import Post, Result, deliver
from salesbook.mail.ledger_file import LedgerFile
from salesbook.mail.mailbox import Mailbox
from salesbook.mail.message import sent_bytes
from salesbook.mail.server import Server
from salesbook.mail.smtp import Smtp
from tests.mail.exim import PASSWORD, USER
from tests.mail.letters import BYTES, SENDER, WHEN, a_mail, by_python, by_rust, same_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from salesbook.mail.message import Mail
    from tests.mail.conftest import Hands, Trust
    from tests.mail.exim import Exim

pytestmark = pytest.mark.exim


@pytest.fixture
def send(exim: Exim, trust: Trust, hands: Hands, tmp_path: Path) -> Callable[..., list[str]]:
    """Sends messages and tells how each ended."""

    def sent(*mails: Mail, password: str = PASSWORD) -> list[str]:
        server = Server("localhost", exim.port, "starttls", SENDER, USER, trust.ca)
        ends: list[str] = []

        def tell(result: Result) -> None:
            ends.append(result.end)

        with LedgerFile(tmp_path / "plan.xlsx") as ledger:
            transport = Smtp(server, lambda: password, lambda: WHEN)
            problems = deliver(mails, Post(transport, ledger.ledger, ledger.put, hands.clock), tell)
        return [*ends, *(p.code for p in problems)]

    return sent


@pytest.mark.parametrize("read", [by_python, by_rust])
def test_what_arrives_is_what_was_written(send, exim: Exim, read, tmp_path: Path) -> None:
    address = f"{read.__name__}@example.com"
    mail = a_mail("欧阳·娜娜 “小娜”", address)
    assert send(mail) == ["sent"]
    (content,) = exim.taken(address)
    found = read(content)
    assert found.subject == mail.subject
    assert found.to == (mail.to.name, address)
    assert same_text(found.text, mail.text)
    assert same_text(found.html, mail.html)
    assert found.files == ((mail.attachments[0].name, BYTES),)


def test_not_a_byte_of_what_was_sent_is_another_one_in_the_spool(send, exim: Exim) -> None:
    mail = a_mail("王芳", "bytes@example.com")
    send(mail)
    (content,) = exim.taken("bytes@example.com")
    ours = sent_bytes(mail, SENDER, WHEN).replace(b"\r\n", b"\n")
    assert content.endswith(ours.partition(b"\n\n")[2])
    assert all(line in content.splitlines() for line in ours.partition(b"\n\n")[0].splitlines())


def test_one_refused_person_does_not_stop_the_others(send, exim: Exim) -> None:
    mails = [a_mail(name, f"{name}@example.com") for name in ("first", "nobody", "later", "last")]
    assert send(*mails) == ["sent", "refused", "deferred", "sent"]
    assert [len(exim.taken(mail.to.address)) for mail in mails] == [1, 0, 0, 1]
    assert send(*mails) == ["already", "refused", "deferred", "already"]
    assert [len(exim.taken(mail.to.address)) for mail in mails] == [1, 0, 0, 1]


def test_a_wrong_password_stops_everything(send, exim: Exim) -> None:
    assert send(a_mail("x", "password@example.com"), password="no") == ["mail-login-refused"]
    assert exim.taken("password@example.com") == []


def test_a_name_that_looks_like_a_header_stays_a_name(send, exim: Exim) -> None:
    mail = a_mail('Li, "Bcc: all@example.com"', "header@example.com")
    assert send(mail) == ["sent"]
    (content,) = exim.taken("header@example.com")
    assert by_rust(content).to == (mail.to.name, "header@example.com")
    assert b"\nBcc:" not in content


def test_the_sender_has_a_chinese_name(send, exim: Exim) -> None:
    send(a_mail("y", "sender@example.com"))
    (content,) = exim.taken("sender@example.com")
    assert b"From: =?utf-8?" in content
    assert Mailbox("陈国栋", "chen@example.com") == SENDER

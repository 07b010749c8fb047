"""One message given to a real server over TLS, and everything that can be wrong with a server."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from salesbook.mail.server import Server
from salesbook.mail.smtp import Smtp
from salesbook.mail.transport import Deferred, Refused, Stopped, Unreachable, Unsure
from tests.mail.letters import SENDER, WHEN, a_mail, by_python, by_rust, same_text
from tests.mail.post_office import PASSWORD, USER, PostOffice, closed_port, open_office, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mail.conftest import Trust

QUICK = (5.0, 5.0)
HELLO = (b"220 here\r\n", b"250-here\r\n250 SIZE 1000000\r\n")


def smtp(port: int, trust: Trust | None = None, *, password: str = PASSWORD, **more: object) -> Smtp:
    fields = {"host": "localhost", "port": port, "security": "starttls", "sender": SENDER, "user": USER}
    fields |= {"ca": trust.ca if trust else ""} | more
    return Smtp(Server(**fields), lambda: password, lambda: WHEN, QUICK)  # type: ignore[arg-type]


def plain(port: int, timeout: float = 5.0) -> Smtp:
    """To a server without encryption and without logging in."""
    server = Server("127.0.0.1", port, "none", SENDER)
    return Smtp(server, lambda: "", lambda: WHEN, (timeout, timeout))


class Commit:
    """Counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def commit() -> Commit:
    return Commit()


@pytest.fixture
def transport(office: PostOffice, trust: Trust) -> Iterator[Smtp]:
    found = smtp(office.port, trust)
    yield found
    found.close()


def stopped(transport: Smtp, commit: Commit) -> str:
    """The code of the problem for which nothing can be sent."""
    with pytest.raises(Stopped) as caught:
        transport.send(a_mail(), commit)
    transport.close()
    assert commit.count == 0
    return caught.value.problem.code


@pytest.mark.parametrize("read", [by_python, by_rust])
def test_a_message_arrives_over_tls(office: PostOffice, transport: Smtp, commit: Commit, read) -> None:
    mail = a_mail()
    assert transport.send(mail, commit) == "250 OK taken"
    ((address, content),) = office.received
    found = read(content)
    assert (address, office.encrypted, commit.count) == (mail.to.address, [True], 1)
    assert (found.subject, found.to) == (mail.subject, (mail.to.name, address))
    assert same_text(found.text, mail.text)
    assert found.files == ((mail.attachments[0].name, mail.attachments[0].content),)


def test_encryption_from_the_first_byte(trust: Trust, commit: Commit) -> None:
    with open_office(trust.server("localhost"), login=False, implicit=True) as office:
        transport = smtp(office.port, trust, security="tls", user="")
        transport.send(a_mail(), commit)
        transport.close()
    assert office.encrypted == [True]


def test_one_connection_serves_all_messages(office: PostOffice, transport: Smtp, commit: Commit) -> None:
    for number in range(3):
        transport.send(a_mail(address=f"{number}@example.com"), commit)
    assert [to for to, _ in office.received] == ["0@example.com", "1@example.com", "2@example.com"]


def test_a_refused_recipient_is_refused_and_the_next_one_is_not(
    office: PostOffice, transport: Smtp, commit: Commit
) -> None:
    office.recipient_answers["no@example.com"] = ["550 5.1.1 no such person"]
    with pytest.raises(Refused, match=r"550 5\.1\.1 no such person"):
        transport.send(a_mail(address="no@example.com"), commit)
    assert commit.count == 0
    transport.send(a_mail(), commit)
    assert office.count("li.wei@example.com") == 1


def test_a_recipient_who_is_put_off_can_be_tried_again(office: PostOffice, transport: Smtp, commit: Commit) -> None:
    office.recipient_answers["li.wei@example.com"] = ["451 later"]
    with pytest.raises(Deferred, match="451 later"):
        transport.send(a_mail(), commit)
    transport.send(a_mail(), commit)
    assert (office.count("li.wei@example.com"), commit.count) == (1, 1)


@pytest.mark.parametrize(("answer", "kind"), [("452 full", Deferred), ("554 spam", Refused)])
def test_the_answer_to_the_whole_message_counts(
    office: PostOffice, transport: Smtp, commit: Commit, answer: str, kind: type[Exception]
) -> None:
    office.at_data = lambda office, address: answer
    with pytest.raises(kind, match=answer):
        transport.send(a_mail(), commit)
    assert commit.count == 1


def test_a_line_that_breaks_before_the_answer_leaves_it_open(
    office: PostOffice, transport: Smtp, commit: Commit
) -> None:
    office.at_data = lambda office, address: "drop"
    with pytest.raises(Unsure):
        transport.send(a_mail(), commit)
    assert (office.count("li.wei@example.com"), commit.count) == (1, 1)
    office.at_data = None
    transport.send(a_mail("王芳", "wang@example.com"), commit)
    assert office.count("wang@example.com") == 1


def test_a_line_that_breaks_before_the_end_of_the_message_is_no_sending(commit: Commit) -> None:
    with scripted(*HELLO, b"250 from\r\n", b"250 to\r\n") as port:
        transport = plain(port)
        with pytest.raises(Deferred):
            transport.send(a_mail(), commit)
    assert commit.count == 0


def test_a_server_that_never_greets_is_given_up(commit: Commit) -> None:
    with scripted(b"") as port, pytest.raises(Unreachable, match=f"127.0.0.1:{port}"):
        plain(port, 0.2).send(a_mail(), commit)
    assert commit.count == 0


def test_a_server_that_never_answers_a_message_leaves_it_open(office: PostOffice, trust: Trust, commit: Commit) -> None:
    with scripted(*HELLO, b"250 from\r\n", b"250 to\r\n", b"354 go on\r\n", b"", b"") as port:
        transport = plain(port, 0.3)
        with pytest.raises(Unsure):
            transport.send(a_mail(text="x", html="", attachments=()), commit)
    assert commit.count == 1


@pytest.mark.parametrize("answer", [b"what?\r\n", b"150 hm\r\n", b"354 more\r\n", b"999 x\r\n"])
def test_an_answer_that_means_nothing_leaves_it_open(commit: Commit, answer: bytes) -> None:
    lines = (*HELLO, b"250 from\r\n", b"250 to\r\n", b"354 go on\r\n", b"", answer)
    with scripted(*lines) as port, pytest.raises(Unsure):
        plain(port).send(a_mail(text="x", html="", attachments=()), commit)
    assert commit.count == 1


@pytest.mark.parametrize("answer", [b"what?\r\n", b"250 hm\r\n", b"999 x\r\n"])
def test_a_server_that_does_not_ask_for_the_message_does_not_get_it(commit: Commit, answer: bytes) -> None:
    with scripted(*HELLO, b"250 from\r\n", b"250 to\r\n", answer) as port, pytest.raises(Deferred):
        plain(port).send(a_mail(), commit)
    assert commit.count == 0


def test_nobody_there(commit: Commit) -> None:
    port = closed_port()
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port}: "):
        plain(port).send(a_mail(), commit)


def test_a_name_that_nobody_knows(commit: Commit) -> None:
    server = Server("mail.invalid", 587, "starttls", SENDER)
    with pytest.raises(Unreachable, match=r"mail\.invalid:587"):
        Smtp(server, lambda: "", lambda: WHEN, QUICK).send(a_mail(), commit)


def test_a_wrong_password_stops(office: PostOffice, trust: Trust, commit: Commit) -> None:
    assert stopped(smtp(office.port, trust, password="wrong"), commit) == "mail-login-refused"
    assert office.asked == []


def test_a_password_that_smtp_cannot_use_stops(office: PostOffice, trust: Trust, commit: Commit) -> None:
    assert stopped(smtp(office.port, trust, password="密码"), commit) == "mail-password-not-ascii"


def test_a_server_without_login_stops_who_wants_to_log_in(trust: Trust, commit: Commit) -> None:
    with scripted(*HELLO, b"250 bye\r\n") as port:
        transport = smtp(port, security="none")
        assert stopped(transport, commit) == "mail-server-without-login"


def test_a_server_that_knows_only_strange_ways_to_log_in_stops_too(commit: Commit) -> None:
    with scripted(b"220 here\r\n", b"250-here\r\n250 AUTH KERBEROS\r\n", b"221 bye\r\n") as port:
        assert stopped(smtp(port, security="none"), commit) == "mail-server-without-login"


def test_a_server_that_does_not_greet_back_is_given_up(commit: Commit) -> None:
    with scripted(b"220 here\r\n", b"500 no\r\n", b"500 no\r\n") as port, pytest.raises(Unreachable, match="500 no"):
        plain(port).send(a_mail(), commit)


def test_the_certificate_of_another_host_stops(trust: Trust, commit: Commit) -> None:
    with open_office(trust.server("mail.example.org")) as office:
        assert stopped(smtp(office.port, trust), commit) == "mail-certificate"
        assert office.asked == []


def test_a_certificate_of_nobody_stops(office: PostOffice, commit: Commit) -> None:
    assert stopped(smtp(office.port), commit) == "mail-certificate"


def test_a_server_without_encryption_stops(commit: Commit) -> None:
    with open_office(None, login=False) as office:
        assert stopped(smtp(office.port, user=""), commit) == "mail-server-without-tls"
        assert office.asked == []


def test_encryption_can_be_turned_off_by_name(commit: Commit) -> None:
    with open_office(None, login=False) as office:
        transport = plain(office.port)
        transport.send(a_mail(), commit)
        transport.close()
        assert office.encrypted == [False]


def test_the_wrong_kind_of_encryption_stops(office: PostOffice, trust: Trust, commit: Commit) -> None:
    assert stopped(smtp(office.port, trust, security="tls"), commit) == "mail-tls-failed"


def test_certificates_that_are_not_there_stop(office: PostOffice, commit: Commit) -> None:
    assert stopped(smtp(office.port, ca="nowhere.pem"), commit) == "mail-ca-unreadable"


def test_a_sender_who_may_not_send_stops(commit: Commit) -> None:
    with scripted(*HELLO, b"553 not your address\r\n", b"221 bye\r\n") as port:
        assert stopped(plain(port), commit) == "mail-sender-refused"


def test_a_message_that_is_too_large_for_the_server_is_refused_alone(commit: Commit) -> None:
    with scripted(*HELLO, b"552 too large\r\n", b"250 reset\r\n", b"221 bye\r\n") as port:
        transport = plain(port)
        with pytest.raises(Refused, match="552 too large"):
            transport.send(a_mail(), commit)
        transport.close()


def test_a_server_that_closes_is_asked_anew(office: PostOffice, transport: Smtp, commit: Commit) -> None:
    office.recipient_answers["li.wei@example.com"] = ["421 closing"]
    with pytest.raises(Deferred, match="421 closing"):
        transport.send(a_mail(), commit)
    transport.send(a_mail(), commit)
    assert office.count("li.wei@example.com") == 1


def test_what_could_not_be_written_down_is_not_sent(office: PostOffice, transport: Smtp) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        transport.send(a_mail(), full)
    assert office.received == []


def test_lines_of_dots_arrive_as_they_are(office: PostOffice, transport: Smtp, commit: Commit) -> None:
    transport.send(a_mail(text=".\n..\n.x", html="", attachments=()), commit)
    ((_, content),) = office.received
    assert same_text(by_python(content).text, ".\n..\n.x")


def test_the_context_of_the_tests_is_one_that_checks(trust: Trust) -> None:
    assert ssl.create_default_context(cafile=trust.ca).verify_mode is ssl.CERT_REQUIRED

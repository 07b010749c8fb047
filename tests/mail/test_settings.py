"""Which server, who we are there, and where the password is: not in the workbook, not in a file, not on the line."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from salesbook.errors import InputError
from salesbook.mail.password import password_of
from salesbook.mail.server import Server, server, settings_in
from salesbook.mail.transport import Stopped
from tests.mail.letters import SENDER

SERVER = Server("smtp.example.com", 587, "starttls", SENDER, "chen")


def codes(**given: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        server(given, {}, {}, "")
    return [p.code for p in caught.value.problems]


def test_the_line_goes_before_the_environment_and_that_before_the_file() -> None:
    file = {"host": "file", "port": "25", "user": "file@example.com"}
    found = server({"host": "line"}, {"SALESBOOK_MAIL_HOST": "env", "SALESBOOK_MAIL_PORT": "2525"}, file, "陈国栋")
    assert (found.host, found.port, found.user) == ("line", 2525, "file@example.com")
    assert (found.sender.name, found.sender.address) == ("陈国栋", "file@example.com")


@pytest.mark.parametrize(
    ("given", "port", "security"),
    [
        ({}, 587, "starttls"),
        ({"port": "465"}, 465, "tls"),
        ({"port": "25"}, 25, "starttls"),
        ({"security": "tls"}, 465, "tls"),
        ({"security": "none"}, 587, "none"),
        ({"security": "starttls", "port": "465"}, 465, "starttls"),
    ],
)
def test_encryption_goes_with_the_port_unless_named(given: dict[str, str], port: int, security: str) -> None:
    found = server({"host": "h", "from": "a@example.com", **given}, {}, {}, "")
    assert (found.port, found.security) == (port, security)


def test_a_sender_s_own_name_stays() -> None:
    found = server({"host": "h", "from": "陈国栋 <a@example.com>", "user": "chen"}, {}, {}, "Somebody")
    assert str(found.sender) == "陈国栋 <a@example.com>"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert codes() == ["mail-without-server", "mail-without-sender"]
    assert codes(host="h", port="0", security="ssl", user="chen") == [
        "mail-security-unknown", "mail-port-unknown", "mail-without-sender",
    ]  # fmt: skip
    assert codes(host="h", **{"from": "a@b"}) == ["mail-address-invalid"]


@pytest.mark.parametrize("key", ["password", "PASSWORD", "passwd", "密码", "授权码"])
def test_a_password_in_a_file_is_refused(key: str) -> None:
    with pytest.raises(InputError) as caught:
        settings_in(f'host = "h"\n"{key}" = "secret"'.encode(), "mail.toml")
    (problem,) = caught.value.problems
    assert problem.code == "mail-password-in-file"
    assert "secret" not in problem.message("en") + problem.remedy("en")


def test_a_settings_file() -> None:
    assert settings_in(b'host = "h"\nport = 465', "mail.toml") == {"host": "h", "port": "465"}
    for content, code in ((b"host", "mail-settings-unreadable"), (b'hosst = "h"', "mail-setting-unknown")):
        with pytest.raises(InputError) as caught:
            settings_in(content, "mail.toml")
        assert [p.code for p in caught.value.problems] == [code]


class Ring(ModuleType):
    """A keyring that knows one password, or none at all works."""

    def __init__(self, known: dict[tuple[str, str], str] | None) -> None:
        super().__init__("keyring")
        self.known = known
        self.errors = ModuleType("keyring.errors")
        self.errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]

    def get_password(self, service: str, account: str) -> str | None:
        if self.known is None:
            raise self.errors.KeyringError("no keyring here")
        return self.known.get((service, account))


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch):
    def put(known: dict[tuple[str, str], str] | None) -> None:
        found = Ring(known)
        monkeypatch.setitem(sys.modules, "keyring", found)
        monkeypatch.setitem(sys.modules, "keyring.errors", found.errors)

    return put


def test_the_password_is_in_the_keyring(ring) -> None:
    ring({("salesbook", "chen"): "from the ring"})
    assert password_of(SERVER, {}) == "from the ring"
    assert password_of(SERVER, {"SALESBOOK_MAIL_PASSWORD": "from outside"}) == "from outside"


@pytest.mark.parametrize("known", [{}, None])
def test_no_password_stops(ring, known) -> None:
    ring(known)
    with pytest.raises(Stopped) as caught:
        password_of(SERVER, {})
    assert caught.value.problem.code == "mail-password-missing"


def test_no_keyring_at_all_is_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(Stopped):
        password_of(SERVER, {})

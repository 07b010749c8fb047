"""The smallest inputs for each problem of mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.errors import HostError, InputError, Place, Problem
from salesbook.mail.ledger import read_ledger
from salesbook.mail.password import password_of
from salesbook.mail.server import Server, server, settings_in
from salesbook.mail.transport import Stopped
from salesbook.mail.wording import wording
from tests.jobs.mailing import ADDRESSES, files, ledger, posted, team, with_issued
from tests.jobs.test_mail import altered, of
from tests.mail.letters import SENDER

if TYPE_CHECKING:
    from collections.abc import Callable

SERVER = Server("smtp.example.com", 587, "starttls", SENDER, "chen@example.com")


def _raised(act: Callable[[], object], code: str) -> Problem:
    try:
        act()
    except (InputError, HostError) as error:
        return next(p for p in error.problems if p.code == code)
    except Stopped as stopped:
        return stopped.problem
    raise AssertionError(f"{code} was not found")


def _posted(code: str, address: str | None = "li.wei@example.com", **more: object) -> Problem:
    return next(p for p in posted({**ADDRESSES, "李伟": address}, **more).problems if p.code == code)


def _text(code: str, source: str) -> Problem:
    return _raised(lambda: wording(source.encode(), "我的邮件.toml"), code)


def _server(code: str, **given: str) -> Problem:
    return _raised(lambda: server(given, {}, {}, ""), code)


def _settings(code: str, content: str) -> Problem:
    return _raised(lambda: settings_in(content.encode(), "mail.toml"), code)


def _said(code: str, **words: object) -> Problem:
    """What only a server can cause: tests/mail/test_smtp.py shows that it does, this how it reads."""
    return Problem(code, Place(), {"host": "smtp.example.com", "port": 587, **words})


def _answered(code: str) -> Problem:
    words = {"rep": "李伟", "address": "li.wei@example.com", "reason": "550 5.1.1 no such person"}
    return Problem(code, Place(table="sb_reps"), words)


def _not_issued() -> Problem:
    given = team()
    tables = {name: block for name, block in given.tables.items() if name != "sb_issued"}
    found = of(type(given)(tables, given.pages, given.sheets, given.names, given.label, given.closed))
    return next(p for p in found.problems if p.code == "mail-not-issued")


CASES: dict[str, Callable[[], Problem]] = {
    "mail-address-missing": lambda: _posted("mail-address-missing", None),
    "mail-address-invalid": lambda: _posted("mail-address-invalid", "li.wei"),
    "mail-two-addresses": lambda: _posted("mail-two-addresses", "a@example.com；b@example.com"),
    "mail-line-break": lambda: _posted("mail-line-break", "a@example.com\nBcc: b@example.com"),
    "mail-same-address": lambda: _posted("mail-same-address", ADDRESSES["王芳"]),
    "mail-not-issued": _not_issued,
    "mail-no-letters": lambda: _posted("mail-no-letters", period="2026-05"),
    "mail-older-version": lambda: next(iter(of(with_issued(team(), version=0)).problems)),
    "mail-attachment-missing": lambda: _posted("mail-attachment-missing", files={}),
    "mail-attachment-of-other": lambda: _posted(
        "mail-attachment-of-other", files=dict.fromkeys(files(), files()["责任书_王芳_2026_v1.xlsx"])
    ),
    "mail-attachment-altered": lambda: _posted(
        "mail-attachment-altered", files={name: altered(content) for name, content in files().items()}
    ),
    "mail-too-large": lambda: _posted(
        "mail-too-large", files={**files(), "责任书_李伟_2026_v1.pdf": bytes(9 << 20)}, endings=(".xlsx", ".pdf")
    ),
    "mail-maybe-sent": lambda: _posted("mail-maybe-sent", ledger=ledger("sending")),
    "mail-drafts-left": lambda: Problem(
        "mail-drafts-left", Place(file="plan.mail"), {"folder": "plan.mail", "files": "责任书_李伟_2026_v1.eml"}
    ),
    "mail-refused": lambda: _answered("mail-refused"),
    "mail-deferred": lambda: _answered("mail-deferred"),
    "mail-text-unreadable": lambda: _text("mail-text-unreadable", "subject = 责任书"),
    "mail-text-lacks": lambda: _text("mail-text-lacks", 'subject = "责任书"'),
    "mail-text-part-unknown": lambda: _text("mail-text-part-unknown", 'subject = "s"\ntext = "t"\nbcc = "x"'),
    "mail-slot-unknown": lambda: _text("mail-slot-unknown", 'subject = "s"\ntext = "{reep}"'),
    "mail-settings-unreadable": lambda: _settings("mail-settings-unreadable", "host = smtp"),
    "mail-setting-unknown": lambda: _settings("mail-setting-unknown", 'server = "smtp"'),
    "mail-password-in-file": lambda: _settings("mail-password-in-file", 'password = "geheim"'),
    "mail-without-server": lambda: _server("mail-without-server"),
    "mail-without-sender": lambda: _server("mail-without-sender", host="h", user="chen"),
    "mail-security-unknown": lambda: _server("mail-security-unknown", security="ssl"),
    "mail-port-unknown": lambda: _server("mail-port-unknown", port="smtp"),
    "mail-without-tls": lambda: _said("mail-without-tls"),
    "mail-server-unreachable": lambda: _said(
        "mail-server-unreachable", reason="smtp.example.com:587: Connection refused"
    ),
    "mail-server-without-tls": lambda: _said("mail-server-without-tls"),
    "mail-certificate": lambda: _said(
        "mail-certificate", reason="Hostname mismatch, certificate is not valid for 'smtp.example.com'."
    ),
    "mail-ca-unreadable": lambda: _said("mail-ca-unreadable", file="ca.pem", reason="No such file or directory"),
    "mail-tls-failed": lambda: _said("mail-tls-failed", reason="[SSL: WRONG_VERSION_NUMBER] wrong version number"),
    "mail-login-refused": lambda: _said("mail-login-refused", user="chen@example.com", reason="535 5.7.8 no"),
    "mail-server-without-login": lambda: _said(
        "mail-server-without-login", user="chen", reason="SMTP AUTH extension not supported by server."
    ),
    "mail-password-missing": lambda: _raised(lambda: password_of(SERVER, {}), "mail-password-missing"),
    "mail-password-not-ascii": lambda: _said("mail-password-not-ascii", user="chen"),
    "mail-sender-refused": lambda: _said("mail-sender-refused", address="chen@example.com", reason="553 not yours"),
    "mail-being-sent": lambda: Problem(
        "mail-being-sent", Place(file="plan.sent.jsonl"), {"file": "plan.sent.jsonl"}
    ),
    "ledger-damaged": lambda: _raised(lambda: read_ledger(b"{}\n", "plan.sent.jsonl"), "ledger-damaged"),
    "outlook-not-here": lambda: _said("outlook-not-here", reason="No module named 'win32com'"),
}

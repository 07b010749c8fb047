"""Mail from the command line: drafts first, then sending to a real server; killed in between, nothing goes twice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import fast_mail_parser
import openpyxl
import pytest

from salesbook.book.reading import read
from salesbook.cli import mail_send
from salesbook.hosts.file import FileHost
from salesbook.package.plain_cells import put_plain_cells
from tests.mail.conftest import trust  # noqa: F401
from tests.mail.post_office import PASSWORD, USER, PostOffice, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from salesbook.book.model import Issued
    from tests.cli.conftest import Said, Shell
    from tests.mail.conftest import Trust


@pytest.fixture
def issued_plan(shell: Shell, planned: str) -> str:
    shell.done("issue", planned, "-o", "letters")
    return planned


@pytest.fixture
def office(trust: Trust) -> Iterator[PostOffice]:  # noqa: F811
    with open_office(trust.server("localhost")) as found:
        yield found


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests, and no waiting."""
    for name in [name for name in os.environ if name.startswith("SALESBOOK_MAIL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SALESBOOK_MAIL_SETTINGS", str(tmp_path / "mail.toml"))
    monkeypatch.setattr(mail_send.time, "sleep", lambda seconds: None)


@pytest.fixture
def post(shell: Shell, office: PostOffice, trust: Trust, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    """Sends with the server of the test."""
    monkeypatch.setenv("SALESBOOK_MAIL_PASSWORD", PASSWORD)
    settings = f'host = "localhost"\nport = {office.port}\nuser = "{USER}"\nca = "{trust.ca}"\n'
    (shell.folder / "mail.toml").write_text(settings, encoding="utf-8")

    def run(*more: str) -> Said:
        return shell("mail", "plan.xlsx", "--letters", "letters", "--send", "--per-minute", "6000", *more)

    return run


def rows(path: Path) -> dict[str, Issued]:
    book = read(FileHost(path / "plan.xlsx").read()).book
    assert book
    return {one.rep: one for one in book.issued}


def test_without_send_there_are_drafts_and_a_list_and_nothing_else(shell: Shell, issued_plan: str) -> None:
    before = (shell.folder / issued_plan).read_bytes()
    said = shell.done("mail", issued_plan, "--letters", "letters", "--due", "2026-05-01")
    drafts = sorted(path.name for path in (shell.folder / "plan.mail").iterdir())
    assert drafts == sorted([*(f"Pledge_{rep}_2026_v1.eml" for rep in rows(shell.folder)), "Messages.xlsx"])
    assert "8 drafts and their list are in plan.mail" in said.out
    assert (shell.folder / issued_plan).read_bytes() == before
    assert not (shell.folder / "plan.sent.jsonl").exists()
    mail = fast_mail_parser.parse_email((shell.folder / "plan.mail" / "Pledge_Maya Collins_2026_v1.eml").read_bytes())
    (letter,) = mail.attachments
    assert bytes(letter.content) == (shell.folder / "letters" / letter.filename).read_bytes()
    assert "by 2026-05-01" in mail.text_plain[0]


def test_the_list_is_a_workbook_that_opens(shell: Shell, issued_plan: str) -> None:
    shell.done("mail", issued_plan, "--letters", "letters")
    sheet = openpyxl.load_workbook("plan.mail/Messages.xlsx").active
    assert sheet
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert table[0] == ["Rep", "To", "Subject", "Attachments", "Size (KB)", "State", "Draft", "Problem"]
    assert {row[5] for row in table[1:]} == {"to be sent"}
    assert len(table) == 9


def test_a_preview_writes_nothing(shell: Shell, issued_plan: str) -> None:
    said = shell.done("mail", issued_plan, "--letters", "letters", "--preview", "--send")
    assert "to be sent" in said.out
    assert sorted(path.name for path in shell.folder.iterdir()) == ["letters", "plan.backups", "plan.xlsx"]


def test_drafts_of_before_are_named(shell: Shell, issued_plan: str) -> None:
    shell.done("mail", issued_plan, "--letters", "letters")
    said = shell.done("mail", issued_plan, "--letters", "letters", "--rep", "Maya Collins")
    assert "Drafts from before are still in plan.mail" in said.err


def test_send_sends_each_once_and_records_it(shell: Shell, issued_plan: str, post, office: PostOffice) -> None:
    said = post()
    assert said.code == 0, said.err
    assert said.out.count(": sent\n") == 8
    assert len(office.received) == 8
    assert all(office.encrypted)
    assert {one.outcome.split()[0] for one in rows(shell.folder).values()} == {"sent"}
    again = post()
    assert (again.code, len(office.received)) == (0, 8)
    assert again.out.count("  sent  ") == 0
    assert not again.out.count(": sent")


def test_who_is_refused_is_recorded_and_does_not_keep_the_others(
    shell: Shell, issued_plan: str, post, office: PostOffice
) -> None:
    rep = next(iter(rows(shell.folder)))
    address = {r.name: r.email for r in read(FileHost("plan.xlsx").read()).book.reps}[rep]  # type: ignore[union-attr]
    office.recipient_answers[address] = ["550 no such person"]
    said = post()
    assert said.code == 1
    assert "550 no such person" in said.err
    assert len(office.received) == 7
    assert rows(shell.folder)[rep].outcome == "refused: 550 no such person"
    assert post().code == 0
    assert office.count(address) == 1


def test_a_wrong_password_sends_nothing_and_says_so(
    shell: Shell, issued_plan: str, post, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESBOOK_MAIL_PASSWORD", "wrong")
    said = post()
    assert said.code == 1
    assert "does not accept the password" in said.err
    assert "wrong" not in said.err + said.out
    assert office.received == []


def test_a_workbook_that_is_open_is_refused_before_anything_is_sent(
    shell: Shell, issued_plan: str, post, office: PostOffice
) -> None:
    (shell.folder / "~$plan.xlsx").write_bytes(b"")
    said = post()
    assert said.code == 1
    assert office.received == []


def test_stopped_by_hand_it_records_what_was_sent(
    shell: Shell, issued_plan: str, post, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mail_send.time, "sleep", stop)
    assert post("--per-minute", "1").code == 130
    assert len(office.received) == 1
    assert sorted(one.outcome[:4] for one in rows(shell.folder).values()) == [*[""] * 7, "sent"]
    monkeypatch.setattr(mail_send.time, "sleep", lambda seconds: None)
    assert post().code == 0
    assert len({to for to, _ in office.received}) == len(office.received) == 8


def test_marked_as_sent_is_not_sent_and_resend_sends_again(
    shell: Shell, issued_plan: str, post, office: PostOffice
) -> None:
    said = shell.done("mail", issued_plan, "--letters", "letters", "--mark-sent", "Maya Collins")
    assert "Written: plan.xlsx." in said.out
    assert rows(shell.folder)["Maya Collins"].outcome == "sent, as somebody says"
    post()
    assert len(office.received) == 7
    post("--resend", "Maya Collins")
    assert len(office.received) == 8
    assert rows(shell.folder)["Maya Collins"].outcome.startswith("sent to ")
    assert shell("mail", issued_plan, "--mark-sent", "Nobody").code == 1


def test_undo_takes_the_record_back_and_still_nothing_goes_twice(
    shell: Shell, issued_plan: str, post, office: PostOffice
) -> None:
    post()
    shell.done("undo", issued_plan)
    assert rows(shell.folder)["Maya Collins"].sent == ""
    post()
    assert len(office.received) == 8
    assert rows(shell.folder)["Maya Collins"].sent != ""


def test_killed_between_the_message_and_its_answer_it_is_maybe_sent_and_never_sent_again(
    shell: Shell, issued_plan: str, post, office: PostOffice, trust: Trust  # noqa: F811
) -> None:
    with killed_at_the_third(office) as (arrived, answer):
        command = [sys.executable, "-m", "salesbook", "mail", "plan.xlsx", "--letters", "letters", "--send"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(
            [*command, "--per-minute", "6000"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            assert arrived.wait(60)
            process.kill()
            process.wait()
        answer.set()
    said = post()
    assert said.code == 0
    assert len(office.received) == 8
    assert len({to for to, _ in office.received}) == 8
    assert said.err.count("may have been sent") == 1
    outcomes = sorted(one.outcome.split()[0] for one in rows(shell.folder).values())
    assert outcomes == ["maybe", *["sent"] * 7]


@contextmanager
def killed_at_the_third(office: PostOffice) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The server has the third message, and answers only after the sender is dead."""
    arrived, answer = threading.Event(), threading.Event()

    def hold(office: PostOffice, address: str) -> str | None:
        if len(office.received) == 2:
            arrived.set()
            answer.wait(60)
        return None

    office.at_data = hold
    try:
        yield arrived, answer
    finally:
        answer.set()
        office.at_data = None


def test_a_text_of_one_s_own(shell: Shell, issued_plan: str) -> None:
    (shell.folder / "ours.toml").write_text('subject = "For {name}"\ntext = "See {file}"', encoding="utf-8")
    shell.done("mail", issued_plan, "--letters", "letters", "--text", "ours.toml")
    mail = fast_mail_parser.parse_email((shell.folder / "plan.mail" / "Pledge_Maya Collins_2026_v1.eml").read_bytes())
    assert mail.subject == "For Maya Collins"
    assert mail.text_plain[0].startswith("See ")
    (shell.folder / "ours.toml").write_text('subject = "For {nome}"\ntext = "x"', encoding="utf-8")
    assert "there is no slot {nome}" in shell("mail", issued_plan, "--text", "ours.toml").err


@pytest.mark.parametrize("option", ["--limit", "--per-minute"])
def test_numbers_have_to_be_numbers(shell: Shell, issued_plan: str, option: str) -> None:
    assert shell("mail", issued_plan, option, "0").code == 2


def test_a_sender_that_is_no_address_is_said(shell: Shell, issued_plan: str) -> None:
    said = shell("mail", issued_plan, "--letters", "letters", "--from", "me")
    assert (said.code, "is not an e-mail address" in said.err) == (1, True)
    assert not (shell.folder / "plan.mail").exists()


def test_a_password_cannot_be_given_on_the_line(shell: Shell, issued_plan: str) -> None:
    assert shell("mail", issued_plan, "--password", "x").code == 2


def test_a_name_in_the_record_that_leads_out_of_the_folder_is_not_followed(shell: Shell, issued_plan: str) -> None:
    (shell.folder / "secret.xlsx").write_bytes(b"secret")
    sheet = openpyxl.load_workbook(issued_plan)["Issued"]
    named = [c for row in sheet.iter_rows() for c in row if str(c.value).endswith(".xlsx")]
    changed = put_plain_cells(
        (shell.folder / issued_plan).read_bytes(), {"Issued": {(c.row, c.column): "../secret.xlsx" for c in named}}
    )
    (shell.folder / issued_plan).write_bytes(changed)
    said = shell("mail", issued_plan, "--letters", "letters")
    assert said.code == 1
    assert said.err.count("was not found") == 8

"""The messages of a plan: who gets one, who does not and why; and the record of what was sent."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from salesbook.book.applied import applied
from salesbook.book.changes import PutCells
from salesbook.book.reading import read
from salesbook.jobs.mail import MailRequest, Mails, mails, wanted_files
from salesbook.jobs.mail_lines import lines_of, state_of
from salesbook.jobs.mail_record import recorded
from salesbook.mail.ledger import Ledger
from salesbook.mail.wording import shipped
from salesbook.sheets.mail_list import counted, mail_list
from tests.jobs.mailing import ADDRESSES, files, key, ledger, posted, team, with_issued

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot


def codes(found: Mails) -> list[str]:
    return [p.code for p in found.problems]


def of(snapshot: Snapshot, **more: Any) -> Mails:
    given = {"wording": shipped("letter", "zh"), "again": shipped("again", "zh"), "files": files(), **more}
    return mails(snapshot, MailRequest(**given))


def test_each_rep_gets_their_own_letter_and_nobody_else_s() -> None:
    found = posted()
    assert codes(found) == []
    assert [(m.to.name, m.to.address) for m in found.ready] == list(ADDRESSES.items())
    for mail in found.ready:
        (attachment,) = mail.attachments
        assert attachment.name == f"责任书_{mail.to.name}_2026_v1.xlsx"
        assert attachment.content == files()[attachment.name]
        others = set(ADDRESSES) - {mail.to.name}
        assert not any(other in mail.text + mail.html + mail.subject for other in others)


def test_the_text_says_who_what_and_how_much() -> None:
    first = posted(due=date(2026, 1, 10)).ready[0]
    assert "李伟" in first.subject
    assert "2026年销售目标" in first.subject
    tiers = "保底 450,000、力争 500,000、冲刺 550,000"
    for said in ("李伟：您好！", "SB-2026-V1-001", tiers, "2026年1月10日", "明远家居"):
        assert said in first.text
    assert "<b>2026年1月10日</b>" in first.html
    assert first.key.version == 1
    assert len(first.key.hash) == 64


def test_only_the_reps_that_are_asked_for() -> None:
    assert [m.to.name for m in posted(reps=("王芳",)).ready] == ["王芳"]
    assert codes(posted(reps=("王方",))) == ["rep-not-in-team"]


def test_only_the_letters_of_the_period_that_is_asked_for() -> None:
    whole = posted()
    assert [m.key for m in posted(period="").ready] == [m.key for m in whole.ready] != []
    assert posted(period="2026-05").letters == ()
    assert codes(posted(period="2026-05")) == ["mail-no-letters"]


def test_a_plan_without_letters_says_so() -> None:
    given = team()
    tables = {name: block for name, block in given.tables.items() if name not in ("sb_issued", "sb_plan")}
    found = of(type(given)(tables, given.pages, given.sheets, given.names, given.label, given.closed))
    assert [p.code for p in found.problems] == ["mail-no-letters"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (None, "mail-address-missing"),
        ("li.wei", "mail-address-invalid"),
        ("a@example.com, b@example.com", "mail-two-addresses"),
        ("a@example.com\nBcc: b@example.com", "mail-line-break"),
    ],
)
def test_a_rep_who_cannot_be_written_to_gets_none_and_the_others_do(address: str | None, code: str) -> None:
    found = posted({**ADDRESSES, "李伟": address})
    assert codes(found) == [code]
    assert [m.to.name for m in found.ready] == ["王芳"]
    assert [state_of(letter) for letter in found.letters] == ["not", "ready"]


def test_an_address_with_a_name_in_it_goes_to_the_rep_s_name() -> None:
    found = posted({"李伟": '"Li, Wei" <li@example.com>', "王芳": "wang@example.com"})
    assert [str(m.to) for m in found.ready] == ["李伟 <li@example.com>", "王芳 <wang@example.com>"]


def test_two_reps_with_one_address_get_a_message_each_and_it_is_said() -> None:
    found = posted({"李伟": "shop@example.com", "王芳": "Shop@example.com"})
    assert codes(found) == ["mail-same-address"]
    assert len(found.ready) == 2


def test_a_letter_of_an_older_version_is_not_sent() -> None:
    found = of(with_issued(team(), version=0))
    assert codes(found) == ["mail-older-version"]
    assert [m.to.name for m in found.ready] == ["王芳"]


def test_who_has_no_letter_yet_is_named() -> None:
    given = team()
    held = given.tables["sb_issued"]
    found = of(replace(given, tables={**given.tables, "sb_issued": replace(held, rows=held.rows[:1])}))
    assert codes(found) == ["mail-not-issued"]
    assert len(found.ready) == 1


def test_a_missing_file_is_named() -> None:
    found = posted(files={"责任书_王芳_2026_v1.xlsx": files()["责任书_王芳_2026_v1.xlsx"]})
    assert codes(found) == ["mail-attachment-missing"]
    assert [m.to.name for m in found.ready] == ["王芳"]


def test_the_file_of_another_rep_is_not_sent() -> None:
    one, other = files()
    found = posted(files={one: files()[other], other: files()[other]})
    assert codes(found) == ["mail-attachment-of-other"]
    assert found.problems[0].words["found"] == "王芳 SB-2026-V1-002"
    assert [m.to.name for m in found.ready] == ["王芳"]


def test_a_file_that_is_no_letter_is_not_sent() -> None:
    one, _other = files()
    assert codes(posted(files={**files(), one: b"not a workbook"})) == ["mail-attachment-of-other"]


def test_a_file_that_was_changed_after_it_was_issued_is_not_sent() -> None:
    one, _ = files()
    assert codes(posted(files={**files(), one: altered(files()[one])})) == ["mail-attachment-altered"]


def altered(content: bytes) -> bytes:
    """A letter with another number in it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cell = next(c for row in book.worksheets[0].iter_rows() for c in row if c.value == 500_000)
    cell.value = 400_000
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_pdf_goes_along_when_asked_for() -> None:
    more = {name.replace(".xlsx", ".pdf"): b"%PDF" for name in files()}
    found = posted(files={**files(), **more}, endings=(".xlsx", ".pdf"))
    assert [a.name for a in found.ready[0].attachments] == ["责任书_李伟_2026_v1.xlsx", "责任书_李伟_2026_v1.pdf"]
    assert codes(posted(endings=(".xlsx", ".pdf"))) == ["mail-attachment-missing"] * 2


def test_a_message_over_the_limit_is_not_sent() -> None:
    found = posted(limit=1000)
    assert codes(found) == ["mail-too-large"] * 2
    assert found.ready == ()
    assert all(letter.size > 1000 for letter in found.letters)


def test_the_limit_is_of_the_message_as_it_is_sent() -> None:
    size = posted().letters[0].size
    assert len(posted(limit=size).ready) > len(posted(limit=size - 1).ready)


def test_what_was_sent_is_not_sent_again_and_what_may_have_been_is_named() -> None:
    assert [m.to.name for m in posted(ledger=ledger("sending", "sent")).ready] == ["王芳"]
    maybe = posted(ledger=ledger("sending"))
    assert [m.to.name for m in maybe.ready] == ["王芳"]
    assert codes(maybe) == ["mail-maybe-sent"]
    assert len(posted(ledger=ledger("sending", "refused")).ready) == 2
    assert len(posted(ledger=ledger("sending", "sent", "asked-again")).ready) == 2


def test_where_the_ledger_is_lost_the_workbook_s_own_record_counts() -> None:
    given = with_issued(team(), sent="2026-01-06 09:00:00")
    assert [m.to.name for m in of(given).ready] == ["王芳"]
    assert len(of(given, ledger=ledger("asked-again")).ready) == 2


def test_a_new_letter_is_sent_though_an_older_one_was() -> None:
    other = ledger("sending", "sent").last.popitem()[1]
    older = Ledger.of([replace(other, key=replace(other.key, hash="0" * 64))])
    assert len(of(team(), ledger=older).ready) == 2


def test_who_signed_another_number_is_asked_to_sign_again() -> None:
    given = team()
    held = given.tables["sb_issued"]
    older = list(held.rows[0])
    older[1], older[5], older[8], older[9] = 0, 480_000, date(2026, 1, 2), "0" * 64
    rows = (tuple(older), *held.rows)
    found = of(replace(given, tables={**given.tables, "sb_issued": replace(held, rows=rows)}))
    first, second = found.ready
    assert first.subject.startswith("请重新签字")
    assert "第 0 版，销售额目标 480,000" in first.text
    assert not second.subject.startswith("请重新签字")


def test_a_plan_that_cannot_be_read_gives_no_messages() -> None:
    given = team()
    found = of(replace(given, tables={k: v for k, v in given.tables.items() if k != "sb_reps"}))
    assert found.ready == ()
    assert "table-missing" in codes(found)


def test_the_files_that_are_wanted_are_those_that_were_recorded() -> None:
    assert wanted_files(team()) == tuple(files())
    assert wanted_files(team(), (".pdf",)) == ("责任书_李伟_2026_v1.pdf", "责任书_王芳_2026_v1.pdf")


def test_the_record_says_what_became_of_each() -> None:
    outcome = recorded(team(), ledger("sending", "sent"))
    (change,) = outcome.changes.changes
    assert isinstance(change, PutCells)
    after = read(applied(team(), outcome.changes)).book
    assert after
    assert [(i.rep, i.sent, i.outcome) for i in after.issued] == [
        ("李伟", "2026-01-06 09:00:00", "已发送 li.wei@example.com"), ("王芳", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "sent", "outcome"),
    [
        ("sending", "2026-01-06 09:00:00", "可能已发送，请核实"),
        ("said-sent", "2026-01-06 09:00:00", "已送达（人工确认）"),
        ("refused", "", "被拒收：250 OK"),
        ("deferred", "", "暂缓：250 OK"),
        ("asked-again", "", "待重发"),
    ],
)
def test_the_record_of_each_state(state: Any, sent: str, outcome: str) -> None:
    after = read(applied(team(), recorded(team(), ledger(state)).changes)).book
    assert after
    assert (after.issued[0].sent, after.issued[0].outcome) == (sent, outcome)


def test_what_the_record_says_already_is_not_written_again() -> None:
    once = applied(team(), recorded(team(), ledger("sending", "sent")).changes)
    assert not recorded(once, ledger("sending", "sent")).changes
    assert not recorded(team(), Ledger({})).changes


def test_a_record_without_the_columns_is_said_and_left_alone() -> None:
    given = team()
    held = given.tables["sb_issued"]
    cut = replace(held, headings=held.headings[:9], rows=tuple(row[:9] for row in held.rows))
    outcome = recorded(replace(given, tables={**given.tables, "sb_issued": cut}), ledger("sent"))
    assert not outcome.changes
    assert {p.code for p in outcome.problems} == {"table-lacks-column"}


def test_the_list_shows_every_letter() -> None:
    found = posted({**ADDRESSES, "李伟": "no"}, ledger=ledger("sending", "sent", rep="王芳"))
    lines = lines_of(found, {key("李伟"): "责任书_李伟_2026_v1.eml"}, "zh")
    assert [(line.rep, line.state) for line in lines] == [("李伟", "not"), ("王芳", "sent")]
    assert lines[0].problems == ("“no”不是一个邮箱地址。",)
    assert counted(lines, "zh") == "待发送 0 封，已发送 1 封，可能已发送 0 封，不能发送 1 封"
    cells = mail_list(lines, "计划", "zh").cells
    assert [cells[4, column].content for column in (1, 6, 8)] == ["姓名", "状态", "问题"]
    assert [cells[row, 1].content for row in (5, 6)] == ["李伟", "王芳"]

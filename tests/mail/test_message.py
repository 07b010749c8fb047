"""Messages of any names and texts, read back by two parsers; nothing in a name becomes anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesbook.mail.message import Attachment, draft_bytes, sent_bytes
from tests.mail.letters import SENDER, WHEN, a_mail, by_python, by_rust, same_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mail.letters import Read

BOTH = pytest.mark.parametrize("read", [by_python, by_rust])

printable = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
words = st.text(printable, min_size=1, max_size=40).map(lambda t: " ".join(t.split())).filter(bool)
chinese = st.text(st.sampled_from("李王欧阳娜伟，。（）“”·A, \"'<>@;:=?_"), min_size=1, max_size=60)
names = st.one_of(words, chinese.map(lambda t: " ".join(t.split())).filter(bool))

file_names = st.text(st.sampled_from("责任书李伟ab _-'()&=%;,2026+é’*"), min_size=1, max_size=60)


@BOTH
@given(name=names, subject=names)
@example(name="Li, Wei", subject="=?utf-8?q?no?= 责任书")
@example(name='欧阳 "小娜" <x@example.com>', subject="责任书" * 40)
@example(name="a\\", subject="x")
@example(name="=?utf-8?q?Li=0d=0aBcc:_all@example.com?=", subject="=?utf-8?b?DQpCY2M6IHg=?=")
def test_names_and_subjects_come_through(read: Callable[[bytes], Read], name: str, subject: str) -> None:
    mail = a_mail(name, subject=subject, attachments=(), html="")
    content = sent_bytes(mail, SENDER, WHEN)
    found = read(content)
    assert found.to[1] == "li.wei@example.com"
    assert found.to[0].replace(" ", "") == name.replace(" ", "")
    assert _spaces(found.subject) == _spaces(subject)
    if read is by_rust:  # Python's own reader puts a space between the parts of a long name
        assert _spaces(found.to[0]) == _spaces(name)
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))


def _spaces(text: str) -> str:
    """A text as people see it in a header, where a long one may be folded at a space."""
    return " ".join(text.split())


@BOTH
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=300))
@example(text="行" * 500)
@example(text="From here\n.\n..\n=3D")
def test_texts_come_through(read: Callable[[bytes], Read], text: str) -> None:
    found = read(sent_bytes(a_mail(text=text, html="", attachments=()), SENDER, WHEN))
    assert same_text(found.text, text)


@BOTH
@given(name=file_names, content=st.binary(max_size=400))
@example(name="责任书_欧阳娜娜_2026年五一活动_第12版_最终 (2)", content=b"\r\n.\r\n--=_sb")
def test_files_come_through_byte_for_byte(read: Callable[[bytes], Read], name: str, content: bytes) -> None:
    file = Attachment(f"{name.strip()}x.xlsx", content)
    found = read(sent_bytes(a_mail(attachments=(file,)), SENDER, WHEN))
    assert found.files == ((file.name, content),)


@BOTH
def test_text_html_and_files_are_told_apart(read: Callable[[bytes], Read]) -> None:
    mail = a_mail()
    found = read(sent_bytes(mail, SENDER, WHEN))
    assert same_text(found.text, mail.text)
    assert same_text(found.html, mail.html)
    assert [name for name, _ in found.files] == ["责任书_李伟_2026_v1.xlsx"]


def test_the_same_letter_has_the_same_id_and_another_one_another() -> None:
    def said(mail: object, key: bytes) -> bytes:
        content = sent_bytes(mail, SENDER, WHEN)  # type: ignore[arg-type]
        return next(line for line in content.split(b"\r\n") if line.startswith(key))

    ids = {said(a_mail(version=version), b"Message-ID") for version in (1, 1, 2)}
    assert len(ids) == 2
    assert said(a_mail(), b"Date") == b"Date: Mon, 05 Jan 2026 09:30:00 +0000"
    assert b"@example.com>" in ids.pop()


def test_a_draft_is_one_that_outlook_opens_for_writing() -> None:
    content = draft_bytes(a_mail())
    head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert b"X-Unsent: 1" in head
    assert not any(line.startswith((b"Date:", b"Message-ID:", b"From:")) for line in head)
    assert by_rust(content).files == by_rust(sent_bytes(a_mail(), SENDER, WHEN)).files


def test_making_it_again_gives_the_same_bytes() -> None:
    assert sent_bytes(a_mail(), SENDER, WHEN) == sent_bytes(a_mail(), SENDER, WHEN)


def test_nothing_needs_a_server_that_takes_eight_bits() -> None:
    assert sent_bytes(a_mail("欧阳娜娜"), SENDER, WHEN).isascii()


@pytest.mark.parametrize("name", ["Li\r\nBcc: all@example.com", "Li\nX: y"])
def test_a_header_cannot_be_smuggled_in_even_past_the_checks(name: str) -> None:
    with pytest.raises(ValueError):
        sent_bytes(a_mail(name, attachments=()), SENDER, WHEN)

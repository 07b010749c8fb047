"""What is an address, what is not, and what is two."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.reading_cells import RefusedError
from salesbook.mail.mailbox import Mailbox, breaks_line, mailbox, one_line


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("li.wei@example.com", "", "li.wei@example.com"),
        (" li.wei@example.com； ", "", "li.wei@example.com"),
        ("ＬＩ＠example。com", "", "LI@example.com"),
        ("mailto:li@example.com", "", "li@example.com"),
        ("李伟 <li@example.com>", "李伟", "li@example.com"),
        ("Li, Wei <li@example.com>", "Li, Wei", "li@example.com"),
        ('"Li, \\"W\\"" <li@example.com>', 'Li, "W"', "li@example.com"),
        ("<li@example.com>", "", "li@example.com"),
        ("O'Brien <o'b+x@mail.example.com>", "O'Brien", "o'b+x@mail.example.com"),
        ("li@公司.cn", "", "li@xn--55qx5d.cn"),
    ],
)
def test_one_address_with_or_without_a_name(text: str, name: str, address: str) -> None:
    found = mailbox(text)
    assert (found.name, found.address) == (name, address)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a@example.com, b@example.com", "mail-two-addresses"),
        ("a@example.com;b@example.com", "mail-two-addresses"),
        ("a@example.com、b@example.com", "mail-two-addresses"),
        ("a＠example.com b＠example.com", "mail-two-addresses"),
        ("a@example.com <b@example.com>", "mail-two-addresses"),
        ("a@@example.com", "mail-two-addresses"),
        ("", "mail-address-invalid"),
        ("李伟", "mail-address-invalid"),
        ("a@localhost", "mail-address-invalid"),
        ("a@[127.0.0.1]", "mail-address-invalid"),
        ("a b@example.com", "mail-address-invalid"),
        (".a@example.com", "mail-address-invalid"),
        ("a@example..com", "mail-address-invalid"),
        ("a@-example.com", "mail-address-invalid"),
        ("用户@example.com", "mail-address-invalid"),
        ("a" * 65 + "@example.com", "mail-address-invalid"),
        ("a@" + "x" * 64 + ".com", "mail-address-invalid"),
        ("a@" + "x." * 130 + "com", "mail-address-invalid"),
        ("<<a@example.com>>", "mail-address-invalid"),
        ("a@example.com\nBcc: b@example.com", "mail-line-break"),
        ("a@example.com\x00", "mail-line-break"),
    ],
)
def test_everything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        mailbox(text)
    assert caught.value.code == code


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        mailbox("a@example.com", "Li\r\nBcc: b@example.com")
    assert (caught.value.code, caught.value.words["shown"]) == ("mail-line-break", "Li Bcc: b@example.com")


@given(st.one_of(st.text(max_size=60), st.text(st.sampled_from("ab@.<>\"', 李;-"), max_size=20)))
def test_whatever_is_typed_gives_one_plain_address_or_none(text: str) -> None:
    found = _mailbox_or_none(text)
    if found:
        assert found.address.count("@") == 1
        assert found.address.isascii()
        assert not set(found.address) & set(' \r\n<>,;"')
        assert not breaks_line(found.name)


def _mailbox_or_none(text: str) -> Mailbox | None:
    with suppress(RefusedError):
        return mailbox(text)
    return None


@given(st.text(max_size=60))
def test_a_line_is_one_line(text: str) -> None:
    assert not breaks_line(one_line(text))

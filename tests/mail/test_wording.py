"""The company's own texts: what is filled in, what is left out, what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook import resources
from salesbook.errors import InputError
from salesbook.mail.slots import SLOTS, filled, unknown_slots
from salesbook.mail.wording import shipped, wording

if TYPE_CHECKING:
    from salesbook.texts import Language

SOME = {key: f"<{key}>" for key in SLOTS}


def codes(source: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        wording(source.encode(), "own.toml")
    return [p.code for p in caught.value.problems]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["letter", "again"])
def test_the_shipped_texts_are_sound_and_say_who_what_and_how_much(kind: str, language: Language) -> None:
    found = shipped(kind, language)
    subject, text, html = found.said(SOME)
    assert "<name>" in subject
    for key in ("name", "period", "tiers", "serial", "version", "due", "issuer", "company"):
        assert f"<{key}>" in text
    assert not re.search(r"[{}]", subject + text + html)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_without_a_due_date_says_nothing_of_one(language: Language) -> None:
    subject, text, html = shipped("letter", language).said({**SOME, "due": ""})
    whole = shipped("letter", language).said(SOME)
    for some, all_of_it in zip((text, html), whole[1:], strict=True):
        assert len(some.splitlines()) == len(all_of_it.splitlines()) - 1
    assert subject == whole[0]


def test_names_in_html_are_escaped_and_in_text_they_are_not() -> None:
    found = wording(b'subject = "s {name}"\ntext = "{name}"\nhtml = "<p>{name}</p>"', "own.toml")
    said = found.said({"name": "<b>&\"Li\"</b>"})
    assert said == ('s <b>&"Li"</b>', '<b>&"Li"</b>', "<p>&lt;b&gt;&amp;&quot;Li&quot;&lt;/b&gt;</p>")


def test_a_subject_is_one_line() -> None:
    found = wording(b'subject = """a\nb {name}"""\ntext = "t"', "own.toml")
    assert found.said({"name": "Li\r\nBcc: x"})[0] == "a b Li Bcc: x"


@given(st.dictionaries(st.sampled_from(sorted(SLOTS)), st.text(max_size=20)), st.text(max_size=60))
def test_filling_never_fails_and_never_looks_into_values(values: dict[str, str], text: str) -> None:
    said = filled(f"{{name}}|{text}", {"name": "{target}{x.y}", **values})
    if values.get("name", "x"):
        shown = values.get("name", "{target}{x.y}")
        assert unknown_slots(text) or said.startswith(shown) or any(values.get(k) in ("", None) for k in SLOTS)


def test_slots_in_chinese_and_braces_that_are_none() -> None:
    assert filled("{姓名} p { color: red } {} {1}", {"name": "李伟"}) == "李伟 p { color: red } {} {1}"
    assert filled("{name.__class__} {0.name}", {"name": "x"}) == "{name.__class__} {0.name}"


def test_unknown_slots_are_named_with_their_line() -> None:
    source = '# {ignored}\nsubject = "s"\ntext = """\nDear {reep},\n{name.__class__}\n"""'
    with pytest.raises(InputError) as caught:
        wording(source.encode(), "own.toml")
    assert [(p.code, p.words["slot"], p.words["line"]) for p in caught.value.problems] == [
        ("mail-slot-unknown", "reep", 4), ("mail-slot-unknown", "name.__class__", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('text = "t"', ["mail-text-lacks"]),
        ('subject = "  "', ["mail-text-lacks", "mail-text-lacks"]),
        ('subject = 3\ntext = "t"', ["mail-text-lacks", "mail-text-part-unknown"]),
        ('subject = "s"\ntext = "t"\nbcc = "x"', ["mail-text-part-unknown"]),
        ('subject = "s', ["mail-text-unreadable"]),
    ],
)
def test_what_is_no_mail_text_is_refused(source: str, expected: list[str]) -> None:
    assert codes(source) == expected


def test_a_text_in_another_encoding_is_refused_and_a_mark_of_utf8_is_not() -> None:
    with pytest.raises(InputError) as caught:
        wording('subject = "责任书"'.encode("gbk"), "own.toml")
    assert caught.value.problems[0].code == "mail-text-unreadable"
    assert wording('subject = "责任书"\r\ntext = "t"'.encode("utf-8-sig"), "own.toml").subject == "责任书"


def test_every_slot_is_explained_to_those_who_write_texts() -> None:
    readme = (resources.folder("templates") / "README.md").read_text(encoding="utf-8")
    assert [key for key, zh in SLOTS.items() if f"| `{{{key}}}`, `{{{zh}}}` |" not in readme] == []

"""sb_customers: whose customers these are, read strictly."""

from __future__ import annotations

from decimal import Decimal

from salesbook.book.model import Customer
from salesbook.book.reading import read
from tests.snapshots import block, snapshot


def test_customers_have_a_tier_in_words_and_an_owner_of_the_team() -> None:
    rows = block(
        "sb_customers", ("恒远", "战略客户", "李伟", "1.2万", "每周 1 次", None), ("江城", None, None, None, None, "新")
    )
    reading = read(snapshot(rows))
    assert reading.problems == ()
    assert reading.book
    assert reading.book.customers == (
        Customer("恒远", "strategic", "李伟", Decimal(12_000), "每周 1 次"), Customer("江城", note="新"),
    )  # fmt: skip


def test_a_customer_twice_and_an_owner_whom_nobody_knows_are_refused() -> None:
    rows = block("sb_customers", ("恒远", None, "李伟"), ("恒远", None, "王芳"), ("江城", None, "赵敏"))
    assert [(p.code, str(p.place)) for p in read(snapshot(rows)).problems] == [
        ("duplicate", "客户!B6"), ("unknown-rep", "客户!D7"),
    ]  # fmt: skip

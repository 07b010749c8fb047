"""sb_customers, sb_tiers, sb_risks and sb_notes read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.model import Customer, Note, Risk, TierRule
from salesbook.book.reading_people import percent, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader


def read_customers(reader: TableReader, names: Names) -> tuple[Customer, ...]:
    """The customers. Their owners are reps: each is on the letter of one of them."""
    customers, owners = reader.column("customer"), reader.texts("owner")
    reader.check_unique(customer=customers)
    for index, owner in enumerate(owners):
        if owner and names.find("rep", owner) is None:
            refuse_unknown(reader, index, "owner", "rep", owner, names)
    spelled = [names.find("rep", owner) or owner for owner in owners]
    _not_below_zero(reader, "target", "potential")
    columns = (
        customers, reader.texts("tier"), spelled, reader.column("target"), reader.texts("visits"),
        reader.texts("note"), reader.texts("region"), reader.column("revenue"), reader.column("growth"),
        reader.column("potential"), reader.texts("payment"), reader.column("last"), reader.texts("set"),
        reader.texts("why"), reader.places("visits"),
    )  # fmt: skip
    return tuple(Customer(*values) for _, values in reader.good(*columns))


def read_tier_rules(reader: TableReader) -> tuple[TierRule, ...]:
    """The rules by which customers are put into tiers."""
    for key in ("top", "potential"):
        _shares(reader, key)
    columns = (
        reader.texts("tier"), reader.column("top"), reader.column("growth"), reader.column("potential"),
        reader.texts("payment"), reader.texts("visits"), reader.texts("note"), reader.places("visits"),
    )  # fmt: skip
    return tuple(TierRule(*values) for _, values in reader.good(*columns))


def read_risks(reader: TableReader) -> tuple[Risk, ...]:
    """The risks. Each says what it would cost, as an amount or a share of the goal."""
    risks = reader.column("risk")
    reader.check_unique(risk=risks)
    for key in ("probability", "share"):
        _shares(reader, key)
    _not_below_zero(reader, "effect", "cover")
    effects, shares = reader.column("effect"), reader.column("share")
    for index, (effect, share) in enumerate(zip(effects, shares, strict=True)):
        if effect is None and share is None and not {(index, "effect"), (index, "share")} & reader.refused:
            reader.refuse(index, "effect", "risk-without-effect", risk=risks[index] or "")
    columns = (
        risks, reader.texts("kind"), reader.column("probability"), effects, shares, reader.column("cover"),
        *(reader.texts(key) for key in ("cover_by", "owner", "trigger", "plan_b", "state")),
    )  # fmt: skip
    return tuple(Risk(*values) for _, values in reader.good(*columns))


def read_notes(reader: TableReader) -> tuple[Note, ...]:
    """What people wrote for the plan document."""
    return tuple(Note(*values) for _, values in reader.good(reader.column("chapter"), reader.column("text")))


def _shares(reader: TableReader, key: str) -> None:
    """Shares of a whole: from 0 to 100 %."""
    found: Sequence[Decimal | None] = reader.column(key)
    for index, share in enumerate(found):
        if share is not None and not 0 <= share <= 1:
            reader.refuse(index, key, "number-out-of-range", shown=percent(share), low="0%", high="100%")


def _not_below_zero(reader: TableReader, *keys: str) -> None:
    for key in keys:
        for index, amount in enumerate(reader.column(key)):
            if amount is not None and amount < 0:
                reader.refuse(index, key, "number-too-small", shown=amount, low=0)

"""What a letter says of money: what each tier pays, what missing it costs, and what the next step brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.incentives import lower_bound, promised, scale_for
from salesbook.domain.payout import next_step, paid
from salesbook.letters.placeholders import said
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.incentives import Handed
    from salesbook.book.model import Book, Incentive, Rep
    from salesbook.book.values import Scalar
    from salesbook.domain.payout import Scale
    from salesbook.letters.handed import Tiers

    Rows = tuple[Mapping[str, Scalar], ...]


def _handed(total: Tiers) -> Handed:
    return {"floor": total.floor, "target": total.target, "stretch": total.stretch}


def incentive_rows(book: Book, rep: Rep, total: Tiers) -> Rows:
    """A row per tier that is promised to the rep, in the order of the table."""
    scale = scale_for(book, rep, _handed(total))
    return tuple(_row(book, one, _handed(total), scale) for one in promised(book, rep) if scale)


def _row(book: Book, one: Incentive, handed: Handed, scale: Scale) -> Mapping[str, Scalar]:
    language, amount = book.settings.language, lower_bound(one, handed)
    found = next_step(scale, amount)
    more, gain = (found.more, found.gain) if found else (None, None)
    step = text("letters", "said.step", language, more=said(more), gain=said(gain)) if found else ""
    return {
        "tier": text("choices", f"tier.{one.tier}", language), "amount": amount, "rate": one.rate,
        "reward": one.reward, "payout": paid(scale, amount), "penalty": one.penalty, "note": one.note,
        "next_amount": more, "next_payout": gain, "step": step,
    }  # fmt: skip


def promises(book: Book, rep: Rep, total: Tiers) -> dict[str, Scalar]:
    """What each tier pays, as a short sentence, and by which ladder."""
    language, handed = book.settings.language, _handed(total)
    scale = scale_for(book, rep, handed)
    if scale is None:
        return {}
    pays = {one.tier: said(paid(scale, lower_bound(one, handed))) for one in promised(book, rep)}
    found = {f"{tier}_promise": text("letters", "said.promise", language, payout=pay) for tier, pay in pays.items()}
    return {**found, "basis": text("letters", f"said.basis_{scale.basis}", language)}

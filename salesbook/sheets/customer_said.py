"""Why a customer is in a tier, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.domain.customer_tiers import Conditions, Facts, Place
    from salesbook.texts import Language


def reason(facts: Facts, place: Place, rule: Conditions, language: Language) -> str:
    """What the tier follows from: the rank by revenue, growth, potential and payment, as far as they count.

    >>> from decimal import Decimal
    >>> from salesbook.domain.customer_tiers import Conditions, Facts, Place
    >>> known, rule = Facts(Decimal(900), Fraction(18, 100)), Conditions("strategic", top=Fraction(1, 5))
    >>> reason(known, Place(1, None, 12, 0), rule, "en")
    'revenue in the top 20 % (1 of 12), +18 %'
    """
    said = [_revenue(place, rule, language)]
    if facts.growth is not None:
        said.append(text("customers", "why.growth", language, growth=_share(facts.growth, language, sign=True)))
    if rule.potential is not None and place.potential:
        top = _share(rule.potential, language)
        words = {"top": top, "rank": place.potential, "count": place.of_potential}
        said.append(text("customers", "why.potential", language, **words))
    if facts.payment:
        payment = text("choices", f"payment.{facts.payment}", language)
        said.append(text("customers", "why.payment", language, payment=payment.lower()))
    return text("customers", "why.joint", language).join(said)


def _revenue(place: Place, rule: Conditions, language: Language) -> str:
    if place.revenue is None:
        return text("customers", "why.no-revenue", language)
    words = {"rank": place.revenue, "count": place.of_revenue}
    if rule.top is None:
        return text("customers", "why.rank", language, **words)
    return text("customers", "why.top", language, top=_share(rule.top, language), **words)


def _share(share: Fraction, language: Language, *, sign: bool = False) -> str:
    """A percentage, halves away from zero; English with a space before the sign."""
    whole = int(abs(share) * 100 + Fraction(1, 2)) * (1 if share >= 0 else -1)
    space = " " if language == "en" else ""
    return f"{whole:+d}{space}%" if sign else f"{whole}{space}%"

"""How a rep's number came about, in two sentences: only what the plan itself knows, every share exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.letters.handed import by_period, handed, main_metric, share, whole_of
from salesbook.letters.placeholders import said
from salesbook.letters.spoken import period_name
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.model import Book, PlanRow, Rep
    from salesbook.letters.handed import Leaf, Whole
    from salesbook.texts import Language

_ONE = Decimal("0.1")


def percent(part: Fraction, language: Language) -> str:
    """A share with one decimal at most, called "about" where that is not all of it.

    >>> percent(Fraction(1, 4), "en"), percent(Fraction(1, 3), "en"), percent(Fraction(1, 3), "zh")
    ('25 %', 'about 33.3 %', '约33.3%')
    """
    exact = part * 100
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_ONE, ROUND_HALF_UP)
    shown = f"{rounded.normalize():f}"
    spoken = text("letters", "said.percent", language, percent=shown)
    return spoken if Fraction(rounded) == exact else text("letters", "said.about", language, share=spoken)


def where_from(book: Book, rep: Rep, mine: Sequence[PlanRow], whole: Whole | None = None) -> str:
    """From the company's goal over the region to the rep; `whole` is the plan's, where it is summed already.

    Where the plan holds a hedge, the company's total is not told: with the shares it would give the hedge away.
    """
    language, whole = book.settings.language, whole or whole_of(book)
    parts = [_goal(book, whole), *_shares(whole, mine, language)]
    if rep.ramp is not None and rep.ramp != 1:
        parts.append(text("letters", "why.ramp", language, ramp=percent(Fraction(rep.ramp), language)))
    return _sentence(parts, language)


def _goal(book: Book, whole: Whole) -> str:
    language = book.settings.language
    metric = text("choices", f"metric.{main_metric(book)}", language)
    if whole.hedged:
        return text("letters", "why.goal_untold", language, metric=_within(metric, language))
    return text(
        "letters", "why.goal", language,
        company=book.settings.company or text("letters", "why.company", language),
        metric=_within(metric, language),
        total=said(whole.target),
        unit=text("letters", f"unit.{main_metric(book)}", language),
    )


def _within(metric: str, language: Language) -> str:
    """A metric's name as it stands within a sentence."""
    return metric.lower() if language == "en" else metric


def _shares(whole: Whole, mine: Sequence[PlanRow], language: Language) -> list[str]:
    """The region's share and the rep's share of it, where all that the rep has is in one region; else of the plan."""
    plan, own = whole.target, handed(mine).target
    regions = {row.region for row in mine}
    if len(regions) == 1 and "" not in regions:
        (region,) = regions
        around = whole.by_region[region]
        first = ("why.region", share(around, plan), region)
        return _said(language, first, ("why.rep_of_region", share(own, around), ""))
    return _said(language, ("why.rep_of_plan", share(own, plan), ""))


def _said(language: Language, *shares: tuple[str, Fraction | None, str]) -> list[str]:
    return [
        text("letters", key, language, share=percent(part, language), region=region)
        for key, part, region in shares
        if part is not None
    ]


def how_spread(book: Book, mine: Sequence[PlanRow], season: str = "") -> str:
    """By what the periods differ, and which are the highest and the lowest; the first of equals.

    `season` is the policy that decided (auto, history, days, equal), where the plan was asked; see `salesbook why`.
    Where numbers were changed by hand or carried, no policy is named.
    """
    language = book.settings.language
    leaves = by_period(mine)
    span = text("letters", "why.phase" if book.phases else "why.month", language)
    method = "plan" if any(row.target_change for row in mine) else _method(book, season)
    spread = text("letters", f"why.by_{method}", language, span=span, count=len(leaves))
    return _sentence([spread, *_extremes(leaves, language)], language)


def _method(book: Book, decided: str) -> str:
    """The policy that surely was applied; "plan" where that cannot be told."""
    season = "history" if decided == "auto" else decided or book.settings.season
    if book.phases or season not in ("history", "days", "equal"):
        return "plan"
    return "plan" if season == "history" and not (decided or len(book.history)) else season


def _extremes(leaves: Sequence[Leaf], language: Language) -> list[str]:
    """The highest and the lowest period; none where their shares read alike."""
    total = sum(leaf.tiers.target for leaf in leaves)
    if not total:
        return []
    ends = max(leaves, key=lambda leaf: leaf.tiers.target), min(leaves, key=lambda leaf: leaf.tiers.target)
    shares = [percent(Fraction(leaf.tiers.target, total), language) for leaf in ends]
    if shares[0] == shares[1]:
        return []
    return [
        text("letters", key, language, period=period_name(leaf, language), share=shown)
        for key, leaf, shown in zip(("why.highest", "why.lowest"), ends, shares, strict=True)
    ]


def _sentence(parts: Sequence[str], language: Language) -> str:
    return text("letters", "why.comma", language).join(parts) + text("letters", "why.stop", language)

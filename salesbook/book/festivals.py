"""Festivals that move with the moon, and the season with them, by country; dates from the `holidays` library."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from salesbook.book.holidays import named_days
from salesbook.domain.season_days import Festival

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LUNAR = frozenset({"CN", "HK", "MO", "TW", "SG"})
"""Countries and regions whose sales follow Spring Festival and Mid-Autumn."""

_SPRING, _AUTUMN = "Chinese New Year (Spring Festival)", "Mid-Autumn Festival"
_SPANS = {_SPRING: ("spring-festival", 35, 20), _AUTUMN: ("mid-autumn", 14, 10)}
"""As the library calls it -> our key, and how many days before and after it sell by their distance to it: people buy
five weeks ahead of Spring Festival and are back three weeks after it."""


def festivals(country: str, years: Iterable[int]) -> tuple[Festival, ...]:
    """Spring Festival 春节 and Mid-Autumn 中秋, where the country keeps them.

    >>> spring, autumn = festivals("CN", (2025, 2026))
    >>> print(spring.name, spring.days[2025], spring.days[2026], autumn.days[2025])
    spring-festival 2025-01-29 2026-02-17 2025-10-06
    >>> festivals("US", (2026,))
    ()
    """
    if country.partition("-")[0] not in LUNAR:
        return ()
    days = [_days(year) for year in sorted(set(years))]
    return tuple(
        Festival(key, before, after, {found[name].year: found[name] for found in days if name in found})
        for name, (key, before, after) in _SPANS.items()
    )


@cache
def _days(year: int) -> dict[str, date]:
    """Festival -> its day in a year. The holidays of a festival begin with it; the eve has a name of its own, and
    so have days off in lieu."""
    found: dict[str, date] = {}
    for day, name in named_days(year, "CN", "en"):
        if name in _SPANS:
            found.setdefault(name, day)
    return found

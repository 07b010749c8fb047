"""What a mail's slots are filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.letters.handed import main_metric
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.model import Book, Issued, Rep
    from salesbook.texts import Language


def mail_values(book: Book, rep: Rep, issued: Issued, signed: Issued | None, due: date | None) -> Mapping[str, str]:
    """The values of `slots.SLOTS`, "" where one is not known; `signed` is what the rep signed before."""
    settings, language = book.settings, book.settings.language
    tiers = {tier: f"{getattr(issued, tier):,}" for tier in ("floor", "target", "stretch")}
    days = text("mail", "days", language, start=day(settings.start, language), end=day(settings.end, language))
    return {
        **tiers,
        "tiers": text("mail", "tiers", language, **tiers),
        "name": rep.name,
        "company": settings.company,
        "plan": settings.plan or text("mail", "plan", language, year=settings.start.year),
        "period": issued.period or days,
        "metric": text("choices", f"metric.{main_metric(book)}", language),
        "due": day(due, language) if due else "",
        "issuer": settings.issuer,
        "team": rep.team,
        "manager": rep.manager,
        "serial": issued.serial,
        "version": str(issued.version),
        "signed_version": str(signed.version) if signed else "",
        "signed_target": f"{signed.target:,}" if signed else "",
        "file": issued.file,
    }


def day(given: date, language: Language) -> str:
    """A day as a letter writes it.

    >>> from datetime import date
    >>> day(date(2026, 1, 5), "zh"), day(date(2026, 1, 5), "en")
    ('2026年1月5日', '2026-01-05')
    """
    return f"{given.year}年{given.month}月{given.day}日" if language == "zh" else given.isoformat()

"""What people type into cells, read exactly: numbers, percentages, rates, counts and dates, in zh and en.

Nothing is guessed. What has two readings is refused with a reason of its own and the choices that are valid.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from numbers import Integral
from typing import TYPE_CHECKING

from salesbook.domain.period import YEARS, half_width
from salesbook.texts import in_each

if TYPE_CHECKING:
    from salesbook.texts import Language

_POWERS = {
    "十万": 5, "百万": 6, "千万": 7, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
    "百": 2, "千": 3, "万": 4, "亿": 8, "k": 3, "w": 4, "m": 6, "bn": 9,
}  # fmt: skip
_UNIT = "|".join(_POWERS)
_MONEY = r"(?:[¥$€£]|RMB|CNY|USD|人民币)?\s*"
_BEFORE = rf"[+-]?\s*{_MONEY}|{_MONEY}[+-]"
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_NUMBER = re.compile(
    rf"(?P<before>{_BEFORE})(?P<digits>{_DIGITS})\s*(?:(?P<percent>%)|(?P<unit>{_UNIT})?\s*元?)",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"[+-]?[0-9.]+e[+-]?[0-9]+", re.IGNORECASE)

_TIME = r"(?:(?:(?<=[日号])|[ T])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DATE = re.compile(
    r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})[日号]|([-/.])([0-9]{1,2})\4([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
    + _TIME
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_NO_YEAR = re.compile(r"[0-9]{1,2}(?:月[0-9]{1,2}[日号]?|[-/.][0-9]{1,2})")
_SERIALS = range(36526, 73051)
"""Excel's day numbers of 2000-01-01 to 2099-12-31."""
_SERIAL_ZERO = date(1899, 12, 30)


class Unreadable(ValueError):  # noqa: N818 - a word that says it
    """What was typed cannot be read; `reason` is a key of templates/texts/reasons.toml.

    Reasons: empty, not-a-number, misplaced-separator, scientific-notation, became-a-date, ambiguous-percent,
    not-whole, not-a-rate, not-a-date, ambiguous-date, date-without-year, no-such-day, date-out-of-range.
    `choices` are valid ways to write it, where it had several readings.
    """

    def __init__(self, reason: str, given: object = "", choices: tuple[str, ...] = ()) -> None:
        self.reason = reason
        self.given = given
        self.choices = choices
        super().__init__(f"{reason}: {given!r}")

    @property
    def words(self) -> dict[Language, str]:
        """The reason as people read it, in each language, to fill into a problem."""
        return in_each("reasons", self.reason, given=self.given, choices=" / ".join(self.choices))


def parse_number(value: object) -> Decimal:
    """The exact number of a cell: a number, or text such as 1.2万, ¥1,200, １２３, (1,234), 30%.

    A float is read by its shortest form, so that 68.68 stays 68.68. Commas must group by three; parentheses
    mean minus; 百 千 万 亿 and their products, k, w (万), m, bn multiply; % divides by 100; a yuan sign or
    元 is passed over. Refused: empty text, truth values, dates, infinities, 1.2E+08 (as Excel exports it,
    digits are lost).

    >>> parse_number("1.2万"), parse_number("（1,234）"), parse_number("30%"), parse_number(68.68)
    (Decimal('12000'), Decimal('-1234'), Decimal('0.30'), Decimal('68.68'))
    >>> parse_number("1,23,4")
    Traceback (most recent call last):
    salesbook.book.typed.Unreadable: misplaced-separator: '1,23,4'
    """
    if isinstance(value, str):
        return _number_in(value)
    if isinstance(value, date):
        raise Unreadable("became-a-date", value)
    return _plain_number(value)


def parse_percent(value: object, *, largest: Decimal | int = 1) -> Decimal:
    """A share: "30%" and 0.3 are both 0.3.

    A bare number beyond ± `largest` is refused as ambiguous (30 is 30 % or 3000 %). `largest` is 1 for
    shares; give more where ratios over 100 % are usual, since Excel stores a cell's 120% as 1.2.

    >>> parse_percent("３０ %"), parse_percent(0.3), parse_percent(1.2, largest=5)
    (Decimal('0.30'), Decimal('0.3'), Decimal('1.2'))
    >>> parse_percent(30)
    Traceback (most recent call last):
    salesbook.book.typed.Unreadable: ambiguous-percent: 30
    """
    number = parse_number(value)
    marked = isinstance(value, str) and "%" in half_width(value)
    if not marked and abs(number) > largest:
        readings = (f"{reading.normalize():f}%" for reading in (number, number * 100))
        raise Unreadable("ambiguous-percent", value, tuple(readings))
    return number


def parse_rate(value: object) -> Decimal:
    """A conversion rate: a percentage, or the two counts "40/60" (40 of 60), to 28 digits.

    `domain.funnel.exact_rate` finds the ratio again from these digits.

    >>> parse_rate("40/60"), parse_rate("66.7%")
    (Decimal('0.6666666666666666666666666667'), Decimal('0.667'))
    """
    if not (isinstance(value, str) and half_width(value).count("/") == 1):
        return parse_percent(value)
    part, whole = (parse_number(side) for side in half_width(value).split("/"))
    if not whole:
        raise Unreadable("not-a-rate", value)
    return part / whole


def parse_count(value: object) -> int:
    """A whole number, however it is written; a float counts as Excel shows it, to 15 digits.

    >>> parse_count("1.2万"), parse_count(3.0000000000000004)
    (12000, 3)
    """
    shown = Decimal(f"{value:.15g}") if isinstance(value, float) and not value.is_integer() else value
    number = parse_number(shown)
    if number != number.to_integral_value():
        raise Unreadable("not-whole", value)
    return int(number)


def parse_date(value: object) -> date:
    """A day: a date (its time is dropped), text with the year first, or a number.

    Text: 2026-05-01, 2026/5/1, 2026.5.1, 2026年5月1日, 20260501, each perhaps with a time of day. Numbers:
    20260501, or Excel's day number within 2000…2099, as a date shows whose format was lost; as text such
    numbers are refused. Refused by name: 5/1/2026 and 26/5/1 (ambiguous), 5月1日 (no year), 2026-02-30 (no
    such day).

    >>> print(parse_date("2026年5月1日"), parse_date("2026/5/1 18:30"), parse_date(46143))
    2026-05-01 2026-05-01 2026-05-01
    """
    if isinstance(value, datetime):
        if value != value:  # pandas' NaT is a datetime that equals nothing
            raise Unreadable("empty", value)
        return value.date()
    if isinstance(value, date):
        return value
    return _date_in(value) if isinstance(value, str) else _date_of_number(value)


def _number_in(text: str) -> Decimal:
    plain = half_width(text)
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1].strip()
    if not (found := _NUMBER.fullmatch(plain)):
        raise Unreadable(_why_no_number(plain), text)
    sign = "-" if "-" in found["before"] else ""
    power = -2 if found["percent"] else _POWERS.get((found["unit"] or "").lower(), 0)
    return _written_out(Decimal(f"{sign}{found['digits'].replace(',', '')}e{power}"))


def _why_no_number(plain: str) -> str:
    if not plain:
        return "empty"
    if _SCIENTIFIC.fullmatch(plain):
        return "scientific-notation"
    return "misplaced-separator" if _NUMBER.fullmatch(plain.replace(",", "")) else "not-a-number"


def _plain_number(value: object) -> Decimal:
    if value is None:
        raise Unreadable("empty", value)
    if isinstance(value, bool):
        raise Unreadable("not-a-number", value)
    if isinstance(value, Integral):
        return Decimal(int(value))
    number = Decimal(float.__repr__(value)) if isinstance(value, float) else value
    if not isinstance(number, Decimal) or not number.is_finite():
        raise Unreadable("not-a-number", value)
    return _written_out(number)


def _written_out(number: Decimal) -> Decimal:
    """The same number without a power of ten: 12000 and not 1.2E+4."""
    return Decimal(f"{number:f}")


def _date_in(text: str) -> date:
    plain = re.sub(r"\s*([年月日号])\s*", r"\1", half_width(text))
    if not (found := _DATE.fullmatch(plain)):
        raise _no_date(plain, text)
    numbers = [int(part) for part in found.groups() if part and part.isdigit()]
    try:
        day = date(*numbers)
    except ValueError as error:
        raise Unreadable("no-such-day", text) from error
    if day.year not in YEARS:
        raise Unreadable("date-out-of-range", text)
    return day


def _no_date(plain: str, text: str) -> Unreadable:
    if not plain:
        return Unreadable("empty", text)
    if found := _YEAR_LAST.fullmatch(plain):
        readings = _readings(*map(int, (found[1], found[3], found[4])))
        return Unreadable("ambiguous-date" if readings else "no-such-day", text, readings)
    return Unreadable("date-without-year" if _NO_YEAR.fullmatch(plain) else "not-a-date", text)


def _readings(first: int, second: int, last: int) -> tuple[str, ...]:
    """The days that may be meant by 5/1/2026 or 26/5/1."""
    century = 2000 if last < 100 else 0
    orders = [(century + last, first, second), (century + last, second, first)]
    orders += [(2000 + first, second, last)] if century else []
    found: dict[str, None] = {}
    for order in orders:
        try:
            found[date(*order).isoformat()] = None
        except ValueError:
            continue
    return tuple(found)


def _date_of_number(value: object) -> date:
    try:
        number = _plain_number(value)
    except Unreadable as error:
        raise Unreadable("empty" if value is None else "not-a-date", value) from error
    whole = int(number)
    if whole in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=whole)
    if whole != number or len(str(whole)) != 8:
        raise Unreadable("not-a-date", value)
    return _date_in(str(whole))

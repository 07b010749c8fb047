"""Books to draw sheets of: exact plans of several sizes, made by plain arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.model import (
    Book,
    CalendarDay,
    DayRow,
    Goal,
    Phase,
    PlanRow,
    ProcessRow,
    Rate,
    Rep,
    Sales,
    Settings,
)
from salesbook.domain.funnel import backwards
from salesbook.domain.period import months
from salesbook.errors import Place
from salesbook.sheets.inputs import HEADER_ROW, table_page
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page
    from salesbook.book.values import Content
    from salesbook.texts import Language

NAMES: dict[str, tuple[str, ...]] = {
    "zh": (
        "周明远", "吴晓燕", "郑浩", "冯静怡", "蒋文博", "黄志强", "林嘉敏", "何俊杰", "赵铁军",
        "刘思琪", "唐勇", "马春梅", "韩东", "曹雪", "彭立群", "谢婉婷", "欧阳若兰",
    ),
    "en": (
        "Daniel Foster", "Priya Nair", "Tom Whitfield", "Alice Moreau", "Ben Carver", "Marcus Bell",
        "Sofia Lindqvist", "Jack Turnbull", "Robert Ames", "Grace Okafor", "Luke Hartley", "Nora Walsh",
        "Adam Sinclair", "Julia Brandt", "Hugh Penrose", "Leila Haddad", "Bartholomew Featherstonehaugh",
    ),
}  # fmt: skip


def settings(language: Language, start: date, end: date, **more: object) -> Settings:
    """Settings of a plan between two days."""
    given: dict[str, object] = {
        "language": language, "company": "云杉家居" if language == "zh" else "Sprucewood Home plc",
        "plan": "2026年度销售目标" if language == "zh" else "Sales targets 2026", "kind": "year", "start": start,
        "end": end, "fiscal_start": 1, "metric": "revenue", "unit": 1, "axes": ("rep", "region", "product"),
        "floor": None, "stretch": None, "flex": Decimal(0), "season": "auto", "residue": "largest-remainder",
        "green": Decimal(1), "amber": Decimal("0.9"), "as_of": None, "issuer": "", "letter": "", "version": 1,
    }  # fmt: skip
    return Settings(**(given | more))  # type: ignore[arg-type]


def year_book(
    language: Language, reps: int = 17, *, scale: int = 1_000, hedge: bool = True, as_of: date | None = None
) -> Book:
    """A year by month, rep, region and product: every number is made from its place, so that all differ."""
    start, end = date(2026, 1, 1), date(2026, 12, 31)
    names = [NAMES[language][i] if i < 17 else f"Rep {i:03}" for i in range(reps)]
    regions = ("华东", "华南", "华北") if language == "zh" else ("East", "South", "North")
    products = ("厨柜", "衣柜", "木门") if language == "zh" else ("Kitchens", "Wardrobes", "Doors")
    teams = [f"{region}{'组' if language == 'zh' else ' team'}" for region in regions]
    team = tuple(
        Rep(name, f"S{i:03}", teams[i % 3] if i < reps - 1 or reps == 1 else "", region=regions[i % 3])
        for i, name in enumerate(names)
    )
    plan = tuple(
        _leaf(month.key, month.start, month.end, rep.name, rep.region, name, scale * (50 + 7 * r + 3 * m + p), hedge)
        for m, month in enumerate(months(start, end))
        for r, rep in enumerate(team)
        for p, name in enumerate(products)
    )
    book = Book(
        settings(language, start, end, as_of=as_of),
        goals=(_goal(plan, {}, HEADER_ROW + 1), _goal(plan, {"rep": names[0]}, HEADER_ROW + 2)),
        reps=team,
        calendar=(CalendarDay(date(2026, 1, 1), "holiday", Decimal(0), "元旦" if language == "zh" else "New Year"),),
        plan=plan,
        days=days_of(plan, frozenset({date(2026, 1, 1)})),
    )
    return with_actuals(book, as_of) if as_of else book


def campaign_book(language: Language) -> Book:
    """Three phases, three reps without teams, two channels, as of the second phase; one name needs care."""
    phases = (
        Phase("蓄水期" if language == "zh" else "Warm-up", date(2026, 4, 25), date(2026, 4, 30)),
        Phase("爆发期" if language == "zh" else "Peak", date(2026, 5, 1), date(2026, 5, 3)),
        Phase("收尾期" if language == "zh" else "Close", date(2026, 5, 4), date(2026, 5, 7)),
    )
    team = tuple(Rep(name) for name in ("=SUM(1,2)", "A*", "李伟" if language == "zh" else 'O\'Neil "Bo"'))
    plan = tuple(
        _leaf(phase.name, phase.start, phase.end, rep.name, "", "", 10_000 * (n + 2) + 100 * r + c, False, channel)
        for n, phase in enumerate(phases)
        for r, rep in enumerate(team)
        for c, channel in enumerate(("<5%", "B~C"))
    )
    book = Book(
        settings(language, date(2026, 4, 25), date(2026, 5, 7), kind="campaign", as_of=date(2026, 5, 2)),
        goals=(_goal(plan, {}, HEADER_ROW + 1),), reps=team, phases=phases, plan=plan, days=days_of(plan, every=True),
    )  # fmt: skip
    return with_actuals(book, date(2026, 5, 2))


def funnel_book(language: Language) -> Book:
    """The campaign with orders as a second metric: the channel <5% has three stages, B~C is under the rates for all."""
    base = campaign_book(language)
    stages = ("邀约", "进店*", "成交") if language == "zh" else ("Invitations", "Visits*", "Orders")
    rates = tuple(
        Rate(channel, stages[n], stages[n + 1], Decimal(rate), Place("", "A1", "sb_rates"))
        for channel, n, rate in (("<5%", 1, "0.4"), ("<5%", 0, "0.667"), ("", 1, str(60 / 200)))
    )
    orders = tuple(
        replace(row, metric="orders", floor=1 + n % 4, target=2 + n % 5, stretch=4 + n % 6)
        for n, row in enumerate(base.plan)
    )
    process = tuple(
        ProcessRow(row.period, row.rep, channel, stage, count, -(-count // 3), 1)
        for row in orders
        for channel in (row.channel if row.channel == "<5%" else "",)
        for stage, count in backwards(row.target, [rate for rate in rates if rate.channel == channel]).items()
    )
    goals = (*base.goals, replace(_goal(orders, {}, HEADER_ROW + 2), metric="orders"))
    days = tuple(replace(row, metric="orders") for row in days_of(orders, every=True))
    return replace(
        base, goals=goals, plan=base.plan + orders, days=base.days + days, rates=rates, process=process
    )  # fmt: skip


def _leaf(
    period: str, start: date, end: date, rep: str, region: str, of: str, target: int, hedge: bool, channel: str = ""
) -> PlanRow:
    return PlanRow(
        "revenue", period, start, end, rep, region, of, channel, "",
        target * 9 // 10, target, target * 11 // 10, target // 20 if hedge else 0,
    )  # fmt: skip


def _goal(plan: Sequence[PlanRow], scope: dict[str, str], row: int) -> Goal:
    rows = [r for r in plan if all(getattr(r, axis) == member for axis, member in scope.items())]
    floor, target, stretch = (sum(getattr(r, tier) for r in rows) for tier in ("floor", "target", "stretch"))
    return Goal("revenue", scope, "", floor, target, stretch, Place("", f"G{row}", "sb_goals"))


def days_of(plan: Sequence[PlanRow], off: frozenset[date] = frozenset(), *, every: bool = False) -> tuple[DayRow, ...]:
    """Each rep's leaves spread over the selling days of their periods, the remainder on the first ones."""
    found: dict[tuple[date, str], list[int]] = {}
    for row in plan:
        span = [row.start + timedelta(n) for n in range((row.end - row.start).days + 1)]
        selling = [day for day in span if every or (day.weekday() < 5 and day not in off)]
        for tier, value in enumerate((row.floor, row.target, row.stretch, row.hedge)):
            each, more = divmod(value, len(selling))
            for day in span:
                part = each + (selling.index(day) < more) if day in selling else 0
                found.setdefault((day, row.rep), [0, 0, 0, 0])[tier] += part
    return tuple(DayRow("revenue", day, rep, *values, 1) for (day, rep), values in sorted(found.items()))


def with_actuals(book: Book, until: date) -> Book:
    """Sales on some days up to and after `until`: cents, a return, a stranger, a rep without any, two who tie."""
    names = [rep.name for rep in book.reps]
    planned = {(row.day, row.rep): row.target for row in book.days}
    dates, reps, amounts = [], [], []
    for n, ((day, rep), target) in enumerate(planned.items()):
        at = names.index(rep)
        if day > until + timedelta(3) or target == 0 or at == 1 or (n + at) % 5 == 3:
            continue
        dates.append(day)
        reps.append(rep)
        amounts.append(Decimal(target) * (70 + at % 7 * 11) / 80 + Decimal("0.37"))
    extra = ((book.settings.start, names[0], "-120.5"), (until, "Stranger", "5000.25"))
    dates += [day for day, _, _ in extra]
    reps += [rep for _, rep, _ in extra]
    amounts += [Decimal(amount) for _, _, amount in extra]
    sales = Sales(tuple(dates), tuple(amounts), (None,) * len(dates), ("",) * len(dates), {"rep": tuple(reps)})
    return replace(book, actuals=sales)


def table_pages(book: Book) -> tuple[Page, ...]:
    """The sheets of the tables over which formulas stand, as the book fills them."""
    language, sales = book.settings.language, book.actuals
    rows: dict[str, list[tuple[Content, ...]]] = {
        "sb_goals": [
            (_metric(g, language), _scope(g, language), None, None, None, g.floor, g.target, g.stretch, None)
            for g in book.goals
        ],
        "sb_reps": [(r.id, r.name, r.team, None, None, r.region, None, None, None, None) for r in book.reps],
        "sb_plan": [
            (_metric(r, language), r.period, r.start, r.end, r.rep or None, r.region or None, r.product or None,
             r.channel or None, r.customer or None, r.floor, r.target, r.stretch, r.hedge, None, None, None, r.version)
            for r in book.plan
        ],
        "sb_days": [
            (_metric(r, language), r.day, r.rep or None, r.floor, r.target, r.stretch, r.hedge, r.version)
            for r in book.days
        ],
        "sb_actuals": _sales("sb_actuals", sales),
        **({"sb_history": _sales("sb_history", book.history)} if len(book.history) else {}),
        "sb_rates": [(rate.channel or None, rate.stage, rate.next, rate.rate, None) for rate in book.rates],
        "sb_process": [
            (r.period, r.rep, r.channel or None, r.stage, r.count, r.per_day, r.version) for r in book.process
        ],
    }  # fmt: skip
    assert set(rows) <= set(CATALOGUE)
    return tuple(table_page(name, {name: _filled(name, found)}, language) for name, found in rows.items())


def _sales(table: str, sales: Sales) -> list[tuple[Content, ...]]:
    """Days, reps, regions and amounts."""
    blank = ("",) * len(sales)
    of = {
        "date": sales.dates, "amount": sales.amounts,
        "rep": sales.axes.get("rep") or blank, "region": sales.axes.get("region") or blank,
    }  # fmt: skip
    columns = [of.get(column.key, blank) for column in CATALOGUE[table].columns]
    return [tuple(value if value != "" else None for value in row) for row in zip(*columns, strict=True)]


def _filled(name: str, rows: list[tuple[Content, ...]]) -> list[tuple[Content, ...]]:
    """The rows with nothing in the last columns, where they say nothing of them."""
    width = len(CATALOGUE[name].columns)
    return [(*row, *[None] * (width - len(row))) for row in rows]


def _metric(row: Goal | PlanRow | DayRow, language: Language) -> str:
    return text("choices", f"metric.{row.metric}", language)


def _scope(goal: Goal, language: Language) -> str | None:
    return next((f"{text('choices', f'axis.{axis}', language)}={name}" for axis, name in goal.scope.items()), None)


def region_book(language: Language) -> Book:
    """Two months by region alone: nobody is named, neither in the plan nor in the actuals."""
    plan = tuple(
        PlanRow("revenue", month.key, month.start, month.end, "", region, "", "", "", 90, 100 + m, 110)
        for m, month in enumerate(months(date(2026, 5, 1), date(2026, 6, 30)))
        for region in ("North", "South")
    )
    chosen = settings(language, date(2026, 5, 1), date(2026, 6, 30), as_of=date(2026, 5, 20))
    sales = Sales((date(2026, 5, 4),), (Decimal(70),), (None,), ("",), {"rep": ("",)})
    return Book(chosen, goals=(_goal(plan, {}, HEADER_ROW + 1),), plan=plan, days=days_of(plan), actuals=sales)

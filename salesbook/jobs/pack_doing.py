"""The plan document's chapters about what is done: process, customers, actions, monitoring, pay, risks, commitments."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from salesbook.book.cadence import shown as cadence_shown
from salesbook.book.document import Grid, Paragraph
from salesbook.book.timeline import leaf_periods
from salesbook.domain.period import weeks
from salesbook.jobs.pack_words import amount, day, day_span, share
from salesbook.sheets.customer_figures import Visits
from salesbook.sheets.risk_figures import Risks
from salesbook.sheets.sums import plan_rows

if TYPE_CHECKING:
    from salesbook.book.document import Block
    from salesbook.jobs.pack_words import Pack

NOT_PLANNED = ("suggested", "dropped")
"""States of actions that nobody has decided on, or decided against."""


def process(of: Pack) -> tuple[Block, ...]:
    """What the funnel asks for over the plan, and the deep measures."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in of.book.process:
        counts[row.channel, row.stage] += row.count
    rows = tuple((channel or "–", stage, amount(count)) for (channel, stage), count in counts.items())
    funnel = Grid(of.heads("channel", "stage", "count"), rows, ("left", "left", "right"))
    measures = tuple((m.name, m.unit, amount(m.target)) for m in of.book.measures)
    deep = Grid(of.heads("measure", "unit", "wanted"), measures, ("left", "left", "right"))
    return tuple(grid for grid in (funnel, deep) if grid.rows)


def customers(of: Pack) -> tuple[Block, ...]:
    """Named customers with their tiers, targets and visits."""
    lines = Visits(of.book).lines if of.book.customers else ()
    rows = tuple(
        (
            line.customer.name, of.choice("customer_tier", line.customer.tier), line.customer.owner,
            amount(line.customer.target), cadence_shown(line.cadence, of.language) if line.cadence else "",
            line.customer.note,
        )
        for line in lines
    )  # fmt: skip
    heads = of.heads("customer", "customer-tier", "owner", "customer-target", "visits", "note")
    grid = Grid(heads, rows, ("left", "left", "left", "right", "left", "left"))
    return (grid,) if rows else ()


def actions(of: Pack) -> tuple[Block, ...]:
    """Task, owner, days, support and state, by the day they begin."""
    planned = [one for one in of.book.actions if one.state not in NOT_PLANNED]
    rows = tuple(
        (one.task, one.owner, day(one.start), day(one.due), one.resource, of.choice("state", one.state))
        for one in sorted(planned, key=lambda one: (day(one.start) or "~", one.task))
    )
    heads = of.heads("task", "owner", "start", "due", "resource", "state")
    grid = Grid(heads, rows, ("left",) * 6)
    return (grid,) if rows else ()


def resources(of: Pack) -> tuple[Block, ...]:
    """What the actions need, each resource with the tasks that need it."""
    needed: dict[str, list[str]] = {}
    for one in of.book.actions:
        if one.resource and one.state not in NOT_PLANNED:
            needed.setdefault(one.resource, []).append(one.task)
    joint = of.say("joint")
    rows = tuple((resource, joint.join(tasks)) for resource, tasks in needed.items())
    return (Grid(of.heads("resource", "needed-by"), rows, ("left", "left")),) if rows else ()


def monitoring(of: Pack) -> tuple[Block, ...]:
    """When is looked at what: every week, at the end of each period, and of the plan."""
    settings = of.book.settings
    count = len(weeks(settings.start, settings.end))
    rows = [(of.say("review.day"), of.say("review.day-when"), of.say("review.day-what"))]
    rows.append((of.say("review.week"), of.say("review.week-when", count=count), of.say("review.week-what")))
    rows += [
        (of.say("review.period", period=period.key), day(period.end), of.say("review.period-what"))
        for period in leaf_periods(of.book)
    ]
    rows.append((of.say("review.plan"), day(settings.end), of.say("review.plan-what")))
    return (Grid(of.heads("review", "when", "what"), tuple(rows), ("left", "left", "left")),)


def incentives(of: Pack) -> tuple[Block, ...]:
    """The rules of pay as they stand in the workbook."""
    rows = tuple(
        (
            of.choice("incentive", one.rule), one.group or of.say("everybody"),
            of.choice("tier", one.tier) or _from(one.lower, one.by), share(one.rate, 2), amount(one.reward),
            amount(one.penalty), of.choice("every", one.every or "plan"), one.note,
        )
        for one in of.book.incentives
    )  # fmt: skip
    heads = of.heads("rule", "for", "step", "rate", "reward", "penalty", "every", "note")
    align = ("left", "left", "left", "right", "right", "right", "left", "left")
    return (Grid(heads, rows, align),) if rows else ()  # type: ignore[arg-type]


def _from(lower: object, by: str) -> str:
    """Where a step begins: a share of the target, or an amount."""
    if lower is None:
        return ""
    number = float(str(lower))
    return f"≥{number:.0%}" if by == "attainment" else f"≥{number:,.0f}"


def risks(of: Pack) -> tuple[Block, ...]:
    """The register by exposure, and where the plan ends if the largest happen."""
    found = Risks(of.book)
    order = sorted(range(len(found.all)), key=lambda at: found.ranks[at])
    listed = [(of.book.risks[at], found.all[at], found.exposures[at]) for at in order]
    rows = tuple(
        (
            risk.name, share(one.probability, 0), amount(one.effect), amount(one.cover), amount(exposure), risk.owner,
            risk.trigger, risk.plan_b,
        )
        for risk, one, exposure in listed
    )  # fmt: skip
    if not rows:
        return ()
    heads = of.heads("risk", "probability", "effect", "cover", "exposure", "owner", "trigger", "plan-b")
    align = ("left", "right", "right", "right", "right", "left", "left", "left")
    grid = Grid(heads, rows, align)  # type: ignore[arg-type]
    worst = found.worst[-1] if found.worst else found.landing
    key = "risks" if found.expected is not None else "risks-early"
    whole = found.goal or 1
    said = of.say(
        key, exposure=amount(found.exposure), share=share(found.exposure / whole), landing=amount(found.landing),
        worst=amount(worst), attained=share(worst / whole),
    )  # fmt: skip
    return (Paragraph(said), grid)


def commitments(of: Pack) -> tuple[Block, ...]:
    """Each rep's three tiers as handed down, the version of the sheet, and who has signed."""
    newest = {row.rep: row for row in sorted(of.book.issued, key=lambda row: (row.version, row.issued))}
    sums: dict[str, list[int]] = {}
    for row in plan_rows(of.book):
        if row.rep:
            tiers = sums.setdefault(row.rep, [0, 0, 0])
            for at, value in enumerate((row.floor, row.target + row.hedge, row.stretch + row.hedge)):
                tiers[at] += value
    teams = {rep.name: rep.team for rep in of.book.reps}
    rows = []
    for rep, tiers in sums.items():
        issued = newest.get(rep)
        signed = day(issued.signed) if issued else ""
        version = f"v{issued.version}" if issued else ""
        rows.append((rep, teams.get(rep, ""), *map(amount, tiers), version, signed or of.say("not-signed")))
    heads = of.heads("rep", "team", "floor", "target", "stretch", "version", "signed")
    align = ("left", "left", "right", "right", "right", "left", "left")
    grid = Grid(heads, tuple(rows), align)  # type: ignore[arg-type]
    span = day_span(of.book.settings.start, of.book.settings.end)
    return (Paragraph(of.say("commit", span=span)), grid) if rows else ()

"""The workbook's content, typed: what strict reading makes of a snapshot, and what jobs work on.

Amounts are Decimal in the metric's base unit (yuan, pieces); targets of the plan are int in the same base unit, each a
whole multiple of the setting `unit`. Names of reps and members are the keys by which everything refers to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class Settings:
    """sb_settings, with defaults filled in. Percentages are Decimal shares (0.1 for 10 %)."""

    language: Language
    company: str
    plan: str
    kind: str
    start: date
    end: date
    fiscal_start: int
    metric: str
    unit: int
    axes: tuple[str, ...]
    floor: Decimal | None
    stretch: Decimal | None
    flex: Decimal
    season: str
    residue: str
    green: Decimal
    amber: Decimal
    as_of: date | None
    issuer: str
    letter: str
    version: int
    places: Mapping[str, Place] = field(default_factory=dict)
    weekend: Decimal = Decimal(0)
    fair: Decimal = Decimal("0.1")
    """So far from the whole team's growth nobody stands out."""
    weeks: str = "by-day"
    """Which month a week belongs to: a policy of domain/timeline.py."""
    negative: str = "abort"
    """What a negative base means: abort (refused), zero, or absolute."""
    seed: Decimal | None = None
    """The share of the whole that every member without any base gets first; None: nothing."""
    holidays: str = "CN"
    """The country whose public holidays fill the calendar: CN, US, GB-ENG …; "" for none."""
    visits_per_day: Decimal = Decimal(3)
    """How many customers a rep can visit on a selling day."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of sb_goals: the tiers wanted for a scope (axis -> member; empty: the whole plan) and a period
    (empty: the whole plan's)."""

    metric: str
    scope: Mapping[str, str]
    period: str
    floor: int | None
    target: int
    stretch: int | None
    place: Place
    base: Decimal | None = None
    growth: Decimal | None = None
    typed: frozenset[str] = frozenset({"floor", "target", "stretch"})
    """The tiers that people typed; the others follow from the settings' ratios."""


@dataclass(frozen=True, slots=True)
class Increment:
    """A row of sb_increments: the part of a metric's increment (target less base) that a customer type brings."""

    metric: str
    customer: str
    share: Decimal
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Rep:
    """A row of sb_reps. `weight`: 1 is an average rep; None lets history decide."""

    name: str
    id: str = ""
    team: str = ""
    manager: str = ""
    email: str = ""
    region: str = ""
    start: date | None = None
    end: date | None = None
    weight: Decimal | None = None
    ramp: Decimal | None = None
    place: Place = field(default_factory=Place)
    role: str = ""
    ramps: tuple[Decimal, ...] = ()
    """The ramp by months since the start, where it is a curve; `ramp` is None then."""


@dataclass(frozen=True, slots=True)
class Member:
    """A row of sb_members. `share` is of the parent's total (or the plan's), `weight` relative to its siblings."""

    axis: str
    name: str
    parent: str = ""
    share: Decimal | None = None
    weight: Decimal | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A row of sb_calendar: a day that differs from its weekday. `factor` is its selling weight."""

    day: date
    kind: str
    factor: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A row of sb_phases: a campaign's phase, both days included."""

    name: str
    start: date
    end: date
    share: Decimal | None = None
    place: Place = field(default_factory=Place)
    parallel: bool = False
    """It may run beside another phase: its note says so."""


@dataclass(frozen=True, slots=True)
class Sales:
    """sb_history or sb_actuals by columns, all of one length; axis columns that the table lacks are empty tuples."""

    dates: tuple[date, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    quantities: tuple[Decimal | None, ...] = ()
    order_nos: tuple[str, ...] = ()
    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Axis -> the member of each row ("" where empty)."""
    costs: tuple[Decimal | None, ...] = ()
    clients: tuple[str, ...] = ()
    collected: tuple[Decimal | None, ...] = ()
    """What customers have paid of each sale; history does not say it."""

    def __len__(self) -> int:
        return len(self.dates)


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of sb_rates: of `stage`, the share that comes to `next`."""

    channel: str
    stage: str
    next: str
    rate: Decimal
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of sb_activities: how many of a stage a rep did on a day; corrections are negative."""

    day: date
    rep: str
    channel: str
    stage: str
    count: int
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of sb_measures."""

    name: str
    unit: str
    target: Decimal | None
    actual: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Incentive:
    """A row of sb_incentives: a tier of a scale, or another rule of what sales pay.

    `metric` "": the main one. `group`: a rep, a role or a team; "" for everybody. `by` says what `lower` and `upper`
    are: shares of the target (1.2 for 120 %), or amounts. `basis`: whole or marginal, of a scale's rows the first that
    says it, "" whole. `every`: the kind of period it is settled for, "" for the
    whole plan. `months`: for so many months after somebody's start.
    """

    tier: str = ""
    rate: Decimal | None = None
    reward: Decimal | None = None
    penalty: Decimal | None = None
    note: str = ""
    rule: str = "tier"
    metric: str = ""
    group: str = ""
    by: str = "attainment"
    lower: Decimal | None = None
    upper: Decimal | None = None
    basis: str = ""
    cap: Decimal | None = None
    product: str = ""
    every: str = ""
    months: int | None = None
    prorate: bool = False
    start: date | None = None
    end: date | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A row of sb_payout: a line of a statement as it was settled, or, in later runs, what was corrected in it.

    `step` is a tier's key or a bound such as ≥120%; `state` settled, correction or paid.
    """

    period: str
    rep: str
    rule: str
    part: str
    metric: str
    item: str
    step: str
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    run: int
    settled: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A row of sb_kpis. `steps`: attainment and score of each step, from the lowest. `measure`: what is counted."""

    indicator: str
    weight: Decimal
    group: str = ""
    better: str = "higher"
    target: Decimal | None = None
    unit: str = ""
    rule: str = "ratio"
    zero: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    floor: Decimal = Decimal(0)
    cap: Decimal = Decimal(100)
    source: str = "manual"
    measure: str = ""
    note: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of sb_scores: what an indicator came to; `actual` is typed by people where no table says it."""

    period: str
    rep: str
    indicator: str
    weight: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    score: Decimal | None = None
    points: Decimal | None = None
    scored: date | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Action:
    """A row of sb_actions. `source`: what salesbook suggested it from; "" where people wrote it."""

    task: str
    owner: str = ""
    start: date | None = None
    due: date | None = None
    resource: str = ""
    state: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A row of sb_suggested: a source for which an action was suggested once, whatever became of it."""

    source: str
    day: date


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A row of sb_mappings: which of our columns a heading of a file is ("": none), or who a spelling means."""

    mapping: str
    column: str
    """Key of a column of sb_actuals; of an axis where the row is of a spelling."""
    heading: str = ""
    spelled: str = ""
    member: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Customer:
    """A row of sb_customers. `tier`: strategic, core, potential or opportunity, or "". `owner`: a rep, or ""."""

    name: str
    tier: str = ""
    owner: str = ""
    target: Decimal | None = None
    visits: str = ""
    note: str = ""
    region: str = ""
    revenue: Decimal | None = None
    """Of the year before the plan. Typed by people, as growth; where it is empty, past sales say it."""
    growth: Decimal | None = None
    potential: Decimal | None = None
    """What the customer could buy in a year."""
    payment: str = ""
    """good, fair or poor."""
    last: date | None = None
    """The day of the last visit or call."""
    set: str = ""
    """rule: the tier follows from the rules and may be set anew; hand, or "": it is people's."""
    why: str = ""
    place: Place = field(default_factory=Place, compare=False)
    """Of the visits."""


@dataclass(frozen=True, slots=True)
class TierRule:
    """A row of sb_tiers: what a customer of a tier must fulfil, all of it; shares count from the largest.

    `top` 0.2: revenue among the first 20 % of the customers that have any; `potential` likewise. `visits`: how often
    customers of the tier are visited.
    """

    tier: str
    top: Decimal | None = None
    growth: Decimal | None = None
    potential: Decimal | None = None
    payment: str = ""
    visits: str = ""
    note: str = ""
    place: Place = field(default_factory=Place, compare=False)
    """Of the visits."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A row of sb_risks: what may keep the plan from its goal. `effect` is an amount; without one, `share` of the goal
    is lost. `cover`: what is found elsewhere if it happens. `state`: open, watching, happened, closed or ""."""

    name: str
    kind: str = ""
    probability: Decimal = Decimal(0)
    effect: Decimal | None = None
    share: Decimal | None = None
    cover: Decimal | None = None
    cover_by: str = ""
    owner: str = ""
    trigger: str = ""
    plan_b: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A row of sb_notes: what people write for a chapter of the plan document."""

    chapter: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A leaf of the plan: a row of sb_plan. Members of axes that are not split are "".

    The changes are what people changed by hand; floor, target and stretch contain them.
    """

    metric: str
    period: str
    start: date
    end: date
    rep: str
    region: str
    product: str
    channel: str
    customer: str
    floor: int
    target: int
    stretch: int
    hedge: int = 0
    floor_change: int = 0
    target_change: int = 0
    stretch_change: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Hold:
    """A row of sb_holds: a cell, total or slice that is fixed (hold) or bounded (min, max)."""

    metric: str
    scope: Mapping[str, str]
    """Axis -> member, which may be a parent; any number of axes; {}: the whole plan."""
    period: str
    """As in Goal; "": the whole plan's."""
    kind: str
    """hold, min or max."""
    tier: str = "target"
    value: int | None = None
    """In the metric's base unit, a whole multiple of the plan's unit."""
    growth: Decimal | None = None
    """Of a min or max, instead of a value: against the sales of the same slice a year before."""
    reason: str = ""
    owner: str = ""
    day: date | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A rep's day: a row of sb_days. A rep's days of a period sum to the rep's leaves of that period."""

    metric: str
    day: date
    rep: str
    floor: int
    target: int
    stretch: int
    hedge: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process target: a row of sb_process."""

    period: str
    rep: str
    channel: str
    stage: str
    count: int
    per_day: int
    version: int = 1
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A row of sb_issued: a commitment sheet that was handed out."""

    rep: str
    version: int
    serial: str
    issued: date
    floor: int
    target: int
    stretch: int
    file: str = ""
    signed: date | None = None
    hash: str = ""
    """The fingerprint of what the letter promises, 64 hexadecimal digits."""
    scan: str = ""
    """Where the signed copy is kept."""
    sent: str = ""
    """When it was sent last."""
    outcome: str = ""
    """What became of sending it."""
    seal: str = ""
    """The fingerprint of the file's cells, 64 hexadecimal digits."""
    period: str = ""
    """The one period of the plan that it is for; "": all of them."""
    place: Place = field(default_factory=Place, compare=False)
    """Of the day on which it was signed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of sb_decisions: what a review decided, and who sees to it."""

    day: date
    decision: str
    owner: str = ""
    due: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A row of sb_closed: what a rep's period was when it was closed; never written anew.

    `original` is what was handed down first, `carried` what was laid on it since, `target` their sum.
    """

    metric: str
    period: str
    rep: str
    original: int
    carried: int
    target: int
    actual: Decimal
    closed: date


@dataclass(frozen=True, slots=True)
class Carried:
    """A row of sb_carried: what of one rep's shortfall was laid on a rep's later period, and by which policy."""

    day: date
    metric: str
    policy: str
    giver: str
    rep: str
    period: str
    amount: int


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A leaf of two scenarios side by side: a row of sb_compare."""

    metric: str
    period: str
    rep: str
    region: str
    product: str
    channel: str
    customer: str
    a_floor: int
    a_target: int
    a_stretch: int
    b_floor: int
    b_target: int
    b_stretch: int


@dataclass(frozen=True, slots=True)
class Driver:
    """What two scenarios were made from and differ in: a row of sb_drivers. The first row has the scenarios' names."""

    place: str
    row: str
    column: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Return:
    """A row of sb_returns: what a rep sent back about a period of the plan."""

    rep: str
    period: str
    start: date
    """The period's first day."""
    version: int = 0
    target: int = 0
    """What the returned sheet had been handed down."""
    own: Decimal | None = None
    """The rep's own number; None when none was given."""
    actual: Decimal | None = None
    comment: str = ""
    collected: date | None = None
    file: str = ""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """All that a workbook says. Sequences keep the order of their tables' rows."""

    settings: Settings
    goals: tuple[Goal, ...] = ()
    reps: tuple[Rep, ...] = ()
    members: tuple[Member, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    phases: tuple[Phase, ...] = ()
    history: Sales = field(default_factory=Sales)
    actuals: Sales = field(default_factory=Sales)
    rates: tuple[Rate, ...] = ()
    measures: tuple[Measure, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    payouts: tuple[PayoutRow, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    actions: tuple[Action, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    mappings: tuple[MappingRow, ...] = ()
    customers: tuple[Customer, ...] = ()
    tiers: tuple[TierRule, ...] = ()
    risks: tuple[Risk, ...] = ()
    notes: tuple[Note, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    days: tuple[DayRow, ...] = ()
    process: tuple[ProcessRow, ...] = ()
    issued: tuple[Issued, ...] = ()
    holds: tuple[Hold, ...] = ()
    activities: tuple[Activity, ...] = ()
    increments: tuple[Increment, ...] = ()
    closed: tuple[ClosedPeriod, ...] = ()
    carried: tuple[Carried, ...] = ()
    compared: tuple[ComparedRow, ...] = ()
    drivers: tuple[Driver, ...] = ()
    returns: tuple[Return, ...] = ()
    decisions: tuple[Decision, ...] = ()

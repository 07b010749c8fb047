"""Rules beside the scale: accelerators, rewards, pieces, spiffs, champions, penalties, thresholds, guarantees, caps.

Each rule gives at most one line, rounded half up to 0.01 once. `settled` puts the lines of a statement together in a
fixed order: what was earned, what thresholds take of it, penalties, the cap, the guarantee last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.domain.payout import EXACT, NOTHING, cents, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from salesbook.domain.payout import PayLine

SLICED = ("accelerator", "piece")
"""Rules that pay for what lies between their bounds, and go on paying for it above the upper one."""
EARNING = ("tier", "accelerator", "fixed", "piece", "spiff", "team", "champion")
"""Rules whose lines thresholds act on."""


@dataclass(frozen=True, slots=True, order=True)
class Of:
    """What a line is of, by which it is known again: metric, product or group, step, and part of what a scale pays."""

    metric: str = ""
    item: str = ""
    step: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its bounds as amounts for one rep.

    `rate` is None where there is none: a threshold without one keeps nothing.
    """

    kind: str
    of: Of = Of()
    lower: Decimal = Decimal(0)
    upper: Decimal | None = None
    rate: Decimal | None = None
    reward: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement; `rate` is None where none applies."""

    kind: str
    of: Of
    basis: Decimal
    rate: Decimal | None
    amount: Decimal


def rule_line(rule: Rule, amount: Decimal, team: Decimal | None = None) -> Line | None:
    """What a rule of an amount pays; None where it pays nothing. `team`: what the team sold, for a team bonus.

    accelerator: the rate on what lies above the bound. fixed: the reward from the bound on. piece: the reward for each
    piece above the bound. spiff: the rate on all, from the bound on. team: reward, and the rate on one's own, where the
    team is at its bound. penalty: the penalty below the bound, and the rate on what is missing.

    >>> rule = Rule("accelerator", lower=Decimal(120_000), rate=Decimal("0.05"))
    >>> rule_line(rule, Decimal(120_000)), str(rule_line(rule, Decimal(130_000)).amount)
    (None, '500.00')
    """
    decides = team if rule.kind == "team" and team is not None else amount
    ended = rule.upper is not None and decides >= rule.upper and rule.kind not in SLICED
    inside = decides >= rule.lower and not ended
    if inside == (rule.kind == "penalty"):
        return None
    found = _LINES[rule.kind](rule, amount)
    if rule.cap is not None:
        found = replace(found, amount=min(found.amount, cents(rule.cap)))
    return found if found.amount else None


def _accelerator(rule: Rule, amount: Decimal) -> Line:
    end = amount if rule.upper is None else min(amount, rule.upper)
    return _rated(rule, end - rule.lower)


def _spiff(rule: Rule, amount: Decimal) -> Line:
    return _rated(rule, amount)


def _rated(rule: Rule, basis: Decimal) -> Line:
    rate = rule.rate or Decimal(0)
    return Line(rule.kind, rule.of, basis, rate, times(max(basis, Decimal(0)), rate))


def _fixed(rule: Rule, amount: Decimal) -> Line:
    return Line(rule.kind, rule.of, amount, None, cents(rule.reward))


def _piece(rule: Rule, amount: Decimal) -> Line:
    basis = (amount if rule.upper is None else min(amount, rule.upper)) - rule.lower
    return Line(rule.kind, rule.of, basis, None, times(max(basis, Decimal(0)), rule.reward))


def _team(rule: Rule, amount: Decimal) -> Line:
    own = EXACT.multiply(max(amount, Decimal(0)), rule.rate or Decimal(0))
    return Line(rule.kind, rule.of, amount, rule.rate, cents(EXACT.add(rule.reward, own)))


def _penalty(rule: Rule, amount: Decimal) -> Line:
    missing = rule.lower - max(amount, Decimal(0))
    lost = EXACT.add(rule.penalty, EXACT.multiply(missing, rule.rate or Decimal(0)))
    return Line(rule.kind, rule.of, missing, rule.rate, -cents(lost))


_LINES = {
    "accelerator": _accelerator, "fixed": _fixed, "piece": _piece, "spiff": _spiff, "team": _team, "penalty": _penalty,
}  # fmt: skip


def scale_lines(of: Of, lines: Iterable[PayLine]) -> tuple[Line, ...]:
    """The lines of a scale as those of a statement; its penalty is a line of kind penalty."""
    return tuple(
        Line(
            "penalty" if line.kind == "penalty" else "tier",
            replace(of, step=line.step, part=line.kind),
            line.basis,
            line.rate if line.kind == "rate" else None,
            line.amount,
        )
        for line in lines
    )


def champions(standing: Mapping[str, tuple[object, Decimal]], reward: Decimal) -> dict[str, Decimal]:
    """Who wins, and what: the highest of (attainment, amount); where several are equal they share the reward.

    The shares sum to the reward to the cent; the odd cents go to the first in the order of `standing`.

    >>> {rep: str(won) for rep, won in champions({"A": (1, Decimal(5)), "B": (1, Decimal(5))}, Decimal("0.05")).items()}
    {'A': '0.03', 'B': '0.02'}
    """
    if not standing:
        return {}
    best = max(standing.values())
    winners = [rep for rep, mark in standing.items() if mark == best]
    whole, odd = divmod(int(cents(reward).scaleb(2)), len(winners))
    return {rep: Decimal(whole + (i < odd)).scaleb(-2) for i, rep in enumerate(winners)}


@dataclass(frozen=True, slots=True)
class Frame:
    """What acts on a statement as a whole: the parts that failed thresholds keep, the least cap, the best guarantee."""

    kept: Sequence[tuple[Of, Decimal]] = ()
    """Each threshold that was missed, and the part that it keeps."""
    cap: Decimal | None = None
    guarantee: Decimal | None = None


def settled(lines: Sequence[Line], frame: Frame) -> tuple[Line, ...]:
    """All lines of a statement, in its order; their amounts sum to the payout.

    Of several thresholds that were missed the one that keeps least counts. A cap and a guarantee are lines of what they
    take off or add; the guarantee comes last, so it holds against penalties and cap alike.

    >>> lines = [Line(kind, Of(), NOTHING, None, Decimal(pays)) for kind, pays in (("tier", 100), ("penalty", -9))]
    >>> [str(line.amount) for line in settled(lines, Frame([(Of(), Decimal("0.5"))], Decimal(40), Decimal(60)))]
    ['100', '-50.00', '-9', '-1.00', '20.00']
    """
    earned = [line for line in lines if line.kind in EARNING]
    found = [*earned, *_gated(earned, frame), *(line for line in lines if line.kind not in EARNING)]
    for kind, part, limit in (("cap", "cap", frame.cap), ("guarantee", "reward", frame.guarantee)):
        total = total_of(found)
        if limit is not None and (more := cents(limit) - total) and (more > 0) == (kind == "guarantee"):
            found.append(Line(kind, Of(part=part), total, None, more))
    return tuple(found)


def total_of(lines: Iterable[Line]) -> Decimal:
    """The exact sum of lines."""
    return sum((line.amount for line in lines), NOTHING)


def _gated(earned: Sequence[Line], frame: Frame) -> list[Line]:
    """What the hardest of the thresholds that were missed takes."""
    total = total_of(earned)
    if not frame.kept or total <= 0:
        return []
    of, kept = min(frame.kept, key=lambda threshold: threshold[1])
    taken = times(total, kept) - total
    return [Line("threshold", of, total, kept, taken)] if taken else []

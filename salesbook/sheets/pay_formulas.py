"""A rep's payout as one live formula: the same rules as `salesbook.book.payouts`, over cells instead of numbers.

Everything a formula needs stands in cells of the simulation sheet: the rules' own numbers, what was handed down, and
the attainment that is tried. Which rules apply to whom, and which tiers can be reached, is settled when it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from salesbook.book.incentives import DEFAULT_TIER, WHOLE, ladders
from salesbook.book.payouts import SIMPLE, is_absolute

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from fractions import Fraction

    from salesbook.book.incentives import Ladder
    from salesbook.book.model import Incentive


class Cells(Protocol):
    """Where the numbers of one rep under one scenario stand, as pieces of formulas."""

    def amount(self, row: Incentive, *, team: bool = False) -> str:
        """What is sold of what the rule is about."""

    def handed(self, row: Incentive, tier: str, *, team: bool = False) -> str:
        """What was handed down of it."""

    def term(self, row: Incentive, key: str) -> str:
        """A number of the rule's own row."""

    def part(self, row: Incentive) -> Fraction:
        """By which fixed amounts are cut."""

    def bound(self, row: Incentive) -> Decimal:
        """Where a step begins, as a number now."""

    def reachable(self, row: Incentive) -> bool:
        """Whether something was handed down."""


@dataclass(frozen=True, slots=True)
class PayoutFormula:
    """The formula of a rep to whom some rules apply."""

    rules: Sequence[Incentive]
    cells: Cells

    def text(self) -> str:
        """The payout: earned, less penalties, within cap and guarantee."""
        scales = [ScaleFormula(ladder, self.cells) for ladder in self._ladders()]
        simple = [row for row in self.rules if row.rule in SIMPLE and self._counts(row)]
        earned = [scale.earned() for scale in scales]
        earned += [self._rule(row) for row in simple if row.rule != "penalty"]
        lost = [scale.penalty() for scale in scales] + [self._rule(row) for row in simple if row.rule == "penalty"]
        total = self._gated("+".join(earned) or "0") + "".join(f"-{term}" for term in lost if term != "0")
        return self._framed(total)

    def _ladders(self) -> list[Ladder]:
        """The scales, with the steps that can be reached."""
        found = []
        for ladder in ladders(self.rules):
            rows = tuple(row for row in ladder.rows if self._counts(row))
            if rows:
                found.append(type(ladder)(rows))
        return found

    def _counts(self, row: Incentive) -> bool:
        return self.cells.reachable(row) or is_absolute(row)

    def _gated(self, earned: str) -> str:
        """What missed thresholds leave of it."""
        gates = [row for row in self.rules if row.rule == "threshold" and self._counts(row)]
        if not gates:
            return earned
        kept = ",".join(
            f"IF({self.cells.amount(row)}>={lower(row, self.cells)},1,{self.cells.term(row, 'rate')})" for row in gates
        )
        return f"IF({earned}>0,ROUND(({earned})*MIN({kept}),2),{earned})"

    def _framed(self, total: str) -> str:
        caps = [self._fixed(row, "cap") for row in self.rules if row.rule == "cap"]
        sure = [self._fixed(row, "reward") for row in self.rules if row.rule == "guarantee"]
        capped = f"MIN({','.join([total, *caps])})" if caps else total
        return f"MAX({','.join([capped, *sure])})" if sure else capped

    def _fixed(self, row: Incentive, key: str) -> str:
        return f"ROUND({times(self.cells.term(row, key), self.cells.part(row))},2)"

    def _rule(self, row: Incentive) -> str:
        """What a rule beside the scales pays; of a penalty what it takes."""
        cells, team = self.cells, row.rule == "team"
        amount, from_ = cells.amount(row), lower(row, cells, team=team)
        decides = cells.amount(row, team=True) if team else amount
        paid = self._amount(row, amount, from_)
        if row.cap is not None and row.rule != "penalty":
            paid = f"MIN({paid},ROUND({cells.term(row, 'cap')},2))"
        if row.rule in ("accelerator", "piece"):
            return paid
        reached = f"{decides}<{from_}" if row.rule == "penalty" else f"{decides}>={from_}"
        if row.upper is not None and row.rule != "penalty":
            reached = f"AND({reached},{decides}<{upper(row, cells, team=team)})"
        return f"IF({reached},{paid},0)"

    def _amount(self, row: Incentive, amount: str, from_: str) -> str:
        cells, part = self.cells, self.cells.part(row)
        rate, reward = cells.term(row, "rate"), cells.term(row, "reward")
        within = amount if row.upper is None else f"MIN({amount},{upper(row, cells)})"
        match row.rule:
            case "accelerator":
                return f"ROUND(MAX(0,{within}-{from_})*{rate},2)"
            case "piece":
                return f"ROUND(MAX(0,{within}-{from_})*{reward},2)"
            case "spiff":
                return f"ROUND(MAX(0,{amount})*{rate},2)"
            case "team":
                return f"ROUND({times(reward, part)}+MAX(0,{amount})*{rate},2)"
            case "penalty":
                return f"ROUND({times(cells.term(row, 'penalty'), part)}+({from_}-MAX(0,{amount}))*{rate},2)"
        return f"ROUND({times(reward, part)},2)"


@dataclass(frozen=True, slots=True)
class ScaleFormula:
    """A scale as formulas."""

    ladder: Ladder
    cells: Cells

    def earned(self) -> str:
        """Rates and rewards, within the scale's cap."""
        rows = self._ordered()
        paid = self._marginal(rows) if self.ladder.basis == "marginal" else self._whole(rows)
        capped = [row for row in rows if row.cap is not None]
        if not capped:
            return paid
        caps = (f"ROUND({times(self.cells.term(row, 'cap'), self.cells.part(row))},2)" for row in capped)
        return f"MIN({paid},{','.join(caps)})"

    def penalty(self) -> str:
        """That of the lowest step missed."""
        amount, found = self.cells.amount(self.ladder.first), "0"
        for row in reversed(self._ordered()):
            lost = self._fixed(row, "penalty") if row.penalty else "0"
            if lost != found:
                found = f"IF({amount}<{lower(row, self.cells)},{lost},{found})"
        return found

    def _ordered(self) -> list[Incentive]:
        """From the lowest to the highest."""
        return sorted(self.ladder.rows, key=self.cells.bound)

    def _whole(self, rows: Sequence[Incentive]) -> str:
        amount = self.cells.amount(self.ladder.first)
        return self._reached(rows, [self._with_reward(row, f"ROUND({amount}*{self._rate(row)},2)") for row in rows])

    def _marginal(self, rows: Sequence[Incentive]) -> str:
        """A slice for each step, and the reward of the highest one."""
        amount, slices = self.cells.amount(self.ladder.first), []
        for at, row in enumerate(rows):
            ends = [amount, *(lower(after, self.cells) for after in rows[at + 1 : at + 2])]
            ends += [upper(row, self.cells)] if row.upper is not None else []
            end = f"MIN({','.join(ends)})" if len(ends) > 1 else amount
            slices.append(f"ROUND(MAX(0,{end}-{lower(row, self.cells)})*{self._rate(row)},2)")
        if any(row.reward for row in rows):
            slices.append(self._reached(rows, [self._fixed(row, "reward") for row in rows]))
        return "+".join(slices)

    def _reached(self, rows: Sequence[Incentive], pays: Sequence[str]) -> str:
        """What the highest step that is reached pays."""
        amount, found = self.cells.amount(self.ladder.first), "0"
        for row, paid in zip(rows, pays, strict=True):
            inside = paid if row.upper is None else f"IF({amount}<{upper(row, self.cells)},{paid},0)"
            found = f"IF({amount}>={lower(row, self.cells)},{inside},{found})"
        return found

    def _with_reward(self, row: Incentive, paid: str) -> str:
        return f"{paid}+{self._fixed(row, 'reward')}"

    def _rate(self, row: Incentive) -> str:
        return self.cells.term(row, "rate")

    def _fixed(self, row: Incentive, key: str) -> str:
        return f"ROUND({times(self.cells.term(row, key), self.cells.part(row))},2)"


def times(cell: str, part: Fraction) -> str:
    """A part of a cell.

    >>> from fractions import Fraction
    >>> times("$D$9", Fraction(17, 31)), times("$D$9", Fraction(1))
    ('$D$9*17/31', '$D$9')
    """
    return cell if part == WHOLE else f"{cell}*{part.numerator}/{part.denominator}"


def lower(row: Incentive, cells: Cells, *, team: bool = False) -> str:
    """Where a rule begins: its tier's cell, its bound, or the bound's share of the target."""
    if row.lower is not None:
        return _bound(row, "lower", cells, team=team)
    tier = row.tier or DEFAULT_TIER.get(row.rule, "")
    return cells.handed(row, tier, team=team) if tier else "0"


def upper(row: Incentive, cells: Cells, *, team: bool = False) -> str:
    """Where a rule ends."""
    return _bound(row, "upper", cells, team=team)


def _bound(row: Incentive, key: str, cells: Cells, *, team: bool) -> str:
    """Rounded, as 1.1 times a target is no binary fraction and would be missed by a hair."""
    given = cells.term(row, key)
    return given if row.by == "amount" else f"ROUND({given}*{cells.handed(row, 'target', team=team)},6)"

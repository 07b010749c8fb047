"""The commands that change the plan's numbers by hand: spread, transfer, reallocate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words

METHOD_PARTS = (
    ("--value", "AMOUNT"),
    ("--reference", "SLICE"),
    ("--weights", "NAME=WEIGHT,…"),
    ("--rate", "PERCENT"),
    ("--start", "AMOUNT"),
    ("--end", "AMOUNT"),
    ("--pattern", "NUMBERS"),
    ("--by", "AXIS,…"),
    ("--action", "replace|add|subtract"),
    ("--negative", "abort|zero|absolute"),
    ("--residue", "POLICY"),
)
"""What a method may ask for; the job says which ones it needs."""

_MEANT = (("--tier", "TIER"), ("--metric", "METRIC"), ("--tiers", "follow|keep"))


def command(name: str, words: Words) -> click.Command:
    """One of the three, by its name."""
    options: dict[str, list[click.Parameter]] = {
        "spread": [_must(words, "--slice", "SLICE"), _must(words, "--method", "CODE"), *_texts(words, METHOD_PARTS)],
        "transfer": [_must(words, "--from", "SLICE"), _must(words, "--to", "SLICE"), _amount(words, name)],
        "reallocate": [
            _must(words, "--slice", "SLICE"),
            _amount(words, name),
            *_texts(words, [("--along", "AXIS")]),
        ],
    }
    params: list[click.Parameter] = [plan_argument(), *options[name]]
    params += [*_texts(words, _MEANT), preview_option(words), *message_options(words)]
    return Verb(words, name, partial(_RUNS[name], words), params)


def option(words: Words, name: str, metavar: str, *, required: bool = False) -> click.Option:
    """An option that takes a text; it is read by the job, which knows the plan's names."""
    key = f"option.spread-{name.removeprefix('--')}"
    names = [name, f"{name.removeprefix('--')}_"]
    if required:
        return click.Option(names, required=True, metavar=metavar, help=words(key))
    return click.Option(names, default="", metavar=metavar, help=words(key))


def _amount(words: Words, command: str) -> click.Option:
    """The amount of a move, which is not that of a method."""
    names, key = ["--value", "value_"], f"option.{command}-value"
    return click.Option(names, required=True, metavar="AMOUNT", help=words(key))


def _must(words: Words, name: str, metavar: str) -> click.Option:
    return option(words, name, metavar, required=True)


def _texts(words: Words, named: Sequence[tuple[str, str]]) -> list[click.Parameter]:
    return [option(words, name, metavar) for name, metavar in named]


def spread(words: Words, plan: Path, preview: bool, **given: str) -> int:
    """Spread a number over a slice of the plan."""
    from salesbook.jobs.spread import SpreadRequest, spread_slice
    from salesbook.jobs.spread_method import Typed

    of_method = {name.removeprefix("--"): given[f"{name.removeprefix('--')}_"] for name, _ in METHOD_PARTS}
    of_method["action"] = of_method["action"] or "replace"
    typed = Typed(given["method_"], **of_method)
    request = SpreadRequest(given["slice_"], typed, given["tier_"], given["metric_"], given["tiers_"])
    return _carried(words, plan, "spread", spread_slice, request, preview)


def transfer(words: Words, plan: Path, preview: bool, **given: str) -> int:
    """Move a number from one slice of the plan to another."""
    from salesbook.jobs.move import TransferRequest, transfer

    request = TransferRequest(
        given["from_"], given["to_"], given["value_"], given["tier_"], given["metric_"], given["tiers_"]
    )
    return _carried(words, plan, "transfer", transfer, request, preview)


def reallocate(words: Words, plan: Path, preview: bool, **given: str) -> int:
    """Give a slice of the plan another number; its siblings take the difference."""
    from salesbook.jobs.move import ReallocateRequest, reallocate

    request = ReallocateRequest(
        given["slice_"], given["value_"], given["along_"], given["tier_"], given["metric_"], given["tiers_"]
    )
    return _carried(words, plan, "reallocate", reallocate, request, preview)


def _carried(
    words: Words, plan: Path, name: str, work: Callable[[Snapshot, Any, date], Outcome], request: object, preview: bool
) -> int:
    def job(snapshot: Snapshot, today: date) -> Outcome:
        return work(snapshot, request, today)

    return code_of(carry_out(words, plan, Task(name, job), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"spread": spread, "transfer": transfer, "reallocate": reallocate}

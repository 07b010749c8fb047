"""The command `why`: any number of the plan, taken apart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.options import message_options, one_of, plan_argument
from salesbook.cli.show import show_problems
from salesbook.cli.usage import unknown
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from salesbook.cli.words import Words

TIERS = ("floor", "target", "stretch")


def command(name: str, words: Words) -> click.Command:
    """`why`."""
    params: list[click.Parameter] = [
        plan_argument(),
        click.Argument(["part"], default="", metavar="[SLICE]"),
        click.Option(
            ["--tier"], type=_tier(words), default="target", metavar="|".join(TIERS), help=words("option.tier")
        ),
        click.Option(["--metric"], default="", metavar="METRIC", help=words("option.metric")),
        click.Option(["--json", "as_json"], is_flag=True, help=words("option.json")),
    ]
    return Verb(words, name, partial(why, words), [*params, *message_options(words)])


def _tier(words: Words) -> Callable[[str], str]:
    """Takes a tier by its key or its word in either language."""
    from salesbook.book.reading_words import choice_key

    known = one_of(words, "no-tier", TIERS)
    return lambda given: choice_key("tier", given) or known(given)


def _metric(words: Words, given: str) -> str:
    """The key of a metric by its word in either language; "" for none given."""
    from salesbook import resources
    from salesbook.book.reading_words import choice_key

    key = choice_key("metric", given) if given else ""
    if key is None:
        raise unknown(words, "no-metric", given, list(resources.texts("choices")["metric"]))
    return key


def why(words: Words, plan: Path, part: str, tier: str, metric: str, as_json: bool) -> int:
    """Print the layers of a number, or all that is known of them as JSON."""
    from salesbook.cli.why_lines import as_json_text, why_lines
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.why import WhyRequest
    from salesbook.jobs.why import why as explain

    answer = explain(FileHost(plan).read(), WhyRequest(part, _metric(words, metric), tier))
    show_problems(words, answer.problems)
    if answer.explained is None:
        return 1
    if as_json:
        click.echo(as_json_text(answer.explained, words.language))
        return 0
    for line in why_lines(answer.explained, words.language):
        click.echo(line)
    return 0

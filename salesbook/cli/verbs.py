"""The commands by name, each loaded when it is called, with help in the person's language."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.options import language_option, version_option
from salesbook.cli.usage import misused, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from salesbook.cli.words import Words

VERBS: dict[str, str] = {
    "new": "create",
    "adopt": "adopt",
    "add-sheet": "add_sheet",
    "import": "bring",
    "holidays": "holidays",
    "check": "plan",
    "decompose": "plan",
    "why": "why",
    "spread": "spread",
    "transfer": "spread",
    "reallocate": "spread",
    "hold": "hold",
    "release": "hold",
    "goals": "signing",
    "fairness": "signing",
    "scenario": "scenario",
    "issue": "letters",
    "signoff": "returned",
    "verify": "returned",
    "mail": "mail",
    "collect": "collect",
    "track": "plan",
    "explain": "standing",
    "forecast": "standing",
    "rebalance": "standing",
    "review": "meeting",
    "brief": "meeting",
    "remind": "meeting",
    "customers": "acting",
    "actions": "acting",
    "risks": "acting",
    "simulate": "assess",
    "settle": "assess",
    "score": "assess",
    "pack": "pack",
    "undo": "plan",
    "journal": "journal",
    "demo": "demo",
    "addin": "addin",
}
"""Command -> the module of salesbook.cli whose `command(name, words)` makes it, in the order of the work."""


class Help(click.HelpFormatter):
    """click's layout with the headings in the person's language."""

    def __init__(self, words: Words, width: int | None) -> None:
        super().__init__(width=width, max_width=100)
        self.words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or self.words("help.usage"))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        required = f"[{self.words('help.required')}]"
        said = [(name, text.replace("[required]", required)) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.words(f"help.{heading.lower()}"))


class Verb(click.Command):
    """One command: its help is the text `<name>.help`, its last option --help."""

    def __init__(
        self, words: Words, name: str, callback: Callable[..., int], params: Sequence[click.Parameter]
    ) -> None:
        super().__init__(
            name,
            callback=callback,
            params=list(params),
            help=words(f"{name}.help"),
            options_metavar=words("help.some"),
            context_settings={"allow_extra_args": True},
        )
        self.words = words

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args:
            error = misused(self.words, "too-many", value=" ".join(ctx.args))
            error.ctx = ctx
            raise error
        return super().invoke(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _with_help(super().get_help_option(ctx), self.words)

    def get_help(self, ctx: click.Context) -> str:
        return _page(self, ctx, self.words)


class Verbs(click.Group):
    """salesbook itself: finds a command by name and loads only that one."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            "salesbook",
            help=words("salesbook.help"),
            params=[version_option(words), language_option(words)],
            options_metavar=words("help.some"),
            subcommand_metavar=words("help.command"),
        )
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        made: click.Command = import_module(f"salesbook.cli.{VERBS[cmd_name]}").command(cmd_name, self.words)
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in VERBS:
            raise unknown(self.words, "no-command", args[0], VERBS)
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _with_help(super().get_help_option(ctx), self.words)

    def get_help(self, ctx: click.Context) -> str:
        return _page(self, ctx, self.words)


def _with_help(option: click.Option | None, words: Words) -> click.Option | None:
    if option:
        option.help = words("option.help")
    return option


def _page(command: click.Command, ctx: click.Context, words: Words) -> str:
    page = Help(words, ctx.terminal_width)
    command.format_help(ctx, page)
    return page.getvalue().rstrip("\n")

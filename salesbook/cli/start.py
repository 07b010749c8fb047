"""From arguments to an exit code: 0 done, 1 a problem, 2 wrong usage, 130 stopped by hand."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING

import click

from salesbook.cli.show import show_problems
from salesbook.cli.usage import complaint
from salesbook.cli.verbs import Verbs
from salesbook.cli.words import Words, message_language
from salesbook.errors import SalesbookError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, PROBLEM, USAGE, STOPPED = 0, 1, 2, 130


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and say how it went."""
    _forgive_narrow_encodings()
    words = Words(message_language(arguments), all="--all" in arguments)
    try:
        code = _answer(words, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        return PROBLEM
    return code


def _answer(words: Words, arguments: Sequence[str]) -> int:
    try:
        code = Verbs(words).main(list(arguments) or ["--help"], prog_name="salesbook", standalone_mode=False)
    except click.UsageError as error:
        click.echo(complaint(words, error), err=True)
        return USAGE
    except SalesbookError as error:
        show_problems(words, error.problems)
        return PROBLEM
    except OSError as error:
        click.echo(words("system", reason=error.strerror or error, file=error.filename or ""), err=True)
        return PROBLEM
    except (click.Abort, KeyboardInterrupt):
        click.echo(words("stopped"), err=True)
        return STOPPED
    return int(code or DONE)


def _forgive_narrow_encodings() -> None:
    """A console that cannot show a character (GBK, cp437) gets ? for it, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _silence() -> None:
    """The reader of a pipe is gone: what is still buffered must not fail again when Python exits."""
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

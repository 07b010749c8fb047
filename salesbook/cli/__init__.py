"""The command line: commands, the choice of host, the clock; nothing here knows how a plan is made."""

from __future__ import annotations

import sys


def main() -> None:
    """The console script `salesbook`; says its version without loading anything else."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from salesbook import __version__

        sys.stdout.write(f"salesbook {__version__}\n")
        return
    from salesbook.cli.start import run

    sys.exit(run(arguments))

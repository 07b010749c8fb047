"""Run one or all benchmarks and print ratios; --json prints one object, measure -> value, goal, met, unit."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.data import orders
from benchmarks.measure import Result, run

NAMES = tuple(sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")))


def main(arguments: list[str] | None = None) -> int:
    """0 whatever the ratios are: they are to be read, not to fail."""
    asked = _parser().parse_args(arguments)
    path, real = orders(asked.data)
    if not real:
        sys.stderr.write("No orders.csv found (--data FOLDER or SALESBOOK_DATA): using made-up orders.\n")
    results: list[Result] = []
    for name in [asked.name] if asked.name else NAMES:
        for measure in import_module(f"benchmarks.bench_{name}").measures(path):
            if isinstance(measure, str):
                sys.stderr.write(f"{measure}\n")
                continue
            results.append(run(measure, asked.rounds))
            if not asked.json:
                print(results[-1].as_line(), flush=True)
    if asked.json:
        print(json.dumps({result.measure.name: result.as_json() for result in results}, indent=2))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, help="rounds per measure (each measure has its own default)")
    parser.add_argument("--data", metavar="FOLDER", help="where orders.csv is")
    return parser


if __name__ == "__main__":
    sys.exit(main())

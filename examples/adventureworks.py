"""A plan for 2020 from real, dirty orders: history in, goal split, letters out, tracked as of the end of March.

    python examples/adventureworks.py FOLDER OUT

FOLDER holds orders.csv and targets.csv of the AdventureWorks reseller sales; OUT gets plan.xlsx, letters/ and
report.txt, which says everything that was noticed in the data on the way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from salesbook.book.changes import Outcome
from salesbook.book.pasted import Export, read_export
from salesbook.book.pasted_sales import Asked
from salesbook.book.snapshot import Snapshot
from salesbook.errors import InputError, errors_in
from salesbook.hosts.file import FileHost
from salesbook.hosts.folder import write_files
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.import_goals import ImportGoalsRequest, import_goals
from salesbook.jobs.import_sales import ImportRequest, import_sales
from salesbook.jobs.issue import IssueRequest, issue
from salesbook.jobs.journal import journaled
from salesbook.jobs.track import TrackRequest, track

HISTORY = (date(2017, 7, 1), date(2019, 12, 31))
ACTUALS = (date(2020, 1, 1), date(2020, 5, 31))
AS_OF = date(2020, 3, 31)
COLUMNS = {"region": "territory", "product": "category", "channel": "channel", "client": "customer"}
ONE_CHANNEL = {("channel", "Ware House"): "Warehouse"}
"""The channel that the data spells in two ways; merged because we say so, after it was noticed."""


@dataclass
class Walk:
    """One workbook on its way through the jobs, and what they said."""

    host: FileHost
    out: Path
    said: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        print(line)
        self.said.append(line)

    def do(self, command: str, job: Callable[[Snapshot], Outcome]) -> Outcome:
        """Read, work, write; stop at an error."""
        snapshot = self.host.read()
        outcome = job(snapshot)
        self.say(f"\n== {command}")
        for problem in outcome.problems:
            self.say(f"{problem.severity}: {problem.place}: {problem.message('en')}\n    {problem.remedy('en')}")
        for line in outcome.summary:
            after = f"{line.after:,}" if isinstance(line.after, int | Decimal) else str(line.after)
            self.say(f"{line.said('en')}: {after}")
        if errors_in(outcome.problems):
            raise InputError(*errors_in(outcome.problems))
        if outcome.files:
            write_files(self.out / "letters", outcome.files)
        if outcome.changes:
            self.host.apply(journaled(snapshot, outcome, command, datetime.now().replace(microsecond=0)))
        return outcome


def main(folder: Path, out: Path) -> None:
    """The whole walk."""
    out.mkdir(parents=True, exist_ok=True)
    orders = read_export(folder / "orders.csv")
    targets = read_export(folder / "targets.csv")
    walk = Walk(FileHost.create(out / "plan.xlsx", blank(request(orders)), overwrite=True), out)
    notice(walk, orders)
    history = ImportRequest("sb_history", orders, Asked(COLUMNS, ONE_CHANNEL, since=HISTORY[0], until=HISTORY[1]))
    walk.do("import history", lambda s: import_sales(s, history, AS_OF))
    thousands = ImportGoalsRequest(targets, Asked(factor=Decimal(1000)))
    walk.do("import goals", lambda s: import_goals(s, thousands, AS_OF))
    walk.do("check", lambda s: check(s, CheckRequest(), AS_OF))
    walk.do("decompose", lambda s: decompose(s, DecomposeRequest(), AS_OF))
    walk.do("issue", lambda s: issue(s, IssueRequest(), AS_OF))
    actuals = ImportRequest("sb_actuals", orders, Asked(COLUMNS, ONE_CHANNEL, since=ACTUALS[0], until=ACTUALS[1]))
    walk.do("import actuals", lambda s: import_sales(s, actuals, AS_OF))
    walk.do("track", lambda s: track(s, TrackRequest(AS_OF), AS_OF))
    (out / "report.txt").write_text("\n".join(walk.said) + "\n", encoding="utf-8")


def request(orders: Export) -> BlankRequest:
    """An empty plan for 2020: the team and the dimensions as the orders name them, last year + 20 % as the goal."""
    column = {heading: orders.columns[i] for i, heading in enumerate(orders.headings)}
    year = [str(day)[:4] == "2019" for day in column["order_date"]]
    amounts = zip(column["sales_amount"], year, strict=True)
    last_year = sum((Decimal(str(amount)) for amount, counts in amounts if counts), Decimal(0))
    reps = sorted(set(zip(column["rep_id"], column["rep"], strict=True)), key=lambda rep: rep[1])
    members = {
        "region": sorted(set(column["territory"])),
        "product": sorted(set(column["category"])),
        "channel": sorted(set(column["channel"]) - {shown for _, shown in ONE_CHANNEL}),
    }
    settings = {
        "company": "AdventureWorks", "plan": "Reseller sales 2020", "kind": "year",
        "start": date(2020, 1, 1), "end": date(2020, 12, 31), "unit": 1, "issuer": "Sales management",
        "axes": ("rep", "region", "product", "channel"), "floor": Decimal("0.9"), "stretch": Decimal("1.1"),
    }  # fmt: skip
    rows = {
        "sb_goals": [{"metric": "revenue", "base": last_year, "growth": Decimal("0.2"), "note": "Last year + 20 %"}],
        "sb_reps": [{"id": rep_id, "name": name} for rep_id, name in reps],
        "sb_members": [{"axis": axis, "member": name} for axis, names in members.items() for name in names],
    }
    return BlankRequest("en", settings, rows, country="US")


def notice(walk: Walk, orders: Export) -> None:
    """What an import says before anybody tells it that two spellings are one channel; nothing is written."""
    asked = ImportRequest("sb_history", orders, Asked(COLUMNS))
    walk.say("== what the export itself says")
    for problem in import_sales(walk.host.read(), asked, AS_OF).problems:
        walk.say(f"{problem.severity}: {problem.place}: {problem.message('en')}\n    {problem.remedy('en')}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))

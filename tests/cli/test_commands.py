"""Each command on real files: what it writes, what it says, and that a preview writes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from salesbook.book.reading import read
from salesbook.hosts.file import FileHost

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.model import Book
    from tests.cli.conftest import Shell


def book(path: Path | str) -> Book:
    found = read(FileHost(path).read()).book
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["year", "quarter", "campaign"])
def test_new_makes_a_workbook_that_opens_with_its_guide_first(shell: Shell, kind: str, language: str) -> None:
    said = shell.done("new", kind, "--lang", language, "-o", "plan.xlsx")
    assert "plan.xlsx" in said.out
    assert openpyxl.load_workbook("plan.xlsx").sheetnames[0] == {"zh": "首页", "en": "Guide"}[language]
    assert book("plan.xlsx").settings.kind == kind


def test_new_without_a_name_takes_the_example_s(shell: Shell) -> None:
    shell.done("new", "campaign", "--lang", "zh")
    assert [path.name for path in shell.folder.iterdir()] == ["五一活动-2026.xlsx"]


def test_new_into_a_folder_takes_the_example_s_name_too(shell: Shell) -> None:
    (shell.folder / "plans").mkdir()
    shell.done("new", "campaign", "--lang", "en", "-o", "plans")
    assert (shell.folder / "plans" / "labour-day-2026.xlsx").is_file()


def test_new_gives_a_name_its_ending_and_refuses_another_one(shell: Shell) -> None:
    shell.done("new", "campaign", "-o", "plan")
    said = shell("new", "campaign", "-o", "plan.csv")
    assert said.code == 2
    assert said.err.startswith("plan.csv has to end in .xlsx.\n")
    assert [path.name for path in shell.folder.iterdir()] == ["plan.xlsx"]


def test_new_into_a_folder_that_is_not_there_says_so(shell: Shell) -> None:
    said = shell("new", "year", "-o", "nowhere/plan.xlsx")
    assert said.code == 1
    assert said.err.startswith("Errors (1):")


def test_new_takes_the_system_s_language(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESBOOK_LANG", "zh")
    assert "已新建" in shell.done("new", "year", "-o", "a.xlsx").out
    assert book("a.xlsx").settings.language == "zh"


def test_new_leaves_a_file_alone_that_is_there(shell: Shell, campaign: str) -> None:
    before = (shell.folder / campaign).read_bytes()
    said = shell("new", "year", "-o", campaign)
    assert said.code == 1
    assert "plan.xlsx" in said.err
    assert (shell.folder / campaign).read_bytes() == before


def test_decompose_writes_leaves_that_sum_to_the_goal(shell: Shell, planned: str) -> None:
    plan = book(planned).plan
    assert sum(row.target for row in plan if row.metric == "revenue") == 4_060_000
    assert sum(row.target for row in plan if row.metric == "orders") == 145


def test_decompose_says_the_totals_before_and_after(shell: Shell, campaign: str) -> None:
    said = shell.done("decompose", campaign)
    assert "0 → 4,060,000" in said.out
    assert said.out.endswith("Written: plan.xlsx.\n")


def test_a_preview_shows_the_sheets_and_writes_nothing(shell: Shell, campaign: str) -> None:
    before = (shell.folder / campaign).read_bytes()
    said = shell.done("decompose", campaign, "--preview")
    assert said.out.startswith("Preview of plan.xlsx (nothing is written):\n")
    assert "sheet Plan: added" in said.out
    assert (shell.folder / campaign).read_bytes() == before
    assert [path.name for path in shell.folder.iterdir()] == [campaign]


def test_a_second_preview_names_the_rows_that_are_replaced(shell: Shell, planned: str) -> None:
    rows = len(book(planned).plan)
    said = shell.done("decompose", planned, "--preview")
    assert f"table Plan: {rows} rows → {rows} rows" in said.out


def test_issue_writes_a_letter_for_each_rep_and_records_it(shell: Shell, planned: str) -> None:
    said = shell.done("issue", planned, "-o", "letters/new")
    letters = list((shell.folder / "letters" / "new").iterdir())
    assert len(letters) == len(book(planned).issued) == 8
    assert "8 commitment sheets are in" in said.out


def test_issue_for_one_rep_writes_only_this_one(shell: Shell, planned: str) -> None:
    shell.done("issue", planned, "-o", "letters", "--rep", "Maya Collins")
    (letter,) = (shell.folder / "letters").iterdir()
    assert "Maya Collins" in letter.name


def test_issue_previews_the_files(shell: Shell, planned: str) -> None:
    said = shell.done("issue", planned, "-o", "letters", "--preview")
    assert said.out.count("file letters") == 8
    assert not (shell.folder / "letters").exists()


def test_issue_for_an_unknown_rep_writes_nothing(shell: Shell, planned: str) -> None:
    said = shell("issue", planned, "-o", "letters", "--rep", "Nobody")
    assert said.code == 1
    assert "Nobody" in said.err
    assert not (shell.folder / "letters").exists()


def test_issue_into_a_folder_that_is_a_file_says_so(shell: Shell, planned: str) -> None:
    (shell.folder / "letters").write_text("here first")
    said = shell("issue", planned, "-o", "letters")
    assert said.code == 1
    assert "letters" in said.err
    assert book(planned).issued == ()


def test_track_puts_the_grid_and_keeps_the_day(shell: Shell, planned: str) -> None:
    shell.done("track", planned, "--as-of", "2026-05-02")
    assert book(planned).settings.as_of == date(2026, 5, 2)
    assert {"track.day", "track.week"} & set(FileHost(planned).read().pages)


def test_track_before_decompose_says_what_to_do_first(shell: Shell, campaign: str) -> None:
    said = shell("track", campaign, "--as-of", "2026-05-02")
    assert said.code == 1
    assert "decompose" in said.err


def test_undo_takes_the_plan_back_and_the_journal_keeps_the_line(shell: Shell, planned: str) -> None:
    assert "decompose" in shell.done("journal", planned).out
    shell.done("undo", planned)
    assert book(planned).plan == ()
    assert "(undone)" in shell.done("journal", planned).out


def test_undo_previews_too(shell: Shell, planned: str) -> None:
    before = (shell.folder / planned).read_bytes()
    assert "Preview of" in shell.done("undo", planned, "--preview").out
    assert (shell.folder / planned).read_bytes() == before


def test_undo_of_nothing_is_a_problem(shell: Shell, campaign: str) -> None:
    assert shell("undo", campaign).code == 1


def test_the_journal_of_a_new_workbook_is_empty(shell: Shell, campaign: str) -> None:
    assert shell.done("journal", campaign).out == "plan.xlsx: nothing in the journal yet.\n"


def test_check_of_a_good_workbook_says_so(shell: Shell, campaign: str) -> None:
    assert shell.done("check", campaign).out.endswith("plan.xlsx: no problems.\n")


PLAN_COMMANDS = [
    ("check",),
    ("decompose",),
    ("decompose", "--preview"),
    ("track",),
    ("undo",),
    ("journal",),
    ("issue", "-o", "letters"),
    ("import", "orders.csv", "--as", "history"),
]


def on(plan: str, command: tuple[str, ...]) -> tuple[str, ...]:
    return (command[0], plan, *command[1:])


@pytest.mark.parametrize("command", PLAN_COMMANDS, ids=" ".join)
def test_a_file_that_is_not_there_is_named(shell: Shell, command: tuple[str, ...]) -> None:
    said = shell(*on("nowhere.xlsx", command))
    assert said.code == 1
    assert said.err.startswith("Errors (1):\n  nowhere.xlsx: ")
    assert "    → " in said.err


@pytest.mark.parametrize("command", PLAN_COMMANDS, ids=" ".join)
def test_a_folder_or_another_kind_of_file_is_refused(shell: Shell, command: tuple[str, ...]) -> None:
    (shell.folder / "folder").mkdir()
    (shell.folder / "notes.xlsx").write_text("not a workbook")
    for plan in ("folder", "notes.xlsx"):
        said = shell(*on(plan, command))
        assert said.code == 1
        assert said.err.startswith(f"Errors (1):\n  {plan}: ")


def test_problems_are_said_in_the_language_of_the_person_not_of_the_workbook(shell: Shell) -> None:
    shell.done("new", "campaign", "--lang", "zh", "-o", "plan.xlsx")
    assert shell("undo", "plan.xlsx", "--lang", "en").err.startswith("Errors (1):")
    assert shell("undo", "plan.xlsx", "--lang", "zh").err.startswith("错误 1 个：")


def test_every_problem_of_a_broken_workbook_comes_in_one_pass_and_nothing_is_written(
    shell: Shell, campaign: str
) -> None:
    workbook = openpyxl.load_workbook(campaign)
    workbook["Goals"]["G5"] = "lots"
    workbook["Team"]["B6"] = workbook["Team"]["B5"].value
    workbook.save(campaign)
    before = (shell.folder / campaign).read_bytes()
    said = shell("decompose", campaign)
    assert said.code == 1
    assert "Goals!G5: " in said.err
    assert "Team!B6: " in said.err
    assert (shell.folder / campaign).read_bytes() == before


ORDERS = """Order no,Order date,Rep,Channel,Sales amount
A-1,2026-04-26,Maya Collins,Walk-in,28000
A-2,2026-04-27,Maya Collins,Residential,31000
A-3,2026-05-01,Joe Rudd,Walk-in,26500
"""


def test_import_appends_the_orders_once(shell: Shell, campaign: str) -> None:
    (shell.folder / "orders.csv").write_text(ORDERS)
    for _ in range(2):
        shell.done("import", campaign, "orders.csv", "--as", "actuals")
    assert [int(amount) for amount in book(campaign).actuals.amounts] == [28_000, 31_000, 26_500]


def test_import_follows_its_options(shell: Shell, campaign: str) -> None:
    (shell.folder / "orders.csv").write_text(ORDERS.replace("Sales amount", "Worth").replace("Walk-in", "Walkin"))
    shell.done(
        *("import", campaign, "orders.csv", "--as", "history", "--map", "amount=Worth", "--unit-factor", "1,000"),
        *("--value", "channel:Walkin=Walk-in", "--since", "2026-04-27", "--until", "2026-05-01"),
    )  # fmt: skip
    history = book(campaign).history
    assert [int(amount) for amount in history.amounts] == [31_000_000, 26_500_000]
    assert history.axes["channel"] == ("Residential", "Walk-in")


def test_import_keeps_what_was_said_of_a_file_and_undo_takes_it_back(shell: Shell, campaign: str) -> None:
    (shell.folder / "orders.csv").write_text(ORDERS.replace("Sales amount", "Worth"))
    first = ("import", campaign, "orders.csv", "--as", "actuals")
    assert shell(*first).code == 1
    shell.done(*first, "--map", "amount=Worth", "--save", "Shop")
    assert len(book(campaign).mappings) == len(ORDERS.splitlines()[0].split(","))
    assert "Shop" in shell.done(*first).err
    (shell.folder / "orders.csv").write_text(ORDERS.replace("Sales amount", "Worth").replace("A-1", "B-1"))
    shell.done(*first, "--mapping", "shop")
    shell.done("undo", campaign)
    shell.done("undo", campaign)
    assert book(campaign).mappings == ()
    assert len(book(campaign).actuals) == 0


def test_import_previews_the_rows(shell: Shell, campaign: str) -> None:
    (shell.folder / "orders.csv").write_text(ORDERS)
    said = shell.done("import", campaign, "orders.csv", "--as", "actuals", "--preview")
    assert "table Actuals: rows added: 3" in said.out
    assert len(book(campaign).actuals) == 0


def test_import_of_goals_adds_rows_to_the_goals(shell: Shell) -> None:
    shell.done("new", "year", "--lang", "en", "-o", "year.xlsx")
    (shell.folder / "goals.csv").write_text("Year,Rep,M01,M02\n2026,Ben Carver,4000,3500\n")
    before = len(book("year.xlsx").goals)
    shell.done("import", "year.xlsx", "goals.csv", "--as", "goals", "--unit-factor", "1000")
    assert [goal.target for goal in book("year.xlsx").goals[before:]] == [4_000_000, 3_500_000]


def test_many_warnings_of_one_kind_are_counted_unless_all_are_asked_for(shell: Shell, campaign: str) -> None:
    rows = "".join(f"A-{n},2026-04-26,Nobody {n},Walk-in,100\n" for n in range(30))
    (shell.folder / "orders.csv").write_text(ORDERS.splitlines()[0] + "\n" + rows)
    arguments = ("import", campaign, "orders.csv", "--as", "actuals", "--preview")
    few, every = shell.done(*arguments).err, shell.done(*arguments, "--all").err
    assert few.count("Nobody") == 10
    assert "… and 20 more of this kind; --all lists them." in few
    assert every.count("Nobody") == 30
    assert "more of this kind" not in every


def test_an_export_that_is_not_there_is_named(shell: Shell, campaign: str) -> None:
    said = shell("import", campaign, "nowhere.csv", "--as", "history")
    assert said.code == 1
    assert "nowhere.csv" in said.err


def test_a_template_that_is_not_there_is_named(shell: Shell, planned: str) -> None:
    said = shell("issue", planned, "-o", "letters", "--template", "nowhere.xlsx")
    assert said.code == 1
    assert "nowhere.xlsx" in said.err
    assert not (shell.folder / "letters").exists()


def test_a_name_that_no_system_takes_is_answered_without_a_traceback(shell: Shell) -> None:
    said = shell("check", f"{'x' * 300}.xlsx")
    assert said.code == 1
    assert "Traceback" not in said.err


def test_what_could_not_be_written_is_not_told_as_done(shell: Shell, planned: str) -> None:
    (shell.folder / f"~${planned}").write_text("")
    said = shell("decompose", planned)
    assert said.code == 1
    assert "→" not in said.out
    assert f"~${planned}" in said.err


@pytest.mark.parametrize("kind", ["year", "quarter", "campaign"])
def test_an_empty_workbook_has_the_sheets_and_no_example(shell: Shell, kind: str) -> None:
    shell.done("new", kind, "--empty", "--lang", "en", "-o", "mine.xlsx")
    book = read(FileHost(shell.folder / "mine.xlsx").read()).book
    assert book is not None
    assert (book.reps, book.goals) == ((), ())
    assert book.settings.kind == kind
    assert book.settings.start < book.settings.end

"""Draws the picture of what reps sent back beside what was handed down, from the campaign's own example.

    python docs/draw_returns.py [OUT]

Needs what draw_pictures.py needs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from draw_pictures import alone, render

from salesbook.letters.collected import collected
from salesbook.package.plain_cells import put_plain_cells
from salesbook.sheets.bottom_up import KEY

ANSWERS = {
    "zh": {0: (1.05, "新品到店，可以再冲一冲"), 1: (0.9, "对面新开一家门店，客流会少"),
           2: (1.0, ""), 3: (0.82, "高峰期缺一名导购")},
    "en": {0: (1.05, "New range in store: more is possible"), 1: (0.9, "A competitor opens across the road"),
           2: (1.0, ""), 3: (0.82, "One adviser short in the peak")},
}  # fmt: skip
"""Rep by place in the team -> what of each day's target they see themselves, and why."""


def main(out: Path) -> None:
    """Both languages."""
    with tempfile.TemporaryDirectory() as folder:
        for language, answers in ANSWERS.items():
            place = Path(folder) / language
            place.mkdir()
            plan = place / "plan.xlsx"
            run("new", "campaign", "--lang", language, "-o", plan)
            run("decompose", plan)
            run("issue", plan, "-o", place / "letters")
            back = place / "back"
            back.mkdir()
            for path in (place / "letters").glob("*.xlsx"):
                content = filled(path, answers)
                if content:
                    (back / path.name).write_bytes(content)
            run("collect", plan, back)
            render(alone(plan, KEY, place / "alone" / "returns.xlsx"), out / f"returns.{language}.png")


def run(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "salesbook", *map(str, arguments)], check=True)


def filled(path: Path, answers: dict[int, tuple[float, str]]) -> bytes | None:
    """The letter with the rep's own numbers, when that rep answers: by the number at the end of the serial."""
    letter = collected(path.read_bytes(), path.name)
    at = int("".join(c for c in letter.identity.serial.rpartition("-")[2] if c.isdigit())) - 1
    if at not in answers:
        return None
    share, comment = answers[at]
    cells: dict[str, dict[tuple[int, int], object]] = {}
    for number, row in enumerate(letter.rows):
        line = int(row.place.cell.lstrip("ABCDEFGHIJ"))
        of_sheet = cells.setdefault(row.place.sheet, {})
        of_sheet[line, 9] = round(row.target * share, -2)
        if comment and number == 0:
            of_sheet[line, 10] = comment
    return put_plain_cells(path.read_bytes(), cells)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures")

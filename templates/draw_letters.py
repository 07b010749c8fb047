"""Draws the shipped commitment sheets, templates/letter-*.xlsx, as they were first.

    python templates/draw_letters.py [FOLDER]

The files are the truth: people edit them in Excel. This program is how they came about, and how to begin again.
Names and placeholders are explained in templates/README.md; labels stand in templates/texts/letters.toml.
"""

from __future__ import annotations

import sys
from pathlib import Path

from letter_campaign import campaign
from letter_formal import formal
from letter_list import meeting_list
from letter_monthly import monthly

from salesbook.texts import LANGUAGES

KINDS = {"formal": formal, "campaign": campaign, "monthly": monthly, "list": meeting_list}


def main(folder: Path) -> None:
    """Draw all of them in both languages."""
    for kind, draw in KINDS.items():
        for language in LANGUAGES:
            draw(language).save(folder / f"letter-{kind}.{language}.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)

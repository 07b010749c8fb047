"""Draws the pictures of the README from the demo's own workbooks.

    python docs/draw_pictures.py [OUT]

Needs LibreOffice (soffice), pdftoppm (Debian: poppler-utils) and Pillow. Each picture is one printed page of the demo,
cut to what is on it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

PAGES = {
    "guide": ("year", "guide"),
    "view": ("year", "view.rep_month"),
    "track": ("campaign", "track.week"),
    "board": ("year", "track.board"),
    "visits": ("quarter", "view.visits"),
    "actions": ("quarter", "view.actions"),
    "risks": ("quarter", "view.risks"),
}
"""Picture -> the ready-made workbook and the key of the page it shows."""

LETTERS = {
    "letter-tracking": ("campaign", "", 2), "letter": ("campaign", "", 1), "letter-formal": ("year", "", 1),
    "letter-monthly": ("year", "2026-03", 1),
}
"""Picture -> the ready-made workbook, the period that the letter is for ("": all), and the printed page."""
RESOLUTION = 110
MARGIN = 12
HEADER = 0.45
MARGIN_OF_LETTERS = 0.43
"""Inches: their footer is below it."""


def main(out: Path) -> None:
    """Both languages of every picture."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for language in ("zh", "en"):
            demo = Path(folder) / language
            subprocess.run([sys.executable, "-m", "salesbook", "demo", "-o", str(demo), "--lang", language], check=True)
            draw(demo, language, out)


def draw(demo: Path, language: str, out: Path) -> None:
    """The pictures of one language."""
    from salesbook.jobs.new import NewRequest, file_name
    from salesbook.letters.printed import printed
    from salesbook.texts import text

    for picture, (kind, key) in PAGES.items():
        workbook = demo / file_name(NewRequest(kind, language))
        page = alone(workbook, key, demo / "alone" / f"{picture}.xlsx")
        render(page, out / f"{picture}.{language}.png")
    for picture, (kind, period, page) in LETTERS.items():
        workbook = demo / file_name(NewRequest(kind, language))
        folder = demo / f"{workbook.stem} {text('cli', 'demo.letters', language)}"
        if period:
            folder = demo / period
            issue = ["issue", str(workbook), "-o", str(folder), "--period", period]
            subprocess.run([sys.executable, "-m", "salesbook", *issue], check=True)
        letter = sorted(folder.glob("*.xlsx"))[0]
        if page == 1:  # as it is printed, so that its pages are counted without the tracking sheet
            letter.write_bytes(printed(letter.read_bytes()))
        render(letter, out / f"{picture}.{language}.png", edge=MARGIN_OF_LETTERS, page=page)


def alone(workbook: Path, key: str, target: Path) -> Path:
    """A copy that shows only one page of ours: the other tabs are hidden, so that only it is printed."""
    import re
    import zipfile

    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = shown_only(content.decode(), key, re).encode()
            copy.writestr(name, content)
    return target


def shown_only(workbook: str, key: str, re) -> str:  # type: ignore[no-untyped-def]
    """workbook.xml with every sheet hidden but the one that the hidden name of a page refers to."""
    refers = re.search(rf'<definedName[^>]*name="_sb_page\.{re.escape(key)}"[^>]*>([^<]*)<', workbook)[1]
    tab = refers.rsplit("!", 1)[0].strip("'").replace("''", "'")
    at = -1

    def hide(match):  # type: ignore[no-untyped-def]
        nonlocal at
        at += 1
        sheet = re.sub(r'\sstate="\w+"', "", match[0])
        name = re.search(r'\sname="([^"]*)"', sheet)[1]
        if name == tab:
            places.append(at)
            return sheet
        return sheet.replace("<sheet ", '<sheet state="hidden" ', 1)

    places: list[int] = []
    hidden = re.sub(r"<sheet\s[^>]*>", hide, workbook)
    hidden = re.sub(r'\s(activeTab|firstSheet)="\d+"', "", hidden)
    # LibreOffice prints nothing but the print areas where a workbook has any, hidden sheets' included
    others = rf'<definedName(?=[^>]*"_xlnm.Print_Area")(?![^>]*localSheetId="{places[0]}")[^>]*>[^<]*</definedName>'
    hidden = re.sub(others, "", hidden)
    view = f'<workbookView activeTab="{places[0]}" firstSheet="{places[0]}"'
    return re.sub(r"<workbookView\b", view, hidden, count=1)


def render(workbook: Path, picture: Path, edge: float = HEADER, page: int = 1) -> None:
    """A printed page without its empty margins; `edge`: the inches that its header takes."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(workbook)]
        for _ in range(2):  # the first start with a fresh profile may end without having done anything
            subprocess.run(convert, check=False, capture_output=True, timeout=180)
        pdf = Path(folder) / f"{workbook.stem}.pdf"
        whole = Path(folder) / "page"
        subprocess.run(
            ["pdftoppm", "-f", f"{page}", "-l", f"{page}", "-r", f"{RESOLUTION}", "-png", "-singlefile", pdf, whole],
            check=True,
        )
        with Image.open(whole.with_suffix(".png")) as drawn:
            cut(drawn.convert("RGB"), edge).quantize(255, dither=Image.Dither.NONE).save(picture, optimize=True)


def cut(page: Image.Image, edge: float) -> Image.Image:
    """What is on a page, with a small margin; its header and footer lines left out."""
    taken = int(edge * RESOLUTION)
    inner = page.crop((0, taken, page.width, page.height - taken))
    box = ImageChops.difference(inner, Image.new("RGB", inner.size, "white")).getbbox() or (0, 0, *inner.size)
    left, top, right, bottom = box
    right, bottom = min(inner.width, right + MARGIN), min(inner.height, bottom + MARGIN)
    return inner.crop((max(0, left - MARGIN), max(0, top - MARGIN), right, bottom))


if __name__ == "__main__":
    for tool in ("soffice", "pdftoppm"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is not installed")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures")

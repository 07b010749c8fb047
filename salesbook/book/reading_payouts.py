"""sb_payout and sb_scores, which we wrote, read back as strictly as any other table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.book.model import PayoutRow, ScoreRow
from salesbook.book.reading_cells import period_text
from salesbook.book.reading_words import choice_key

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader


def read_payouts(reader: TableReader) -> tuple[PayoutRow, ...]:
    """The lines that were settled."""
    columns = (
        reader.column("period", period_text),
        *(reader.column(key) for key in ("rep", "rule")),
        *(reader.texts(key) for key in ("part", "metric", "item")),
        [_step(step) for step in reader.texts("step")],
        *(reader.column(key) for key in ("base", "rate", "amount", "run", "settled")),
        reader.texts("state"),
    )
    return tuple(PayoutRow(*values) for _, values in reader.good(*columns))


def read_scores(reader: TableReader) -> tuple[ScoreRow, ...]:
    """The scores of all periods."""
    periods = reader.column("period", period_text)
    keys: dict[str, list[Any]] = {key: reader.column(key) for key in ("rep", "indicator")}
    numbers = (reader.column(key) for key in ("weight", "target", "actual", "score", "points", "scored"))
    columns = (periods, *keys.values(), *numbers, reader.places("actual"))
    reader.check_unique(indicator=keys["indicator"], rep=keys["rep"], period=periods)
    return tuple(ScoreRow(*values) for _, values in reader.good(*columns))


def _step(shown: str) -> str:
    """A tier's key, whatever the language; a bound as it stands."""
    return choice_key("tier", shown) or shown

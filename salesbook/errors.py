"""Problems are values with a place, a code and words to fill in; the words themselves are in templates/texts.

`InputError` means that the person must act on what they gave; `HostError` that the environment stood in the way.
Both carry problems, never bare text, so that everything can be said in zh and en.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salesbook.texts import Language

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where: a file, a sheet, a cell (A1 form), a table. Any may be empty."""

    sheet: str = ""
    cell: str = ""
    table: str = ""
    file: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return self.table or self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should know: an error stops what it touches, a warning and a notice do not.

    The message and the remedy of each code stand in templates/texts/problems.toml, which also gives its severity.
    """

    code: str
    place: Place = field(default_factory=Place)
    words: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        from salesbook import resources

        found: Severity = resources.texts("problems")[self.code].get("severity", "error")
        return found

    def message(self, language: Language) -> str:
        """What is wrong."""
        return self._say("message", language)

    def remedy(self, language: Language) -> str:
        """What to do about it."""
        return self._say("remedy", language)

    def _say(self, part: str, language: Language) -> str:
        from salesbook.texts import in_language, text

        return text("problems", f"{self.code}.{part}", language, **in_language(self.words, language))

    def __hash__(self) -> int:
        return hash((self.code, self.place))


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that stop what they touch."""
    return tuple(p for p in problems if p.severity == "error")


class SalesbookError(Exception):
    """Carries problems; its text is English, for logs and tracebacks."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.place}: {p.message('en')}".lstrip(": ") for p in problems))


class InputError(SalesbookError):
    """What was given cannot be used as it is."""


class HostError(SalesbookError):
    """The file system, Excel or another part of the environment stood in the way."""

"""A workbook that is open in Excel, through xlwings.

Reading lets Excel save a copy, unsaved edits included, and reads that as any file is read; so a read costs the same few
round trips for ten rows as for twenty thousand, and both hosts see the same. Applying lets the package writer draw
the copy anew, which refuses what is to be refused before anything is touched, and then does in Excel only what differs:
one write per block.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesbook.book.values import quoted
from salesbook.errors import HostError, Place, Problem
from salesbook.hosts import live_steps as do
from salesbook.hosts.live_plan import Planner
from salesbook.hosts.writing import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.changes import ChangeSet
    from salesbook.book.page import Area
    from salesbook.book.snapshot import Snapshot

PASTE_FORMATS, PASTE_VALIDATION, PASTE_WIDTHS = -4122, 6, 8
MANUAL = -4135
BUSY = {-2147418111, -2147417846, -2146777998}
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE: a cell is being edited, or a window waits."""
ATTEMPTS = 20
"""How often xlwings asks a busy Excel before it gives up; its own default is to ask for ever."""


class LiveHost:
    """The host of one open workbook; `book` is xlwings' Book."""

    def __init__(self, book: Any) -> None:
        with _named_problems(""):
            self._book = book.api
            self._app = self._book.Application
            self._name = str(self._book.Name)
        self._seen: Snapshot | None = None

    def read(self) -> Snapshot:
        """The tables and pages as they stand now, unsaved edits included."""
        from salesbook.package.reading import snapshot

        self._seen = snapshot(self._copy(), self._name)
        return self._seen

    def apply(self, changes: ChangeSet) -> None:
        """Carry out all changes in the open workbook, which is not saved.

        Raises InputError and HostError before anything is touched, but for `excel-stopped`: Excel refused half way.
        Raises HostError (`changed-meanwhile`) when the tables are no longer what this host read.
        """
        from salesbook.package.apply import applied
        from salesbook.package.reading import snapshot

        if not changes:
            return
        self._refuse_read_only()
        old = self._copy()
        if self._seen is not None and snapshot(old, self._name) != self._seen:
            raise HostError(Problem("changed-meanwhile", Place(file=self._name), {"file": self._name}))
        new = applied(old, changes, self._name)
        steps = Planner.of(old, new, self._name).steps(changes)
        with self._quiet(), _Rendered(self._app, new, self._name) as rendered:
            self._carry_out(steps, rendered, old)
        self._seen = None

    def _copy(self) -> bytes:
        """The workbook's bytes as Excel would save them now; it stays unsaved."""
        with tempfile.TemporaryDirectory() as folder, _named_problems(self._name):
            path = Path(folder) / f"copy{Path(self._name).suffix or '.xlsx'}"
            self._book.SaveCopyAs(str(path))
            return path.read_bytes()

    def _refuse_read_only(self) -> None:
        with _named_problems(self._name):
            if self._book.ReadOnly:
                raise HostError(Problem("excel-read-only", Place(file=self._name), {"file": self._name}))

    def _carry_out(self, steps: tuple[do.Step, ...], rendered: _Rendered, old: bytes) -> None:
        """Step by step. What Excel refuses half way names the copy of the workbook as it was before."""
        for number, step in enumerate(steps):
            try:
                with _named_problems(self._name):
                    self._do(step, rendered)
            except HostError as error:
                if number == 0:
                    raise
                kept = _kept(old, self._name)
                raise HostError(
                    *error.problems,
                    Problem("excel-stopped", Place(file=self._name), {"file": self._name, "copy": str(kept)}),
                ) from error

    def _do(self, step: do.Step, rendered: _Rendered) -> None:
        match step:
            case do.AddTab(sheet, after):
                rendered.book.Worksheets(sheet).Copy(After=self._book.Sheets(after))
            case do.DropTab(sheet):
                self._delete(sheet)
            case do.Looks():
                self._paste(step, rendered)
            case do.PutName():
                self._put_name(step)
            case do.DropName(name):
                self._book.Names.Item(name).Delete()
            case _:
                self._do_in_place(step)

    def _do_in_place(self, step: do.InPlace) -> None:
        cells = self._range(step.sheet, step.area)
        match step:
            case do.Write(rows=rows):
                cells.Formula = rows
            case do.Resize(sheet, area):
                corner = self._range(sheet, type(area)(area.row, area.column, area.row, area.column))
                corner.ListObject.Resize(cells)
            case do.FillDown():
                cells.FillDown()
            case do.MakeTable(sheet, _, name):
                made = self._book.Sheets(sheet).ListObjects.Add(1, cells, None, 1)
                made.Name = name
            case do.Unlist():
                cells.ListObject.Unlist()
            case do.ShowAll():
                cells.ListObject.AutoFilter.ShowAllData()
            case do.Clear():
                cells.Clear()

    def _delete(self, sheet: str) -> None:
        """Without Excel's question; that is asked again afterwards, whatever happens."""
        before = self._app.DisplayAlerts
        self._app.DisplayAlerts = False
        try:
            self._book.Sheets(sheet).Delete()
        finally:
            self._app.DisplayAlerts = before

    def _put_name(self, step: do.PutName) -> None:
        made = self._book.Names.Add(Name=step.name, RefersTo=step.refers_to, Visible=not step.hidden)
        if step.comment:
            made.Comment = step.comment

    def _range(self, sheet: str, area: Area) -> Any:
        """A block of cells, found in one round trip, whichever workbook is active."""
        tab = quoted(sheet)
        return self._app.Evaluate(f"'[{self._name.replace(chr(39), chr(39) * 2)}]{tab[1:]}!{area}")

    def _paste(self, step: do.Looks, rendered: _Rendered) -> None:
        rendered.book.Worksheets(step.sheet).Range(str(step.area)).Copy()
        target = self._range(step.sheet, step.area)
        for kind in (PASTE_FORMATS, PASTE_VALIDATION, PASTE_WIDTHS)[: None if step.whole else 1]:
            target.PasteSpecial(kind)
        self._app.CutCopyMode = False

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Screen, events and calculation off, and back as they were whatever happens."""
        wanted = {"ScreenUpdating": False, "EnableEvents": False, "Calculation": MANUAL}
        before: dict[str, Any] = {}
        try:
            with _named_problems(self._name):
                for name, value in wanted.items():
                    before[name] = getattr(self._app, name)
                    setattr(self._app, name, value)
                self._app.StatusBar = "salesbook …"
            yield
        finally:
            self._restore(before)

    def _restore(self, before: dict[str, Any]) -> None:
        """Each by itself, so that one that Excel refuses leaves no other undone."""
        for name, value in reversed([*before.items(), ("StatusBar", False)]):
            try:
                setattr(self._app, name, value)
            except Exception as error:
                if _code_of(error) is None:
                    raise


class _Rendered:
    """The new workbook as a file, opened beside the user's only when a step asks for it, and closed again."""

    def __init__(self, app: Any, content: bytes, name: str) -> None:
        self._app, self._content, self._name = app, content, name
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._book: Any = None

    @property
    def book(self) -> Any:
        if self._book is None:
            path = Path(self._folder.name) / f"rendered{Path(self._name).suffix or '.xlsx'}"
            path.write_bytes(self._content)
            self._book = self._app.Workbooks.Open(str(path), 0, True)
        return self._book

    def __enter__(self) -> _Rendered:
        return self

    def __exit__(self, *_: object) -> None:
        if self._book is not None:
            with _named_problems(self._name):
                self._book.Close(False)
        self._folder.cleanup()


def _kept(content: bytes, name: str) -> Path:
    """The workbook as it was before, in the system's folder for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="salesbook-"))
    path = folder / f"{fingerprint(content).hex()[:8]}{Path(name).suffix or '.xlsx'}"
    path.write_bytes(content)
    return path


def _code_of(error: BaseException) -> int | None:
    """COM's number of an error; None for what did not come from Excel."""
    code = getattr(error, "hresult", None)
    return code if isinstance(code, int) else None


@contextmanager
def _named_problems(name: str) -> Iterator[None]:
    """What Excel says, as problems with a name."""
    try:
        yield
    except Exception as error:
        code = _code_of(error)
        if code is None:
            raise
        place = Place(file=name)
        if code in BUSY:
            raise HostError(Problem("excel-busy", place, {"file": name})) from error
        raise HostError(Problem("excel-refused", place, {"file": name, "reason": str(error)})) from error


def caller() -> LiveHost:
    """The host of the workbook whose button was clicked. xlwings' paid parts are never loaded."""
    from salesbook.hosts.open_part import only_the_open_part

    only_the_open_part()
    import xlwings

    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None:
        windows.N_COM_ATTEMPTS = ATTEMPTS
        windows.Apps.cleanup = staticmethod(lambda: None)  # at exit it ends every Excel without a window, ours or not
    return LiveHost(xlwings.Book.caller())

"""A file is replaced whole or not at all, the one before is kept, and what stands in the way has a name."""

from __future__ import annotations

import errno
import io
import os
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import ChangeSet, PutCells
from salesbook.book.page import Area, Cell, Page, PageTable
from salesbook.errors import HostError, InputError, SalesbookError
from salesbook.hosts.file import FileHost
from salesbook.hosts.writing import KEPT_BACKUPS, backup_folder, replace_whole

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = Page(
    "team",
    "Team",
    {(1, 1): Cell("Name", "heading"), (2, 1): Cell("Wang", "input")},
    tables=(PageTable("sb_reps", Area(1, 1, 2, 1), ("Name",)),),
)


def named(name: str) -> ChangeSet:
    return ChangeSet((PutCells("sb_reps", {(0, 0): name}),))


def name_in(path: Path) -> object:
    return FileHost(path).read().tables["sb_reps"].rows[0][0]


@pytest.fixture
def plan(tmp_path) -> Path:
    path = tmp_path / "plan.xlsx"
    FileHost.create(path, [PAGE])
    return path


def code_of(caught: pytest.ExceptionInfo[SalesbookError]) -> str:
    assert all(p.message("zh") and p.remedy("en") for p in caught.value.problems)
    return caught.value.problems[0].code


def others_in(folder: Path, *known: str) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name not in known)


def test_a_new_file_stands_alone(plan):
    assert others_in(plan.parent) == ["plan.xlsx"]
    assert name_in(plan) == "Wang"


def test_no_changes_do_not_touch_the_file(plan):
    before = plan.stat().st_mtime_ns
    FileHost(plan).apply(ChangeSet())
    assert plan.stat().st_mtime_ns == before
    assert others_in(plan.parent) == ["plan.xlsx"]


def test_the_file_before_is_kept(plan):
    old = plan.read_bytes()
    FileHost(plan).apply(named("Li"))
    assert name_in(plan) == "Li"
    assert (backup_folder(plan) / "plan.0001.xlsx").read_bytes() == old


def test_only_the_last_backups_are_kept(plan):
    for number in range(KEPT_BACKUPS + 3):
        FileHost(plan).apply(named(f"name {number}"))
    kept = others_in(backup_folder(plan))
    assert kept == [f"plan.{n:04d}.xlsx" for n in range(4, KEPT_BACKUPS + 4)]
    assert name_in(backup_folder(plan) / kept[-1]) == f"name {KEPT_BACKUPS + 1}"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_at_any_step_leaves_the_old_file_whole_and_nothing_beside_it(plan, monkeypatch, step):
    old = plan.read_bytes()

    def fail(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(step, fail)
    with pytest.raises(HostError) as caught:
        FileHost(plan).apply(named("Li"))
    assert code_of(caught) == "disk-full"
    monkeypatch.undo()
    assert plan.read_bytes() == old
    assert others_in(plan.parent, "plan.xlsx", "plan.backups") == []
    assert all(name_in(p) == "Wang" for p in backup_folder(plan).iterdir())


def test_a_rename_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(plan, monkeypatch):
    old = plan.read_bytes()

    def fail(_path, _target):
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(HostError) as caught:
        replace_whole(plan, b"new")
    assert code_of(caught) == "read-only"
    assert plan.read_bytes() == old
    assert others_in(plan.parent) == ["plan.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_the_file_stays_a_link(plan):
    link = plan.with_name("link.xlsx")
    link.symlink_to(plan)
    FileHost(link).apply(named("Li"))
    assert link.is_symlink()
    assert name_in(plan) == "Li"


def test_an_interruption_leaves_the_old_file_whole(plan, monkeypatch):
    old = plan.read_bytes()

    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_whole(plan, b"new")
    assert plan.read_bytes() == old
    assert others_in(plan.parent) == ["plan.xlsx"]


def test_other_errors_of_the_system_are_said(plan, monkeypatch):
    def fail(*_args):
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(HostError) as caught:
        replace_whole(plan, b"new")
    assert code_of(caught) == "not-written"


def test_a_file_that_was_saved_after_it_was_read_is_not_overwritten(plan):
    host = FileHost(plan)
    host.read()
    host.apply(named("Li"))
    host.apply(named("Zhao"))
    FileHost(plan).apply(named("somebody else's"))
    with pytest.raises(HostError) as caught:
        host.apply(named("Li"))
    assert code_of(caught) == "changed-meanwhile"
    assert name_in(plan) == "somebody else's"
    host.read()
    host.apply(named("Li"))
    assert name_in(plan) == "Li"


@pytest.mark.parametrize("lock", ["~$plan.xlsx", "~$an.xlsx", ".~lock.plan.xlsx#"])
def test_a_file_open_in_another_program_is_not_written(plan, lock):
    (plan.parent / lock).write_bytes(b"")
    with pytest.raises(HostError) as caught:
        FileHost(plan).apply(named("Li"))
    assert code_of(caught) == "open-in-excel"
    with pytest.raises(HostError):
        FileHost.create(plan, [PAGE], overwrite=True)
    assert name_in(plan) == "Wang"


def test_an_existing_file_is_overwritten_only_on_request_and_kept(plan):
    with pytest.raises(HostError) as caught:
        FileHost.create(plan, [])
    assert code_of(caught) == "file-exists"
    old = plan.read_bytes()
    FileHost.create(plan, [PAGE], overwrite=True)
    assert (backup_folder(plan) / "plan.0001.xlsx").read_bytes() == old


def test_a_missing_file_and_a_missing_folder_are_said(tmp_path):
    with pytest.raises(HostError) as caught:
        FileHost(tmp_path / "none.xlsx").read()
    assert code_of(caught) == "file-missing"
    with pytest.raises(HostError) as caught:
        FileHost.create(tmp_path / "none" / "plan.xlsx", [PAGE])
    assert code_of(caught) == "folder-missing"


def test_a_read_only_file_is_not_replaced(plan, monkeypatch):
    old = plan.read_bytes()
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)  # also where root may write anything
    with pytest.raises(HostError) as caught:
        FileHost(plan).apply(named("Li"))
    assert code_of(caught) == "read-only"
    assert plan.read_bytes() == old


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_files_permissions_stay(plan):
    plan.chmod(0o640)
    FileHost(plan).apply(named("Li"))
    assert plan.stat().st_mode & 0o777 == 0o640


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


BAD = {
    "empty": (b"", "not-a-workbook"),
    "text": (b"name,target\nWang,1\n", "not-a-workbook"),
    "another zip": (zipped(readme=b"hello"), "not-a-workbook"),
    "old format": (OLE + b"W\0o\0r\0k\0b\0o\0o\0k\0", "legacy-xls"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
}


@pytest.mark.parametrize(("content", "code"), BAD.values(), ids=BAD.keys())
def test_what_is_no_open_workbook_is_refused_by_name(tmp_path, content, code):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    for action in (FileHost(path).read, lambda: FileHost(path).apply(named("Li"))):
        with pytest.raises(InputError) as caught:
            action()
        assert code_of(caught) == code
    assert path.read_bytes() == content
    assert others_in(tmp_path) == ["bad.xlsx"]


def test_a_truncated_workbook_is_refused(plan):
    content = plan.read_bytes()
    for length in (len(content) // 2, len(content) - 10):
        plan.write_bytes(content[:length])
        with pytest.raises(InputError) as caught:
            FileHost(plan).read()
        assert code_of(caught) == "not-a-workbook"


def test_a_macro_workbook_keeps_its_ending_and_its_kind_of_content(tmp_path, plan):
    path = tmp_path / "plan.xlsm"
    content = plan.read_bytes()
    path.write_bytes(content)
    FileHost(path).apply(named("Li"))
    assert (backup_folder(path) / "plan.0001.xlsm").read_bytes() == content

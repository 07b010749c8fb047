"""Files of a job are put into a folder whole, or a problem says why not."""

from __future__ import annotations

import pytest

from salesbook.book.changes import OutputFile
from salesbook.errors import HostError
from salesbook.hosts.folder import write_files

FILES = (OutputFile("Wang.xlsx", b"1"), OutputFile("Li.xlsx", b"2"))


def test_files_stand_in_the_folder_which_is_made(tmp_path):
    paths = write_files(tmp_path / "a" / "letters", FILES)
    assert [p.read_bytes() for p in paths] == [b"1", b"2"]
    assert sorted(p.name for p in (tmp_path / "a" / "letters").iterdir()) == ["Li.xlsx", "Wang.xlsx"]


def test_files_are_written_over_unless_that_is_not_wanted(tmp_path):
    write_files(tmp_path, FILES)
    write_files(tmp_path, (OutputFile("Wang.xlsx", b"new"),))
    with pytest.raises(HostError) as caught:
        write_files(tmp_path, FILES, overwrite=False)
    assert [p.code for p in caught.value.problems] == ["file-exists", "file-exists"]
    assert (tmp_path / "Wang.xlsx").read_bytes() == b"new"


def test_with_one_file_open_elsewhere_none_is_written(tmp_path):
    write_files(tmp_path, FILES[1:])
    (tmp_path / "~$Li.xlsx").write_bytes(b"")
    with pytest.raises(HostError) as caught:
        write_files(tmp_path, FILES)
    assert [p.code for p in caught.value.problems] == ["open-in-excel"]
    assert not (tmp_path / "Wang.xlsx").exists()


def test_a_file_where_the_folder_should_be_is_said(tmp_path):
    (tmp_path / "letters").write_bytes(b"")
    with pytest.raises(HostError) as caught:
        write_files(tmp_path / "letters", FILES)
    assert len(caught.value.problems[0].message("zh")) > 5

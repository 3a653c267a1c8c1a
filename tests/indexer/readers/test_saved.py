"""Files as programs wrote them: what is read of each, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.readers.saved_files import FOLDERS, PROGRAMS, golden, names, what_is_read

FILES = [folder / name for folder in FOLDERS for name in names(folder)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_read_as_its_program_meant_it(file: Path) -> None:
    assert what_is_read(file) == golden(file.parent)[file.name]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_golden_has_its_file(folder: Path) -> None:
    assert list(golden(folder)) == names(folder)


def test_of_each_file_of_a_program_it_is_said_which_made_it() -> None:
    about = (PROGRAMS / "README.md").read_text("utf-8")
    for name in names(PROGRAMS):
        program, _, kind = name.partition(".")
        assert f"`{name}`" in about or (f"`{program}." in about and f"`.{kind}`" in about)

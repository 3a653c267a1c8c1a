"""The ledger of source files: what was put into it is read again, whatever came between."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer.article import Stamp
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.inventory import Inventory
from dateline.indexer.format.index.ledger import FileRecord, Ledger, read_ledger_file
from dateline.indexer.format.index.toc import NamedFile

NO_SOURCES = Inventory((), 1, False, (), (), 1)
texts = st.text(st.characters(codec="utf-8"), max_size=8)
stamps = st.builds(Stamp, st.integers(0, 2**60), st.integers(0, 2**62), st.sampled_from(["", "0f" * 32]))
records = st.builds(
    FileRecord,
    st.sampled_from(["//1/a", "//1/б.txt", "//2/a"]),
    stamp=st.none() | stamps,
    articles=st.integers(0, 9),
    lines=st.integers(0, 9),
    waiting=st.lists(texts, max_size=2).map(tuple),
    skipped=st.none() | texts,
    version=st.none() | texts,
    named=st.booleans(),
    removed=st.lists(texts, max_size=2).map(tuple),
)


class Places:
    """Names in a folder, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def spill(self) -> Path:
        return self.folder / "spill"

    def place(self, spill: Path) -> Path:
        return spill.rename(self.folder / f"{next(self._numbers):06d}.files")


def written(ledger: Ledger, places: Places) -> tuple[NamedFile, ...]:
    return ledger.write(NO_SOURCES, places.spill, places.place)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(records | st.sampled_from(["//1/a", "//2/a"]), max_size=3), max_size=12))
def test_what_was_written_in_many_commits_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, commits: list[list[FileRecord | str]]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    places = Places(folder)
    ledger = Ledger(folder)
    expected: dict[str, FileRecord] = {}
    named: tuple[NamedFile, ...] = ()
    for commit in commits:
        for change in commit:
            if isinstance(change, str):
                ledger.remove(change)
                expected.pop(change, None)
            else:
                ledger.put(change)
                expected[change.path] = change
        named = written(ledger, places)
        assert not ledger.changed
        assert len(named) <= 8
        again = Ledger(folder, named)
        assert {record.path: record for record in again} == expected
        assert len(again) == len(expected)
    assert {one.name for one in named} <= {path.name for path in folder.iterdir()}


def test_a_small_change_is_a_small_file(tmp_path: Path) -> None:
    places = Places(tmp_path)
    ledger = Ledger(tmp_path)
    for number in range(2000):
        ledger.put(FileRecord(f"//1/{number}.txt", Stamp(number, number, f"{number:064x}"), 1))
    (first,) = written(ledger, places)
    ledger.put(FileRecord("//1/7.txt", None, 2))
    same, second = written(ledger, places)
    assert same == first
    assert second.size * 50 < first.size
    assert written(ledger, places) == (first, second)  # nothing was changed


def test_what_changes_nothing_is_no_change(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.put(FileRecord("//1/a"))
    named = written(ledger, Places(tmp_path))
    again = Ledger(tmp_path, named)
    again.put(FileRecord("//1/a"))
    again.remove("//1/b")
    assert not again.changed


def test_a_damaged_or_missing_file_is_named(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.put(FileRecord("//1/a"))
    (named,) = written(ledger, Places(tmp_path))
    path = tmp_path / named.name
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:30] + bytes([whole[30] ^ 1]) + whole[31:], b""):
        path.write_bytes(damaged)
        with pytest.raises(IndexDamaged, match=named.name):
            read_ledger_file(tmp_path, named)
    path.unlink()
    with pytest.raises(IndexDamaged, match="missing"):
        Ledger(tmp_path, (named,))

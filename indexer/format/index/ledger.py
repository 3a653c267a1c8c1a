"""What does an index know of the files it was made of?

The ledger has a record of every file that was read: the state it was read in, how many articles it gave, and
which ids it holds that another file has put in. A run reads what is not as its record says, and takes out the
articles of files that are recorded and gone.

It lies in files of its own, named by the table of contents: each commit writes what it changed as one small
file, and once there are `_MOST` of them, or the small ones outweigh the first, all are written anew as one.
A later record of a file stands for all before it; a record of a path alone says that the file is gone. Each
has the inventory of its state (inventory.py), so that a lost table of contents does not cost the sources.
Only who writes reads the ledger: a search never does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from dateline.indexer.article import Stamp
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.durable import write_anew
from dateline.indexer.format.index.inventory import Inventory, inventory_of
from dateline.indexer.format.index.toc import NamedFile, name_file, read_named

__all__ = ["FileRecord", "Ledger", "LedgerFile", "packed_record", "read_ledger_file", "unpacked_record"]

_MOST: Final = 8
_MAGIC: Final = b"DATELINE FILES 4\n"
_PLAIN: Final = 4  # values of a packed record up to its lines
_MOST_EXPANDED: Final = 200  # bytes a compressed byte: paths and hashes never shrink so far


class FileRecord(NamedTuple):
    """What is known of one file; `path` is as it is kept (source_table.py).

    `stamp` is the state of what was read: of all of the file or, of a file that grows at its end, of so many
    bytes from its beginning. None: it was not read to its end, and is read again next time. `lines` are those
    read of a file that may grow; 0 where it has to be read anew. `articles` counts those it gave, `waiting`
    are the ids it holds that another file has put in, `removed` those a person took out. `skipped` says why
    it gave none, and `version` which Dateline could not read it, or not all of it: another one looks again.
    `lacking` are the optional parts of Dateline that would read more of it. `named` is true of a file that
    was given itself. `unread` are the files in it that could not be read: the path after its own, the reason,
    and of which kind that is ("trouble", "extra").
    """

    path: str
    stamp: Stamp | None = None
    articles: int = 0
    lines: int = 0
    waiting: tuple[str, ...] = ()
    skipped: str | None = None
    version: str | None = None
    named: bool = False
    removed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unread: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """One file of a ledger: the records in it, None for a file that is gone.

    `anew`: what was written before it does not count.
    """

    inventory: Inventory
    records: dict[str, FileRecord | None]
    anew: bool


class FileRecords:
    """The records of files, by path, and which of them were changed."""

    def __init__(self, records: Iterable[FileRecord] = ()) -> None:
        self._records = {record.path: record for record in records}
        self._changed: set[str] = set()

    def __iter__(self) -> Iterator[FileRecord]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def get(self, path: str) -> FileRecord | None:
        """The record of a file; None when there is none."""
        return self._records.get(path)

    def put(self, record: FileRecord) -> None:
        """Record a file, in place of what was recorded of it."""
        if self._records.get(record.path) != record:
            self._records[record.path] = record
            self._changed.add(record.path)

    def remove(self, path: str) -> None:
        """Forget a file."""
        if self._records.pop(path, None) is not None:
            self._changed.add(path)

    @property
    def changed(self) -> bool:
        """Whether anything was, since it was written last."""
        return bool(self._changed)


class Ledger(FileRecords):
    """The records of an index, and what is changed of them until the next commit.

    `inventory` is that of its newest file; None where none was written.
    """

    def __init__(self, folder: Path, named: tuple[NamedFile, ...] = ()) -> None:
        super().__init__()
        self._folder = folder
        self._named = named
        self.inventory: Inventory | None = None
        for file in named:
            read = read_ledger_file(folder, file)
            self.inventory = read.inventory
            for path, record in read.records.items():
                if record is None:
                    self._records.pop(path, None)
                else:
                    self._records[path] = record

    def write(
        self, inventory: Inventory, spill: Callable[[], Path], place: Callable[[Path], Path]
    ) -> tuple[NamedFile, ...]:
        """Bring what was changed to the disk; the files that the next table of contents is to name.

        `spill` gives a path to write to, `place` its name to what is written.
        """
        told = self.inventory is not None and self.inventory.still_tells(inventory)
        if told and not self._changed:
            return self._named
        sizes = [file.size for file in self._named]
        anew = len(sizes) + 1 >= _MOST or sum(sizes[1:]) > (sizes or [0])[0] or not (sizes and self._records)
        paths = self._records if anew else sorted(self._changed)
        records = [packed_record(path, self._records.get(path)) for path in paths]
        self._changed = set()
        self.inventory = inventory
        path = spill()
        written = {"inventory": inventory.packed(), "anew": anew, "files": records}
        raw = json.dumps(written, ensure_ascii=True, separators=(",", ":")).encode()
        write_anew(path, _MAGIC + zlib.compress(raw, 1))
        self._named = (*(() if anew else self._named), name_file(place(path)))
        return self._named


def packed_record(path: str, record: FileRecord | None) -> list[Any]:
    """A record as JSON has it; of a file that is gone its path alone."""
    if record is None:
        return [path]
    stamp = record.stamp and [record.stamp.size, record.stamp.modified_ns, record.stamp.sha256]
    packed = [
        path,
        stamp,
        record.articles,
        record.lines,
        list(record.waiting),
        record.skipped,
        record.version,
        record.named,
        list(record.removed),
        list(record.lacking),
        list(map(list, record.unread)),
    ]
    while len(packed) > 2 and not packed[-1] and packed[-1] != "":
        packed.pop()
    return packed


def read_ledger_file(folder: Path, named: NamedFile) -> LedgerFile:
    """One file of a ledger. IndexDamaged."""
    path = folder / named.name
    try:
        raw = read_named(folder, named)
    except FileNotFoundError:
        raise IndexDamaged(path, "the file is missing") from None
    if not raw.startswith(_MAGIC):
        raise IndexDamaged(path, "not a ledger of files (wrong first bytes)")
    try:
        packed = zlib.decompressobj().decompress(raw[len(_MAGIC) :], _MOST_EXPANDED * len(raw))
        given = json.loads(packed)
        records = {one[0]: unpacked_record(one) for one in given["files"]}
        return LedgerFile(inventory_of(given["inventory"]), records, bool(given["anew"]))
    except (zlib.error, ValueError, TypeError, LookupError, RecursionError) as error:
        raise IndexDamaged(path, f"not records of files ({error})") from error


def unpacked_record(packed: list[Any]) -> FileRecord | None:
    """The record that `packed_record` has packed."""
    if len(packed) == 1:
        return None
    if len(packed) <= _PLAIN:  # as most are
        path, stamp, *counts = packed
        return FileRecord(path, Stamp(*stamp) if stamp else None, *counts)
    missing: list[Any] = [None, 0, 0, (), None, None, False, (), (), ()]
    path, stamp, articles, lines, waiting, skipped, version, named, removed, lacking, unread = [
        *packed,
        *missing[len(packed) - 1 :],
    ]
    return FileRecord(
        path=path,
        stamp=Stamp(*stamp) if stamp else None,
        articles=articles,
        lines=lines,
        waiting=tuple(waiting),
        skipped=skipped,
        version=version,
        named=named,
        removed=tuple(removed),
        lacking=tuple(lacking),
        unread=tuple([(inside, reason, cause) for inside, reason, cause in unread]),
    )

"""What is in the folder of an index, and how does one state of it replace another, whatever happens?

`index.toc` is the table of contents: JSON on one line, its CRC-32 on the next. It names the segment files of
the current state, their sizes and directory checksums, and for each the file of its deletions. Files are
never changed once a TOC names them. A new state is written as new files, each brought to the disk, then a
new TOC beside the old one, which it replaces by a rename: before the rename nothing is visible, after it
everything. The files of the state before are kept until the next one is published, for readers that had just
read its TOC (docs/durability.md).

A TOC is somebody's word: names that are not of our patterns, counts that can't be, what is of another type is
IndexDamaged, before any file is looked at.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from dateline.indexer.format.errors import IndexDamaged, IndexMissing, IndexVersion, TocMissing
from dateline.indexer.format.index.durable import sync_folder, write_anew
from dateline.indexer.format.index.names import (
    DELETIONS,
    LEDGER,
    NEW_TOC_NAME,
    SEGMENT,
    SEGMENT_SUFFIX,
    TOC_NAME,
    is_data,
    segment_names,
)
from dateline.indexer.format.index.source_table import SourceEntry, source_entries
from dateline.indexer.format.records import record
from dateline.indexer.format.storage.array_file import FORMAT_VERSION
from dateline.indexer.format.storage.opening import open_regular

__all__ = ["NamedFile", "SegmentEntry", "Toc", "encode_toc", "publish", "raw_toc", "read_named", "read_toc"]

_MOST_BYTES: Final = 64 << 20  # of a TOC: 200 bytes a segment, of which there are hundreds at most
_MOST: Final = 1 << 53  # of any count: what JSON keeps exactly everywhere


@record
class NamedFile:
    """A file that is read whole, as the TOC names it."""

    name: str
    size: int  # bytes
    checksum: int  # CRC-32 of all its bytes


@record
class SegmentEntry:
    """One segment as the TOC names it: enough to plan merges and find a swapped file without opening it."""

    name: str
    size: int  # bytes of the segment file
    checksum: int  # CRC-32 of its directory
    articles: int
    passages: int
    live_articles: int
    live_passages: int
    indexed: int  # when it was first published, milliseconds since 1970 (indexing_times.py)
    deletions: NamedFile | None = None  # None when nothing is deleted

    @property
    def file(self) -> str:
        """The name of the segment file."""
        return self.name + SEGMENT_SUFFIX

    def files(self) -> list[str]:
        """The names of its files."""
        return [self.file] if self.deletions is None else [self.file, self.deletions.name]


@record
class Toc:
    """One published state of an index.

    Generation 0 is a folder that a writer has begun to fill and that nothing was published in yet.
    """

    generation: int
    segments: tuple[SegmentEntry, ...]
    languages: dict[str, int]  # live articles by language
    next_name: int  # number of the next segment file: names are never used twice
    time: int  # when this state was published, milliseconds since 1970: later than the one before
    previous: tuple[str, ...] = ()  # files of the state before
    sources: tuple[SourceEntry, ...] = ()
    next_source: int = 1  # number of the next source: never used twice
    portable: bool = False  # whether the roots of new sources are kept relative to the index
    ledger: tuple[NamedFile, ...] = ()  # the files of the ledger (ledger.py), in their order

    def files(self) -> set[str]:
        """The names of the files this state consists of."""
        beside = {file.name for file in self.ledger}
        return beside.union(name for segment in self.segments for name in segment.files())


def encode_toc(toc: Toc) -> bytes:
    """The bytes of `index.toc`."""
    from dataclasses import asdict  # who reads an index does without

    line = json.dumps({"format": "dateline index", "version": FORMAT_VERSION, **asdict(toc)}).encode()
    return b"%s\n%08x\n" % (line, zlib.crc32(line))


def raw_toc(folder: Path) -> bytes | None:
    """The bytes of `index.toc`, whatever they say; None when there is none. IndexDamaged, OSError."""
    path = folder / TOC_NAME
    try:
        with open_regular(path) as file:
            raw = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(raw) > _MOST_BYTES:
        raise IndexDamaged(path, f"more than {_MOST_BYTES >> 20} MB, too large for a table of contents")
    return raw


def read_toc(folder: Path, *, begun: bool = False) -> Toc:
    """The current state. IndexMissing, IndexDamaged (TocMissing when segments are there), IndexVersion.

    A folder in which nothing was published yet is IndexMissing too, unless `begun` asks for it.
    """
    raw = raw_toc(folder)
    if raw is None:
        segments = segment_names(folder)
        if segments:
            raise TocMissing(folder / TOC_NAME, len(segments))
        raise _missing(folder)
    toc = decode_toc(raw, folder / TOC_NAME)
    if not toc.generation and not begun:
        raise _missing(folder)
    return toc


def _missing(folder: Path) -> IndexMissing:
    """That there is no index, and who is building one."""
    from dateline.indexer.format.index.lock import holder_of  # which a search does without

    return IndexMissing(folder, holder_of(folder))


def decode_toc(raw: bytes, path: Path) -> Toc:
    """The state that the bytes of an `index.toc` tell of. IndexDamaged, IndexVersion; `path` is for them."""
    lines = raw.split(b"\n")
    if len(lines) != 3 or lines[2] or lines[1] != b"%08x" % zlib.crc32(lines[0]):
        raise IndexDamaged(path, "does not match its checksum")
    try:
        parsed = json.loads(lines[0])
        if not isinstance(parsed, dict) or parsed.pop("format", None) != "dateline index":
            raise ValueError("another format")
        version = _count(parsed.pop("version", None), "version")
        if version != FORMAT_VERSION:
            raise IndexVersion(path, version, FORMAT_VERSION)
        return _toc(parsed)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise IndexDamaged(path, f"not a table of contents ({error})") from error


def _toc(given: dict[str, Any]) -> Toc:
    """A TOC of the JSON given. ValueError, TypeError, KeyError."""
    generation, next_name = (_count(given.pop(name), name) for name in ("generation", "next_name"))
    time = _count(given.pop("time"), "time")
    segments = tuple(_segment(entry, generation, next_name) for entry in _list(given.pop("segments")))
    if len({segment.name for segment in segments}) < len(segments):
        raise ValueError("a segment is named twice")
    languages = given.pop("languages")
    if not isinstance(languages, dict):
        raise TypeError("languages")
    live = sum(segment.live_articles for segment in segments)
    if sum(_count(count, "languages") for count in languages.values()) != live:
        raise ValueError(f"languages of other than {live} articles")
    previous = tuple(_list(given.pop("previous")))
    for name in previous:
        if not isinstance(name, str) or not is_data(name):
            raise ValueError(f"file name {name!r:.80}")
    next_source = _count(given.pop("next_source"), "next_source")
    sources = source_entries(given.pop("sources"), next_source)
    ledger = tuple(_named(entry) for entry in _list(given.pop("ledger")))
    for file in ledger:
        match = LEDGER.fullmatch(file.name)
        if match is None or int(match[1]) > generation:
            raise ValueError(f"ledger {file.name!r:.80}")
    portable = given.pop("portable")
    if not isinstance(portable, bool):
        raise TypeError("portable")
    if given:
        raise ValueError(f"unknown key {min(given)!r:.80}")
    return Toc(
        generation, segments, languages, next_name, time, previous, sources, next_source, portable, ledger
    )


def _segment(given: Any, generation: int, next_name: int) -> SegmentEntry:
    name, deletions = given["name"], given["deletions"]
    if not isinstance(name, str) or not SEGMENT.fullmatch(name) or int(name) >= next_name:
        raise ValueError(f"segment name {name!r:.80}")
    counts = ("size", "checksum", "articles", "passages", "live_articles", "live_passages", "indexed")
    numbers = {key: _count(given[key], key) for key in counts}
    if len(given) > len(counts) + 2:
        raise ValueError(f"an unknown key in segment {name}")
    for what in ("articles", "passages"):
        live, all_ = numbers["live_" + what], numbers[what]
        if live > all_ or (deletions is None and live != all_):
            raise ValueError(f"{live} of {all_} {what} live in segment {name}")
    if deletions is None:
        return SegmentEntry(name, deletions=None, **numbers)
    named = _named(deletions)
    match = DELETIONS.fullmatch(named.name)
    if match is None or match[1] != name or int(match[2]) > generation:
        raise ValueError(f"deletions {named.name!r:.80} of segment {name}")
    return SegmentEntry(name, **numbers, deletions=named)


def _named(given: Any) -> NamedFile:
    name = given["name"]
    if not isinstance(name, str) or not is_data(name):
        raise ValueError(f"file name {name!r:.80}")
    if len(given) > 3:
        raise ValueError(f"an unknown key of {name}")
    return NamedFile(name, _count(given["size"], "size"), _count(given["checksum"], "checksum"))


def _list(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise TypeError("a list is wanted")
    return given


def _count(given: Any, what: str) -> int:
    """A number that counts something. ValueError for any other, and for what is none."""
    if type(given) is not int or not 0 <= given < _MOST:  # a bool is no number here
        raise ValueError(f"{what} {given!r:.40}")
    return given


def read_named(folder: Path, named: NamedFile) -> bytes:
    """The bytes of a file the TOC names. IndexDamaged when it is another one, FileNotFoundError."""
    path = folder / named.name
    with open_regular(path) as file:
        raw = file.read(named.size + 1)
    if len(raw) != named.size or zlib.crc32(raw) != named.checksum:
        raise IndexDamaged(path, "not the file the table of contents names")
    return raw


def name_file(path: Path) -> NamedFile:
    """A file as a TOC names it, whatever it holds now. IndexDamaged, OSError."""
    with open_regular(path) as file:
        raw = file.read()
    return NamedFile(path.name, len(raw), zlib.crc32(raw))


def publish(folder: Path, toc: Toc, check: Callable[[], None] | None = None) -> bytes:
    """Make `toc`, whose files are on the disk already, the current state; the bytes of the new TOC.

    `check` is called just before, when all is written: an error it raises leaves the index as it is.
    """
    raw = encode_toc(toc)
    new = folder / NEW_TOC_NAME
    write_anew(new, raw)
    if toc.files():
        sync_folder(folder)  # the new files' names must be on the disk before the TOC that names them
    if check is not None:
        check()
    new.replace(folder / TOC_NAME)
    sync_folder(folder)
    return raw

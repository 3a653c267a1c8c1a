"""How is a table of contents made anew, where it is lost or damaged?

Of the segments and the ledger in the folder: the newest file of the ledger that is whole says where the
sources lie, and which of the segments it knows are in use (inventory.py). Segments that are damaged are named
as well, as far as they can be opened: what becomes of them is for who repairs (repair.py). Where no file of
the ledger is whole, the articles stay, and nobody knows their sources.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dateline.indexer.format.errors import DatelineError, IndexDamaged
from dateline.indexer.format.index.aside import put_aside
from dateline.indexer.format.index.indexing_times import next_time
from dateline.indexer.format.index.inventory import Inventory
from dateline.indexer.format.index.ledger import LedgerFile, read_ledger_file
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.format.index.names import (
    DELETIONS,
    LEDGER,
    TOC_NAME,
    segment_names,
    unused_number,
)
from dateline.indexer.format.index.pending import PendingSegment
from dateline.indexer.format.index.salvage import newest_deletions
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.format.index.toc import NamedFile, Toc, name_file, publish
from dateline.indexer.format.segment.agreement import UNREADABLE
from dateline.indexer.format.segment.deletions import read_deletions

__all__ = ["rebuild_toc"]


def rebuild_toc(folder: Path, *, wait: float = 0.0) -> list[str]:
    """Publish a table of contents of what is in the folder; where the files now are that it has to leave out.

    IndexLocked, OSError.
    """
    lock = WriteLock(folder, wait=wait)
    try:
        ledger, inventory = _ledger(folder)
        segments, unreadable = _segments(folder, inventory)
        put = [put_aside(folder, name) for name in (TOC_NAME, *unreadable)]
        publish(folder, _toc(folder, segments, ledger, inventory), lock.check)
        return [one for one in put if one is not None]
    finally:
        lock.release()


def _toc(
    folder: Path, segments: list[PendingSegment], ledger: list[NamedFile], inventory: Inventory | None
) -> Toc:
    languages: Counter[str] = Counter()
    generation = max(_generations(folder), default=0)
    source = 0
    # What the ledger does not know counts as indexed now: told twice as new, but never not at all.
    time = next_time(0 if inventory is None else max(inventory.indexed, default=0))
    known = {} if inventory is None else dict(zip(inventory.segments, inventory.indexed, strict=True))
    entries = []
    for segment in segments:
        newest = newest_deletions(folder, segment.name, segment.reader.articles)
        deletions = None
        if newest is not None:
            segment.live = read_deletions(newest[1], segment.reader.articles)
            deletions = name_file(newest[1])
        entries.append(segment.named(deletions, known.get(segment.name, time)))
        languages.update(_languages(segment))
        source = max(source, _highest_source(segment))
    next_name = max(unused_number(folder), 0 if inventory is None else inventory.next_name)
    return Toc(
        generation=max(generation, next_name),
        segments=tuple(entries),
        languages=dict(languages),
        next_name=next_name,
        time=time,
        sources=() if inventory is None else inventory.sources,
        next_source=max(source + 1, 1 if inventory is None else inventory.next_source),
        portable=inventory is not None and inventory.portable,
        ledger=tuple(ledger),
    )


def _generations(folder: Path) -> list[int]:
    """Of the states that files in the folder were written for."""
    names = [path.name for path in folder.iterdir()]
    found = [int(match[2]) for name in names if (match := DELETIONS.fullmatch(name))]
    return found + [int(match[1]) for name in names if (match := LEDGER.fullmatch(name))]


def _segments(folder: Path, inventory: Inventory | None) -> tuple[list[PendingSegment], list[str]]:
    """The segments that are or may be in use, in their order, and the files that can't be opened."""
    opened: dict[str, PendingSegment] = {}
    unreadable = []
    for name in segment_names(folder):
        try:
            opened[name.partition(".")[0]] = PendingSegment(folder / name)
        except (DatelineError, OSError):  # noqa: PERF203 (each by itself)
            unreadable.append(name)
    if inventory is not None and opened.keys() >= set(inventory.segments):
        opened = {name: segment for name, segment in opened.items() if inventory.may_hold(name)}
    known = () if inventory is None else inventory.segments
    order = [*(name for name in known if name in opened), *(name for name in opened if name not in known)]
    return [opened[name] for name in order], unreadable


def _ledger(folder: Path) -> tuple[list[NamedFile], Inventory | None]:
    """The files of the newest ledger, damaged ones too, and the inventory of the newest one that is whole."""
    named: list[NamedFile] = []
    inventory = None
    for path in sorted(folder.iterdir(), key=lambda path: (len(path.name), path.name)):
        if LEDGER.fullmatch(path.name) is None:
            continue
        try:
            file = name_file(path)
        except (DatelineError, OSError):
            put_aside(folder, path.name)
            continue
        whole = _read(folder, file)
        if whole is not None:
            inventory = whole.inventory
        named = [file] if whole is not None and whole.anew else [*named, file]
    return named, inventory


def _read(folder: Path, file: NamedFile) -> LedgerFile | None:
    try:
        return read_ledger_file(folder, file)
    except IndexDamaged:
        return None


def _languages(segment: PendingSegment) -> dict[str, int]:
    """The live articles by language; of none stated where that can't be read."""
    try:
        counts = segment.reader.count_languages(segment.live)
        if sum(counts.values()) == segment.live_articles:
            return counts
    except (IndexDamaged, *UNREADABLE):
        pass
    return {"": segment.live_articles}


def _highest_source(segment: PendingSegment) -> int:
    try:
        return max(map(number_of, segment.reader.keyword_field("path").values), default=0)
    except (IndexDamaged, *UNREADABLE):
        return 0

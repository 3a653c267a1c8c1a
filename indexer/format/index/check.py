"""Is an index whole, and if not, which of its files are damaged and what do they hold?

Every file that the table of contents names is read and compared with its checksums; what is found goes on the
list, and the next file is looked at. A deep check also takes out of the arrays what they say: every article,
every posting, and whether one agrees with the other. Nothing is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dateline.indexer.format.errors import IndexDamaged, IndexVersion
from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT, TEXT_FIELDS
from dateline.indexer.format.index.ledger import read_ledger_file
from dateline.indexer.format.index.names import LOCK_NAME, TOC_NAME, is_leftover
from dateline.indexer.format.index.reader import SegmentReader
from dateline.indexer.format.index.source_table import Roots, number_of
from dateline.indexer.format.index.toc import SegmentEntry, Toc, read_toc
from dateline.indexer.format.storage.array_file import ArrayFile

__all__ = ["Finding", "check"]

# What crafted numbers under right checksums make of reading an array.
_UNREADABLE: Final = (IndexError, ValueError, KeyError, TypeError, OverflowError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one file of an index; `holds` says what is in it.

    `damage` is false of what is only worth knowing: a file in the folder that is none of the index's.
    """

    file: str
    reason: str
    holds: str = ""
    damage: bool = True


def check(folder: Path, *, deep: bool = False) -> Iterator[Finding]:
    """What is wrong with the index in a folder, file by file; nothing when it is whole.

    IndexMissing where there is none, IndexVersion for one of another version.
    """
    try:
        toc = read_toc(folder)
    except IndexDamaged as error:
        yield Finding(TOC_NAME, error.reason, "which files are the index")
        return
    readers: list[SegmentReader] = []
    for entry in toc.segments:
        holds = f"{entry.live_articles:,} article{'s' * (entry.live_articles != 1)}"
        reasons = list(_segment(folder, entry))
        yield from (Finding(entry.file, reason, holds) for reason in reasons)
        opened = _opened(folder, entry, toc)
        if isinstance(opened, SegmentReader):
            if not reasons:
                readers.append(opened)
        elif opened.path.name != entry.file or not reasons:  # its deletions, or what no checksum tells
            yield Finding(opened.path.name, opened.reason, holds)
    yield from _ledger(folder, toc)
    if deep:
        sound = []
        for reader in readers:
            reasons = list(_contents(reader))
            yield from (
                Finding(reader.path.name, reason, f"{reader.articles:,} articles") for reason in reasons
            )
            if not reasons:
                sound.append(reader)
        yield from _ids(sound)
    for reader in readers:
        reader.close()
    yield from _foreign(folder, toc)


def _segment(folder: Path, entry: SegmentEntry) -> Iterator[str]:
    """What is wrong with the bytes of a segment file."""
    path = folder / entry.file
    try:
        file = ArrayFile(path)
    except FileNotFoundError:
        yield "the file is missing"
        return
    except IndexVersion as error:
        yield f"of format version {error.found}"
        return
    except IndexDamaged as error:
        yield error.reason
        return
    try:
        if (file.size, file.directory_checksum) != (entry.size, entry.checksum):
            yield "not the file the table of contents names"
        yield from file.damage()
        counts = file.facts.get("articles"), file.facts.get("passages")
        if counts != (entry.articles, entry.passages):
            named = f"{entry.articles} and {entry.passages}"
            yield f"has {counts[0]} articles and {counts[1]} passages, not {named}"
    finally:
        file.close()


def _opened(folder: Path, entry: SegmentEntry, toc: Toc) -> SegmentReader | IndexDamaged:
    """The segment with its deletions, or what is wrong with either."""
    try:
        reader = SegmentReader(folder / entry.file, entry, Roots(toc.sources, folder))
    except IndexDamaged as error:
        return error
    except IndexVersion as error:
        return IndexDamaged(error.path, f"of format version {error.found}")
    except FileNotFoundError as error:
        return IndexDamaged(Path(error.filename), "the file is missing")
    live = reader.articles if reader.live_articles is None else int(reader.live_articles.sum())
    if live != entry.live_articles:
        return IndexDamaged(reader.path, f"{live} articles are live, not {entry.live_articles}")
    return reader


def _ledger(folder: Path, toc: Toc) -> Iterator[Finding]:
    known = {source.number for source in toc.sources}
    for named in toc.ledger:
        try:
            records = read_ledger_file(folder, named).records
        except IndexDamaged as error:
            yield Finding(named.name, error.reason, "what was read of which file")
            continue
        unknown = {number_of(path) for path, record in records.items() if record is not None} - known
        if unknown and len(toc.ledger) == 1:
            yield Finding(named.name, f"names files of no source ({min(unknown)})", f"{len(records):,} files")


def _contents(reader: SegmentReader) -> Iterator[str]:
    """What a segment says that can't be, though its checksums are right."""
    yield from reader.disagreements()
    try:
        for name in KEYWORD_FIELDS:
            values = list(reader.keywords(name).values)
            if name != "path" and values != sorted(set(values)):
                yield f"the values of {name} are not sorted"
        for ordinal in range(reader.articles):
            reader.article(ordinal)
        for name in TEXT_FIELDS:
            documents = reader.passages if name == TEXT else reader.articles
            field = reader.text_field(name)
            for term in range(field.size):
                found = np.asarray(field.documents(term), np.int64)
                if len(found) and (found[-1] >= documents or bool((np.diff(found) <= 0).any())):
                    yield f"the postings of a term of {name} are not those of {documents} documents"
                    break
        counted = reader.count_languages(np.ones(reader.articles, bool))
        if counted != dict(reader.languages):
            yield "its languages are not those of its articles"
    except IndexDamaged as error:
        yield error.reason
    except _UNREADABLE as error:
        yield f"can't be read ({type(error).__name__}: {error})"


def _ids(readers: list[SegmentReader]) -> Iterator[Finding]:
    """Ids that more than one live article has."""
    seen: Counter[str] = Counter()
    for reader in readers:
        field, live = reader.keyword_field("id"), reader.live_articles
        for ordinal in range(reader.articles):
            if live is None or live[ordinal]:
                article_id = field.value(ordinal) or ""
                seen[article_id] += 1
                if seen[article_id] == 2:
                    yield Finding(reader.path.name, f"a second article has the id {article_id!r}")


def _foreign(folder: Path, toc: Toc) -> Iterator[Finding]:
    named = {TOC_NAME, LOCK_NAME, *toc.files(), *toc.previous}
    for path in sorted(folder.iterdir()):
        if path.name not in named:
            reason = "left over" if is_leftover(path.name) else "not of the index"
            yield Finding(path.name, reason, damage=False)

"""Is an index whole, and if not, which of its files are damaged and what do they hold?

Every file that the table of contents names is read and compared with its checksums; what is found goes on the
list, and the next file is looked at. A deep check also takes out of the arrays what they say, and compares
that with each other (agreement.py, cross_check.py). Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dateline.indexer.format.errors import IndexDamaged, IndexVersion
from dateline.indexer.format.fields import TEXT, TITLE
from dateline.indexer.format.index.cross_check import cross_check
from dateline.indexer.format.index.ledger import LedgerFile, read_ledger_file
from dateline.indexer.format.index.names import ASIDE_NAME, LOCK_NAME, SYNONYMS_NAME, TOC_NAME, is_leftover
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.toc import SegmentEntry, Toc, read_toc
from dateline.indexer.format.segment.agreement import UNREADABLE
from dateline.indexer.format.segment.text_agreement import words_fit
from dateline.indexer.format.storage.array_file import ArrayFile

__all__ = ["Finding", "check", "contents"]

_MOST_NAMED: Final = 3  # articles of which a line tells why they can't be read
_AT_ONCE: Final = 512  # articles whose titles are in memory


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one file of an index; `holds` says what is in it.

    `damage` is false of what is only worth knowing: a file in the folder that is none of the index's.
    `whole_file` is false where the file itself is sound, and does not agree with others.
    """

    file: str
    reason: str
    holds: str = ""
    damage: bool = True
    whole_file: bool = True


def check(folder: Path, *, deep: bool = False) -> Iterator[Finding]:
    """What is wrong with the index in a folder, file by file; nothing when it is whole.

    IndexMissing where there is none, IndexVersion for one of another version.
    """
    try:
        toc = read_toc(folder)
    except IndexDamaged as error:
        yield Finding(TOC_NAME, error.reason, "which files are the index")
        return
    sound: list[SegmentReader] = []
    for entry in toc.segments:
        holds = _articles(entry.live_articles)
        reasons = list(_segment(folder, entry))
        yield from (Finding(entry.file, reason, holds) for reason in reasons)
        opened = _opened(folder, entry)
        if not isinstance(opened, SegmentReader):
            if opened.path.name != entry.file or not reasons:  # its deletions, or what no checksum tells
                yield Finding(opened.path.name, opened.reason, f"which of {holds} are deleted")
            continue
        if deep and not reasons:
            reasons = list(contents(opened))
            yield from (Finding(entry.file, reason, holds) for reason in reasons)
        if not reasons:
            sound.append(opened)
    ledger: list[LedgerFile] = []
    for named in toc.ledger:
        try:
            ledger.append(read_ledger_file(folder, named))
        except IndexDamaged as error:  # noqa: PERF203 (each by itself)
            yield Finding(named.name, error.reason, "what was read of which file")
    if deep:
        yield from (
            Finding(file, reason, damage=damage, whole_file=False)
            for file, reason, damage in cross_check(toc, sound, ledger)
        )
    for reader in sound:
        reader.close()
    yield from _foreign(folder, toc)


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


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


def _opened(folder: Path, entry: SegmentEntry) -> SegmentReader | IndexDamaged:
    """The segment with its deletions, or what is wrong with either."""
    try:
        reader = SegmentReader(folder / entry.file, entry)
    except IndexDamaged as error:
        return error
    except IndexVersion as error:
        return IndexDamaged(Path(error.path), f"of format version {error.found}")
    except FileNotFoundError as error:
        return IndexDamaged(Path(error.filename), "the file is missing")
    live = reader.articles if reader.live_articles is None else int(reader.live_articles.sum())
    if live != entry.live_articles:
        return IndexDamaged(reader.path, f"{live} articles are live, not {entry.live_articles}")
    return reader


def contents(reader: SegmentReader) -> Iterator[str]:
    """What a segment says that can't be, though its checksums are right; every article of it is read."""
    yield from reader.disagreements()
    failed: list[str] = []
    misfits: set[str] = set()
    for first in range(0, reader.articles, _AT_ONCE):
        titles: list[str] = []
        for ordinal in range(first, min(first + _AT_ONCE, reader.articles)):
            try:
                titles.append(reader.article(ordinal).title or "")
            except IndexDamaged as error:  # noqa: PERF203 (each by itself)
                failed.append(error.reason)
            except UNREADABLE as error:
                failed.append(f"article {ordinal}: {type(error).__name__}: {error}")
        if not failed and not _fit(reader, TITLE, titles, first):
            misfits.add(TITLE)
    if failed:
        told = "; ".join(failed[:_MOST_NAMED])
        yield f"{len(failed):,} of {reader.articles:,} articles can't be read: {told}"
        return
    if not _fit(reader, TEXT, map(reader.passage_text, range(reader.passages)), 0):
        misfits.add(TEXT)
    yield from (f"the words of {name} are not where it says they begin" for name in sorted(misfits))


def _fit(reader: SegmentReader, name: str, texts: Iterable[str], first: int) -> bool:
    try:
        return words_fit(reader.text_field(name), texts, first=first, sentences=name == TEXT)
    except (IndexDamaged, *UNREADABLE):  # numbers that can't be: they are named by what does not agree
        return True


def _foreign(folder: Path, toc: Toc) -> Iterator[Finding]:
    named = {TOC_NAME, LOCK_NAME, SYNONYMS_NAME, *toc.files(), *toc.previous}
    for path in sorted(folder.iterdir()):
        if path.name not in named and not path.name.startswith("."):  # .gitignore, .DS_Store
            reason = "left over" if is_leftover(path.name) else "not of the index"
            if path.name.partition(".")[0] == ASIDE_NAME and path.is_dir():
                reason = "what a repair has put aside; yours to remove"
            yield Finding(path.name, reason, damage=False)

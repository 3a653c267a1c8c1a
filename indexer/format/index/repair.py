"""How does a damaged index become whole again, with all that can still be read of it?

What is damaged is put aside (aside.py) and left out of the next state. Into that goes every article of it
whose own blocks are whole (salvage.py), and the record of each file that lost an article says that it is to
be read again. One commit publishes all of this: before it the index is as it was. Of articles with one id the
newest stays. Where the table of contents itself is lost, one is made first (rebuilding.py).
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.errors import DatelineError, IndexDamaged
from dateline.indexer.format.index.aside import put_aside
from dateline.indexer.format.index.check import Finding, check, contents
from dateline.indexer.format.index.ledger import FileRecord, read_ledger_file
from dateline.indexer.format.index.names import DELETIONS, TOC_NAME
from dateline.indexer.format.index.rebuilding import rebuild_toc
from dateline.indexer.format.index.salvage import LostArticle, file_of, live_articles, salvage
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.format.index.toc import SegmentEntry, Toc, read_toc
from dateline.indexer.format.index.writer import IndexWriter

__all__ = ["Cut", "Repaired", "repair"]

# The passages of an article, and where sentences begin in each.
Cut = Callable[[Article], tuple[Sequence[Passage], Sequence[Sequence[int]]]]

_ATTEMPTS: Final = 5


@dataclass(slots=True)
class Repaired:
    """What was damaged, and what of the index could be kept; `findings` is empty of an index that is whole.

    `aside` is where the damaged files now are, below the folder of the index. `articles` is how many the
    index has now, `salvaged` those of them that were taken out of damaged segments. `lost` are those that
    could not be, as far as anything tells of them; `unnamed` counts the others. `revived` is how many may be
    back that had been deleted. `sources_known` is whether the index knows its sources, or has none.
    """

    findings: tuple[Finding, ...] = ()
    aside: list[str] = field(default_factory=list)
    articles: int = 0
    salvaged: int = 0
    lost: list[LostArticle] = field(default_factory=list)
    unnamed: int = 0
    revived: int = 0
    sources_known: bool = True


def repair(folder: Path, cut: Cut, *, wait: float = 0.0) -> Repaired:
    """Publish a state of all that is whole. IndexMissing where there is nothing of an index, IndexLocked.

    What is taken out of a damaged segment is `cut` anew.

    A whole index is left as it is. Nothing is read from its sources.
    """
    repaired = Repaired()
    lost_toc = False
    for _ in range(_ATTEMPTS):
        try:
            before: Toc | None = read_toc(folder, begun=True)
        except IndexDamaged as error:
            lost_toc = True
            repaired.findings = (Finding(error.path.name, error.reason, "which files are the index"),)
            repaired.aside += rebuild_toc(folder, wait=wait)
            continue
        found = tuple(finding for finding in check(folder, deep=True) if finding.damage)
        if not found and not lost_toc:
            break
        with IndexWriter(folder, create=False, wait=wait, without=_damaged_segments(found)) as writer:
            if read_toc(folder) != before:  # somebody has published since
                writer.cancel()
                continue
            assert before is not None
            repaired.findings += found
            _Repair(folder, before, writer, repaired, cut, lost_toc).run()
        break
    toc = read_toc(folder)
    repaired.articles = sum(entry.live_articles for entry in toc.segments)
    return repaired


def _damaged_segments(findings: tuple[Finding, ...]) -> set[str]:
    """The names of the segments that are damaged, or whose deletions are."""
    files = [finding.file for finding in findings if finding.whole_file]
    deletions = [match[1] for file in files if (match := DELETIONS.fullmatch(file))]
    return {*deletions, *(file.partition(".")[0] for file in files if file.endswith(".segment"))}


class _Repair:
    """The steps of a repair, under the lock, up to the commit."""

    def __init__(
        self,
        folder: Path,
        toc: Toc,
        writer: IndexWriter,
        repaired: Repaired,
        cut: Cut,
        lost_toc: bool,
    ) -> None:
        self._folder = folder
        self._toc = toc
        self._writer = writer
        self._repaired = repaired
        self._cut = cut
        self._damaged = _damaged_segments(repaired.findings)
        self._unsure = lost_toc  # whether some that were deleted may be back
        self._known = {source.number for source in toc.sources}
        self._records, self._all_known = self._ledger()

    def run(self) -> None:
        """Take over what can be read, and note what is to be read again."""
        files = {finding.file for finding in self._repaired.findings if finding.whole_file}
        for entry in reversed(self._toc.segments):  # the newest first: it has the ids
            if entry.name in self._damaged:
                self._take(entry)
        self._drop_older()
        self._note_files()
        for name in sorted(files - {TOC_NAME}):
            aside = put_aside(self._folder, name)
            if aside is not None:
                self._repaired.aside.append(aside)

    def _ledger(self) -> tuple[dict[str, FileRecord], bool]:
        """The records of the files of the ledger that are whole, and whether all are."""
        records: dict[str, FileRecord] = {}
        whole = bool(self._toc.ledger)
        for named in self._toc.ledger:
            try:
                read = read_ledger_file(self._folder, named).records
            except IndexDamaged:
                whole = False
                continue
            for path, record in read.items():
                records.pop(path, None)
                if record is not None:
                    records[path] = record
        return records, whole

    def _take(self, entry: SegmentEntry) -> None:
        """Take over the articles of a damaged segment that can be read."""
        live, sure = live_articles(self._folder, entry)
        self._unsure |= not sure
        path = file_of(self._folder, entry)
        before = self._repaired.salvaged
        if path is None:
            self._lose(entry)
        elif (state := _state(path)) == "whole":
            elsewhere = self._elsewhere(path, live)
            live[elsewhere] = False
            spill = self._folder / f"batch-{int(entry.name):05}-000.spill"
            _copy(path, spill)
            self._writer.add_segment(spill, without=np.flatnonzero(~live).tolist())
            self._repaired.salvaged += int(live.sum())
        else:
            for article, named in salvage(path, live, records_only=state == "disagrees"):
                if article is None:
                    self._note_lost(named)
                elif self._writer.path_of(article.id) is None:
                    self._writer.add_article(article, *self._cut(article))
                    self._repaired.salvaged += 1
        if not sure:
            self._repaired.revived += max(self._repaired.salvaged - before - entry.live_articles, 0)

    def _lose(self, entry: SegmentEntry) -> None:
        """Of a segment that can't be opened at all there may still be ids."""
        self._repaired.unnamed += entry.live_articles

    def _note_lost(self, lost: LostArticle) -> None:
        if lost.id is None:
            self._repaired.unnamed += 1
        else:
            self._repaired.lost.append(lost)

    def _elsewhere(self, path: Path, live: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
        """The live articles of a segment whose ids a newer one has."""
        ids = SegmentReader(path).keyword_field("id")
        return [
            ordinal
            for ordinal in np.flatnonzero(live).tolist()
            if self._writer.path_of(ids.value(ordinal) or "") is not None
        ]

    def _drop_older(self) -> None:
        """Of articles with one id keep the newest: segments out of use may have been in the folder."""
        seen: set[str] = set()
        for entry in reversed(self._toc.segments):
            if entry.name in self._damaged:
                continue
            ids = SegmentReader(self._folder / entry.file).keyword_field("id")
            live = self._writer.live_articles(entry.name)
            older = []
            for ordinal in reversed(range(entry.articles)):
                if live is not None and not live[ordinal]:
                    continue
                article_id = ids.value(ordinal) or ""
                if article_id in seen:
                    older.append(ordinal)
                seen.add(article_id)
            self._writer.delete_numbered(entry.name, older)

    def _note_files(self) -> None:
        """Begin the ledger anew: a file that gave more than is here, or less, is to be read again."""
        writer = self._writer
        if self._unsure and self._all_known:
            for path in list(writer.articles_by_file()):
                if number_of(path) in self._known and path not in self._records:
                    writer.delete_file(path)  # a person took it out
        for record in self._records.values():
            for article_id in record.removed:
                if writer.path_of(article_id) == record.path:
                    writer.delete_article(article_id)
        counts: Counter[str] = writer.articles_by_file()
        self._repaired.sources_known = bool(self._known) or not any(map(number_of, counts))
        writer.begin_ledger(self._noted(counts))

    def _noted(self, counts: Counter[str]) -> Iterator[FileRecord]:
        for record in self._records.values():
            count = counts.pop(record.path, 0)
            as_it_was = self._all_known and count == record.articles
            yield record if as_it_was else record._replace(stamp=None, lines=0, articles=count)
        for path, count in counts.items():
            if number_of(path) in self._known:
                yield FileRecord(path, articles=count)


def _state(path: Path) -> str:
    """Whether a segment is "whole"; "disagrees" is one whose checksums are right, and "damaged" any other."""
    try:
        reader = SegmentReader(path)
        reader.verify_bytes()
    except (DatelineError, OSError):
        return "damaged"
    return "disagrees" if any(True for _ in contents(reader)) else "whole"


def _copy(path: Path, spill: Path) -> None:
    spill.unlink(missing_ok=True)
    with path.open("rb") as file, spill.open("xb") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())

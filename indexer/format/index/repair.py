"""How does a damaged index become whole again, with all that can still be read of it?

Damaged segments are left out of the next state, with their articles; the ledger is begun anew, so that the
next refresh reads every file again and puts back what is missing. Where the table of contents itself is lost,
it is made of the segments that are whole: of articles with one id the newest stays. Files are removed only
once a state without them is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.indexer.format.errors import DatelineError, IndexDamaged
from dateline.indexer.format.index.check import Finding, check
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.format.index.names import DELETIONS, segment_names, unused_number
from dateline.indexer.format.index.pending import PendingSegment
from dateline.indexer.format.index.reader import SegmentReader
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.format.index.toc import NamedFile, SegmentEntry, Toc, name_file, publish, read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment.deletions import read_deletions

__all__ = ["Repaired", "repair"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was damaged, and what of the index could be kept.

    `lost_toc`: the table of contents was made anew, and the index does not know its sources any more.
    """

    findings: tuple[Finding, ...]
    articles: int
    lost_toc: bool


def repair(folder: Path, *, wait: float = 0.0) -> Repaired:
    """Leave out what is damaged, and publish the rest. IndexMissing where there is nothing of an index.

    Of a whole index nothing is changed.
    """
    lost_toc = False
    try:
        read_toc(folder)
    except IndexDamaged as error:
        lost_toc = True
        _rebuild(folder, wait)
        findings = [Finding(error.path.name, error.reason, "which files are the index")]
    else:
        findings = []
    findings += [finding for finding in check(folder) if finding.damage]
    if findings:
        damaged = {finding.file.partition(".")[0] for finding in findings}
        with IndexWriter(folder, create=False, wait=wait, without=damaged) as writer:
            writer.begin_ledger(())
            if lost_toc:
                _drop_older(writer, folder)
    toc = read_toc(folder)
    return Repaired(tuple(findings), sum(entry.live_articles for entry in toc.segments), lost_toc)


def _rebuild(folder: Path, wait: float) -> None:
    """Publish a table of contents of all segments in the folder that are whole."""
    lock = WriteLock(folder, wait=wait)
    try:
        entries: list[SegmentEntry] = []
        languages: dict[str, int] = {}
        generation = source = 0
        for name in segment_names(folder):
            try:
                segment = PendingSegment(folder / name)
                segment.reader.verify()
            except (DatelineError, OSError):
                continue
            number, deletions = _deletions(folder, segment.reader)
            if deletions is not None:
                segment.live = read_deletions(folder / deletions.name, segment.reader.articles)
            generation = max(generation, number)
            entries.append(segment.named(deletions))
            for language, count in segment.reader.count_languages(segment.live).items():
                languages[language] = languages.get(language, 0) + count
            source = max([source, *map(number_of, segment.reader.keyword_field("path").values)])
        next_name = unused_number(folder)
        toc = Toc(
            generation=max(generation, next_name),
            segments=tuple(entries),
            languages=languages,
            next_name=next_name,
            next_source=source + 1,
        )
        publish(folder, toc, lock.check)
    finally:
        lock.release()


def _deletions(folder: Path, segment: SegmentReader) -> tuple[int, NamedFile | None]:
    """The newest deletions of a segment that are whole, after their generation."""
    for number, path in sorted(_deletions_of(folder, segment.name), reverse=True):
        if _are_whole(path, segment.articles):
            return number, name_file(path)
    return 0, None


def _are_whole(path: Path, articles: int) -> bool:
    try:
        read_deletions(path, articles)
    except (DatelineError, OSError):
        return False
    return True


def _deletions_of(folder: Path, segment: str) -> Iterator[tuple[int, Path]]:
    for path in folder.iterdir():
        match = DELETIONS.fullmatch(path.name)
        if match is not None and match[1] == segment:
            yield int(match[2]), path


def _drop_older(writer: IndexWriter, folder: Path) -> None:
    """Of articles with one id keep the newest: segments out of use may have been in the folder as well."""
    seen: set[str] = set()
    for entry in reversed(read_toc(folder).segments):
        with_live = SegmentReader(folder / entry.file, entry)
        ids = with_live.keyword_field("id")
        older = []
        for ordinal in reversed(range(with_live.articles)):
            if with_live.live_articles is not None and not with_live.live_articles[ordinal]:
                continue
            article_id = ids.value(ordinal) or ""
            if article_id in seen:
                older.append(ordinal)
            seen.add(article_id)
        if older:
            writer.delete_numbered(entry.name, older)

"""Do the files of an index, each of them sound, agree with each other?

Ids are those of one article each; what the ledger has of a file are the articles the segments have of it;
paths are below sources that the table of contents knows; its languages are those of its articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.index.ledger import FileRecord, LedgerFile
from dateline.indexer.format.index.names import TOC_NAME
from dateline.indexer.format.index.seen_ids import SeenIds
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.source_table import file_of, number_of
from dateline.indexer.format.index.toc import Toc
from dateline.indexer.format.segment.keyword_field import KeywordField

__all__ = ["cross_check"]


def cross_check(
    toc: Toc, segments: Sequence[SegmentReader], ledger: Sequence[LedgerFile]
) -> Iterator[tuple[str, str, bool]]:
    """What does not agree: the file that says so, what, and whether it is damage.

    Of a state whose files are not all given, as some are damaged, less is compared.
    """
    yield from _ids(segments)
    if len(segments) < len(toc.segments):
        return
    languages: Counter[str] = Counter()
    for segment in segments:
        languages.update(segment.count_languages(segment.live_articles))
    if +languages != +Counter(toc.languages):
        yield TOC_NAME, "the languages it counts are not those of its articles", True
    if len(ledger) == len(toc.ledger):
        yield from _ledger(toc, segments, ledger)


def _ids(segments: Sequence[SegmentReader]) -> Iterator[tuple[str, str, bool]]:
    seen = SeenIds()
    for segment in segments:
        field = segment.keyword_field("id")
        counts = _counts(segment, field)
        if counts[0]:
            yield segment.path.name, f"{int(counts[0]):,} articles have no id", True
        twice = []
        for code in np.flatnonzero(counts[1:]).tolist():
            article_id = field.values[code]
            if counts[code + 1] > 1 or article_id in seen:
                twice.append(article_id)
            seen.add(article_id)
        if twice:
            yield segment.path.name, f"a second article has the id {twice[0]!r:.80}{_more(twice)}", True


def _ledger(
    toc: Toc, segments: Sequence[SegmentReader], ledger: Sequence[LedgerFile]
) -> Iterator[tuple[str, str, bool]]:
    records: dict[str, FileRecord] = {}
    for file in ledger:
        for path, record in file.records.items():
            records.pop(path, None)
            if record is not None:
                records[path] = record
    known = {source.number for source in toc.sources}
    name = toc.ledger[-1].name if toc.ledger else TOC_NAME
    if ledger and (ledger[-1].inventory.sources, ledger[-1].inventory.portable) != (
        toc.sources,
        toc.portable,
    ):
        yield name, "its sources are not those of the table of contents", True
    strangers = sorted(path for path in records if number_of(path) not in known)
    if strangers:
        yield name, f"has files of no source: {strangers[0]!r:.80}{_more(strangers)}", True
    counts: Counter[str] = Counter()
    for segment in segments:
        field = segment.keyword_field("path")
        for path, count in zip(["", *field.values], _counts(segment, field).tolist(), strict=True):
            counts[file_of(path)] += count
    counts = Counter({path: count for path, count in counts.items() if count and number_of(path)})
    orphans = sum(count for path, count in counts.items() if number_of(path) not in known)
    if orphans:
        said = f"{orphans:,} articles are of sources that are not known. Index their files again"
        yield TOC_NAME, said, False
    recorded = {path: count for path, count in counts.items() if number_of(path) in known}
    more = sorted(
        path for path, count in recorded.items() if path not in records or count > records[path].articles
    )
    if more:
        yield name, f"counts fewer articles of {more[0]!r:.80} than there are{_more(more)}", True
    fewer = sorted(path for path, record in records.items() if counts[path] < record.articles)
    if fewer:
        said = f"articles of {fewer[0]!r:.80} were deleted since it was read{_more(fewer)}"
        yield name, said, False


def _counts(segment: SegmentReader, field: KeywordField) -> NDArray[np.int64]:
    """How many live articles have each code of a field."""
    live = slice(None) if segment.live_articles is None else segment.live_articles
    return np.bincount(field.codes[live], minlength=len(field.values) + 1)


def _more(found: Sequence[str]) -> str:
    return f", and {len(found) - 1:,} more" if len(found) > 1 else ""

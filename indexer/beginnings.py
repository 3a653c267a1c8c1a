"""What is there when a run of the indexer begins: the index as it was, who writes to it, what is known?

In a folder, an index that is damaged is mended before it is read anew, and one that nobody can read is begun
anew. On a server one that is to be read anew is built beside the one there is.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dateline.indexer.errors import Skipped
from dateline.indexer.format.errors import (
    AddressError,
    DatelineError,
    IndexDamaged,
    IndexMissing,
    IndexVersion,
)
from dateline.indexer.format.index.ledger import Ledger
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.toc import Toc, read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.opensearch.address import Address
from dateline.indexer.report import Counts
from dateline.indexer.scopes import SourceList
from dateline.indexer.targets import FileRecords, Reader, Target, Writer

__all__ = ["Begun", "begin"]


@dataclass(slots=True)
class Begun:
    """The writer (None in a dry run), the index as it was `before` (None: there was none), and its files.

    `mended`: it was damaged, and what was lost may be of any source. `unlisted`: it has articles, and nobody
    knows of their files. `spills` is the folder for what processes leave to the writer.
    """

    writer: Writer | None
    before: Reader | None
    ledger: FileRecords
    sources: SourceList
    spills: Path
    mended: bool = False
    unlisted: bool = False
    is_temporary: bool = False  # the folder of spills

    def close(self) -> None:
        """Forget it; the writer has ended before."""
        if self.before is not None:
            self.before.close()
        if self.is_temporary:
            shutil.rmtree(self.spills, ignore_errors=True)


def begin(
    index: Target,
    *,
    full: bool,
    dry_run: bool,
    memory_mb: int,
    portable: bool,
    create: bool,
    wait: float,
    counts: Counts,
) -> Begun:
    """Open an index to be written to, or in a dry run only read. What had to be left out is counted."""
    if isinstance(index, Address):
        if portable:
            said = "an index on a server has no place that roots could be kept relative to: without portable"
            raise AddressError(str(index), said, example=False)
        return _on_server(index, full, dry_run, create, wait)
    fresh = full and not _is_whole(index)
    mended = _mended(index, wait, counts) if fresh and not dry_run else False
    fresh = fresh and not mended
    writer = (
        None if dry_run else IndexWriter(index, memory_mb=memory_mb, fresh=fresh, create=create, wait=wait)
    )
    try:
        before = None if fresh else _opened(index)
        toc = _toc_of(index)
        ledger = writer.ledger if writer is not None else _ledger_of(index)
        known = () if toc is None else toc.sources
        sources = SourceList(
            known,
            1 if toc is None else toc.next_source,
            str(index),
            portable or bool(toc and toc.portable),
        )
    except BaseException:
        if writer is not None:
            writer.cancel()
        raise
    unlisted = before is not None and bool(before.articles) and not len(ledger)
    return Begun(writer, before, ledger, sources, index, mended=mended, unlisted=unlisted)


def _on_server(index: Address, full: bool, dry_run: bool, create: bool, wait: float) -> Begun:
    from dateline.indexer.opensearch.reader import RemoteReader
    from dateline.indexer.opensearch.remote_ledger import RemoteLedger
    from dateline.indexer.opensearch.writer import RemoteWriter

    writer = None if dry_run else RemoteWriter(index, create=create, anew=full, wait=wait)
    before: RemoteReader | None = None
    try:
        with suppress(IndexMissing, *([IndexVersion] if full else [])):
            before = RemoteReader.open(index)
        if writer is not None:
            ledger, known, following = writer.ledger, writer.sources, writer.next_source
        elif before is None:
            ledger, known, following = RemoteLedger(), (), 1
        else:
            ledger, state = before.ledger(), before.state
            known, following = state.sources, state.next_source
        spills = Path(tempfile.mkdtemp(prefix="dateline-"))
    except BaseException:
        if writer is not None:
            writer.cancel()
        raise
    return Begun(
        writer, before, ledger, SourceList(known, following, str(index), False), spills, is_temporary=True
    )


def _opened(index: Path) -> IndexReader | None:
    try:
        return IndexReader.open(index)
    except IndexMissing:
        return None


def _toc_of(index: Path) -> Toc | None:
    try:
        return read_toc(index)
    except DatelineError:  # who writes has found it so already
        return None


def _ledger_of(index: Path) -> Ledger:
    toc = _toc_of(index)
    return Ledger(index, () if toc is None else toc.ledger)


def _mended(index: Path, wait: float, counts: Counts) -> bool:
    """Repair a damaged index, and note what was done; whether it is whole now."""
    from dateline.indexer.repairing import repair  # a run hardly ever needs it

    try:
        repaired = repair(index, wait=wait)
    except (IndexMissing, IndexVersion, IndexDamaged):
        return False
    for finding in repaired.findings:
        counts.skip(Skipped(str(index / finding.file), f"was damaged and is left out: {finding.reason}"))
    records = [one.id or "" for one in repaired.lost if one.path == ""]
    if records:
        counts.skip(
            Skipped(str(index), f"{len(records):,} articles of a script are lost: {', '.join(records)}")
        )
    return True


def _is_whole(index: Path) -> bool:
    """Whether all of an index can be read; there is none counts."""
    try:
        reader = _opened(index)
        if reader is not None:
            with reader:
                reader.verify()
    except DatelineError:
        return False
    return True

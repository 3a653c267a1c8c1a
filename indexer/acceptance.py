"""What becomes of the articles that were read of a file: which go in, which are refused, what goes for them?

The articles of a file replace those it gave before. One whose id another file has is refused, and waits for
it: when that file goes, this one is read again. Between sources nothing is refused: an id that another source
has gets the label of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

from dateline.indexer.article import Stamp
from dateline.indexer.changes import program_version
from dateline.indexer.errors import Skipped
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import MEMBER, number_of
from dateline.indexer.holders import Holders
from dateline.indexer.pruning import Pruning
from dateline.indexer.report import Counts
from dateline.indexer.scopes import SourceList
from dateline.indexer.sources import End, Source
from dateline.indexer.targets import Writer

__all__ = ["Acceptance", "Accepted"]

_TAKEN: Final = "article id"
_NO_ARTICLE: Final = "holds no article"


class _Named(Protocol):
    """Where an article lies: its id."""

    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Named)


@dataclass(frozen=True, slots=True)
class Accepted(Generic[_Item]):
    """What became of the articles of a file: those `refused`; or it is read `again`, with ids to rename."""

    refused: tuple[_Item, ...] = ()
    again: bool = False
    renamed: tuple[str, ...] = ()


@dataclass(slots=True)
class _File:
    """A file being read: the articles the index still has of its last reading, and what came of it so far.

    `gives` is whether it holds any article, taken or not; `failed` whether a piece was not read to its end;
    `unread` are the files in it that could not be read.
    """

    record: FileRecord | None
    old: set[str]
    articles: int
    waiting: list[str]
    gives: bool = False
    failed: bool = False
    reason: str | None = None
    unread: list[tuple[str, str, str]] = field(default_factory=list)


class Acceptance:
    """Takes what was read of files into an index, and counts it; `again` are files read a second time.

    `unlisted`: the index has articles, but after a repair knows of no file.
    """

    def __init__(
        self,
        writer: Writer,
        holders: Holders,
        sources: SourceList,
        pruning: Pruning,
        counts: Counts,
        *,
        unlisted: bool,
    ) -> None:
        self._writer = writer
        self._ledger = writer.ledger
        self._holders = holders
        self._sources = sources
        self._pruning = pruning
        self._counts = counts
        self._unlisted = unlisted
        self._files: dict[str, _File] = {}  # those of which a part was read
        self._counted: set[str] = set()
        self._orphans: set[str] = set()  # ids taken over from sources that are known no more
        self.again: set[str] = set()

    def drop(self, record: FileRecord) -> None:
        """Take the articles of a file that is gone out of the index, and what is known of it."""
        self._holders.drop(record.path)
        if record.articles or record.stamp is None:
            self._writer.delete_file(record.path)
        self._ledger.remove(record.path)

    def accept(
        self,
        source: Source,
        items: Sequence[_Item | Skipped],
        *,
        end: End | None,
        waits: bool = False,
    ) -> Accepted[_Item]:
        """Take what was read of a file, or of a piece of one, and say which of its articles don't go in.

        Its articles replace those the file gave before; those that are not in it any more go when it was
        read to its `end`, but for those of what in it could not be read. A file that gives none keeps what
        it had. What is skipped of it is noted. Where ids are those of another source nothing is taken: it is
        to be read again, these ids renamed. So is a piece that `waits` for one of its file before it.
        """
        file = self._begin(source)
        found = [item for item in items if not isinstance(item, Skipped)]
        taken, refused, clashes = self._decide(source, file, found)
        if clashes or waits:
            return Accepted(again=True, renamed=tuple(clashes))
        for item in items:
            if isinstance(item, Skipped):
                self._counts.skip(item)
                file.reason = file.reason or item.reason
                file.unread += _unread_in(source, item)
        for item in refused:
            self._refuse(source, file, item)
        file.gives |= bool(found)
        file.failed |= end is None
        file.articles += len(taken)
        self._replace(source, file, {item.id for item in taken}, () if end is None else end.unread)
        self._holders.add([item.id for item in taken], source.kept)
        self._count(source, file)
        if source.last:
            del self._files[source.kept]
            self._holders.reading.discard(source.kept)
        self._record(source, file, end or End(None))
        return Accepted(refused=tuple(refused))

    def fail(self, source: Source) -> None:
        """Note that a file, or what was left of it, could not be read."""
        file = self._files.pop(source.kept, None)
        self._holders.reading.discard(source.kept)
        if source.kept not in self._counted:
            self._counted.add(source.kept)
            self._counts.files_skipped += 1
        if file is not None and file.record is not None and file.old:
            self._ledger.put(file.record._replace(stamp=None))

    def renamed(self, source: Source) -> tuple[str, ...]:
        """The ids that articles of a file got a label after, when it was read before."""
        ending = f"@{source.label}"
        record = self._ledger.get(source.kept)
        ids = [*self._writer.ids_of(source.kept), *(record.removed if record is not None else ())]
        return tuple([one.removesuffix(ending) for one in ids if one.endswith(ending)])

    def bereft(self) -> list[FileRecord]:
        """Files that hold an article whose id nobody has any more, and were not read for it already."""
        return [
            record
            for record in list(self._ledger)
            if record.waiting
            and record.path not in self.again
            and any(self._is_free(one, number_of(record.path)) for one in record.waiting)
        ]

    def _is_free(self, article_id: str, number: int) -> bool:
        """Whether a source may have an article of this id, with its label if another source has the id."""
        holder = self._writer.path_of(article_id)
        if holder is None or number_of(holder) in (0, number) or not self._sources.has(number):
            return holder is None
        return self._writer.path_of(f"{article_id}@{self._sources.entry(number).label}") is None

    def read_again(self, kept: Iterable[str]) -> None:
        """Note that files are read a second time: they are counted, and what they wait for is told anew."""
        roots = self._sources.roots()
        self.again.update(kept)
        paths = {roots.resolve(path) for path in self.again}
        self._counts.skipped = [
            one for one in self._counts.skipped if one.path not in paths or not one.reason.startswith(_TAKEN)
        ]

    # -- the steps -------------------------------------------------------------------------------------

    def _begin(self, source: Source) -> _File:
        file = self._files.get(source.kept)
        if file is None:
            record = self._ledger.get(source.kept)
            if source.start and record is not None:  # it was appended to
                file = _File(record, set(), record.articles, list(record.waiting), gives=True)
            else:
                unknown = record is None and not self._unlisted
                old = set() if unknown else set(self._writer.ids_of(source.kept))
                file = _File(record, old, 0, [])
            self._files[source.kept] = file
            self._holders.reading.add(source.kept)
        return file

    def _decide(
        self, source: Source, file: _File, found: Sequence[_Item]
    ) -> tuple[list[_Item], list[_Item], list[str]]:
        """Which articles go in, which don't, and the ids of those that another source has."""
        taken: list[_Item] = []
        refused: list[_Item] = []
        clashes: list[str] = []
        here: set[str] = set()
        removed = frozenset(file.record.removed if file.record is not None else ())
        for item in found:
            holder = None if item.id in file.old else self._holder(source, item.id)[1]
            number = number_of(holder or "")  # 0 where it is of no source
            if number and not self._sources.has(number):
                self._orphans.add(item.id)
                holder = None
            if item.id in removed or item.id in here or holder is not None:
                if holder and number not in (0, number_of(source.kept)) and item.id not in here:
                    clashes.append(item.id)
                refused.append(item)
            else:
                taken.append(item)
            here.add(item.id)
        return taken, refused, clashes

    def _holder(self, source: Source, article_id: str) -> tuple[str, str | None]:
        """The file that has an article of this id, and the id there: with the label of this source, maybe."""
        holder = self._holders.holder(article_id)
        if holder is None and source.label and len(self._sources.entries) > 1:
            labelled = f"{article_id}@{source.label}"
            other = self._holders.holder(labelled)
            if other not in (None, source.kept) and number_of(other or "") == number_of(source.kept):
                return labelled, other
        return article_id, holder

    def _refuse(self, source: Source, file: _File, item: _Named) -> None:
        """Say whose the id is; where that may go, the article waits for it."""
        if file.record is not None and item.id in file.record.removed:
            return
        taken, holder = self._holder(source, item.id)
        if holder is not None and holder != source.kept:
            file.waiting.append(taken)
        whose = "a record" if holder == "" else self._sources.roots().resolve(holder or source.kept)
        self._counts.skip(Skipped(str(source.path), f"{_TAKEN} {item.id!r} is taken by {whose}"))

    def _replace(self, source: Source, file: _File, taken: set[str], unread: Sequence[str]) -> None:
        """Take out what the file gave before: what is given anew, and at its end what is not any more."""
        if file.old:
            self._writer.begin_file(source.kept)
        for article_id in taken & self._orphans:
            self._writer.delete_article(article_id)
            self._orphans.remove(article_id)
        again = file.old & taken
        left = file.old - taken
        at_end = source.last and file.gives and not file.failed
        if at_end and left and unread:
            held = self._held(source, left, unread)
            file.articles += len(held)
            left -= held
        if at_end and left and not self._pruning.allows(source.kept, len(left)):
            said = f"{len(left):,} articles are not in it any more, and stay. If they are to go: --prune"
            self._counts.skip(Skipped(str(source.path), said))
            file.articles += len(left)
            file.failed = True
            at_end = False
        if at_end and len(again) + len(left) == len(file.old) and source.start == 0:
            self._writer.delete_file(source.kept)
            self._holders.drop(source.kept)
        else:
            for article_id in (*again, *(left if at_end else ())):
                self._writer.delete_article(article_id)
        file.old = set() if at_end else left

    def _held(self, source: Source, left: set[str], unread: Sequence[str]) -> set[str]:
        """Which articles of a file stay, because what they were read of can't be read now."""
        held: set[str] = set()
        for kept in unread:
            held |= left if kept == source.kept else left & set(self._writer.ids_below(kept))
        return held

    def _count(self, source: Source, file: _File) -> None:
        """Count a file once, whatever its pieces."""
        kept = source.kept
        if kept in self.again:
            self._counted.add(kept)
        if kept in self._counted or not (file.gives or source.last):
            return
        self._counted.add(kept)
        if not file.gives:
            self._counts.files_skipped += 1
        elif file.record is None:
            self._counts.new += 1
        else:
            self._counts.changed += 1

    def _record(self, source: Source, file: _File, end: End) -> None:
        """Record what is known of the file now."""
        stamp = end.stamp
        if source.stop is not None:
            stamp = Stamp(source.stop, source.modified_ns if source.last else 0, source.sha256 or "")
        if not file.gives and file.record is not None and file.record.articles:
            if source.stop is None and not file.failed:
                self._ledger.put(_unread(file, file.record, end))
            return  # it keeps the articles it had
        if file.failed and source.start and not source.last:
            return  # what was read up to here stands
        whole = not file.failed and (source.last or not file.old)
        gave_none = source.last and not file.articles and not file.waiting
        if file.failed and not file.articles and file.record is None:
            return
        self._ledger.put(
            FileRecord(
                source.kept,
                stamp=stamp if whole else None,
                articles=file.articles + len(file.old),
                lines=source.lines if whole else 0,
                waiting=tuple(file.waiting),
                skipped=(file.reason or _NO_ARTICLE) if gave_none else None,
                version=program_version() if gave_none or end.anew else None,
                named=source.named or (file.record is not None and file.record.named),
                removed=() if file.record is None else file.record.removed,
                lacking=end.lacking,
                unread=tuple(file.unread),
            )
        )


def _unread(file: _File, record: FileRecord, end: End) -> FileRecord:
    """What is known of a file that keeps its articles, and can't be read any more as it is now."""
    return record._replace(
        stamp=end.stamp,
        skipped=file.reason or _NO_ARTICLE,
        version=program_version(),
        lacking=end.lacking,
        lines=0,
        unread=tuple(file.unread),
    )


def _unread_in(source: Source, skipped: Skipped) -> list[tuple[str, str, str]]:
    """What is kept of a file in a file that could not be read; nothing of one whose kind is not read."""
    path = str(source.path)
    if skipped.cause not in ("trouble", "extra") or not skipped.path.startswith(f"{path}{MEMBER}"):
        return []
    return [(skipped.path[len(path) :], skipped.reason, skipped.cause)]

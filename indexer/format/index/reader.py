"""A published index, read.

An `IndexReader` is one state of the index: it stays what it is, and usable, while writers publish newer
ones. What is in its segments: segment_reader.py.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.names import TOC_NAME
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.source_table import Roots, file_of
from dateline.indexer.format.index.toc import Toc, read_toc

if TYPE_CHECKING:
    from dateline.indexer.format.index.ledger import FileRecord

__all__ = ["IndexReader", "PublishedState"]


class PublishedState(NamedTuple):
    """What one folder publishes: its table of contents, and the segments it names."""

    folder: Path
    toc: Toc
    segments: tuple[SegmentReader, ...]


def _open_state(folder: Path, before: PublishedState | None = None) -> PublishedState:
    """The current state of a folder; `before` itself where it still is, else what that has open is shared.

    While one is opened others may be published, and the files of this one removed: then the newest is tried,
    however many there are in a row. What is missing or altered in a state that stays is damage.
    """
    shared = {} if before is None else dict(zip(before.toc.segments, before.segments, strict=True))
    toc = read_toc(folder)
    while True:
        if before is not None and toc == before.toc:
            return before
        # A source that was moved changes the paths of segments that are as they were.
        opened = shared if before is not None and toc.sources == before.toc.sources else {}
        roots = Roots(toc.sources, folder)
        try:
            segments = tuple(
                [
                    opened.get(entry) or SegmentReader(folder / entry.file, entry, roots)
                    for entry in toc.segments
                ]
            )
            return PublishedState(folder, toc, segments)
        except (FileNotFoundError, IndexDamaged) as error:
            newer = read_toc(folder)
            if newer == toc:
                if isinstance(error, IndexDamaged):
                    raise
                raise IndexDamaged(Path(error.filename or folder), "the file is missing") from error
            toc = newer


class IndexReader:
    """One published state of an index, or of several that are read as one.

    Of several the segments stand in the order of the folders, so what was indexed first in the first folder
    comes first. Their ids may be the same; an id means the article of the first folder that has it.
    """

    def __init__(self, states: Sequence[PublishedState]) -> None:
        self.states = tuple(states)
        self.folder = self.states[0].folder
        self.segments = tuple([segment for state in self.states for segment in state.segments])
        entries = [entry for state in self.states for entry in state.toc.segments]
        self.articles = sum([entry.live_articles for entry in entries])
        self.passages = sum([entry.live_passages for entry in entries])
        languages: Counter[str] = Counter()
        for state in self.states:
            languages.update(state.toc.languages)
        self.languages: Mapping[str, int] = dict(languages)

    @classmethod
    def open(cls, folder: str | PathLike[str] | Iterable[str | PathLike[str]]) -> IndexReader:
        """The current state of the index in `folder`, or of all the indexes in several folders, as one.

        A folder that is given twice, in whatever spelling, is read once. Raises IndexMissing, IndexDamaged
        or IndexVersion, which name the folder, and ValueError for no folder at all.
        """
        given = [folder] if isinstance(folder, str | PathLike) else list(folder)
        folders: dict[str, Path] = {}
        for name in given:
            folders.setdefault(os.path.realpath(name), Path(name))
        if not folders:
            raise ValueError("no folder to open: give one, or several")
        return cls([_open_state(path) for path in folders.values()])

    def newer(self) -> IndexReader | None:
        """The state that is published now; None where it is this one. Segments that both have are shared."""
        states = [_open_state(state.folder, state) for state in self.states]
        changed = any(new is not old for new, old in zip(states, self.states, strict=True))
        return type(self)(states) if changed else None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders it is read from, in their order."""
        return tuple([state.folder for state in self.states])

    @property
    def where(self) -> str:
        """The folders for people, one after the other."""
        return ", ".join(map(str, self.folders))

    @property
    def generation(self) -> int:
        """The number of the state, one higher with each commit; of several folders that of the first."""
        return self.states[0].toc.generation

    @property
    def generations(self) -> tuple[int, ...]:
        """The number of the state of each folder."""
        return tuple([state.toc.generation for state in self.states])

    def file_record(self, path: str) -> FileRecord | None:
        """What is known of the file that an article's path leads to, by the first folder that knows it."""
        from dateline.indexer.format.index.ledger import Ledger  # a search reads none
        from dateline.indexer.format.index.source_table import outermost_file

        file, _ = outermost_file(path)
        for folder, toc, _ in self.states:
            ledger = Ledger(folder, toc.ledger)
            for kept in Roots(toc.sources, folder).kept(file):
                if (record := ledger.get(kept)) is not None:
                    return record
        return None

    @property
    def time(self) -> int:
        """When the state was published, in milliseconds since 1970; of several folders the earliest."""
        return min(state.toc.time for state in self.states)

    def find_article(
        self, article_id: str, folder: str | PathLike[str] | None = None
    ) -> tuple[SegmentReader, int] | None:
        """The live article of that id, as its segment and its number in it; of `folder`, if one is named."""
        wanted = None if folder is None else Path(folder)
        for state in self.states:
            if wanted is None or state.folder == wanted:
                for segment in reversed(state.segments):
                    if (ordinal := segment.find_live(article_id)) is not None:
                        return segment, ordinal
        return None

    def foresee(self, ids: Sequence[str]) -> None:
        """Nothing: here each id is looked up as quickly as many at once."""

    def file_of(self, article_id: str) -> str | None:
        """The file, as it is kept, of the live article of that id, "" for one of none; None: no article."""
        if (place := self.find_article(article_id)) is None:
            return None
        return file_of(place[0].kept_path(place[1]) or "")

    def find_given(
        self, article_id: str, folder: str | PathLike[str] | None = None
    ) -> tuple[SegmentReader, int] | None:
        """`find_article`, also by the id that was given where a source had to put its label after it."""
        found = self.find_article(article_id, folder)
        if found is None:
            named = (self.find_article(f"{article_id}@{label}", folder) for label in self.labels)
            found = next((one for one in named if one is not None), None)
        return found

    @property
    def labels(self) -> tuple[str, ...]:
        """What sources put after the ids that another one has, each once, in their order."""
        labels = (source.label for state in self.states for source in state.toc.sources)
        return tuple(dict.fromkeys(label for label in labels if label))

    def folders_having(self, article_id: str) -> tuple[Path, ...]:
        """The folders that have an article of that id, in their order."""
        return tuple([folder for folder in self.folders if self.find_article(article_id, folder)])

    def verify(self) -> None:
        """Compare every byte of every segment with its checksum, and numbers with each other.

        IndexDamaged names the file.
        """
        for segment in self.segments:
            segment.verify()

    @property
    def bytes(self) -> int:
        """What the files of this state take on the disk, whatever a writer adds or removes meanwhile."""
        size = 0
        for folder, toc, _ in self.states:
            known = {entry.file: entry.size for entry in toc.segments}
            for name in {TOC_NAME, *toc.files()}:
                size += known[name] if name in known else _size(folder / name)
        return size

    def close(self) -> None:
        """Forget the maps; arrays handed out stay valid."""
        for segment in self.segments:
            segment.close()

    def __enter__(self) -> IndexReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _size(path: Path) -> int:
    """The size of a file, 0 when it is gone: a newer state has replaced it."""
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0

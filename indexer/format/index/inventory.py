"""What does a table of contents say that nothing else in an index would tell?

Where its sources lie, and which of the segments in the folder are its state: some may be out of use. So each
file of the ledger says it as well, as it was when that was written, and who has to do without a table of
contents takes it from the newest one (repair.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from dateline.indexer.format.index.names import SEGMENT
from dateline.indexer.format.index.source_table import SourceEntry, source_entries

__all__ = ["Inventory", "inventory_of"]

_LATEST: Final = 1 << 53  # of any time: what JSON keeps exactly everywhere


@dataclass(frozen=True, slots=True)
class Inventory:
    """The sources of a state, its segments and their times; later ones have `next_name` or above."""

    sources: tuple[SourceEntry, ...]
    next_source: int
    portable: bool
    segments: tuple[str, ...]
    indexed: tuple[int, ...]  # when each was (indexing_times.py)
    next_name: int

    def still_tells(self, now: Inventory) -> bool:
        """Whether it need not be written anew: the sources are these, and segments were only added."""
        of_sources = (self.sources, self.next_source, self.portable)
        return of_sources == (now.sources, now.next_source, now.portable) and not self.out_of_use(
            now.segments
        )

    def out_of_use(self, segments: Iterable[str]) -> set[str]:
        """Which of its segments are none of these."""
        return set(self.segments).difference(segments)

    def may_hold(self, segment: str) -> bool:
        """Whether a segment is part of its state, or of a later one."""
        return segment in self.segments or int(segment) >= self.next_name

    def packed(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def inventory_of(given: Any) -> Inventory:
    """The inventory that JSON tells of. ValueError, TypeError, KeyError."""
    next_source, next_name, segments = given["next_source"], given["next_name"], given["segments"]
    if type(next_source) is not int or type(next_name) is not int or not isinstance(given["portable"], bool):
        raise TypeError("numbers are wanted")
    if not all(isinstance(name, str) and SEGMENT.fullmatch(name) for name in segments):
        raise ValueError("names of segments are wanted")
    indexed = given["indexed"]
    if len(indexed) != len(segments) or not all(
        type(time) is int and 0 <= time < _LATEST for time in indexed
    ):
        raise ValueError("a time for each segment is wanted")
    sources = source_entries(given["sources"], next_source)
    return Inventory(sources, next_source, given["portable"], tuple(segments), tuple(indexed), next_name)

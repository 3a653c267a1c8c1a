"""May a refresh take so much out of a source?

A folder that is empty is most often a drive that is not mounted, and a file that lost most of its articles
one that was cut. So what would take much out of a source is done only where a person said so.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from dateline.indexer.errors import PruneNeeded
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.scopes import SourceList

__all__ = ["Pruning"]

# More than so many articles, and more than such a part of what a source had before.
_FEW: Final = 20
_PART: Final = 10


class Pruning:
    """What a run takes out of each source, measured by what it had before; `agreed`: all may go."""

    def __init__(self, sources: SourceList, ledger: Iterable[FileRecord], *, agreed: bool) -> None:
        self._sources = sources
        self._agreed = agreed
        self._had: Counter[int] = Counter()
        self._removing: Counter[int] = Counter()
        for record in ledger:
            self._had[number_of(record.path)] += record.articles

    def demand(self, gone: Iterable[FileRecord], empty: Collection[int]) -> None:
        """PruneNeeded where files that are gone are much of a source; `empty` are those without any file."""
        files: dict[int, list[str]] = {}
        for record in gone:
            number = number_of(record.path)
            self._removing[number] += record.articles
            files.setdefault(number, []).append(record.path)
        roots = self._sources.roots()
        for number, removed in self._removing.items():
            much = self._is_much(removed, number) or (removed > 0 and number in empty)
            if much and not self._agreed:
                raise PruneNeeded(
                    roots.root(number),
                    removed,
                    self._had[number],
                    empty=number in empty,
                    left_out=all(os.path.lexists(roots.resolve(path)) for path in files.get(number, ())),
                )

    def allows(self, kept: str, articles: int) -> bool:
        """Whether a file that is there may lose so many: if so, they count to what its source loses."""
        number = number_of(kept)
        removed = self._removing[number] + articles
        if self._is_much(removed, number) and not self._agreed:
            return False
        self._removing[number] = removed
        return True

    def _is_much(self, removed: int, number: int) -> bool:
        return removed > _FEW and removed * _PART > self._had[number]

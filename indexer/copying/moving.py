"""How does an archive move to another place: a folder to a server, a server to a folder, each to its like?

Every article is copied as it was cleaned and cut, in its order, with the time it was indexed at, and so is
what the index knows of its sources and files: `dateline update` goes on there, and reads what has changed
since, and nothing else. What the target holds is read again at the end and compared, article by article.

The target is as it was until all of it is there, whenever the copy is stopped: run again, it begins anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import zip_longest
from pathlib import Path
from typing import Final

from dateline.indexer.beside import place_beside, state_folder
from dateline.indexer.copying.canonical import DIGEST_BYTES, article_digest
from dateline.indexer.copying.ends import CopyError, CopySource, Named, open_source, open_target
from dateline.indexer.format.index.names import SAVED_SUFFIX, SYNONYMS_NAME
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.opensearch.address import is_address

__all__ = ["Copied", "CopyProgress", "copy_index"]

CopyProgress = Callable[[str, int, int], None]
_EVERY: Final = 100  # articles, between two tellings of how far it is


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, and found to be the same: `checksum` is that of all articles in their order.

    `beside` are the files of saved searches, and of synonyms, that were copied with it.
    """

    articles: int
    passages: int
    files: int
    sources: int
    checksum: str
    beside: tuple[str, ...] = ()


def copy_index(
    source: Named,
    target: Named,
    *,
    replace: bool = False,
    wait: float = 0.0,
    progress: CopyProgress | None = None,
) -> Copied:
    """Copy the index in a folder or at an address to another folder or address, and compare the two.

    CopyError where the target has articles, unless it is to `replace` them; where the source is being written
    to; and where the target does not hold the same at the end. `wait` is for how many seconds another writer
    of the target is waited for. `progress` is called with what is being done, how many articles that is done
    with, and of how many. IndexMissing, IndexDamaged, IndexVersion, IndexLocked, IndexUnwritable,
    IndexUnreachable.
    """
    tell = progress or _tell_nobody
    if _place(source) == _place(target):
        raise CopyError(source, target, f"{os.fspath(source)} is to be copied to itself. Name another place")
    with closing(open_source(source)) as given:
        digests, passages = _copy(source, target, given, replace, wait, tell)
        with closing(open_source(target)) as made:
            _compare(source, target, given, made, digests, tell)
        return Copied(
            articles=len(digests) // DIGEST_BYTES,
            passages=passages,
            files=len(given.ledger),
            sources=len(given.sources),
            checksum=blake2b(digests, digest_size=DIGEST_BYTES).hexdigest(),
            beside=tuple(_copy_beside(os.fspath(source), os.fspath(target))),
        )


def _copy(
    source: Named, target: Named, given: CopySource, replace: bool, wait: float, tell: CopyProgress
) -> tuple[bytes, int]:
    """Write all of it; the digests of the articles, and how many passages they have."""
    digests = bytearray()
    passages = 0
    with open_target(source, target, replace=replace, wait=wait) as writer:
        for number, one in enumerate(given.articles()):
            if number % _EVERY == 0:
                tell("copied", number, given.count)
            writer.add_article(one.article, one.passages, one.sentences, indexed=one.indexed)
            digests += article_digest(one)
            passages += len(one.passages)
        given.demand_unchanged()
        writer.sources, writer.next_source, writer.portable = given.sources, given.next_source, False
        writer.begin_ledger(given.ledger)
        if isinstance(writer, IndexWriter):
            return bytes(digests), passages
        writer.checkpoint()  # all of it is acknowledged, and nobody sees it yet
        for refused in writer.take_refused():
            reason = f"{os.fspath(target)} does not take article {refused.id}: {refused.reason}"
            raise CopyError(source, target, reason)
    return bytes(digests), passages


def _compare(
    source: Named, target: Named, given: CopySource, made: CopySource, digests: bytes, tell: CopyProgress
) -> None:
    """CopyError where the target does not hold the same as the source."""

    def differs(how: str) -> CopyError:
        where = f"{os.fspath(target)} is no true copy of {os.fspath(source)}"
        return CopyError(source, target, f"{where}: {how}. Keep the source, and copy again with --replace")

    expected = [digests[at : at + DIGEST_BYTES] for at in range(0, len(digests), DIGEST_BYTES)]
    for number, (one, digest) in enumerate(zip_longest(made.articles(), expected)):
        if number % _EVERY == 0:
            tell("compared", number, len(expected))
        if one is None:
            raise differs(f"{number:,} articles of {len(expected):,} are there")
        if digest is None or article_digest(one) != digest:
            raise differs(f"article {one.article.id} is another one there, or in another place")
    if sorted(made.ledger, key=lambda one: one.path) != sorted(given.ledger, key=lambda one: one.path):
        raise differs("it knows other files")
    if made.sources != given.sources:
        raise differs("it has other sources")


def _copy_beside(source: str, target: str) -> Iterator[str]:
    """Copy saved searches and synonyms to where the target has none of that name; their names."""
    before, after = Path(place_beside(source)), Path(place_beside(target))
    if is_address(target):
        os.makedirs(state_folder(), mode=0o700, exist_ok=True)
    saved = Path(f"{after}{SAVED_SUFFIX}")
    pairs = [(path, saved / path.name) for path in sorted(Path(f"{before}{SAVED_SUFFIX}").glob("*.json"))]
    places = [before] if is_address(source) else [before, before.parent]
    synonyms = [path for place in places if (path := place / SYNONYMS_NAME).is_file()]
    pairs += [(path, after / SYNONYMS_NAME) for path in synonyms[:1]]
    for old, new in pairs:
        if not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(old, new)
            yield new.name


def _place(named: Named) -> str:
    """What two names of one index have in common."""
    return place_beside(named) if is_address(named) else os.path.realpath(named)


def _tell_nobody(what: str, done: int, of: int) -> None:
    """Nobody looks."""

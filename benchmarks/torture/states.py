"""Which states may an index be in after something went wrong, and is it in one of them?

`session` is what the harnesses do harm to: commits and checkpoints with all there is to them, of tiny
articles. It says after each which state is now acknowledged.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.ledger import FileRecord, Ledger
from dateline.indexer.format.index.names import LOCK_NAME, TOC_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.writer import IndexWriter

__all__ = ["STATES", "add", "fast", "goes_on", "session", "state_of", "wrong_with"]

State = dict[str, str]  # text by id


def fast() -> str | None:
    """Where files that are soon gone cost least; None for wherever temporary files go."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def add(writer: IndexWriter, article_id: str, text: str) -> None:
    """Add a tiny article, in the place of the one of its id."""
    writer.update_article(
        Article(id=article_id, paragraphs=(Paragraph(text),), language="en"), [Passage(0, len(text))]
    )


def session(folder: Path, acknowledge: Callable[[int], object]) -> None:
    """Two writers: articles added, changed, deleted; checkpoints, merges. Calls with each state's number."""
    writer = IndexWriter(folder)
    for number in range(4):
        add(writer, f"a{number}", f"Border guards met, number {number}.")
    writer.ledger.put(FileRecord("file 1"))
    writer.checkpoint()
    acknowledge(1)
    add(writer, "a1", "Changed.")
    writer.delete_article("a2")
    writer.ledger.put(FileRecord("file 2"))
    writer.checkpoint()
    acknowledge(2)
    writer.delete_article("a0")
    add(writer, "b1", "Later.")
    writer.ledger.put(FileRecord("file 3"))
    writer.commit(merge=False)
    acknowledge(3)
    writer = IndexWriter(folder)
    writer.delete_article("b1")
    add(writer, "c1", "Last.")
    writer.ledger.put(FileRecord("file 4"))
    writer.commit(optimize=True)
    acknowledge(4)


_FIRST = {f"a{number}": f"Border guards met, number {number}." for number in range(4)}
_SECOND = {"a0": _FIRST["a0"], "a1": "Changed.", "a3": _FIRST["a3"]}
_THIRD = {"a1": "Changed.", "a3": _FIRST["a3"], "b1": "Later."}
_FOURTH = {"a1": "Changed.", "a3": _FIRST["a3"], "c1": "Last."}
STATES: list[State] = [{}, _FIRST, _SECOND, _THIRD, _FOURTH]


def state_of(folder: Path) -> State:
    """The live articles of an index, every byte of it verified; none where there is no index yet."""
    try:
        reader = IndexReader.open(folder)
    except IndexMissing:
        return {}
    with reader:
        reader.verify()
        found: State = {}
        for segment in reader.segments:
            for number in range(segment.articles):
                if segment.live_articles is None or segment.live_articles[number]:
                    article = segment.article(number)
                    if article.id in found:
                        raise ValueError(f"two articles {article.id}")
                    found[article.id] = article.text
        return found


def wrong_with(folder: Path, acknowledged: int) -> str | None:
    """What is wrong with an index of which that state was acknowledged; None when nothing is.

    It must open, verify, be in that state or a later one of the session, and a small commit must go on from
    there and leave no file that is of no state.
    """
    try:
        found = state_of(folder)
    except Exception as error:  # whatever it is, it is what a user would see
        return f"can't be read: {type(error).__name__}: {error}"
    if found not in STATES[acknowledged:]:
        return f"acknowledged state {acknowledged} lost" if found in STATES else "a state that never was"
    try:
        files = files_of(folder)
    except Exception as error:
        return f"the ledger can't be read: {type(error).__name__}: {error}"
    if files != [f"file {number + 1}" for number in range(STATES.index(found))]:
        return "the ledger is of another state"
    return goes_on(folder, found)


def files_of(folder: Path) -> list[str]:
    """The files that the ledger of an index has recorded; none where there is no index yet."""
    try:
        toc = read_toc(folder)
    except IndexMissing:
        return []
    return sorted(record.path for record in Ledger(folder, toc.ledger))


def goes_on(folder: Path, found: State) -> str | None:
    """What is wrong with the next small commit, onto the state found; None when nothing is."""
    try:
        with IndexWriter(folder) as writer:
            add(writer, "next", "Next.")
        if state_of(folder) != {**found, "next": "Next."}:
            return "the next commit is not what it should be"
    except Exception as error:
        return f"the next commit fails: {type(error).__name__}: {error}"
    toc = read_toc(folder)
    left = {path.name for path in folder.iterdir()} - {TOC_NAME, LOCK_NAME} - toc.files() - set(toc.previous)
    return f"left over: {sorted(left)}" if left else None

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.indexer.whoosh import whoosh_index
from dateline.indexer.whoosh.index import ArrayIndex

Document = dict[str, str]

# Two articles of one source, the first of two passages; one without a date or source, in German.
NEWS: list[Document] = [
    {"id": "a", "title": "Drone down", "date": "2013-05-01", "source": "BBC", "author": "Ann Lee",
     "text": "Border guards saw a drone."},
    {"id": "a", "text": "The drone fell near the border. Nobody met it."},
    {"id": "b", "title": "Wheat", "date": "2014", "source": "Financial Times", "text": "Wheat rose again."},
    {"id": "c", "date": "2012-01-01", "source": "BBC", "text": "Guards rose early, before drug-trafficking."},
    {"id": "d", "title": "Grenze", "language": "de", "text": "Die Wächter sahen nichts."},
]  # fmt: skip


@pytest.fixture(params=["one segment", "several segments"])
def news(tmp_path: Path, request: pytest.FixtureRequest) -> ArrayIndex:
    index = whoosh_index(tmp_path / "news", create=True)
    writer = index.writer()
    for number, document in enumerate(NEWS):
        writer.add_document(**document)
        if request.param == "several segments" and number in (1, 2):
            writer.commit(merge=False)
            writer = index.writer()
    writer.commit(merge=False)
    return index


@pytest.fixture
def empty(tmp_path: Path) -> ArrayIndex:
    return whoosh_index(tmp_path / "empty", create=True)


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """The ids of the documents that a typed query finds, sorted."""

    def ids(index: ArrayIndex, typed: str, field: str = "text") -> list[str]:
        with index.searcher() as searcher:
            return sorted(hit["id"] for hit in searcher.find(field, typed, limit=None))

    return ids

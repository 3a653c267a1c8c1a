"""A name is found with an initial between its words, after the articles that have it as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES

# Four of a length, each with both words, and one with one of them.
TEXTS = {
    "apart": "Bush met the actor George again and left early on Monday.",
    "initial": "Then George W. Bush again met an actor early on Monday.",
    "exact": "Then George Bush again met an actor and left on Monday.",
    "one": "Then George again met an actor and left early on Monday.",
}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_initial_in_a_name_is_passed_over(tmp_path: Path, engine: str) -> None:
    build([{"id": id, "text": text, "language": "en"} for id, text in TEXTS.items()], index=tmp_path)
    with Archive.open(tmp_path, engine=engine) as archive:
        assert [hit.id for hit in archive.search("George Bush")] == ["exact", "initial", "apart"]
        assert [hit.id for hit in archive.search('"George Bush"')] == ["exact"]
        scores = {hit.id: hit.score for hit in archive.search("george bush")}
        assert scores["initial"] == pytest.approx(scores["apart"])

"""A paragraph of more than 180 words is cut into passages; a phrase, w/p and w/s ended at the cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES


@pytest.fixture(params=ENGINES)
def archive(tmp_path: Path, request: pytest.FixtureRequest) -> Archive:
    words = " ".join(f"word{number}" for number in range(400))
    sentences = " ".join(
        f"Sentence {number} alpha{number} tells of the border and the river and the town near omega{number}."
        for number in range(30)
    )
    build(
        [
            {"id": "list", "title": "Long list", "text": words},
            {"id": "story", "title": "Long paragraph", "text": f"{sentences}\n\nAnother paragraph ends it."},
        ],
        index=tmp_path / "index",
    )
    return Archive.open(tmp_path / "index", engine=request.param)


def test_neighbouring_words_are_a_phrase_wherever_they_stand(archive: Archive) -> None:
    pairs = [f'"word{number} word{number + 1}"' for number in range(399)]
    assert [pair for pair in pairs if archive.count(pair).articles != 1] == []
    over_stops = [f'"omega{number} sentence {number + 1}"' for number in range(29)]
    assert [pair for pair in over_stops if archive.count(pair).articles != 1] == []


def test_a_paragraph_is_one_however_long(archive: Archive) -> None:
    assert archive.count("alpha0 w/p omega29").articles == 1
    assert archive.count("alpha0 w/p another").articles == 0
    assert archive.count("word0 w/s word399").articles == 1
    assert archive.count("alpha0 w/s alpha1").articles == 0
    assert archive.count("lead:omega29").articles == 1
    assert archive.count("lead:another").articles == 0


def test_a_phrase_over_a_cut_is_marked_in_the_passages_it_stands_in(archive: Archive) -> None:
    [hit] = archive.search('"word132 word133" OR word140', passages=5)
    marked = [passage.text[start:end] for passage in hit.passages for start, end in passage.spans]
    assert sorted(marked) == ["word132", "word133", "word140"]

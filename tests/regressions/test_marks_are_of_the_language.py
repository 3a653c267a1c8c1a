"""A word was marked in an article where, by the rules of its language, it does not match."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import Archive, build


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
def test_a_form_is_marked_only_where_its_language_makes_it_the_word(tmp_path: Path, engine: str) -> None:
    german = {"id": "de", "text": "The running man runs when he ran", "language": "de"}
    english = {"id": "en", "text": "He is running and runs.", "language": "en"}
    build([german, english], index=tmp_path)

    with Archive.open(tmp_path, engine=engine) as archive:
        marked = {
            hit.id: [passage.text[start:end] for passage in hit.passages for start, end in passage.spans]
            for hit in archive.search("running")
        }
        assert archive.count("running").spans == 3

    assert marked == {"de": ["running"], "en": ["running", "runs"]}

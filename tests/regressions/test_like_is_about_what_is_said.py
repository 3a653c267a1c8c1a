"""`like` ran on "the", "of" and "and" where few articles of the archive were in English, so rare.

What an article is about is never told by the function words of its language.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
def test_function_words_tell_nothing_of_what_an_article_is_about(tmp_path: Path, engine: str) -> None:
    russian = [
        {"id": f"r{number}", "language": "ru", "text": "Пограничники встретились в Оше."}
        for number in range(9)
    ]
    english = [
        {"id": "1", "language": "en", "text": "The river rose and the guards of the border left the bridge."},
        {"id": "2", "language": "en", "text": "Talks of the guards on the border and the water of a river."},
        {"id": "3", "language": "en", "text": "The price of the bread and of the milk and the tea rose."},
    ]
    build([*russian, *english], index=tmp_path)
    with Archive.open(tmp_path, engine=engine) as archive:
        found = archive.like("1")
        asked = {word.lower() for word in found.read_as.replace("like 1: ", "").split(" OR ")}
        assert {"river", "guards", "border"} <= asked
        assert not asked & {"the", "of", "and"}
        assert found[0].id == "2"

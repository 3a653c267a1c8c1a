"""`F-35`, which nothing had, found an article with an F key and 35 bottles, and was said to be read as F-35.
One typed word has no parts to leave out. Where others can be left out, it is said which is missing, and what
it may mean.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES


@pytest.fixture(scope="module", params=ENGINES)
def archive(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    texts = [
        "The F key and 35 bottles stood there. President Reagan spoke.",
        "Kabul was calm. Reports of June.",
    ]
    build([{"text": text, "language": "en"} for text in texts], index=folder)
    with Archive.open(folder, engine=request.param) as opened:
        yield opened


@pytest.mark.parametrize("typed", ["F-35", "18.01.35", "kabul-baghdad"])
def test_one_word_is_found_whole_or_not_at_all(archive: Archive, typed: str) -> None:
    found = archive.search(typed)
    assert not found
    assert archive.count(typed).articles == 0
    assert " OR " not in found.read_as


def test_the_parts_of_what_is_nowhere_are_told_each(archive: Archive) -> None:
    parts = archive.search("kabul-bagdad").parts
    assert [(part.text, part.articles) for part in parts] == [
        ("kabul-bagdad", 0),
        ("kabul", 1),
        ("bagdad", 0),
    ]


def test_what_was_left_out_is_named_with_what_it_may_mean(archive: Archive) -> None:
    found = archive.search("presedent Reagan")
    assert len(found) == 1
    [note] = [warning for warning in found.warnings if "presedent" in warning]
    assert note.startswith("in no article: presedent (did you mean ")
    assert "resid" in note.partition("mean ")[2]


def test_a_compound_that_is_loosened_is_said_to_be(archive: Archive) -> None:
    assert archive.search("F-35 Reagan").read_as == "F-35 OR F OR 35 OR Reagan (English, stemmed)"

"""A query had up to 64 words and 2,000 characters: a reporter who pasted a paragraph was refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.indexer import build
from dateline.search import Archive, QueryError
from dateline.search.query import limits
from dateline.search.query.reading import read_query

PARAGRAPH = "The border guards of the province seized {} kilos of heroin in the village, the ministry said. "
# Words the archive does not have.
LONG = " ".join(PARAGRAPH.format(f"kilo{number}") for number in range(100))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    build(
        [
            {
                "id": "it",
                "text": "Border guards seized heroin in a village of the province, the ministry said.",
            },
            {"id": "other", "text": "The ministry said on Monday that wheat prices rose."},
        ],
        index=folder,
    )
    with Archive.open(folder) as opened:
        yield opened


def test_a_pasted_paragraph_finds_its_article(archive: Archive) -> None:
    assert len(LONG.split()) > 1500
    found = archive.search(LONG)
    assert found[0].id == "it"
    assert any("has all of it" in warning for warning in found.warnings)
    assert archive.search(LONG, match="any")[0].id == "it"


def test_two_thousand_words_are_read(archive: Archive) -> None:
    assert archive.search("border " * 2000).total == 1
    assert archive.search("heroin OR " * 1999 + "wheat").total == 2
    with pytest.raises(QueryError, match="more than 2,000 words"):
        archive.search("border " * 2001)


def test_twenty_thousand_characters_are_read(archive: Archive) -> None:
    assert limits.MAX_CHARS == 20_000
    assert archive.search("border" + " " * 19_994).total == 1
    with pytest.raises(QueryError, match="longer than 20,000 characters"):
        archive.search("border" + " " * 19_995)


def test_signs_on_letters_are_no_words() -> None:
    """A long Hindi question was refused as too long: each sign on a letter began a word."""
    assert read_query("प्रधानमंत्री " * 1500, languages={"hi": 1}).query


def test_what_is_nowhere_is_told_in_so_many_parts_only(archive: Archive) -> None:
    found = archive.search(" ".join(f"=kabul-baghdad{number}" for number in range(200)))
    assert not found
    assert 0 < len(found.parts) <= 200
    assert sum(bool(part.suggestions) for part in found.parts) <= 12

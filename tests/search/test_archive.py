"""The embedded function: what a script gets, where neither a query nor a page is to blame."""

from __future__ import annotations

import dataclasses
import gc
import inspect
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from dateline.indexer import build
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.search import Archive, ArticleMissing, search
from tests.search.tiny import new_article, write_segments

RECORDS = [
    {
        "id": "guards",
        "title": "Guards",
        "date": "2013-05",
        "text": "Border guards seized drugs.",
        "source": "A",
    },
    {
        "id": "prices",
        "title": "Prices",
        "date": "2014",
        "text": "Wheat prices rose at the border.",
        "source": "B",
    },
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(RECORDS, index=tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def archive(index: Path) -> Iterator[Archive]:
    with Archive.open(index) as opened:
        yield opened


def test_an_archive_tells_what_it_is(index: Path) -> None:
    archive = Archive.open(index)
    assert repr(archive) == f"<Archive {index}: 2 articles>"
    archive.close()
    assert repr(archive) == "<Archive, closed>"


def test_results_stay_whole_after_the_archive_is_closed(index: Path) -> None:
    found = search("border guards", index=index)
    assert [article.id for article in found] == ["guards"]
    assert found[0].passages[0].text == "Border guards seized drugs."
    assert found.read_as == "border AND guards (English, stemmed)"
    assert (found.total, found.passage_total) == (1, 1)


def test_results_are_frozen_and_survive_pickling(archive: Archive) -> None:
    found = archive.search("border")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found[0].title = "another"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(found[0])) == found[0]  # noqa: S301 (our own bytes)


def test_where_nothing_has_all_words_some_are_found_and_it_is_said(archive: Archive) -> None:
    found = archive.search("guards wheat")
    assert {article.id for article in found} == {"guards", "prices"}
    assert found.warnings == ("no article has all of it; these have some of it",)
    assert found.read_as.startswith("guards OR wheat")


def test_a_search_for_no_rows_counts_as_one_for_some(archive: Archive) -> None:
    for query in ("border", "guards wheat", "zebra"):
        some, none = archive.search(query), archive.search(query, limit=0)
        assert (len(none), none.total, none.warnings) == (0, some.total, some.warnings)
        assert none.parts == some.parts


def test_where_nothing_is_found_each_part_is_counted_and_words_are_suggested(archive: Archive) -> None:
    parts = archive.search("boarder zebra").parts
    assert [(part.text, part.articles) for part in parts] == [("boarder", 0), ("zebra", 0)]
    assert "Border" in parts[0].suggestions


def test_like_leaves_the_article_itself_out(archive: Archive) -> None:
    found = archive.like("guards")
    assert [article.id for article in found] == ["prices"]
    assert (found.total, found.read_as.startswith("like guards: ")) == (1, True)


def test_an_article_that_is_not_there_is_named(archive: Archive) -> None:
    with pytest.raises(ArticleMissing, match="no article 'nobody'"):
        archive.get("nobody")


@pytest.mark.parametrize(
    "options", [{"limit": -1}, {"passages": -1}, {"by": "line"}, {"sort": "best"}, {"match": "most"}]
)
def test_an_option_that_makes_no_sense_says_which(archive: Archive, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        archive.search("border", **options)  # type: ignore[arg-type]


def test_facets_count_by_the_beginning_of_the_date(archive: Archive) -> None:
    months = [(facet.value, facet.articles) for facet in archive.facets("border", "month")]
    assert months == [("2013-05", 1), (None, 1)]


def test_the_function_takes_the_options_of_the_method() -> None:
    of_function, of_method = (inspect.signature(one).parameters for one in (search, Archive.search))

    assert {**of_function, "self": of_method["self"]} == {**of_method, "index": of_function["index"]}


def test_the_parts_of_a_query_are_told_where_only_some_of_it_is_found(tmp_path: Path) -> None:
    write_segments(tmp_path, [new_article("a", "Border guards met."), new_article("b", "Wheat fell.")])
    with Archive.open(tmp_path) as archive:
        relaxed = archive.search("border gaurds wheat")
        whole = archive.search("border guards")
        bracketed = archive.search("(border OR wheat) NEAR/2 zebra wheat")

    assert [(part.text, part.articles) for part in relaxed.parts] == [
        ("border", 1),
        ("gaurds", 0),
        ("wheat", 1),
    ]
    assert whole.parts == ()
    assert bracketed.parts[0].text == "(border OR wheat) NEAR/2 zebra"


@pytest.mark.parametrize(
    "query", ["border guards", "bord*", "bordr~", '"border guards"', "nowhere", "-border"]
)
@pytest.mark.parametrize("by", ["article", "passage"])
def test_what_an_archive_held_goes_with_it(
    index: Path, query: str, by: Literal["article", "passage"]
) -> None:
    """At once, without waiting for the collector: an archive opened anew finds the memory free."""
    gc.collect()
    gc.disable()
    try:
        before = _held_segments()  # of other tests
        with Archive.open(index) as archive:
            found = archive.search(query, by=by)
            _ = found.total, found.passage_total, found.parts
            assert len(_held_segments()) > len(before)
        del archive, found
        assert len(_held_segments()) == len(before)
    finally:
        gc.enable()


def _held_segments() -> list[SegmentReader]:
    return [one for one in gc.get_objects() if type(one) is SegmentReader]

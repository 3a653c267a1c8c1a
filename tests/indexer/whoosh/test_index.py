"""An index of ours as Whoosh's Index, and Whoosh's own reader over it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from whoosh.index import Index
from whoosh.query import Every, FuzzyTerm, Not, Or, Phrase, Prefix, Term, TermRange
from whoosh.reading import IndexReader, TermNotFound

from dateline.indexer.format.errors import IndexDamaged, IndexMissing
from dateline.indexer.format.index.reader import IndexReader as OurReader
from dateline.indexer.whoosh import make_schema, reader_of, whoosh_index
from dateline.indexer.whoosh.index import ArrayIndex
from dateline.indexer.whoosh.library import Searcher, query


def ids(index: ArrayIndex, asked: object) -> list[str]:
    with index.searcher() as searcher:
        return sorted(hit["id"] for hit in searcher.search(asked, limit=None))


# -- the index -----------------------------------------------------------------------------------------


def test_it_is_an_index_of_whoosh(news: ArrayIndex) -> None:
    assert isinstance(news, Index)
    assert isinstance(news.reader(), IndexReader)
    assert not news.is_empty()
    assert news.doc_count() == news.doc_count_all() == 5
    assert news.field_length("text") == 5 + 9 + 3 + 6 + 4
    assert news.max_field_length("text") == 9
    assert "ArrayIndex" in repr(news)


def test_it_knows_whether_something_newer_was_published(news: ArrayIndex) -> None:
    index = whoosh_index(news.folder)
    assert index.up_to_date()
    assert index.refresh() is index

    with index.writer() as writer:
        writer.delete_by_term("id", "a")

    assert not index.up_to_date()
    assert index.refresh().up_to_date()
    assert index.refresh().latest_generation() == index.latest_generation()


def test_it_was_modified_when_something_was_published_and_not_when_it_was_locked(news: ArrayIndex) -> None:
    os.utime(news.folder / "index.toc", (1, 1))
    assert news.last_modified() == 1

    news.writer().cancel()
    assert news.last_modified() == 1
    news.delete_by_term("id", "a")
    assert news.last_modified() > 1


def test_optimizing_leaves_one_segment_with_the_same_answers(news: ArrayIndex) -> None:
    news.delete_by_term("id", "b")
    news.optimize()

    assert len(news.reader().leaf_readers()) == 1
    assert news.doc_count_all() == 4
    assert ids(news, Term("text", "drone")) == ["a", "a"]


def test_an_empty_index_is_made_where_there_is_none_and_what_is_there_stays(news: ArrayIndex) -> None:
    empty = whoosh_index(news.folder / "new", create=True)
    assert empty.is_empty()
    assert empty.doc_count() == 0
    assert not whoosh_index(news.folder, create=True).is_empty()


def test_without_an_index_opening_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        whoosh_index(tmp_path / "nothing")


def test_a_damaged_index_is_not_replaced_by_an_empty_one(news: ArrayIndex) -> None:
    (news.folder / "index.toc").write_bytes(b"{}")

    with pytest.raises(IndexDamaged):
        whoosh_index(news.folder, create=True)


# -- its fields and stored documents -------------------------------------------------------------------


def test_the_schema_has_the_fields_of_an_archive(news: ArrayIndex) -> None:
    schema = news.schema
    assert schema.names() == sorted(
        ["author", "date", "id", "language", "meta", "path", "place", "source", "text", "title"]
    )
    assert schema.stored_names() == schema.names()
    assert schema.scorable_names() == ["text", "title"]
    assert [name for name, field in schema.items() if field.unique] == ["id"]


def test_stored_fields_are_the_passage_and_its_article(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        (stored,) = (hit.fields() for hit in searcher.search(Term("text", "wheat")))
    assert stored == {
        "id": "b",
        "title": "Wheat",
        "date": "2014",
        "source": "Financial Times",
        "language": "en",
        "text": "Wheat rose again.",
    }


# -- its terms -----------------------------------------------------------------------------------------


def test_terms_can_be_listed_and_counted(news: ArrayIndex) -> None:
    reader = news.reader()
    assert list(reader.lexicon("source")) == [b"BBC", b"Financial Times"]
    assert list(reader.field_terms("date")) == ["2012-01-01", "2013-05-01", "2014"]
    assert reader.doc_frequency("text", "drone") == 2
    assert reader.doc_frequency("title", "drone") == 2  # once in the title of two passages
    assert reader.frequency("text", "nothing") == 0
    assert list(reader.expand_prefix("text", "gu")) == [b"guard"]
    assert [term for term, _ in reader.iter_prefix("text", "r")] == [b"rose"]
    assert reader.term_info("text", "rose").doc_frequency() == 2
    assert ("text", b"wheat") in reader
    assert ("source", b"ITV") not in reader
    assert reader.field_length("title") == 2 + 2 + 1 + 0 + 1
    assert reader.most_frequent_terms("text", 1) == [(2.0, b"the")]
    with pytest.raises(TermNotFound):
        reader.term_info("text", "absent")


def test_all_terms_come_in_order(news: ArrayIndex) -> None:
    terms = list(news.reader().all_terms())
    assert terms == sorted(set(terms))
    assert {name for name, _ in terms} == {"author", "date", "id", "language", "source", "text", "title"}
    assert [term for term, _ in news.reader()] == terms


def test_a_term_has_its_documents_and_places(news: ArrayIndex) -> None:
    def walk(field: str, text: str) -> list[tuple[int, float, list[int]]]:
        matcher, places = news.reader().postings(field, text), []
        while matcher.is_active():
            places.append((matcher.id(), matcher.weight(), matcher.value_as("positions")))
            matcher.next()
        return places

    assert walk("text", "border") == [(0, 1.0, [0]), (1, 1.0, [5])]
    assert walk("title", "down") == [(0, 1.0, [1]), (1, 1.0, [1])]
    assert list(news.reader().postings("source", "BBC").all_ids()) == [0, 1, 3]
    matcher = news.reader().postings("text", "rose")
    matcher.skip_to(3)
    assert matcher.id() == 3


def test_deleted_documents_are_gone(news: ArrayIndex) -> None:
    with news.writer() as writer:
        writer.delete_by_term("id", "a")
        writer.merge = False

    reader = news.reader()
    assert (reader.doc_count(), [stored["id"] for stored in reader.all_stored_fields()]) == (
        3,
        ["b", "c", "d"],
    )
    assert ids(news, Term("text", "guard")) == ["c"]
    assert ids(news, Every()) == ["b", "c", "d"]
    assert ids(news, Not(Term("text", "guard"))) == ["b", "d"]


# -- queries of whoosh.query ---------------------------------------------------------------------------


def test_whooshs_searcher_finds_terms_phrases_prefixes_and_typos(news: ArrayIndex) -> None:
    assert ids(news, Phrase("text", ["border", "guard"])) == ["a"]
    assert ids(news, Phrase("title", ["drone", "down"])) == ["a", "a"]
    assert ids(news, Prefix("text", "whe")) == ["b"]
    assert ids(news, FuzzyTerm("text", "wheet")) == ["b"]
    assert ids(news, Not(Term("source", "BBC"))) == ["b", "d"]
    assert ids(news, Every("author")) == ["a", "a"]
    assert ids(news, TermRange("date", "2012", "2013")) == ["c"]
    with news.searcher() as searcher:
        assert len(searcher.search(Or([Term("text", "rose"), Term("text", "drone")]), limit=1)) == 4


def test_a_search_engine_builds_on_an_open_state(news: ArrayIndex) -> None:
    with OurReader.open(news.folder) as state:
        searcher = Searcher(reader_of(state, make_schema()))
        assert [hit["id"] for hit in searcher.search(query.Term("text", "wheat"))] == ["b"]

"""Whoosh's own reader and searcher over an index of ours."""

from __future__ import annotations

import re

import pytest
from whoosh import sorting
from whoosh.index import Index
from whoosh.qparser import QueryParser
from whoosh.query import Every, FuzzyTerm, Not, Or, Phrase, Prefix, Term
from whoosh.reading import TermNotFound

from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.whoosh import whoosh_index

NEWS = (
    Article("a", (Paragraph("Border guards saw a drone."), Paragraph("The drone fell.")), title="Drone down",
            date="2013-05-01", source="BBC", language="en"),
    Article("b", (Paragraph("Wheat rose."),), title="Wheat", date="2014", source="Times", language="en"),
    Article("c", (Paragraph("Guards rose early."),), date="2012-01-01", source="BBC", language="en"),
)  # fmt: skip


def add(writer, article):
    bounds, start = [], 0
    for paragraph in article.paragraphs:
        bounds.append(Passage(start, start + len(paragraph.text)))
        start += len(paragraph.text) + 2
    writer.add_article(article, bounds)


@pytest.fixture(params=["one segment", "three segments"])
def index(tmp_path, request):
    writer = IndexWriter(tmp_path)
    for article in NEWS:
        add(writer, article)
        if request.param == "three segments" and article is not NEWS[-1]:
            writer.commit(merge=False)
            writer = IndexWriter(tmp_path)
    writer.commit(merge=False)
    return whoosh_index(tmp_path)


def ids(results):
    return [hit["id"] for hit in results]


def test_it_is_an_index_of_whoosh(index):
    assert isinstance(index, Index)
    assert not index.is_empty()
    assert index.doc_count() == index.doc_count_all() == 4
    assert index.up_to_date()
    assert index.refresh().schema.names() == index.schema.names()
    assert index.latest_generation() > 0
    assert index.last_modified() > 0
    assert "ArrayIndex" in repr(index)


def test_whooshs_searcher_finds_terms_phrases_prefixes_and_typos(index):
    with index.searcher() as searcher:
        assert sorted(ids(searcher.search(Term("text", "drone")))) == ["a", "a"]
        assert ids(searcher.search(Phrase("text", ["border", "guard"]))) == ["a"]
        assert ids(searcher.search(Phrase("text", ["guard", "border"]))) == []
        assert ids(searcher.search(Phrase("title", ["drone", "down"]))) == ["a", "a"]
        assert ids(searcher.search(Prefix("text", "whe"))) == ["b"]
        assert ids(searcher.search(FuzzyTerm("text", "wheet"))) == ["b"]
        assert sorted(ids(searcher.search(Not(Term("source", "BBC"))))) == ["b"]
        assert len(searcher.search(Or([Term("text", "rose"), Term("text", "drone")]), limit=1)) == 4


def test_whooshs_parser_and_highlighter_use_our_analysis(index):
    query = QueryParser("text", index.schema).parse("guard")
    with index.searcher() as searcher:
        hits = searcher.search(query, terms=True)
        marked = {hit["id"]: hit.highlights("text") for hit in hits}
    assert re.sub(" class=[^>]*", "", marked["a"]) == "Border <b>guards</b> saw a drone"


def test_results_are_filtered_sorted_and_grouped_by_columns(index):
    with index.searcher() as searcher:
        everything = searcher.search(Every(), sortedby="date")
        assert ids(everything) == ["c", "a", "a", "b"]
        assert ids(searcher.search(Every(), filter=Term("source", "Times"))) == ["b"]
        groups = searcher.search(Every(), groupedby=sorting.FieldFacet("source")).groups("source")
        assert {name: len(found) for name, found in groups.items()} == {"BBC": 3, "Times": 1}


def test_stored_fields_are_the_passage_and_its_article(index):
    with index.searcher() as searcher:
        (stored,) = (hit.fields() for hit in searcher.search(Term("text", "wheat")))
    assert stored == {
        "id": "b",
        "title": "Wheat",
        "date": "2014",
        "source": "Times",
        "language": "en",
        "text": "Wheat rose.",
    }


def test_terms_can_be_listed_and_counted(index):
    reader = index.reader()
    assert list(reader.lexicon("source")) == [b"BBC", b"Times"]
    assert reader.doc_frequency("text", "drone") == 2
    assert reader.doc_frequency("title", "drone") == 2  # once in the title of two passages
    assert reader.frequency("text", "nothing") == 0
    assert list(reader.expand_prefix("text", "gu")) == [b"guard"]
    assert reader.term_info("text", "rose").doc_frequency() == 2
    assert ("text", b"wheat") in reader
    assert ("source", b"ITV") not in reader
    assert reader.field_length("text") == 5 + 3 + 2 + 3
    assert reader.field_length("title") == 2 + 2 + 1
    assert {name for name, _ in reader.all_terms()} == {"date", "id", "language", "source", "text", "title"}
    with pytest.raises(TermNotFound):
        reader.term_info("text", "absent")


def test_deleted_articles_are_gone_for_whoosh_too(index):
    writer = index.writer()
    writer.delete_by_term("id", "a")
    writer.commit(merge=False)
    assert not index.up_to_date()
    with index.searcher() as searcher:
        assert ids(searcher.search(Term("text", "guard"))) == ["c"]
        assert sorted(ids(searcher.search(Every()))) == ["b", "c"]
        assert searcher.doc_count() == 2


def test_optimizing_leaves_one_segment_with_the_same_answers(index):
    index.optimize()
    assert len(index.reader().leaf_readers()) == 1
    with index.searcher() as searcher:
        assert sorted(ids(searcher.search(Term("text", "drone")))) == ["a", "a"]


def test_an_empty_index_has_no_documents(tmp_path):
    IndexWriter(tmp_path).commit()
    empty = whoosh_index(tmp_path)
    assert empty.is_empty()
    with empty.searcher() as searcher:
        assert ids(searcher.search(Term("text", "x"))) == []


def test_without_an_index_opening_says_so(tmp_path):
    with pytest.raises(IndexMissing):
        whoosh_index(tmp_path / "nothing")

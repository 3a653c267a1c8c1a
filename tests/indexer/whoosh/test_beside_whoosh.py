"""Each method of Whoosh's readers and searchers, beside an index of Whoosh's own with the same documents."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh import reading, searching
from whoosh.collectors import UnlimitedCollector
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import Matcher
from whoosh.qparser import QueryParser
from whoosh.query import Term
from whoosh.reading import TermInfo

from dateline.indexer.whoosh import make_schema, whoosh_index

# Every field has a value, and no word a part: there Whoosh counts tokens, and we count positions.
DOCUMENTS = [
    {
        "id": name,
        "title": title,
        "date": date,
        "source": source,
        "place": "Kabul",
        "author": author,
        "language": "en",
        "meta": "section=World",
        "path": f"/{name}",
        "text": text,
    }
    for name, title, date, source, author, text in [
        ("a", "Drone down", "2013-05-01", "BBC", "Ann Lee", "Border guards saw a drone."),
        (
            "a",
            "Drone down",
            "2013-05-01",
            "BBC",
            "Ann Lee",
            "The drone fell. Guards met it at a border.",
        ),
        ("b", "Wheat", "2014", "Financial Times", "Bo Li", "Wheat rose again."),
        ("c", "Guards of the border", "2012-01", "BBC", "Ann Lee", "Guards rose early."),
    ]
]
FIELDS = ("text", "title", "id", "source", "author")
TERMS = (("text", "drone"), ("title", "guard"), ("source", "BBC"), ("author", "Bo Li"))
Asked = Callable[[Any], object]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """Ours and Whoosh's."""
    ours = whoosh_index(tmp_path_factory.mktemp("index"), create=True)
    whooshs = RamStorage().create_index(make_schema())
    for index in (ours, whooshs):
        with index.writer() as writer:
            for document in DOCUMENTS:
                writer.add_document(**document)
    return ours, whooshs


def shown(value: Any) -> Any:
    """What a method gave, as something that can be compared."""
    if isinstance(value, Matcher):
        return [(number, value.supports("positions")) for number in value.all_ids()]
    if isinstance(value, TermInfo):
        return [getattr(value, name)() for name in (
            "weight", "doc_frequency", "min_length", "max_length", "max_weight", "min_id", "max_id"
        )]  # fmt: skip
    if isinstance(value, searching.ResultsPage):
        return [value.total, value.pagenum, [hit.docnum for hit in value]]
    if isinstance(value, searching.Results):
        return [len(value), [(hit.docnum, round(hit.score, 9)) for hit in value]]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (list, tuple, Iterator)) or type(value).__name__ == "dict_keys":
        return [shown(one) for one in value]
    return value


def of_fields(name: str, *rest: object) -> Asked:
    return lambda reader: [getattr(reader, name)(field, *rest) for field in FIELDS]


def of_terms(name: str) -> Asked:
    return lambda reader: [shown(getattr(reader, name)(*term)) for term in TERMS]


READER: dict[str, Asked] = {
    "all_doc_ids": lambda reader: reader.all_doc_ids(),
    "all_stored_fields": lambda reader: reader.all_stored_fields(),
    "all_terms": lambda reader: reader.all_terms(),
    "close": lambda reader: reader.close(),
    "codec": lambda reader: hasattr(reader.codec(), "terms_reader"),
    "column_reader": lambda reader: [
        (list(column), list(column.load()), len(column), column[1], column.sort_key(2))
        for field in FIELDS[2:]
        for translate in (True, False)
        for column in [reader.column_reader(field, translate=translate)]
    ],
    "corrector": lambda reader: [
        reader.corrector(field).suggest("gaurd") for field in FIELDS if field != "author"
    ],
    "doc_count": lambda reader: reader.doc_count(),
    "doc_count_all": lambda reader: reader.doc_count_all(),
    "doc_field_length": lambda reader: [
        reader.doc_field_length(number, field) for number in range(4) for field in FIELDS
    ],
    "doc_frequency": of_terms("doc_frequency"),
    "expand_prefix": of_fields("expand_prefix", "g"),
    "field_length": of_fields("field_length"),
    "field_terms": of_fields("field_terms"),
    "first_id": of_terms("first_id"),
    "frequency": of_terms("frequency"),
    "generation": lambda reader: reader.generation() > 0,
    "has_column": of_fields("has_column"),
    "has_deletions": lambda reader: reader.has_deletions(),
    "has_vector": lambda reader: reader.has_vector(0, "text"),
    "indexed_field_names": lambda reader: sorted(reader.indexed_field_names()),
    "is_atomic": lambda reader: reader.is_atomic(),
    "is_deleted": lambda reader: [reader.is_deleted(number) for number in range(4)],
    "iter_docs": lambda reader: reader.iter_docs(),
    "iter_field": of_fields("iter_field"),
    "iter_from": of_fields("iter_from", "d"),
    "iter_postings": lambda reader: [posting[:4] for posting in reader.iter_postings()],
    "iter_prefix": of_fields("iter_prefix", "d"),
    "leaf_readers": lambda reader: len(reader.leaf_readers()),
    "lexicon": of_fields("lexicon"),
    # Whoosh's own raises a TypeError for the others.
    "max_field_length": lambda reader: [reader.max_field_length(field) for field in ("text", "title")],
    "min_field_length": lambda reader: [reader.min_field_length(field) for field in ("text", "title")],
    "most_distinctive_terms": of_fields("most_distinctive_terms"),
    "most_frequent_terms": of_fields("most_frequent_terms"),
    "postings": of_terms("postings"),
    "segment": lambda reader: reader.segment() is not None,
    "stored_fields": lambda reader: [reader.stored_fields(number) for number in range(4)],
    "supports_caches": lambda reader: reader.supports_caches(),
    "term_info": of_terms("term_info"),
    "terms_from": lambda reader: reader.terms_from("source", b"C"),
    "terms_within": lambda reader: sorted(reader.terms_within("text", "gaurds", 2)),
}
# There are no vectors, here or there, and a folder of ours is no storage of Whoosh's.
NOTHING_TO_ASK = {"storage", "vector", "vector_as"}

BORDER = Term("text", "border")
SEARCHER: dict[str, Asked] = {
    "avg_field_length": of_fields("avg_field_length", 0),
    "boolean_context": lambda searcher: searcher.boolean_context().weighting,
    "close": lambda searcher: searcher.close(),
    "collector": lambda searcher: type(searcher.collector(limit=2)).__name__,
    "context": lambda searcher: type(searcher.context().weighting).__name__,
    "correct_query": lambda searcher: (
        searcher.correct_query(QueryParser("text", make_schema()).parse("gaurds rose"), "gaurds rose").string
    ),
    "doc_count": lambda searcher: searcher.doc_count(),
    "doc_count_all": lambda searcher: searcher.doc_count_all(),
    "docs_for_query": lambda searcher: searcher.docs_for_query(BORDER),
    "document": lambda searcher: searcher.document(id="a"),
    "document_number": lambda searcher: searcher.document_number(id="b"),
    "document_numbers": lambda searcher: searcher.document_numbers(source="BBC"),
    "documents": lambda searcher: searcher.documents(source="BBC"),
    "field_length": of_fields("field_length"),
    "find": lambda searcher: searcher.find("text", "border guards"),
    "get_parent": lambda searcher: searcher.get_parent() is searcher,
    "has_parent": lambda searcher: searcher.has_parent(),
    "idf": lambda searcher: [round(searcher.idf(*term), 9) for term in TERMS],
    "is_atomic": lambda searcher: searcher.is_atomic(),
    "key_terms": lambda searcher: searcher.key_terms([0, 1], "text"),
    "key_terms_from_text": lambda searcher: searcher.key_terms_from_text("text", "Drones and wheat"),
    "leaf_searchers": lambda searcher: len(searcher.leaf_searchers()),
    "max_field_length": lambda searcher: searcher.max_field_length("text"),
    "more_like": lambda searcher: searcher.more_like(0, "text"),
    "postings": of_terms("postings"),
    "reader": lambda searcher: isinstance(searcher.reader(), reading.IndexReader),
    "refresh": lambda searcher: searcher.refresh() is searcher,
    "search": lambda searcher: searcher.search(BORDER, limit=None),
    "search_page": lambda searcher: searcher.search_page(BORDER, 2, pagelen=1),
    "search_with_collector": lambda searcher: _collected(searcher),
    "suggest": lambda searcher: searcher.suggest("text", "gaurd"),
    "up_to_date": lambda searcher: searcher.up_to_date(),
}


def _collected(searcher: Any) -> object:
    collector = UnlimitedCollector()
    searcher.search_with_collector(BORDER, collector)
    return collector.results()


def methods(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}


def test_no_method_is_left_out() -> None:
    assert {*READER, *NOTHING_TO_ASK} == methods(reading.IndexReader)
    assert set(SEARCHER) == methods(searching.Searcher)


@pytest.mark.parametrize("method", READER)
def test_a_reader_says_what_whooshs_says(indexes: tuple[Any, Any], method: str) -> None:
    said, whooshs = [shown(READER[method](index.reader())) for index in indexes]

    assert said == whooshs


@pytest.mark.parametrize("method", SEARCHER)
def test_a_searcher_says_what_whooshs_says(indexes: tuple[Any, Any], method: str) -> None:
    said, whooshs = [shown(SEARCHER[method](index.searcher())) for index in indexes]

    assert said == whooshs


def test_a_cursor_walks_as_whooshs_does(indexes: tuple[Any, Any]) -> None:
    def walk(reader: Any, field: str) -> list[object]:
        cursor, seen = reader.cursor(field), []
        while cursor.is_valid():
            seen.append((cursor.text(), shown(cursor.term_info())))
            cursor.next()
        return [seen, cursor.find("g"), cursor.first()]

    ours, whooshs = [[walk(index.reader(), field) for field in FIELDS] for index in indexes]
    assert ours == whooshs


@pytest.mark.parametrize("field", ["id", "source", "colour"])
def test_a_field_that_is_not_analysed_has_no_length(tmp_path: Path, field: str) -> None:
    index = whoosh_index(tmp_path, create=True)
    with index.writer() as writer:
        writer.add_document(**DOCUMENTS[0])

    with index.reader() as reader:
        assert (reader.min_field_length(field), reader.max_field_length(field)) == (0, 0)

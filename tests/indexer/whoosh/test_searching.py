"""What a user of Whoosh searches with: parsers, sorting, facets, highlights, key terms, suggestions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from whoosh import highlight, qparser, sorting
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.query import Every, Or, Term
from whoosh.query.spans import SpanFirst, SpanNear

from dateline.indexer.whoosh import whoosh_index
from dateline.indexer.whoosh.index import ArrayIndex

Found = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("drones", ["a", "a"]),
        ("guard rose", ["c"]),
        ("guards OR wheat", ["a", "b", "c"]),
        ("guards NOT early", ["a"]),
        ('"border guards"', ["a"]),
        ('"guards border"', []),
        ('"border drone"~4', ["a"]),
        ("gua*", ["a", "c"]),
        ("b?rder", ["a", "a"]),
        ("Wh*t", ["b"]),
        ("trafficking*", ["c"]),
        ("[a TO border]", ["a", "a", "b", "c"]),
        ("drug-trafficking", ["c"]),
        ("drug trafficking", ["c"]),
        ('"drug-trafficking"', ["c"]),
        ("title:drone", ["a", "a"]),
        ("source:BBC", ["a", "a", "c"]),
        ('source:"Financial Times"', ["b"]),
        ("author:'Ann Lee'", ["a", "a"]),
        ("date:[2013 TO 2014]", ["a", "a", "b"]),
        ("date:2012*", ["c"]),
        ("id:b", ["b"]),
        ("absent", []),
        ("colour:red", []),
    ],
)
def test_whooshs_parser_asks_what_was_typed(
    news: ArrayIndex, found: Found, typed: str, expected: list[str]
) -> None:
    assert found(news, typed) == expected


def test_a_misspelt_word_is_found_with_the_fuzzy_plugin(news: ArrayIndex) -> None:
    parser = QueryParser("text", news.schema)
    parser.add_plugin(qparser.FuzzyTermPlugin())

    with news.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(parser.parse("wheet~"))] == ["b"]


DOCUMENTS = [
    ("a", "Drone over the U.S. base"),
    ("b", "Drag nets"),
    ("c", "A drug-trafficking ring of 1.5 tons"),
]


@pytest.mark.parametrize(
    ("plugin", "typed", "expected"),
    [
        (qparser.RegexPlugin(), 'r"dr.g"', ["b", "c"]),
        (qparser.RegexPlugin(), 'r"Dr.*e$"', ["a"]),
        (qparser.RegexPlugin(), r'r"\Wx|\d\.\d"', ["c"]),
        (qparser.RegexPlugin(), 'r"dr(a|o)[^A-F]"', ["a", "b"]),
        (qparser.RegexPlugin(), 'id:r"[ab]"', ["a", "b"]),
        (qparser.PrefixPlugin(), "dr*", ["a", "b", "c"]),
        (qparser.PrefixPlugin(), "U.S*", ["a"]),
        (qparser.PrefixPlugin(), "1.*", ["c"]),
        (qparser.PrefixPlugin(), "drug-traff*", ["c"]),
        (qparser.WildcardPlugin(), "Dr?g", ["b", "c"]),
        (qparser.WildcardPlugin(), "d*-tr?ff*", ["c"]),
        (qparser.FuzzyTermPlugin(), "drog~", ["b", "c"]),
        (qparser.FuzzyTermPlugin(), "drug-traficking~", ["c"]),
        (qparser.FuzzyTermPlugin(), "U.S.~", ["a"]),
        (qparser.RangePlugin(), "[Drones TO drop]", ["a"]),
        (qparser.RangePlugin(), "[1.4 TO 1.6]", ["c"]),
        (qparser.GtLtPlugin(), "id:>=b", ["b", "c"]),
        (qparser.PlusMinusPlugin(), "+Drones -drugs", ["a"]),
        (qparser.SingleQuotePlugin(), "'Drag nets'", ["b"]),
        (qparser.BoostPlugin(), "Drones^2 OR net^0.5", ["a", "b"]),
        (qparser.GroupPlugin(), "(drone OR drag) NOT nets", ["a"]),
        (qparser.EveryPlugin(), "*:*", ["a", "b", "c"]),
        (qparser.FieldsPlugin(), "id:a", ["a"]),
        (qparser.PhrasePlugin(), '"U.S. base"', ["a"]),
        (qparser.SequencePlugin(), '"(drug OR drag) (net* OR traff*)"', ["b", "c"]),
        (qparser.OperatorsPlugin(), "drones ANDMAYBE base", ["a"]),
        (qparser.MultifieldPlugin(["title", "text"]), "Dr?g", ["b", "c"]),
        (qparser.FieldAliasPlugin({"text": ["body"]}), "body:Drones", ["a"]),
        (qparser.CopyFieldPlugin({"text": "title"}), "Drones", ["a"]),
        (qparser.PseudoFieldPlugin({"same": lambda node: node}), "same:Drones", ["a"]),
        (qparser.FunctionPlugin({"any": lambda words, **_: Or(words)}), "#any(Drones Nets)", ["a", "b"]),
    ],
)
def test_every_plugin_of_whooshs_parser_reads_words_as_they_are_indexed(
    empty: ArrayIndex, plugin: qparser.Plugin, typed: str, expected: list[str]
) -> None:
    with empty.writer() as writer:
        for name, text in DOCUMENTS:
            writer.add_document(id=name, text=text)
    parser = QueryParser("text", empty.schema)
    if isinstance(plugin, qparser.PrefixPlugin):
        parser.remove_plugin_class(qparser.WildcardPlugin)
    parser.replace_plugin(plugin)
    if isinstance(plugin, qparser.SequencePlugin):
        parser.remove_plugin_class(qparser.PhrasePlugin)

    with empty.searcher() as searcher:
        assert sorted(hit["id"] for hit in searcher.search(parser.parse(typed))) == expected


def test_several_fields_are_searched_at_once(news: ArrayIndex) -> None:
    parser = MultifieldParser(["title", "text"], news.schema, group=qparser.OrGroup)

    with news.searcher() as searcher:
        assert sorted(hit["id"] for hit in searcher.search(parser.parse("down wheat"))) == ["a", "a", "b"]


def test_the_schema_reads_words_by_the_language_it_was_opened_with(news: ArrayIndex, found: Found) -> None:
    assert found(news, "Wächtern") == []
    assert found(whoosh_index(news.folder, language="de"), "Wächtern") == ["d"]


def test_spans_know_where_words_stand(news: ArrayIndex) -> None:
    border, guard = Term("text", "border"), Term("text", "guard")

    with news.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(SpanNear(border, guard))] == ["a"]
        assert [hit["text"] for hit in searcher.search(SpanFirst(border))] == ["Border guards saw a drone."]


def test_the_limit_cuts_the_hits_and_not_their_number(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        assert len(list(searcher.search(Every(), limit=2))) == 2
        assert len(searcher.search(Every(), limit=2)) == 5
        assert len(list(searcher.search(Every(), limit=None))) == 5
        assert [hit["id"] for hit in searcher.search_page(Every(), 2, pagelen=3)] == ["c", "d"]


def test_a_better_match_comes_first(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        hits = searcher.find("text", "drone OR border OR guards")
        assert hits[0]["text"] == "Border guards saw a drone."
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert hits.scored_length() == 3


def test_hits_are_sorted_by_date_forwards_and_backwards(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        forwards = searcher.search(Every(), sortedby="date", limit=None)
        backwards = searcher.search(Every(), sortedby=sorting.FieldFacet("date", reverse=True), limit=None)
        twice = searcher.search(Every(), sortedby=["source", sorting.FieldFacet("date", reverse=True)])
        assert [hit["id"] for hit in forwards] == ["d", "c", "a", "a", "b"]  # without a date: ""
        assert [hit["id"] for hit in backwards] == ["b", "a", "a", "c", "d"]
        assert [hit["id"] for hit in twice] == ["d", "a", "a", "c", "b"]


def test_hits_are_grouped_by_source(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        groups = searcher.search(Every(), groupedby="source").groups()
        counts = searcher.search(Every(), groupedby="source", maptype=sorting.Count).groups()
        overlapping = sorting.FieldFacet("source", allow_overlap=True)
        shared = searcher.search(Every(), groupedby=overlapping, maptype=sorting.Count).groups("source")
        assert groups == {"BBC": [0, 1, 3], "Financial Times": [2], "": [4]}
        assert counts == {"BBC": 3, "Financial Times": 1, "": 1}
        assert shared == {"BBC": 3, "Financial Times": 1, None: 1}


def test_hits_collapse_to_one_of_each_article(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(Term("text", "border"), collapse="id")] == ["a"]


def test_a_filter_and_a_mask_limit_what_is_found(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        bbc, early = Term("source", "BBC"), Term("text", "earli")
        assert [hit["id"] for hit in searcher.search(Term("text", "rose"), filter=bbc)] == ["c"]
        assert [hit["id"] for hit in searcher.search(Term("text", "rose"), mask=early)] == ["b"]


def test_matches_are_highlighted_in_the_stored_text(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        hits = searcher.find("text", "trafficking drug")
        assert hits[0].highlights("text") == (
            'rose early, before <b class="match term0">drug</b>-<b class="match term1">trafficking</b>'
        )
        hits.fragmenter = highlight.SentenceFragmenter()
        hits.formatter = highlight.UppercaseFormatter()
        assert hits[0].highlights("text") == "Guards rose early, before DRUG-TRAFFICKING"


def test_the_terms_that_matched_are_told(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        hits = searcher.search(QueryParser("text", news.schema).parse("wheat OR absent"), terms=True)
        assert hits.matched_terms() == {("text", b"wheat")}
        assert hits[0].matched_terms() == [("text", b"wheat")]


def test_key_terms_and_similar_documents_come_from_the_stored_text(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        number = searcher.document_number(id="b")
        assert {term for term, _ in searcher.key_terms([number], "text")} == {"wheat", "rose", "again"}
        assert [hit["id"] for hit in searcher.more_like(number, "text")] == ["c"]
        hit = searcher.find("text", "drone")[0]
        assert "a" in {like["id"] for like in hit.more_like_this("text")}
        assert searcher.find("text", "wheat").key_terms("text")


def test_misspelt_terms_have_suggestions(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        assert searcher.suggest("text", "wheet") == ["wheat"]
        assert searcher.corrector("text").suggest("bordr") == ["border"]
        query = QueryParser("text", news.schema).parse("wheet rose")
        assert searcher.correct_query(query, "wheet rose").string == "wheat rose"


def test_documents_are_looked_up_by_their_fields(news: ArrayIndex) -> None:
    with news.searcher() as searcher:
        assert searcher.document(id="b")["title"] == "Wheat"
        assert searcher.document(id="z") is None
        assert [document["id"] for document in searcher.documents(source="BBC")] == ["a", "a", "c"]


def test_a_searcher_keeps_its_state_until_it_is_refreshed(news: ArrayIndex) -> None:
    searcher = news.searcher()
    assert searcher.up_to_date()
    assert searcher.refresh() is searcher

    with news.writer() as writer:
        writer.delete_by_term("id", "a")
        writer.optimize = True

    assert not searcher.up_to_date()
    assert [hit["id"] for hit in searcher.find("text", "drone")] == ["a", "a"]
    assert searcher.doc_count() == 5
    newer = searcher.refresh()
    assert newer.up_to_date()
    assert len(newer.find("text", "drone")) == 0
    assert newer.doc_count() == newer.doc_count_all() == 3


def test_an_empty_index_answers_everything_with_nothing(empty: ArrayIndex) -> None:
    with empty.searcher() as searcher:
        assert searcher.up_to_date()
        assert len(searcher.search(Every(), sortedby="date")) == 0
        assert searcher.search(Every(), groupedby="source").groups() == {}
        assert searcher.suggest("text", "wheet") == []
        assert searcher.document(id="a") is None
        assert list(searcher.reader().all_terms()) == []

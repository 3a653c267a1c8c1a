"""What any engine must answer: each is asked the same, and the reference engine says what is right.

A new engine joins by its name in ENGINES. One over a server is asked of an index that was copied there. It
counts no deleted articles, as an index does that was merged since: so the reference then reads that.
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer.article import Article, Mention, Paragraph
from dateline.indexer.copying.moving import copy_index
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Archive, ArticleMissing, Found
from dateline.search.archive import ENGINES
from dateline.search.arrays.engine import ArrayEngine
from dateline.search.engine import By, Engine, Sort
from dateline.search.opensearch.engine import OpenSearchEngine
from dateline.search.opensearch.published import RemoteIndex
from dateline.search.periods import PeriodUnit
from dateline.search.query.asked import Match
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AtLeast,
    DateRange,
    Every,
    KeywordFilter,
    Near,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Together,
    Word,
)
from dateline.search.tallies import FacetCount
from dateline.search.whoosh_engine import WhooshEngine
from tests.search.tiny import Written, new_article, text_of, write_segments

SERVER = "opensearch"
OpenNews = Callable[[str], Archive]
OTHERS = [name for name in (*ENGINES, SERVER) if name != "whoosh"]


def write_news(folder: Path) -> None:
    """Two languages, three segments, an article deleted, one without a date, one dated by the month."""
    write_segments(
        folder,
        [
            new_article(
                "oil",
                "Crude oil prices rose on Monday, the oil ministry said. Nobody had expected that.",
                "The U.S.-led coalition met in Vienna. Oil-producing states of the Gulf agreed on output.",
                title="Oil prices rise",
                date="2013-05-28",
                source="The Astana Times",
                place="Vienna",
                meta="section=World news\ndesk=Energy",
                path="2013/oil.txt",
            ),
            new_article("gone", "Oil fell, and oil rose.", title="Oil", date="2013-01-01", source="Reuters"),
            new_article(
                "guards",
                "Two border guards were hurt. The guards' cars burned.\n\nTokayev spoke of Afghanistan.",
                "Border guards of the Organisation met. A drone, a drone! A third drone.",
                title="Border guards hurt",
                date="2013-05",
                source="Kazinform",
                author="Ann Lee",
                meta="section=Sport\ntags=rail\ntags=border\nfields.tags=rail",
                path="2013/guards.txt",
            ),
        ],
        [
            new_article(
                "drugs",
                "They seized a drug shipment at the Tajik-Afghan border: 1,200 kilos.",
                "Drug trafficking was discussed. Traffickers fled the border. The organization met.",
                title="Drug trafficking at the border",
                date="2014-02-03",
                source="Reuters",
                place="Dushanbe",
            ),
            new_article("rain", "Rain fell on Bogotá. The Élysée declined to comment.", "Nothing else fell."),
            new_article(
                "long",
                "A river divides the two countries. Guards of both watched the",
                "  frontier bridge by night. A lorry of cement stopped.",
                " Its driver had seen the river, and nothing of the guards.",
                "He left on Monday.",
            ),
        ],
        [
            new_article(
                "токаев",
                "Токаев провёл встречу в Астане. Встречи с послами прошли в столице.",
                title="Встреча в Астане",
                date="2013-05-28",
                source="Казинформ",
                language="ru",
            ),
            new_article("again", "Oil fell, and oil rose.", title="Oil", date="2013-01-01", source="Reuters"),
        ],
        deleted=["gone"],
    )


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    write_news(folder)
    return folder


@pytest.fixture(scope="module")
def merged(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same articles without the deleted one."""
    folder = tmp_path_factory.mktemp("merged") / "news"
    shutil.copytree(news, folder)
    IndexWriter(folder).commit(optimize=True)
    return folder


@pytest.fixture(scope="module", params=OTHERS)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def opened(engine: str, news: Path, request: pytest.FixtureRequest) -> Path | str:
    """What the engine reads."""
    if engine != SERVER:
        return news
    address: str = request.getfixturevalue("session_address")()
    copy_index(str(request.getfixturevalue("merged")), address)
    return address


@pytest.fixture(scope="module")
def right(engine: str, news: Path, request: pytest.FixtureRequest) -> Iterator[Archive]:
    folder = request.getfixturevalue("merged") if engine == SERVER else news
    with Archive.open(folder, engine="whoosh") as archive:
        yield archive


@pytest.fixture(scope="module")
def archive(engine: str, opened: Path | str) -> Iterator[Archive]:
    with Archive.open(opened, engine="arrays" if engine == SERVER else engine) as archive:
        yield archive


@pytest.fixture(scope="module")
def open_news(news: Path, request: pytest.FixtureRequest) -> OpenNews:
    """Opens the articles by the name of an engine."""
    copied: list[str] = []

    def opened(name: str) -> Archive:
        if name != SERVER:
            return Archive.open(news, engine=name)
        if not copied:
            copied.append(request.getfixturevalue("session_address")())
            copy_index(str(news), copied[0])
        return Archive.open(copied[0])

    return opened


QUERIES = [
    "oil",
    "oil prices",
    "border guards",
    "organization",
    "=Organisation",
    "=oil",
    '"border guards"',
    '="Border guards"',
    '="U.S.-led coalition"',
    '="U.S. led coalition"',
    '="Vienna Oil"',
    '="Vienna. Oil-producing"',
    '="the frontier"',
    '="border: 1,200"',
    '="Oil prices" title:oil',
    '"(Tajik OR Afghan) border"',
    "Tajik-Afghan",
    "oil-producing",
    "U.S.",
    "1,200",
    "elysee",
    "=Élysée",
    "Токаева встречи",
    "oil OR drug",
    "oil -Reuters",
    "oil -source:Reuters",
    "-oil",
    "drug NEAR/3 border",
    "drug ADJ/2 border",
    "Tokayev w/s Afghan*",
    "guards w/p Afghan*",
    "oil w/s ministry w/s Monday",
    "atleast3:drone",
    "atleast2:oil",
    'atleast2:"border guards"',
    "title:oil",
    "title:(border OR oil)",
    "lead:guards",
    "lead:drone",
    "text:oil",
    "traffick*",
    "organi?ation",
    "def*ce",
    "droen~",
    "oil source:times",
    "place:vienna OR place:dushanbe",
    "author:lee",
    "meta:world",
    "meta.section:world",
    "meta.section:wor*",
    "meta.desk:world",
    "border -meta.section:world",
    "lang:ru",
    "path:2013/*",
    "path:guards",
    "id:oil",
    "after:2013-05",
    "before:2013-05",
    "date:2013",
    "after:2013-05-10",
    "-date:2013-05-10",
    "oil source:tim*,k?zinform",
    "oil after:2014",
    "the of met",
    "oil oil prices",
    "(oil OR border) (rose OR hurt) -drone",
    '"watched the frontier bridge"',
    '"cement stopped its driver"',
    "lorry NEAR/6 driver",
    "driver NEAR/9 lorry",
    "river w/p driver",
    "driver w/p countries",
    "driver w/p Monday",
    "watched w/s night",
    "night w/s lorry",
    "lead:driver",
    'lead:"the frontier"',
    "lead:Monday",
    'atleast2:(river OR "the frontier")',
    '"two countries" w/p ("frontier bridge" NEAR/9 driver)',
    "nothing zebra",
    "zebra",
]


def said(found: Found) -> list[object]:
    """An answer but for its scores: what a page shows of it."""
    return [
        found.total,
        found.passage_total,
        found.read_as,
        found.warnings,
        [
            (
                hit.id,
                hit.heading,
                hit.date,
                hit.source,
                hit.indexed,
                hit.title_spans,
                [(p.text, p.spans, p.lines, p.cite, p.sentences) for p in hit.passages],
                hit.passage_total,
            )
            for hit in found
        ],
    ]


def scores(found: Found) -> list[float]:
    return [score for hit in found for score in (hit.score, *(p.score for p in hit.passages))]


def assert_same(found: Found, expected: Found) -> None:
    assert said(found) == said(expected)
    assert scores(found) == pytest.approx(scores(expected), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("match", ["all", "any"])
@pytest.mark.parametrize("by", ["article", "passage"])
def test_a_query_finds_ranks_and_marks_the_same(
    archive: Archive, right: Archive, query: str, match: Match, by: By
) -> None:
    found = archive.search(query, match=match, by=by, limit=20, passages=5)
    assert_same(found, right.search(query, match=match, by=by, limit=20, passages=5))


@pytest.mark.parametrize("sort", ["newest", "oldest", "added"])
@pytest.mark.parametrize("limit", [1, 3, 20])
@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize("query", ["oil", "-zebra", "border OR встреча", "after:2013"])
def test_rows_come_by_time(
    archive: Archive, right: Archive, query: str, by: By, sort: Sort, limit: int
) -> None:
    found = archive.search(query, by=by, sort=sort, limit=limit)
    assert_same(found, right.search(query, by=by, sort=sort, limit=limit))


@pytest.mark.parametrize("by", ["article", "passage"])
def test_what_was_added_last_comes_first(archive: Archive, by: By) -> None:
    in_order = [article.id for article in archive.articles()]
    found = archive.search("-zebra", by=by, sort="added", limit=50)
    came = list(dict.fromkeys(hit.id for hit in found))
    assert came == [one for one in reversed(in_order) if one in came]
    assert len(came) > 5
    assert [hit.indexed for hit in found] == sorted([hit.indexed or "" for hit in found], reverse=True)


@pytest.mark.parametrize(
    "options",
    [
        {"after": "2013-05"},
        {"before": "2013"},
        {"source": "Reuters"},
        {"place": "Vienna"},
        {"after": "2013-05-28", "before": "2014", "source": "Reuters,Kazinform"},
        {"limit": 1},
        {"limit": 0},
        {"offset": 1},
        {"offset": 1, "limit": 1, "sort": "newest"},
        {"offset": 1, "limit": 2, "by": "passage"},
        {"offset": 50},
        {"passages": 0},
        {"passages": 1},
        {"expand": True},
    ],
)
@pytest.mark.parametrize("query", ["oil", "border guards", "-zebra"])
def test_what_is_given_beside_the_query_narrows_it(
    archive: Archive, right: Archive, query: str, options: dict[str, Any]
) -> None:
    assert_same(archive.search(query, **options), right.search(query, **options))


@pytest.mark.parametrize("name", [*ENGINES, SERVER])
@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("query", ["oil", "border guards", "-zebra", "nothing fell", "zebra"])
def test_pages_are_one_answer_in_parts(
    open_news: OpenNews, name: str, query: str, sort: Sort, by: By
) -> None:
    with open_news(name) as archive:
        whole = archive.search(query, by=by, sort=sort, limit=20)
        pages = [
            archive.search(query, by=by, sort=sort, limit=2, offset=offset)
            for offset in range(0, len(whole) + 2, 2)
        ]

    assert [hit for page in pages for hit in page] == list(whole)
    told = {(page.total, page.passage_total, page.read_as, page.warnings, page.parts) for page in pages}
    assert told == {(whole.total, whole.passage_total, whole.read_as, whole.warnings, whole.parts)}
    assert [page.offset for page in pages] == list(range(0, len(whole) + 2, 2))


@pytest.mark.parametrize("passages", [1, 5])
@pytest.mark.parametrize("query", ["oil", "guards", "border", "title:oil", "-zebra"])
def test_an_article_tells_how_many_of_its_passages_match(archive: Archive, query: str, passages: int) -> None:
    found = archive.search(query, limit=20, passages=passages)

    assert sum(hit.passage_total for hit in found) == found.passage_total
    assert {hit.passage_total for hit in archive.search(query, passages=0)} == {0}


@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize("query", ["oil", "-zebra", "border OR встреча"])
def test_what_came_in_since_a_moment_is_told_apart(
    archive: Archive, right: Archive, query: str, by: By
) -> None:
    moments = sorted({hit.indexed or "" for hit in right.search("-zebra", limit=20)})
    assert len(moments) == 3  # commits that added articles
    for number, moment in enumerate(moments):
        found = archive.search(query, by=by, indexed_after=moment)
        assert_same(found, right.search(query, by=by, indexed_after=moment))
        assert {hit.indexed for hit in found} <= set(moments[number + 1 :])
        assert archive.count(query, by=by, indexed_after=moment).articles == len({hit.id for hit in found})


@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize("query", QUERIES)
def test_counts_are_of_all_that_matches(archive: Archive, right: Archive, query: str, by: By) -> None:
    assert archive.count(query, by=by) == right.count(query, by=by)


METAS = ["meta.section", "meta.tags", "meta.url", "meta.nope"]


@pytest.mark.parametrize("field", ["source", "place", "author", "lang", "year", "month", *METAS])
@pytest.mark.parametrize("query", ["oil", "-zebra", "border", "zebra"])
def test_facets_count_all_that_matches(archive: Archive, right: Archive, query: str, field: str) -> None:
    assert archive.facets(query, field) == right.facets(query, field)


@pytest.mark.parametrize("name", [*ENGINES, SERVER])
def test_facets_count_together_what_a_filter_takes_as_one(
    tmp_path: Path, name: str, request: pytest.FixtureRequest
) -> None:
    def written(name: str, place: str | None, authors: str, meta: str) -> Written:
        article, passages = new_article(
            name, "Oil rose.", title="Oil", place=place, author=authors, meta=meta
        )
        mentions = [Mention(one[0], one.start(), one.end()) for one in re.finditer("[^;]+", authors)]
        return replace(article, authors=tuple(mentions)), passages

    write_segments(
        tmp_path,
        [
            written("a", "São Paulo", "Ann Lee", "desk=World\ndesk=WORLD\nold.desk=World"),
            written("b", "Sao Paulo", "ANN LEE", "desk=world"),
            written("c", "CALGARY, Alberta", "ANN LEE;ann lee;Bo Li", "desk=Sport"),
        ],
        [
            written("d", "SAO  PAULO", "ANN LEE;Ann Lee", "desk=WORLD"),
            written("e", "Calgary, Alberta", "BO LI", "tag=World"),
            written("f", "Sao Paulo", "Ann Lee", "desk=WORLD"),
            written("g", None, "Ann Lee", "tag=World"),
        ],
        deleted=["f"],
    )
    opened: Path | str = tmp_path
    if name == SERVER:
        opened = str(request.getfixturevalue("address"))
        copy_index(str(tmp_path), opened)
    with Archive.open(opened, engine="arrays" if name == SERVER else name) as archive:
        counted = {field: archive.facets("oil", field) for field in ("place", "author", "meta.desk")}
        assert counted["place"] == (
            FacetCount("Sao Paulo", 3),  # each spelling once: the first that is not all capitals
            FacetCount("Calgary, Alberta", 2),
            FacetCount(None, 1),
        )
        for field, facets in counted.items():
            for facet in facets:
                if facet.value:
                    asked = f'{field}:"{facet.value}"'
                    assert archive.count(asked).articles == facet.articles, asked
        one = archive.facets("id:d", "author")
    assert one == (FacetCount("Ann Lee", 1),)
    assert counted["author"] == (FacetCount("Ann Lee", 5), FacetCount("Bo Li", 2))
    assert counted["meta.desk"][:2] == (FacetCount("WORLD", 3), FacetCount("Sport", 1))


def test_what_files_state_besides_is_counted_by_its_name(archive: Archive) -> None:
    assert archive.facets("border", "meta.tags") == (
        FacetCount("border", 1),
        FacetCount("rail", 1),
        FacetCount(None, 1),
    )


def test_a_hit_has_what_its_file_states_besides(archive: Archive, right: Archive) -> None:
    [hit], [same] = archive.search("Tokayev Afghanistan"), right.search("Tokayev Afghanistan")
    assert hit.metas == same.metas == ("section=Sport", "tags=rail", "tags=border", "fields.tags=rail")


def test_a_name_misspelt_is_told_with_one_that_is_there(archive: Archive) -> None:
    told = {part.text: part.suggestions for part in archive.search("zebra meta.secton:world").parts}
    assert told == {"zebra": (), "meta.secton:world": ("meta.section",)}
    assert archive.search("zebra meta.section:west").parts[1].suggestions == ()


@pytest.mark.parametrize("by", ["day", "week", "month", "year", None])
@pytest.mark.parametrize("query", ["oil", "-zebra", "border", "zebra", "", "oil OR border"])
def test_timelines_count_all_that_matches(
    archive: Archive, right: Archive, query: str, by: PeriodUnit | None
) -> None:
    assert archive.timeline(query, by=by) == right.timeline(query, by=by)


@pytest.mark.parametrize("prefix", ["o", "bor", "traff", "вст", "", "zebra"])
def test_words_of_the_index_are_counted(archive: Archive, right: Archive, prefix: str) -> None:
    assert archive.terms(prefix) == right.terms(prefix)


def test_matches_in_context(archive: Archive, right: Archive) -> None:
    assert archive.kwic("border", sort="right") == right.kwic("border", sort="right")


@pytest.mark.parametrize(
    "query", ["border", "drug zebra", "met -drug", "title:drug", '"drug trafficking"', "zebra"]
)
def test_an_article_is_marked_by_a_query(archive: Archive, right: Archive, query: str) -> None:
    found, expected = archive.marked("drugs", query), right.marked("drugs", query)

    assert (found is None) == (expected is None) == (query in ("met -drug", "zebra"))
    if found and expected:
        assert [(p.text, p.spans) for p in found.passages] == [(p.text, p.spans) for p in expected.passages]
        assert (found.id, found.title_spans) == (expected.id, expected.title_spans)
    with pytest.raises(ArticleMissing):
        archive.marked("gone", query)


def test_an_article_is_a_hit_of_no_query(archive: Archive, right: Archive) -> None:
    found, expected = archive.marked("drugs", " "), right.marked("drugs", " ")

    assert found is not None and expected is not None
    assert (found.id, found.cite, found.indexed) == (expected.id, expected.cite, expected.indexed)
    assert (found.passages, found.title_spans) == (expected.passages, expected.title_spans) == ((), ())


def test_articles_like_one(archive: Archive, right: Archive) -> None:
    assert [hit.id for hit in archive.like("drugs")] == [hit.id for hit in right.like("drugs")]
    assert archive.like("drugs").read_as == right.like("drugs").read_as


def test_articles_come_whole_and_in_the_order_they_were_indexed(archive: Archive, right: Archive) -> None:
    assert [article.id for article in archive.articles()] == [
        "oil",
        "guards",
        "drugs",
        "rain",
        "long",
        "токаев",
        "again",
    ]
    assert list(archive.articles()) == list(right.articles())
    assert archive.get("rain") == right.get("rain")
    with pytest.raises(ArticleMissing):
        archive.get("gone")


def test_what_the_archive_holds(engine: str, archive: Archive, right: Archive) -> None:
    told, expected = archive.stats(), right.stats()
    if engine == SERVER:  # which has its own place, size and segments
        expected = replace(expected, folder=told.folder, bytes=told.bytes, segments=told.segments)
    assert told == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_word_that_is_not_there_gets_a_suggestion(news: Path, engine: str) -> None:
    with Archive.open(news, engine=engine) as opened:
        (part,) = opened.search("bordre").parts
    assert part.articles == 0
    assert "border" in map(str.lower, part.suggestions)


def test_an_engine_nobody_knows_is_named(news: Path) -> None:
    with pytest.raises(ValueError, match="engine must be one of arrays, whoosh, got 'lucene'"):
        Archive.open(news, engine="lucene")


# -- any tree --------------------------------------------------------------------------------------------

WORDS = ("oil", "oils", "ore", "gas", "coal", "tin-ore")
fields = st.sampled_from((None, None, None, "text", "title", "lead"))


def word(text: str, field: str | None) -> Word:
    return Word(field, text, (text.removesuffix("s"),))


def leaf(field: str | None) -> st.SearchStrategy[Query]:
    """A leaf whose parts share one field."""
    words = st.builds(word, st.sampled_from(WORDS[:-1]), st.just(field))
    exact = st.builds(
        lambda text: Word(field, text, (text.removesuffix("s"),), exact=text), st.sampled_from(WORDS)
    )
    prefix = st.builds(lambda text: Pattern(field, text, "prefix"), st.sampled_from(("oi", "o", "tin", "x")))
    fuzzy = st.builds(
        lambda text: Pattern(field, text, "fuzzy", terms=(text,)), st.sampled_from(("oyl", "gas"))
    )
    simple = st.one_of(words, words, exact, prefix, fuzzy)
    several = st.lists(simple, min_size=2, max_size=3).map(tuple)
    parts = st.one_of(
        simple,
        st.builds(lambda p: Sequence(field, p), several),
        st.builds(Alternatives, several),
        st.builds(
            lambda p: Sequence(field, p, written=" ".join(part.text for part in p)),
            st.lists(words, min_size=1, max_size=3).map(tuple),
        ),
    )
    pairs = st.one_of(
        st.builds(Near, parts, parts, st.integers(1, 4), st.booleans()),
        st.builds(Together, parts, parts, st.sampled_from(("sentence", "paragraph"))),
    )
    nested = st.builds(Near, pairs, parts, st.integers(1, 3))
    operands = st.one_of(parts, pairs, nested)
    return st.one_of(operands, st.builds(AtLeast, st.integers(1, 3), operands))


leaves = fields.flatmap(leaf)
filters = st.one_of(
    st.builds(lambda value: KeywordFilter("source", (value,)), st.sampled_from(("a", "b", "none"))),
    st.builds(DateRange, st.sampled_from((None, "2013", "2013-05")), st.sampled_from((None, "2013", "2014"))),
)
trees = st.recursive(
    st.one_of(leaves, leaves, leaves, filters, st.just(Every())),
    lambda children: st.one_of(
        st.builds(lambda parts: And(tuple(parts)), st.lists(children, min_size=1, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(children, max_size=3)),
        st.builds(Not, children),
    ),
    max_leaves=5,
)
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda words: " ".join(words) + ".")
passages = st.lists(st.lists(sentences, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=2).map(
    "\n\n".join
)


def cut(texts: list[str]) -> st.SearchStrategy[list[str]]:
    """The passages, of which any but the first may go on in the one before, also amid a sentence."""
    joints = st.lists(st.sampled_from(("", "", " ", "  ")), min_size=len(texts), max_size=len(texts))
    return joints.map(lambda gaps: [texts[0], *map(str.__add__, gaps[1:], texts[1:])])


articles = st.tuples(
    st.none() | sentences,
    st.lists(passages, min_size=1, max_size=3).flatmap(cut),
    st.sampled_from((None, "A", "B")),
    st.sampled_from((None, "2013", "2013-05-01", "2014-02")),
)
corpora = st.lists(st.lists(articles, min_size=1, max_size=4), min_size=1, max_size=3)


Corpus = list[list[tuple[str | None, list[str], str | None, str | None]]]


def write_corpus(folder: str, corpus: Corpus) -> None:
    number = 0
    segments = []
    for part in corpus:
        segment = []
        for title, texts, source, date in part:
            paragraphs = tuple(map(Paragraph, text_of(texts).split("\n\n")))
            record = Article(f"a{number}", paragraphs, title=title, source=source, date=date, language="en")
            segment.append((record, texts))
            number += 1
        segments.append(segment)
    write_segments(folder, *segments, deleted=["a1"] if number > 3 else [])


def rows(engine: Engine, tree: Query, by: By) -> tuple[object, list[float], object]:
    answer = engine.search(tree, by=by, limit=99, passages=9)
    told = sorted(
        (hit.id, hit.title_spans, sorted((p.text, p.spans, p.cite) for p in hit.passages))
        for hit in answer.articles
    )
    scores = sorted((hit.id, p.text, round(p.score, 4)) for hit in answer.articles for p in hit.passages)
    return told, [hit.score for hit in answer.articles], (scores, (answer.total(), answer.passage_total()))


@settings(max_examples=80, deadline=None)
@given(corpora, trees, st.sampled_from(("article", "passage")))
def test_any_tree_matches_scores_and_marks_the_same(corpus: Corpus, tree: Query, by: By) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(folder, corpus)
        arrays, whoosh = (make(IndexReader.open(folder)) for make in (ArrayEngine, WhooshEngine))
        found, expected = rows(arrays, tree, by), rows(whoosh, tree, by)
        assert found[0] == expected[0]
        assert found[1] == pytest.approx(expected[1], rel=1e-5, abs=1e-6)
        assert found[2] == expected[2]
        assert arrays.count(tree, by=by) == whoosh.count(tree, by=by)
        assert arrays.dates(tree) == whoosh.dates(tree)


@pytest.fixture(scope="module")
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    """One corpus of random articles, in a folder and on a server."""
    folder = str(tmp_path_factory.mktemp("random") / "index")
    chance = random.Random(14)

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randrange(1, 6))) + "."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(chance.randrange(1, 4)))

    def texts() -> list[str]:
        joints = ["", *chance.choices(("", "", " ", "  "), k=chance.randrange(3))]
        return [joint + "\n\n".join(paragraph() for _ in range(chance.randrange(1, 3))) for joint in joints]

    sources, dates = (None, "A", "B"), (None, "2013", "2013-05-01", "2014-02")
    corpus: Corpus = [
        [
            (chance.choice((None, sentence())), texts(), chance.choice(sources), chance.choice(dates))
            for _ in range(40)
        ]
    ]
    write_corpus(folder, corpus)
    IndexWriter(folder).commit(optimize=True)
    address = request.getfixturevalue("session_address")()
    copy_index(folder, address)
    engines: list[Engine] = [
        ArrayEngine(IndexReader.open(folder)),
        OpenSearchEngine(RemoteIndex.open(address)),
    ]
    yield engines
    for engine in engines:
        engine.close()


@settings(max_examples=60, deadline=None)
@given(trees, st.sampled_from(("article", "passage")))
def test_any_tree_is_the_same_on_a_server(both: list[Engine], tree: Query, by: By) -> None:
    arrays, server = both
    assert rows(server, tree, by) == rows(arrays, tree, by)
    assert server.count(tree, by=by) == arrays.count(tree, by=by)
    assert server.dates(tree) == arrays.dates(tree)
    assert server.facets(tree, "source") == arrays.facets(tree, "source")

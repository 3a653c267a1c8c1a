"""Random queries find on a server what they find in a folder, by articles and by passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.opensearch_parity import Queries, Side, compare
from dateline.indexer import build
from dateline.indexer.copying.moving import copy_index
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.state import read_state
from dateline.search import Archive
from dateline.search.engine import By
from dateline.search.opensearch import filters, sources
from dateline.search.opensearch.compiling import Compiler
from dateline.search.query.reading import read_query
from tests.places import SEEDS

# Eight languages that are analysed by different rules.
TEXTS = {
    "de": "Die Regierungen haben Verträge über Grenzübergänge geschlossen. Der Vertrag gilt ab Mai.",
    "fr": "L’Élysée a annoncé que les notes d'Estaing seraient publiées. La note paraîtra demain.",
    "es": "Los ministros firmaron acuerdos en São Paulo. El ministro salió de la reunión.",
    "ru": "Токаев провёл встречу в Астане. Встречи с послами прошли в столице, ёлка стоит.",
    "tr": "Bakanlar İstanbul’da toplandı. Bakan ISPARTA’ya gitti ve evlerinden söz etti.",
    "zh": "习近平主席访问了中国人民大学。会谈持续了两天，双方签署协议。",
    "ar": "اجتمع الوزراء في القاهرة. قال الوزير إن الاجتماعات ستستمر.",
    "vi": "Thủ tướng đã đến Hà Nội. Các bộ trưởng họp về kinh tế.",
}


# A paragraph that is cut, with few words near its cuts in any order, and one that is longer than what is told
# with each of its passages.
CUT = " ".join(
    f"alpha{' beta' * (number % 7 == 0)} bravo {number}{'.' * (number % 9 == 0)}"
    f"{' gamma' * (number % 23 == 0)}"
    for number in range(400)
)
CUT_QUERIES = [
    "beta w/p gamma",
    "gamma w/p beta",
    "beta w/s gamma",
    "gamma w/s gamma",
    "beta NEAR/20 gamma",
    "gamma NEAR/20 beta",
    "gamma NEAR/700 beta",
    "gamma ADJ/60 gamma",
    'bet* NEAR/30 (gamma OR "bravo 5")',
    "lead:(gamma NEAR/30 beta)",
    "(gamma NEAR/9 beta) w/p gamma",
    "gamma ADJ/30 (beta NEAR/9 gamma)",
    '"bravo (7 OR 14) alpha"',
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parity") / "index"
    build(SEEDS, index=folder)
    words = [{"id": f"{code}{n}", "title": text[:40], "text": f"{text} {n}", "language": code, "source": "A"}
             for code, text in TEXTS.items() for n in range(3)]  # fmt: skip
    words += [{"id": "cut", "title": "Cut", "text": f"{CUT}\n\nAnd after beta."}]
    words += [{"id": "book", "title": "A book", "text": " ".join([CUT] * 3)}]
    build(words, index=folder)
    IndexWriter(folder).commit(optimize=True)
    return folder


@pytest.fixture(scope="module")
def copied(folder: Path, session_address: Callable[[], str]) -> str:
    address = session_address()
    copy_index(str(folder), address)
    return address


@pytest.fixture(scope="module")
def side(folder: Path, copied: str) -> Iterator[Side]:
    parsed = parse_address(copied)
    with Connection(parsed) as connection, IndexReader.open(folder) as index:
        state = read_state(connection, parsed.name)
        yield Side(index, connection, state.physical, {one.number: one.root for one in state.sources})


@pytest.mark.parametrize("by", ["article", "passage"])
def test_random_queries_find_the_same(side: Side, folder: Path, by: By) -> None:
    with IndexReader.open(folder) as index:
        told = compare(side, Queries(index, seed=14), 120, by)

    assert told.wrong == []
    assert told.exact > 90


@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize("text", CUT_QUERIES)
def test_what_stands_on_both_sides_of_a_cut_is_of_the_same_passage(side: Side, text: str, by: By) -> None:
    query = read_query(text, languages=side.languages).query
    ours = side.ours(query, by)
    theirs, exact = side.theirs(query, by)

    assert ours
    assert not ours - theirs  # type: ignore[operator]  # both are of one kind
    assert ours == theirs or not exact


@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize(
    "query",
    [
        "gamma w/p beta",
        " OR ".join(f"w{number}" for number in range(500)) + " OR gamma",
        " ".join(f"w{number}" for number in range(500)),
        '"' + " ".join(f"{one}a-{one}b" for one in "abcdefghijklmn") + '"',
        "(" + " OR ".join(f'"alpha w{number}"' for number in range(400)) + ' OR "bravo 7") NEAR/5 alpha',
    ],
)
def test_long_queries_and_long_paragraphs_are_answered_alike(
    folder: Path, copied: str, query: str, by: By
) -> None:
    with Archive.open(folder) as ours, Archive.open(copied) as theirs:
        expected, found = ours.search(query, by=by), theirs.search(query, by=by)

        assert (found.total, found.passage_total) == (expected.total, expected.passage_total)
        assert [(hit.id, hit.score) for hit in found] == [(hit.id, hit.score) for hit in expected]


def test_a_server_that_finds_less_is_seen(side: Side, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> tuple[dict[str, object], bool]:
        return {"match_none": {}}, True

    monkeypatch.setattr(Compiler, "articles", nothing)
    with IndexReader.open(folder) as index:
        assert not compare(side, Queries(index, seed=14), 5, "article").holds


@pytest.mark.parametrize(
    "query",
    [
        "pr* NEAR/4 co*",
        '"pr* of"',
        '"the co*"',
        "co* w/s re*",
        "(co* OR re*) NEAR/3 the",
        "the -(pr* ADJ co*)",
        'source:"the ti*"',
    ],
)
def test_a_pattern_of_more_words_than_a_server_takes_is_looked_for_apart(
    folder: Path, copied: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sources, filters):
        monkeypatch.setattr(module, "MOST_FORMS", 2)
    with Archive.open(folder) as ours, Archive.open(copied) as theirs:
        expected, found = ours.search(query), theirs.search(query)

        assert (found.total, found.passage_total) == (expected.total, expected.passage_total)
        assert [(hit.id, hit.score) for hit in found] == [(hit.id, hit.score) for hit in expected]
        assert theirs.count(query) == ours.count(query)
        assert theirs.facets(query, "year") == ours.facets(query, "year")

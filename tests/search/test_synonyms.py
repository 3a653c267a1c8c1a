"""A person's own synonyms, beside an archive: found, marked, said, and left out when asked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.indexer.format.index.check import check
from dateline.search import Archive, Found, SynonymsError
from dateline.search.archive import ENGINES

SYNONYMS = """
# countries
Kazakhstan, Казахстан, Қазақстан, 哈萨克斯坦
United States, USA
treaty => accord
"""
ARTICLES = {
    "ru": "Президент Казахстана подписал договор.",
    "kk": "Қазақстан келісімге қол қойды.",
    "en": "Kazakhstan signed a treaty with the United States.",
    "usa": "The USA signed an accord. Its states are united.",
    "apart": "The states were united at last, and signed.",
    "zh": "哈萨克斯坦总统访问。",
}


@pytest.fixture(scope="module", params=ENGINES)
def archive(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("synonyms")
    languages = {"usa": "en", "apart": "en"}
    records = [{"id": id, "text": text, "language": languages.get(id, id)} for id, text in ARTICLES.items()]
    build(records, index=folder / "index")
    (folder / "index" / "synonyms.txt").write_text(SYNONYMS, "utf-8")
    with Archive.open(folder / "index", engine=request.param) as opened:
        yield opened


def ids(found: Found) -> set[str]:
    return {hit.id for hit in found}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Kazakhstan", {"ru", "kk", "en", "zh"}),
        ("Казахстаном", {"ru", "kk", "en", "zh"}),
        ("哈萨克斯坦", {"ru", "kk", "en", "zh"}),
        ("USA", {"usa", "en"}),
        ('"United States"', {"usa", "en"}),
        ("United States", {"usa", "en", "apart"}),
        ("text:USA", {"usa", "en"}),
        ("treaty", {"en", "usa"}),
        ("accord", {"usa"}),
        ('"Kazakhstan signed"', {"en"}),
        ('"the United States"', {"en", "usa"}),
        ('"treaty with the USA"', {"en"}),
        ("signed NEAR/1 USA", {"usa"}),
        ("signed -USA", {"apart"}),
        ("atleast1:USA signed", {"usa", "en"}),
        ("signed (USA OR Kazakhstan)", {"usa", "en"}),
        ("=USA", {"usa"}),
        ("Kazakh*", {"en"}),
    ],
)
def test_each_of_a_line_finds_all(archive: Archive, typed: str, found: set[str]) -> None:
    assert ids(archive.search(typed)) == found


def test_what_was_added_is_said_and_can_be_left_out(archive: Archive) -> None:
    assert archive.search("treaty USA").read_as == (
        "treaty AND USA (English, stemmed), with synonyms: treaty = accord; USA = United States"
    )
    alone = archive.search("treaty", synonyms=False)
    assert (ids(alone), alone.read_as) == ({"en"}, "treaty (English, stemmed)")
    assert archive.count("treaty").articles == 2
    assert archive.count("treaty", synonyms=False).articles == 1
    assert len(archive.facets("treaty", "lang", synonyms=False)) == 1
    assert [line.match for line in archive.kwic("treaty")] == ["treaty", "accord"]


def test_what_matched_is_marked(archive: Archive) -> None:
    [passage] = archive.search("treaty USA")[0].passages
    assert {passage.text[start:end] for start, end in passage.spans} <= {
        "accord",
        "USA",
        "treaty",
        "United States",
    }


def test_a_row_of_words_ranks_a_text_that_has_the_phrase_before_one_that_has_the_words(
    archive: Archive,
) -> None:
    order = [hit.id for hit in archive.search("United States")]
    assert order.index("en") < order.index("apart")


def test_the_engines_agree(tmp_path: Path) -> None:
    build([{"id": str(n), "text": text} for n, text in enumerate(ARTICLES.values())], index=tmp_path)
    (tmp_path / "synonyms.txt").write_text(SYNONYMS, "utf-8")
    for typed in (
        "Kazakhstan treaty",
        "United States signed",
        '"United States"',
        "哈萨克斯坦",
        "USA OR accord",
    ):
        answers = []
        for engine in ENGINES:
            with Archive.open(tmp_path, engine=engine) as opened:
                found = opened.search(typed, match="any")
                answers.append(
                    [(hit.id, round(hit.score, 4), [p.spans for p in hit.passages]) for hit in found]
                )
        assert answers[0] == answers[1]


def test_a_rare_synonym_weighs_no_more_than_the_word(tmp_path: Path) -> None:
    texts = ["A militia marched on.", *["The police marched on."] * 9, *["A band played on."] * 9]
    build([{"id": str(n), "text": text} for n, text in enumerate(texts)], index=tmp_path)
    (tmp_path / "synonyms.txt").write_text("police, militia")
    with Archive.open(tmp_path) as opened:
        scores = {hit.id: hit.score for hit in opened.search("police", limit=20)}
        assert len(scores) == 10
        assert scores["0"] == pytest.approx(scores["1"], rel=0.01)


def test_the_file_lies_in_the_index_or_beside_it_and_is_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build([{"id": "a", "text": "The police came."}], index=folder)
    with Archive.open(folder) as opened:
        assert not opened.search("militia")
        (tmp_path / "synonyms.txt").write_text("militia => police")
        assert ids(opened.search("militia")) == {"a"}
        (folder / "synonyms.txt").write_text("constable, police")
        assert not opened.search("militia")
        assert ids(opened.search("constables")) == {"a"}
        assert ids(opened.search("militia OR constable", synonyms=False)) == set()


def test_it_is_the_persons_own_to_check_and_to_sweep(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("militia, police")
    folder = tmp_path / "index"
    (tmp_path / "a.txt").write_text("Police\n\nThe police came to the village on Monday.")
    build(tmp_path, index=folder)
    (folder / "synonyms.txt").write_text("militia, police")
    assert build(tmp_path, index=folder, full=True).articles == 1
    assert list(check(folder)) == []
    assert (folder / "synonyms.txt").read_text() == "militia, police"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a, b\nalone\n", ":2: one entry"),
        (b"a, b\n\xff, c", ":2: not UTF-8"),
        (b"a," * 600_000, ": longer than"),
    ],
)
def test_a_file_that_can_not_be_read_is_named_with_its_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    build([{"text": "The police came."}], index=tmp_path)
    (tmp_path / "synonyms.txt").write_bytes(content)
    with Archive.open(tmp_path) as opened:
        with pytest.raises(SynonymsError, match="synonyms.txt" + said) as caught:
            opened.search("police")
        assert "--no-synonyms" in str(caught.value)
        assert len(opened.search("police", synonyms=False)) == 1


def test_it_is_found_wherever_one_stands_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build([{"id": "a", "text": "The police came."}], index="index")
    (tmp_path / "index" / "synonyms.txt").write_text("militia => police")
    with Archive.open("index") as opened:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert ids(opened.search("militia")) == {"a"}


def test_the_synonyms_of_several_archives_hold_for_all(tmp_path: Path) -> None:
    for name, text in (("a", "The police came."), ("b", "The militia came.")):
        build([{"id": name, "text": text}], index=tmp_path / name)
    (tmp_path / "b" / "synonyms.txt").write_text("militia, police")
    with Archive.open([tmp_path / "a", tmp_path / "b"]) as opened:
        assert ids(opened.search("police")) == {"a", "b"}
        assert ids(opened.search("militia", expand=True, why=True)) == {"a", "b"}

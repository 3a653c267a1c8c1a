"""What kernels in C answer is what numpy answers: benchmarks/kernel_parity.py asks thousands of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import kernel_parity
from benchmarks.documented_queries import index_of_rows
from dateline import Archive, build
from dateline.indexer.format import kernels
from dateline.search.arrays.score.articles import BestArticles
from dateline.search.arrays.score.compiled_query import CompiledQuery

needs_kernels = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parity")
    kernel_parity.make_index(folder, 400)
    return folder / "index"


@needs_kernels
def test_random_questions_are_answered_the_same(index: Path) -> None:
    asked = list(kernel_parity.differences(index, 400, seed=7))

    assert [question for question, same in asked if not same] == []


@needs_kernels
def test_documented_queries_are_answered_the_same(index: Path, tmp_path: Path) -> None:
    questions = list(kernel_parity.documented())
    of_rows = list(kernel_parity.compared(index_of_rows(tmp_path), questions))
    of_others = list(kernel_parity.compared(index, questions[::7]))

    assert len(of_rows) > 300
    assert [question for question, same in of_rows + of_others if not same] == []


@needs_kernels
def test_indexes_are_written_the_same(tmp_path: Path) -> None:
    compiled = kernel_parity.written(tmp_path / "c", "", 60)

    assert len([name for name in compiled if name.endswith(".segment")]) > kernel_parity.SEGMENTS
    assert compiled == kernel_parity.written(tmp_path / "numpy", "numpy", 60)


@needs_kernels
def test_one_is_asked_through_kernels_and_the_other_is_not(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    best = CompiledQuery.best

    def noted(self: CompiledQuery, limit: int) -> BestArticles:
        asked.append(limit)
        return best(self, limit)

    monkeypatch.setattr(CompiledQuery, "best", noted)
    with Archive.open(index) as archive, kernel_parity.open_without(index) as plain:
        plain.search("the")
        assert asked == []
        archive.search("the")
        assert asked == [10]


@needs_kernels
def test_an_answer_that_differs_is_told(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    best = CompiledQuery.best
    monkeypatch.setattr(CompiledQuery, "best", lambda self, limit: best(self, limit)[1:])

    assert not all(same for _, same in kernel_parity.differences(index, 30))


@needs_kernels
def test_words_end_at_the_same_places_whatever_stands_beside_them(tmp_path: Path) -> None:
    chosen = random.Random(5)
    words = ["border", "U.S", "F-35", "met", "Straße", "жук", "a", "1", "don", "t", "naïve", "C", "x"]
    between = [
        *" \n'-&.,*:_/\"’–—(+#!?;…“”\u00a0\u2010\u2032",
        "",
        " ",
        " ",
        " ",
        " ",
        ", ",
        '" ',
        "'-",
        "\u200b",
        "e\u0301 ",
    ]
    texts = [
        "".join(chosen.choice(words) + chosen.choice(between) for _ in range(60)).strip() for _ in range(80)
    ]
    records = [{"id": str(number), "title": text[:50], "text": text} for number, text in enumerate(texts)]
    build(records, index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive, kernel_parity.open_without(tmp_path / "index") as plain:
        for word in words:
            told, expected = (
                [
                    (hit.id, hit.title_spans, [(p.text, p.spans, p.sentences) for p in hit.passages])
                    for hit in one.search(word, limit=80, passages=50)
                ]
                for one in (archive, plain)
            )
            assert told == expected, word


@needs_kernels
def test_what_is_asked_for_alone_brings_the_same_best_of_many_articles(tmp_path: Path) -> None:
    """Most are passed over by how often they have it, and those that have it in the title go first."""
    chosen = random.Random(3)
    words = ["border", "borders", "bordered", "Borde", "guard", "court", "oil", "met"]
    words += [f"zo{first}{second}" for first in "bcdfgklmnp" for second in "aeiouklmnp"]

    def some(most: int) -> str:
        return " ".join(chosen.choices(words, [10] * 8 + [1] * 100, k=chosen.randint(0, most)))

    records = [
        {
            "id": str(number),
            "title": some(6),
            "date": f"2013-{1 + number % 12:02}-01",
            "text": "\n\n".join(some(90) for _ in range(chosen.randint(0, 4))),
        }
        for number in range(1_200)
    ]
    build(records, index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive, kernel_parity.open_without(tmp_path / "index") as plain:
        for query in ("border", "bord*", "bordr~", "oil", "guar*", "zo*", "title:bord*", "text:borde*"):
            for limit, after in ((1, None), (10, None), (10, "2013-06"), (300, None), (2_000, "2013-03")):
                told, expected = (
                    [
                        (found.total, [(hit.id, hit.score) for hit in found])
                        for found in (one.search(query, limit=limit, after=after),)
                    ]
                    for one in (archive, plain)
                )
                assert told == expected, (query, limit, after)

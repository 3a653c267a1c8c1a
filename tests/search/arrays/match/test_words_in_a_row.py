"""Phrases that kernels count and mark are those that array steps find, where paragraphs are cut too."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from dateline.indexer.format import kernels
from dateline.search.arrays.match.words_in_a_row import counts_in_a_row
from dateline.search.arrays.show.marking import Marker
from dateline.search.query.nodes import Leaf, Sequence, Word
from tests.search.tiny import new_article, open_evaluator

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

WORDS = ("guard", "border", "oil")
PHRASES = [
    Sequence(None, tuple(Word(None, word, (word,)) for word in words))
    for words in (*product(WORDS, repeat=2), ("oil", "oil", "oil"), ("guard", "border", "guard", "oil"))
]


def passages_of(chosen: random.Random) -> list[str]:
    """Short passages, of which many go on in the one before."""
    gaps = ["", *chosen.choices(["", " ", "  "], (2, 2, 1), k=chosen.randint(0, 9))]
    return [gap + " ".join(chosen.choices(WORDS, (2, 1, 1), k=chosen.choice([1, 2, 9]))) for gap in gaps]


@pytest.mark.parametrize("seed", range(4))
def test_they_are_counted_and_marked_likewise(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    titles = [" ".join(chosen.choices(WORDS, k=4)) if chosen.random() < 0.8 else None for _ in range(9)]
    articles = [new_article(str(n), *passages_of(chosen), title=title) for n, title in enumerate(titles)]
    evaluator = open_evaluator(tmp_path, articles)
    level, (view,) = evaluator.state.article_level, evaluator.state.views
    assert view.cuts is not None  # phrases across passages are among them
    passages, texts = list(range(view.passages)), [view.reader.passage_text(n) for n in range(view.passages)]
    for phrase in PHRASES:
        rows = [level.finder(view, field).words_in_a_row(phrase) for field in ("text", "title")]
        assert rows[0] is not None
        assert rows[1] is not None
        told = counts_in_a_row(view, rows[0], rows[1], opening=40)
        in_titles, in_texts, in_openings = level.parts_of(phrase, view)
        for counts, expected in zip(told, (in_texts, in_openings, in_titles), strict=True):
            assert counts is not None
            assert [np.asarray(part).tolist() for part in counts] == [part.tolist() for part in expected]

        leaves: list[Leaf] = [phrase, Word(None, "oil", ("oil",))]
        marker = Marker(leaves[: chosen.randint(1, 2)], level, titles=True)
        spans = marker.spans(view, "text", passages, texts.__getitem__)
        assert [list(marked) for marked, _ in marker.marks(view, "text", passages, texts)] == spans
        some = sorted(chosen.sample(passages, 5))
        marks = marker.marks(view, "text", some, [texts[passage] for passage in some])
        assert [list(marked) for marked, _ in marks] == [spans[passage] for passage in some]


def test_a_phrase_across_two_passages_is_marked_in_both(tmp_path: Path) -> None:
    texts = ["A border guard", "saw oil. No guard saw oil", "there."]
    evaluator = open_evaluator(tmp_path, [new_article("a", texts[0], *(f" {text}" for text in texts[1:]))])
    (view,) = evaluator.state.views
    phrase = Sequence(None, tuple(Word(None, word, (word,)) for word in ("guard", "saw", "oil", "there")))
    marker = Marker([phrase, PHRASES[0]], evaluator.state.article_level, titles=False)

    marks = marker.marks(view, "text", [0, 1, 2], texts)

    found = [[text[start:end] for start, end in spans] for text, (spans, _) in zip(texts, marks, strict=True)]
    assert found == [[], ["guard saw oil"], ["there"]]


def test_what_is_no_word_of_one_part_is_marked_as_without_kernels(tmp_path: Path) -> None:
    text = "Oil-border guards met oil-border-guards. Oil, border; the “oil border” and oil-border."
    evaluator = open_evaluator(tmp_path, [new_article("a", text)])
    (view,) = evaluator.state.views
    phrase = Sequence(None, (Word(None, "oil", ("oil",)), Word(None, "border", ("border",))))
    marker = Marker([phrase], evaluator.state.article_level, titles=False)

    ((spans, _),) = marker.marks(view, "text", [0], [text])

    assert list(spans) == marker.spans(view, "text", [0], lambda _: text)[0]
    assert [text[start:end] for start, end in spans] == [
        "Oil-border",
        "oil-border",
        "Oil, border",
        "oil border",
        "oil-border",
    ]

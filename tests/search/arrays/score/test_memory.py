"""An open archive takes no more memory the more it is asked."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from dateline.indexer.format.segment import sorted_blocks
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.match.typos import near
from dateline.search.arrays.score import passage_level
from dateline.search.query.nodes import Query
from tests.search.arrays.match.test_typos import InMemory
from tests.search.tiny import new_article, open_evaluator, word

WORDS = [f"w{number}" for number in range(60)]


def held_after(evaluator: Evaluator, asked: list[Query]) -> int:
    """Bytes that are taken after these were asked, by what was allocated since."""
    gc.collect()
    tracemalloc.start()
    for query in asked:
        evaluator.search(query)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held


def test_what_is_kept_of_words_asked_for_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of a thousand articles that all have each word, a word's lists take some 20 kB.
    monkeypatch.setattr(passage_level, "CACHE_BYTES", 200_000)
    text = " ".join(WORDS)
    articles = [new_article(f"a{number}", text, title=text) for number in range(1000)]
    evaluator = open_evaluator(tmp_path, articles)
    evaluator.search(word("other"))
    assert held_after(evaluator, [word(one) for one in WORDS]) < 500_000


def test_typos_are_found_in_blocks_behind_the_most_that_are_kept_as_sets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sorted_blocks, "_MOST_IN_SETS", 4)
    blocks = InMemory([f"{first}{second}" for first in "abcdefgh" for second in "abcdefgh"])
    for _ in range(20):
        assert near("hx", "abcdefgh", blocks) >= {f"h{letter}" for letter in "abcdefgh"}

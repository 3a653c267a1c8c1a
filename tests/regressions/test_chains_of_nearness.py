"""Twenty times NEAR over a letter that every passage has took seven seconds: each step kept every way to pair
up its words, twice as many as the step before, and each beginning of the chain was looked for anew.

A stretch is one occurrence however many pairs make it, and each step of a chain is taken once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.arrays.match import occurrences, positional
from dateline.search.arrays.match.positional import near, words

CHAIN = " NEAR ".join(["the"] * 12)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    texts = {"twelve": "the guard at " * 12, "eleven": "the guard at " * 11, "one": "the guard"}
    build([{"id": id, "text": text, "language": "en"} for id, text in texts.items()], index=tmp_path)
    return Archive.open(tmp_path)


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
def test_a_chain_needs_as_many_words_as_it_has(archive: Archive, tmp_path: Path, engine: Any) -> None:
    opened = archive if engine == "arrays" else Archive.open(tmp_path, engine=engine)
    found = opened.search(CHAIN)
    assert [hit.id for hit in found] == ["twelve"]
    assert len(found[0].passages[0].spans) == 12


def test_each_step_of_a_chain_is_taken_once_a_field(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []

    def counting(*sides: Any, **options: Any) -> positional.Occurrences:
        steps.append(options)
        return near(*sides, **options)

    monkeypatch.setattr(occurrences, "near", counting)
    archive.search(CHAIN, passages=0)
    assert 11 <= len(steps) <= 3 * 11  # title, text, opening


def test_pairs_over_one_stretch_are_one_occurrence() -> None:
    every = words(range(0, 400, 2))
    found = every
    for _ in range(24):
        found = near(found, every, distance=10, ordered=False)
        assert len(found.sides[0][1]) <= 4 * 200
    assert len(found) == 200 - 24

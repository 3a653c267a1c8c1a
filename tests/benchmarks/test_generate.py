"""The generator of news-like articles."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice

from benchmarks.generate import BLOCK, generate
from benchmarks.vocabulary import TABLE, spell


def test_one_seed_gives_one_collection() -> None:
    lines = [json.dumps(record, ensure_ascii=False) for record in islice(generate(1), 700)]
    assert lines == [json.dumps(record, ensure_ascii=False) for record in islice(generate(1), 700)]
    assert lines != [json.dumps(record, ensure_ascii=False) for record in islice(generate(2), 700)]


def test_the_bytes_do_not_change_with_the_version_of_anything() -> None:
    """Figures of two machines are compared: a changed generator has to say so here."""
    lines = "".join(json.dumps(record, ensure_ascii=False) for record in islice(generate(1), BLOCK + 1))
    assert sha256(lines.encode()).hexdigest()[:16] == "601bd32e451c3518"


def test_articles_are_dated_placed_and_have_two_to_twelve_paragraphs() -> None:
    for record in islice(generate(3), 200):
        assert record["date"][:2] == "20" and len(record["date"]) == 10
        assert record["text"].startswith(record["place"].upper() + ", ")
        assert 2 <= record["text"].count("\n\n") + 1 <= 12
        assert record["title"] and record["author"] and record["source"]


def test_ids_go_on_from_block_to_block() -> None:
    assert [record["id"] for record in islice(generate(1), BLOCK - 1, BLOCK + 2)] == ["500", "501", "502"]


def test_words_go_on_beyond_the_table() -> None:
    words = {spell(rank) for rank in range(0, 50 * TABLE, 997)}
    assert len(words) > 6_000
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)

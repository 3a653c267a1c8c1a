"""Chunks numbered by either kernel: the same numbers, and the texts again from them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.kernels import compiled, plain

WORDS = st.sampled_from(["", "a", "Bishkek,", "Бишкек", "中国", "x" * 100, "12345678", "abc\0"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
)
TEXTS = st.lists(WORDS, max_size=12).flatmap(
    lambda words: st.sampled_from([" ", "\n"]).map(lambda blank: blank.join(words))
)


def tables() -> Iterator[plain.ChunkTable]:
    """A new table of each kernel there is."""
    yield plain.ChunkTable(bytes(16))
    made = compiled()
    if made is not None:
        yield made.ChunkTable(os.urandom(16))
        yield made.ChunkTable(bytes(16))


def numbers(table: plain.ChunkTable, text: str, language: int = 0) -> list[int]:
    chunks, counts = table.number([text.encode()], language)
    found: list[int] = np.frombuffer(chunks, np.uint32).tolist()
    assert np.frombuffer(counts, np.uint32).tolist() == [len(found)]
    return found


@given(st.lists(st.tuples(TEXTS, st.integers(0, 2)), max_size=8), st.integers(0, 30))
def test_kernels_number_the_same_chunks_the_same(texts: list[tuple[str, int]], first: int) -> None:
    answers = []
    for table in tables():
        numbered = [numbers(table, text, language) for text, language in texts]
        first = min(first, len(table))
        together = [
            table.number([text.encode() for text, of in texts if of == language], language)
            for language in range(3)
        ]
        answers.append((numbered, together, len(table), table.since(0), table.since(first)))
    assert all(answer == answers[0] for answer in answers)


@given(TEXTS, st.sampled_from([0, 1, 65_535]))
def test_a_text_comes_back_of_its_chunks(text: str, language: int) -> None:
    for table in tables():
        numbered = numbers(table, text, language)
        chunks, languages = table.since(0)

        assert " ".join([chunks[number] for number in numbered]) == text.replace("\n", " ")
        assert np.frombuffer(languages, np.uint16).tolist() == [language] * len(chunks)


def test_the_chunks_of_each_language_are_by_themselves_and_numbered_in_one_row() -> None:
    for table in tables():
        assert numbers(table, "one two one", 0) == [0, 1, 0]
        assert numbers(table, "two three", 1) == [2, 3]
        assert numbers(table, "three two", 0) == [4, 1]
        assert table.since(2)[0] == ["two", "three", "three"]


def test_a_table_grows_with_what_is_put_in() -> None:
    words = [f"{number}" * (number % 7) + f"w{number}" for number in range(20_000)]
    for table in tables():
        for start in range(0, len(words), 5000):
            assert numbers(table, " ".join(words[start : start + 5000])) == [*range(start, start + 5000)]
        assert numbers(table, " ".join(words)) == [*range(20_000)]
        assert table.since(19_998)[0] == words[19_998:]


def test_the_table_in_c_refuses_what_is_no_text_and_no_number_of_a_chunk() -> None:
    made = compiled()
    if made is None:
        pytest.skip("the kernels in C were not built")
    table = made.ChunkTable(bytes(16))
    with pytest.raises(TypeError):
        table.number([b"a", "a"], 0)
    with pytest.raises(TypeError):
        table.number(b"a", 0)
    for first in (-1, 2):
        with pytest.raises(IndexError):
            table.since(first)
    with pytest.raises(ValueError, match="16 bytes"):
        made.ChunkTable(b"short")
    assert len(table) == 1


@given(TEXTS, TEXTS)
def test_words_between_marks_are_told_from_other_chunks(text: str, more: str) -> None:
    made = compiled()
    if made is None:
        pytest.skip("the kernels in C were not built")
    table, known = made.ChunkTable(bytes(16)), made.ChunkTable(bytes(16))
    table.number(["“one”, (Two)".encode()], 0)
    table.number([text.encode()], 0)
    first = len(table)
    table.number([b"one"], 1)
    table.number([f"{more} “one”, [Two3]. l'un ,; “”, été".encode()], 0)
    chunks, languages = table.since(0)

    for since in (0, first):
        found, others, rest = table.words(since, 0, known)
        rows = np.frombuffer(found, np.uint32).reshape(-1, 4).tolist()
        words = known.since(0)[0]
        told = {number: (words[word], before) for number, word, before, _ in rows}
        bare = {number: chunk.strip(',.;:!?()[]"“”') for number, chunk in enumerate(chunks)}
        own = [number for number in range(since, len(chunks)) if languages[2 * number] == 0]
        assert told == {
            number: (bare[number], chunks[number].index(bare[number]))
            for number in own
            if bare[number].isalnum() and bare[number].isascii() and len(bare[number]) <= 255
        }
        assert [length for *_, length in rows] == [len(chunks[number]) for number in sorted(told)]
        assert np.frombuffer(others, np.uint32).tolist() == [number for number in own if number not in told]
        assert rest == [chunks[number] for number in own if number not in told]


def test_words_are_asked_for_of_chunks_there_are_and_kept_apart() -> None:
    made = compiled()
    if made is None:
        pytest.skip("the kernels in C were not built")
    table = made.ChunkTable(bytes(16))
    for first in (-1, 1):
        with pytest.raises(IndexError):
            table.words(first, 0, made.ChunkTable(bytes(16)))
    with pytest.raises(ValueError, match="another table"):
        table.words(0, 0, table)
    with pytest.raises(TypeError):
        table.words(0, 0, plain.ChunkTable(bytes(16)))

"""Numbers of which nothing may come but an error or an answer: each was found by the fuzzer or beside it."""

from __future__ import annotations

import math
import sys
from typing import Any, Final, NoReturn

import numpy as np
import pytest
from numpy.typing import NDArray

from dateline.indexer.format import kernels

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

FORMULA: Final = (1.2, 0.25, 0.01, 0.5, 0.1, 0.01, 3.0, 0.25, 0.3, 40)
FAR: Final = 2**64 - 1  # one before the first, where numbers have a sign


def checked(*numbers: int, dtype: type[np.unsignedinteger[Any]] = np.uint8) -> kernels.Blocks:
    """An array as kernels take it, compared."""
    array: NDArray[Any] = np.array(numbers, dtype)
    return kernels.Blocks(
        _refuse, "given", array.data, np.zeros(1, np.uint32).data, None, None, bytearray(b"\1")
    )


def _refuse(blocks: kernels.Blocks, block: int) -> NoReturn:
    raise ValueError(f"block {block} of {blocks.name}")


def field(*, documents: kernels.Blocks | None = None, lengths: kernels.Blocks | None = None) -> Any:
    """Two documents, of two words: the first term is in both, the second in the second."""
    compiled = kernels.compiled()
    assert compiled is not None
    return compiled.Field(
        (
            documents or checked(0, 1, 1),
            checked(2, 1, 1),
            checked(0),
            checked(0, 1, 0, 1),
            None,
            None,
            checked(0, 2, 3),
            lengths or checked(2, 2),
            checked(0),
            *[None] * 6,
        )
    )


def segment(*, lengths: kernels.Blocks | None = None) -> Any:
    """One article of two passages, without a title."""
    compiled = kernels.compiled()
    assert compiled is not None
    title = compiled.Field((*[None] * 6, *[checked(0)] * 3, *[None] * 6))
    begins = checked(1, dtype=np.uint64)
    return compiled.Segment(field(lengths=lengths), title, np.array([0, 2], np.uint8), None, begins)


def leaf(of: Any, *terms: int) -> Any:
    compiled = kernels.compiled()
    assert compiled is not None
    return compiled.Leaf(of, terms, (), None, None, None, 40, -1)


def test_a_phrase_is_found_where_nothing_is_absurd() -> None:
    found = field().phrase((0, 1), checked(0, 0))

    assert np.frombuffer(found, np.int64).tolist() == [1 << 32]


def test_a_document_as_far_as_numbers_go_is_refused() -> None:
    documents = checked(0, FAR, FAR, dtype=np.uint64)

    with pytest.raises(ValueError, match="can't be"):
        field(documents=documents).phrase((0, 1), checked(0, 0))


@pytest.mark.parametrize("term", [sys.maxsize, sys.maxsize - 1, -1, 2])
def test_a_term_that_is_none_is_refused(term: int) -> None:
    with pytest.raises(ValueError, match="can't be"):
        field().word_starts([term], [0])


def test_passages_longer_than_any_are_refused() -> None:
    falling = segment(lengths=checked(2**63, 1, dtype=np.uint64))
    several, one = (0, 1), (0,)

    with pytest.raises(ValueError, match="can't be"):
        leaf(falling, *several)
    with pytest.raises(ValueError, match="can't be"):
        falling.score_articles([(leaf(falling, *one), 1.0, 1.0)], [0], FORMULA)


def test_words_further_from_the_start_than_titles_are_refused() -> None:
    far = segment(lengths=checked(2**48, 1, dtype=np.uint64))
    walks = [(leaf(far, 0), 1.0, 1.0), (leaf(far, 1), 1.0, 1.0)]

    with pytest.raises(ValueError, match="can't be"):
        far.neighbours(walks, [(0, 1, 1.0, 1.0, 1.0)], [0], FORMULA, 8)


@pytest.mark.parametrize("window", [-1, sys.maxsize])
def test_a_window_is_no_longer_than_a_text(window: int) -> None:
    whole = segment()
    walks = [(leaf(whole, 0), 1.0, 1.0)]

    with pytest.raises(ValueError, match="window"):
        whole.neighbours(walks, [(0, 0, 1.0, 1.0, 1.0)], [0], FORMULA, window)


def test_a_score_that_is_no_number_is_no_row() -> None:
    whole = segment()
    walks = [(leaf(whole, 0), 1.0, 1.0)]

    rows, _ = whole.best_passages(walks, [1], None, (math.nan, 0.3, 0.01), 10)
    assert rows == []
    rows, _ = whole.best_passages(walks, [1], None, (2.2, 0.3, 0.01), 10)
    assert [document for document, _ in rows] == [0, 1]


def test_a_slice_of_nothing_may_have_a_step_as_large_as_there_are() -> None:
    assert bytes(checked(1, 2, 3, 4, 5)[3 : 3 : -sys.maxsize]) == b""


def test_no_block_is_compared_where_the_last_is_before_the_first() -> None:
    blocks = checked(1, 2)

    blocks.compare(sys.maxsize, -sys.maxsize - 1)

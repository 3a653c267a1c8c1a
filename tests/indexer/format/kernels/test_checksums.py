"""Blocks compared by either kernel: the same are marked, the same is found to be wrong."""

from __future__ import annotations

import zlib
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.kernels import compiled, plain

BLOCK = plain.BLOCK
COMPILED = compiled()


def sums_of(values: np.ndarray) -> memoryview:
    raw = values.tobytes()
    parts = [raw[start : start + BLOCK] for start in range(0, len(raw), BLOCK)]
    return np.array([zlib.crc32(part) for part in parts], np.uint32).data


@pytest.fixture(params=["numpy", "C"])
def kernels(request: pytest.FixtureRequest) -> ModuleType:
    if request.param == "numpy":
        return plain
    if COMPILED is None:
        pytest.skip("the kernels in C were not built")
    return COMPILED


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.uint64])
@pytest.mark.parametrize("length", [1, 7, 63, 64, 65, 1000, BLOCK, BLOCK + 1, 3 * BLOCK + 77])
def test_blocks_of_any_length_are_as_they_were_written(
    kernels: ModuleType, dtype: type[np.uint8], length: int
) -> None:
    values = np.random.default_rng(length).integers(0, 200, length).astype(dtype)
    blocks = -(-values.nbytes // BLOCK)
    compared = bytearray(blocks)

    assert kernels.compare_blocks(values, sums_of(values), compared, 0, blocks, -1) == -1
    assert compared == b"\1" * blocks


@given(st.integers(0, 5 * BLOCK - 1), st.integers(0, 7))
def test_any_flipped_bit_is_found_and_blocks_behind_it_are_not_marked(place: int, bit: int) -> None:
    values = np.random.default_rng(1).integers(0, 256, 5 * BLOCK).astype(np.uint8)
    sums = sums_of(values)
    values[place] ^= 1 << bit
    block = place // BLOCK
    for one in [plain, COMPILED] if COMPILED else [plain]:
        compared = bytearray(5)

        assert one.compare_blocks(values, sums, compared, 0, 5, -1) == block
        assert compared == b"\1" * block + b"\0" * (5 - block)


def test_only_blocks_asked_for_and_not_marked_are_compared(kernels: ModuleType) -> None:
    values = np.zeros(4 * BLOCK, np.uint8)
    sums = sums_of(values)
    values[::BLOCK] = 1  # every block is wrong
    compared = bytearray(b"\1\1\0\0")

    assert kernels.compare_blocks(values, sums, compared, 0, 2, -1) == -1
    assert kernels.compare_blocks(values, sums, compared, 0, 4, -1) == 2


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.uint64])
def test_a_number_that_is_not_below_the_limit_is_damage(kernels: ModuleType, dtype: type[np.uint8]) -> None:
    values = np.arange(200).astype(dtype)
    sums = sums_of(values)

    assert kernels.compare_blocks(values, sums, bytearray(1), 0, 1, 200) == -1
    assert kernels.compare_blocks(values, sums, bytearray(1), 0, 1, 199) == 0


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    if COMPILED is None:
        pytest.skip("the kernels in C were not built")
    values = np.zeros(3 * BLOCK, np.uint8)

    for sums, marks, last in ((2, 3, 3), (3, 2, 3), (3, 3, 4)):
        with pytest.raises(ValueError, match="as many checksums as blocks"):
            COMPILED.compare_blocks(values, np.zeros(sums, np.uint32), bytearray(marks), 0, last, -1)

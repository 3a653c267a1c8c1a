"""Blocks compared by either kernel: the same are marked, the same is found to be wrong."""

from __future__ import annotations

import zlib
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.kernels import compiled, plain

BLOCK = plain.BLOCK
COMPILED = compiled()

Kind = type[plain.Blocks]


class Damage(Exception):
    """A block that is not what was written."""


def tell(blocks: plain.Blocks, block: int) -> NoReturn:
    raise Damage(blocks.name, block)


def sums_of(values: np.ndarray) -> memoryview:
    raw = values.tobytes()
    parts = [raw[start : start + BLOCK] for start in range(0, len(raw), BLOCK)]
    return np.array([zlib.crc32(part) for part in parts], np.uint32).data


@pytest.fixture(params=["numpy", "C"])
def kind(request: pytest.FixtureRequest) -> Kind:
    if request.param == "numpy":
        return plain.Blocks
    if COMPILED is None:
        pytest.skip("the kernels in C were not built")
    blocks: Kind = COMPILED.Blocks
    return blocks


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.uint64])
@pytest.mark.parametrize("length", [0, 1, 7, 63, 64, 65, 1000, BLOCK, BLOCK + 1, 3 * BLOCK + 77])
def test_blocks_of_any_length_are_as_they_were_written(
    kind: Kind, dtype: type[np.uint8], length: int
) -> None:
    values = np.random.default_rng(length).integers(0, 200, length).astype(dtype)
    blocks = kind(tell, "numbers", values.data, sums_of(values))

    blocks.compare_all()

    assert blocks.compared == b"\1" * -(-values.nbytes // BLOCK)
    assert (len(blocks), blocks.nbytes) == (length, values.nbytes)
    assert [blocks[place] for place in range(length)] == blocks.values.tolist() == values.tolist()


@given(st.integers(0, 5 * BLOCK - 1), st.integers(0, 7))
def test_any_flipped_bit_is_found_and_blocks_behind_it_are_not_marked(place: int, bit: int) -> None:
    values = np.random.default_rng(1).integers(0, 256, 5 * BLOCK).astype(np.uint8)
    sums = sums_of(values)
    values[place] ^= 1 << bit
    block = place // BLOCK
    for one in [plain.Blocks, COMPILED.Blocks] if COMPILED else [plain.Blocks]:
        blocks = one(tell, "numbers", values.data, sums)

        with pytest.raises(Damage) as told:
            blocks.compare_all()
        assert told.value.args == ("numbers", block)
        assert blocks.compared == b"\1" * block + b"\0" * (5 - block)


def test_only_blocks_asked_for_and_not_marked_are_compared(kind: Kind) -> None:
    values = np.zeros(4 * BLOCK, np.uint8)
    sums = sums_of(values)
    values[::BLOCK] = 1  # every block is wrong
    blocks = kind(tell, "numbers", values.data, sums, None, None, bytearray(b"\1\1\0\0"))

    blocks.compare(0, 2)
    assert blocks[2 * BLOCK - 1] == 0
    assert bytes(blocks[:2]) == b"\1\0"
    for ask in (
        lambda: blocks.compare(0, 4),
        lambda: blocks[2 * BLOCK],
        lambda: blocks[-BLOCK - 1],
        lambda: blocks[: 2 * BLOCK + 1],
    ):
        with pytest.raises(Damage) as told:
            ask()
        assert told.value.args == ("numbers", 2)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.uint64])
def test_a_number_that_is_not_below_the_limit_is_damage(kind: Kind, dtype: type[np.uint8]) -> None:
    values = np.arange(200).astype(dtype)

    kind(tell, "numbers", values.data, sums_of(values), 200).compare_all()
    with pytest.raises(Damage):
        kind(tell, "numbers", values.data, sums_of(values), 199).compare_all()


def test_an_array_lies_where_its_entry_says(kind: Kind) -> None:
    values = np.arange(3000, dtype=np.uint16)
    raw = b"12345678" + values.tobytes()
    sums = np.array([7, *sums_of(values)], np.uint32)
    blocks = kind(
        tell, "numbers", memoryview(raw), sums.data, None, ("<u2", 3000, 8, 8 + values.nbytes, 1, 2)
    )

    blocks.compare_all()

    assert blocks[2999] == 2999
    assert blocks[10:20:3].tolist() == [10, 13, 16, 19]
    assert list(blocks.values) == values.tolist()
    for outside in (3000, -3001):
        with pytest.raises(IndexError):
            blocks[outside]


@pytest.mark.skipif(COMPILED is None, reason="the kernels in C were not built")
@pytest.mark.parametrize(
    "entry",
    [
        ("<u2", 3000, 9, 6009, 0, 2),
        ("<u2", 3001, 8, 6010, 0, 2),
        ("<u2", -1, 8, 6008, 0, 2),
        ("<u2", 3000, -8, 5992, 0, 2),
        ("<u2", 3000, 8, 6008, 1, 2),
        ("<u2", 3000, 8, 6008, -1, 2),
        ("<u2", 3000, 8, 6008, 0, 1),
        ("<u8", 3000, 8, 6008, 0, 2),
        ("<u3", 3000, 8, 6008, 0, 2),
        ("", 3000, 8, 6008, 0, 2),
        ("<u2", 2**62, 8, 6008, 2**62, 2**62),
    ],
)
def test_an_entry_that_can_not_be_is_refused(entry: tuple[Any, ...]) -> None:
    assert COMPILED is not None
    with pytest.raises(ValueError, match=r"array|checksums|type"):
        COMPILED.Blocks(tell, "numbers", memoryview(bytes(6008)), np.zeros(2, np.uint32), None, entry)


@pytest.mark.skipif(COMPILED is None, reason="the kernels in C were not built")
def test_arrays_that_do_not_belong_together_are_refused() -> None:
    assert COMPILED is not None
    values = np.zeros(3 * BLOCK, np.uint8)

    for sums, marks in ((2, 3), (3, 2)):
        with pytest.raises(ValueError, match="as many checksums as blocks"):
            COMPILED.Blocks(tell, "", values, np.zeros(sums, np.uint32), None, None, bytearray(marks))
    with pytest.raises(IndexError):
        COMPILED.Blocks(tell, "", values, np.zeros(3, np.uint32), None, None, bytearray(b"\1\1\1")).compare(
            0, 4
        )

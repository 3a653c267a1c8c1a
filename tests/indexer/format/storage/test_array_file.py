from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.errors import DatelineError, IndexDamaged, IndexTooLarge, IndexVersion
from dateline.indexer.format.storage import token_starts
from dateline.indexer.format.storage.array_file import (
    FORMAT_VERSION,
    AnyArray,
    ArrayFile,
    ArrayFileWriter,
    narrow,
)
from dateline.indexer.format.storage.entries import BLOCK
from dateline.indexer.format.storage.frames import FrameWriter
from dateline.indexer.format.storage.small_numbers import (
    CompressedWriter,
    OverflowingWriter,
    open_compressed,
    open_overflowing,
)


def write(path: Path, **arrays: AnyArray | bytes) -> ArrayFile:
    with ArrayFileWriter(path) as file:
        for name, array in arrays.items():
            file.add(name, array)
        file.finish({"made": "by a test"})
    return ArrayFile(path)


def test_arrays_come_back_with_type_and_facts(tmp_path: Path) -> None:
    arrays: dict[str, AnyArray | bytes] = {
        "small": np.arange(5, dtype=np.uint8),
        "large": np.array([0, 1 << 40], np.uint64),
        "none": b"",
    }
    file = write(tmp_path / "f", **arrays)
    assert file.facts == {"made": "by a test"}
    assert file.names() == list(arrays)
    assert file.array("small").tolist() == [0, 1, 2, 3, 4]
    assert file.array("large").tolist() == [0, 1 << 40]
    assert len(file.array("none")) == len(file.array("never written")) == 0
    file.verify()


@pytest.mark.parametrize(
    ("maximum", "bits"), [(0, 8), (255, 8), (256, 16), (65535, 16), (65536, 32), (1 << 32, 64)]
)
def test_an_array_takes_the_narrowest_type_that_holds_its_maximum(maximum: int, bits: int) -> None:
    values = narrow(np.array([0, maximum], np.int64))
    assert values.dtype == np.dtype(f"u{bits // 8}")
    assert values.tolist() == [0, maximum]


def test_a_value_too_large_for_its_array_is_refused_and_the_file_removed(tmp_path: Path) -> None:
    with pytest.raises(IndexTooLarge), ArrayFileWriter(tmp_path / "f") as file:
        file.reserve("a", np.dtype(np.uint8), 2).append(np.array([1, 256]))
    assert list(tmp_path.iterdir()) == []


def test_a_file_cut_anywhere_is_found_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write(path, a=np.arange(10, dtype=np.uint16), b=b"text")
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged, match=str(path)):
            ArrayFile(path)


def test_every_flipped_bit_is_found(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write(path, a=np.arange(7, dtype=np.uint16), b=b"text", c=np.arange(3, dtype=np.uint8))
    whole = path.read_bytes()
    for place in range(len(whole)):
        for bit in (0, 3, 7):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            path.write_bytes(damaged)
            with pytest.raises(DatelineError, match=str(path)):
                ArrayFile(path).verify()


def test_another_version_is_named(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write(path, a=b"")
    raw = bytearray(path.read_bytes())
    raw[8] = 9
    path.write_bytes(raw)
    with pytest.raises(IndexVersion) as caught:
        ArrayFile(path)
    assert (caught.value.found, caught.value.expected) == (9, FORMAT_VERSION)


def test_arrays_outlive_closing_and_removal_of_the_file(tmp_path: Path) -> None:
    file = write(tmp_path / "f", a=np.arange(100, dtype=np.uint32))
    array = file.array("a")
    file.close()
    (tmp_path / "f").unlink()
    assert array.sum() == 4950


def test_arrays_can_be_appended_to_in_turns_and_streamed(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "f") as file:
        first = file.reserve("first", np.dtype(np.uint8), 4)
        stream = file.stream("stream", np.dtype(np.uint16))
        for value in (1, 2):
            first.append(np.array([value, value]))
            stream.append(np.array([value] * 3))
        file.add("last", b"end")
        file.finish({})
    found = ArrayFile(tmp_path / "f")
    assert [found.array(name).tolist() for name in ("first", "stream")] == [[1, 1, 2, 2], [1, 1, 1, 2, 2, 2]]
    assert bytes(found.array("last")) == b"end"
    found.verify()


def test_an_array_shorter_or_longer_than_announced_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 of 2"), ArrayFileWriter(tmp_path / "f") as file:
        file.reserve("a", np.dtype(np.uint8), 2).append(np.array([1]))
        file.finish({})
    with pytest.raises(ValueError, match="more than the 1"), ArrayFileWriter(tmp_path / "f") as file:
        file.reserve("a", np.dtype(np.uint8), 1).append(np.array([1, 2]))


numbers = st.lists(st.one_of(st.integers(0, 3), st.integers(250, 260), st.integers(0, 1 << 30)), max_size=80)


@given(numbers, st.data())
def test_compact_arrays_read_like_the_array_they_hold(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], data: st.DataObject
) -> None:
    whole = np.array(values, np.uint32)
    path = tmp_path_factory.mktemp("compact") / "f"
    split = data.draw(st.integers(0, len(values)))
    with ArrayFileWriter(path) as file:
        overflowing = OverflowingWriter(file, "o", len(values))
        compressed = CompressedWriter(file, "d")
        for part in (whole[:split], whole[split:]):
            overflowing.append(part)
            compressed.append(part)
        compressed.finish()
        overflowing.finish()
        file.finish({})
    found = ArrayFile(path)
    picked = np.array(data.draw(st.lists(st.integers(0, max(len(values) - 1, 0)), max_size=len(values))), int)
    start, stop = sorted(data.draw(st.tuples(st.integers(0, 90), st.integers(0, 90))))
    for column in (open_overflowing(found, "o"), open_compressed(found, "d")):
        assert len(column) == len(values)
        assert column[:].tolist() == values
        assert np.asarray(column).tolist() == values
        assert column[start:stop].tolist() == values[start:stop]
        assert column[start:stop:2].tolist() == values[start:stop:2]
        if values:
            assert column[picked].tolist() == whole[picked].tolist()
            assert column[whole > 200].tolist() == whole[whole > 200].tolist()
            assert column[len(values) - 1] == column[-1] == values[-1]


def test_compressed_frames_are_joined_across_their_borders(tmp_path: Path) -> None:
    whole = np.arange(100_000) % 7
    with ArrayFileWriter(tmp_path / "f") as file:
        writer = CompressedWriter(file, "d")
        for start in range(0, len(whole), 9_999):
            writer.append(whole[start : start + 9_999])
        writer.finish()
        file.finish({})
    column = open_compressed(ArrayFile(tmp_path / "f"), "d")
    assert column[30_000:70_000].tolist() == whole[30_000:70_000].tolist()
    picked = np.array([99_999, 0, 40_000, 32_767, 32_768])
    assert column[picked].tolist() == whole[picked].tolist()


@pytest.mark.parametrize("plain", [b"\1" * 3, b"\1" * 15, b"", b"\1" * 6])
def test_a_frame_that_does_not_hold_its_values_is_named(tmp_path: Path, plain: bytes) -> None:
    with ArrayFileWriter(tmp_path / "f") as file:
        frames = FrameWriter(file.stream("d_blob", np.dtype(np.uint8)))
        frames.add(plain)
        frames.write(file, "d_")
        file.add("d_length", np.array([5], np.uint8))
        file.finish({})
    with pytest.raises(IndexDamaged, match=f"array d, frame 0: {len(plain)} bytes for 5 values"):
        open_compressed(ArrayFile(tmp_path / "f"), "d")[2]


@given(st.lists(st.lists(st.integers(0, 70), max_size=6), max_size=8))
def test_token_starts_come_back_document_by_document(steps: list[list[int]]) -> None:
    documents = [np.cumsum(document).tolist() for document in steps]
    token_start = np.cumsum([0, *map(len, documents)])
    offsets = np.array([offset for document in documents for offset in document], np.int64)
    starts_of, packed = token_starts.encode(token_start, offsets)
    starts = token_starts.TokenStarts(
        packed.tobytes(), np.diff(starts_of).tolist(), np.diff(token_start).tolist()
    )
    for row, document in enumerate(documents):
        positions = np.arange(len(document))
        assert starts.at(np.full(len(document), row), positions).tolist() == document


def large(path: Path) -> bytes:
    """A file with an array of ten blocks and some more, and one of a few bytes; its bytes."""
    write(path, few=b"few", many=np.arange(90_000, dtype=np.uint32))
    return path.read_bytes()


def test_a_large_array_is_compared_block_by_block_as_it_is_read(tmp_path: Path) -> None:
    raw = bytearray(large(tmp_path / "f"))
    values = np.arange(90_000, dtype=np.uint32)
    start = raw.index(values.tobytes())
    raw[start + 5 * BLOCK + 17] ^= 1  # in the sixth block
    (tmp_path / "f").write_bytes(raw)
    file = ArrayFile(tmp_path / "f")
    per_block = BLOCK // 4
    bad = 5 * per_block
    memory, array = file.memory_by_block("many"), file.array_by_block("many")
    assert bytes(file.array("few")) == b"few"
    assert [memory[0], memory[bad - 1], memory[-1]] == [0, bad - 1, 89_999]
    assert memory[:bad].tolist() == array[:bad].tolist() == values[:bad].tolist()
    picked = np.array([[0, bad - 1], [bad + per_block, 89_999]])
    assert array[picked].tolist() == picked.tolist()
    assert array[89_999] == 89_999
    assert array[bad - 1 :: -1].tolist() == values[bad - 1 :: -1].tolist()
    reads: list[Callable[[], object]] = [
        lambda: memory[bad],
        lambda: memory[bad - 1 : bad + 1],
        lambda: memory[bad - len(values)],
        lambda: array[bad + 1],
        lambda: array[: bad + 1],
        lambda: array[bad::-1],
        lambda: array[np.array([0, bad + per_block - 1])],
        lambda: array[values >= bad],
        lambda: np.asarray(array),
        lambda: file.array("many"),
        file.verify,
    ]
    for read in reads:
        with pytest.raises(IndexDamaged, match="f: array many does not match its checksum"):
            read()
    assert list(file.damage()) == ["array many does not match its checksum"]


def test_a_number_beyond_what_it_counts_is_damage_where_it_is_read(tmp_path: Path) -> None:
    large(tmp_path / "f")
    file = ArrayFile(tmp_path / "f")
    assert file.array_by_block("many", below=89_999)[:10].tolist() == list(range(10))
    for read in (
        lambda: file.array_by_block("many", below=89_999)[89_500],
        lambda: file.memory("many", below=7),
    ):
        with pytest.raises(IndexDamaged, match=r"f: array many: \d+, where all are below"):
            read()


@pytest.mark.parametrize(
    "change",
    [
        {"arrays": {"a": ["<u4", 1 << 60, 64]}},
        {"arrays": {"a": ["<u4", -1, 64]}},
        {"arrays": {"a": ["<u4", 1, 65]}},
        {"arrays": {"a": ["<u4", 1, 0]}},
        {"arrays": {"a": ["<u4", True, 64]}},
        {"arrays": {"a": ["<u4", 1.0, 64]}},
        {"arrays": {"a": ["<f8", 1, 64]}},
        {"arrays": {"a": [["<u4"], 1, 64]}},
        {"arrays": {"a": ["<u4", 1]}},
        {"arrays": {"a": None}},
        {"arrays": {"a": ["<u4", 2, 64], "b": ["<u4", 2, 64]}},
        {"arrays": []},
        {"arrays": {}, "checksums": [1 << 62, 0]},
        {"checksums": [-8, 0]},
        {"checksums": None},
        {"checksums": ["64", 0]},
        {"facts": 7},
        {"facts": None},
    ],
)
def test_a_directory_that_can_not_be_is_damage(tmp_path: Path, change: dict[str, object]) -> None:
    """Crafted: its checksum and that of the header are right."""
    path = tmp_path / "f"
    write(path, a=np.array([1, 2], np.uint32))
    raw = path.read_bytes()
    start, length = struct.unpack_from("<QQ", raw, 16)
    craft(path, raw[:start], json.dumps({**json.loads(raw[start : start + length]), **change}).encode())
    with pytest.raises(IndexDamaged, match=str(path)):
        ArrayFile(path)


@pytest.mark.parametrize("directory", [b"", b"{", b"[" * 100_000, b"9" * 5000, b"\xff", b"null", b"{}"])
def test_a_directory_that_is_none_is_damage(tmp_path: Path, directory: bytes) -> None:
    path = tmp_path / "f"
    write(path, a=np.array([1, 2], np.uint32))
    craft(path, path.read_bytes()[:80], directory)
    with pytest.raises(IndexDamaged, match=str(path)):
        ArrayFile(path)


def craft(path: Path, before: bytes, directory: bytes) -> None:
    """Write a file with this directory behind these bytes, and what the header says of it right."""
    size = len(before) + len(directory)
    head = struct.pack(
        "<8sIIQQQQ", b"DATELINE", FORMAT_VERSION, zlib.crc32(directory), len(before), len(directory), size, 0
    )
    path.write_bytes(head + struct.pack("<I", zlib.crc32(head)) + before[len(head) + 4 :] + directory)


@pytest.mark.parametrize("start", [0, 32, 63, 1 << 40, (1 << 64) - 5])
def test_a_directory_elsewhere_is_damage(tmp_path: Path, start: int) -> None:
    path = tmp_path / "f"
    write(path, a=np.array([1, 2], np.uint32))
    raw = path.read_bytes()
    head = struct.pack("<8sIIQQQQ", *struct.unpack_from("<8sII", raw), start, 10, len(raw), 0)
    path.write_bytes(head + struct.pack("<I", zlib.crc32(head)) + raw[len(head) + 4 :])
    with pytest.raises(IndexDamaged, match="the directory is not the end of the file"):
        ArrayFile(path)


def test_many_small_files_take_no_descriptors(tmp_path: Path) -> None:
    files = [write(tmp_path / str(number), a=b"small") for number in range(20)]
    before = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
    files += [ArrayFile(tmp_path / str(number)) for number in range(20)]
    assert (len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0) == before
    assert all(bytes(file.array("a")) == b"small" for file in files)


def test_a_large_file_is_read_when_no_descriptor_is_left_for_its_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.arange(100_000, dtype=np.uint32)
    write(tmp_path / "f", many=values)

    monkeypatch.setattr("dateline.indexer.format.storage.array_file.mmap.mmap", Exhausted)
    assert ArrayFile(tmp_path / "f").array("many").tolist() == values.tolist()


class Exhausted:
    """A map for which no descriptor is left."""

    def __init__(self, *_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

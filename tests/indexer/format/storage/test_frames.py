from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
import zstandard

from benchmarks.torture.rewriting import rewrite
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.storage import compression, frames, grouped_frames
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter
from dateline.indexer.format.storage.compression import Compressor
from dateline.indexer.format.storage.frames import FrameReader, FrameWriter
from dateline.indexer.format.storage.grouped_frames import GroupReader, GroupWriter

Fill = Callable[[FrameWriter], None]


class Written(Protocol):
    """Writes what `fill` adds to a writer as the file of this name, and opens it."""

    def __call__(self, name: str, fill: Fill, streamed: bool = False) -> FrameReader: ...


def texts(count: int, seed: int = 4) -> list[bytes]:
    """Items of words that recur; empty ones among them. From 2,000 on there is enough for a dictionary."""
    chance = random.Random(seed)
    words = [f"word{chance.randrange(10**6)}" for _ in range(3000)]
    return [" ".join(chance.choices(words, k=chance.randrange(120))).encode() for _ in range(count)]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A reader of what `fill` adds to a writer, in memory or through a sink."""

    def write(name: str, fill: Fill, streamed: bool = False) -> FrameReader:
        with ArrayFileWriter(tmp_path / name) as file:
            writer = FrameWriter(file.stream("b.blob", np.dtype(np.uint8)) if streamed else None)
            fill(writer)
            writer.write(file, "b.")
            file.finish({})
        return FrameReader(ArrayFile(tmp_path / name), "b.")

    return write


def adding(items: Sequence[bytes]) -> Fill:
    """What adds these items to a writer."""

    def fill(writer: FrameWriter) -> None:
        for item in items:
            writer.add(item)

    return fill


def joining(*readers: FrameReader) -> Fill:
    """What adds all items of these to a writer."""

    def fill(writer: FrameWriter) -> None:
        for reader in readers:
            writer.add_all(reader)

    return fill


def dictionaries(reader: FrameReader) -> list[bytes]:
    return [dictionary for _, _, dictionary in reader.runs()]


def stored_frames(reader: FrameReader) -> list[bytes]:
    return [bytes(reader.frames(number, number + 1)[0]) for number in range(len(reader))]


@pytest.mark.parametrize("streamed", [False, True])
def test_items_come_back_with_and_without_a_dictionary(written: Written, streamed: bool) -> None:
    many, few = texts(2500), [b"", b"Border guards met.", b"x" * 100_000]
    first = written("many", adding(many), streamed)
    second = written("few", adding(few), streamed)
    assert [first[number] for number in range(len(first))] == many
    assert [second[number] for number in range(len(second))] == few
    assert [len(dictionary) for dictionary in dictionaries(first)] == [64 << 10]
    assert dictionaries(second) == [b""]
    assert len(written("none", adding([]), streamed)) == 0


def test_any_zstd_reads_the_frames(written: Written) -> None:
    items = [item for item in texts(2500) if item]
    reader = written("f", adding(items))
    (dictionary,) = dictionaries(reader)
    stranger = zstandard.ZstdDecompressor(zstandard.ZstdCompressionDict(dictionary))
    for frame, item in zip(stored_frames(reader), items, strict=True):
        header = zstandard.get_frame_parameters(frame)
        assert (header.content_size, header.dict_id, header.has_checksum) == (len(item), 0, False)
        assert stranger.decompress(frame) == item


def test_the_same_items_make_the_same_file(written: Written, tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(name, adding(texts(2500)))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_frames_with_a_dictionary_are_copied_and_those_without_get_one(written: Written) -> None:
    many, few = texts(2500), texts(50, seed=1)
    with_one, without = written("many", adding(many)), written("few", adding(few))
    for streamed in (False, True):
        joined = written("joined", joining(without, with_one, without, with_one), streamed)
        assert [joined[number] for number in range(len(joined))] == few + many + few + many
        assert dictionaries(joined) == dictionaries(with_one)
        assert stored_frames(joined)[-len(many) :] == stored_frames(with_one)


def test_items_that_had_no_dictionary_get_one_when_there_are_enough(written: Written) -> None:
    parts = [texts(700, seed) for seed in range(4)]
    readers = [written(f"part{number}", adding(part)) for number, part in enumerate(parts)]
    assert {dictionary for reader in readers for dictionary in dictionaries(reader)} == {b""}
    joined = written("joined", joining(*readers), streamed=True)
    assert [len(dictionary) for dictionary in dictionaries(joined)] == [64 << 10]
    assert [joined[number] for number in range(len(joined))] == [item for part in parts for item in part]


def test_no_more_dictionaries_are_kept_than_said(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_MOST_DICTIONARIES", 2)
    parts = [texts(2500, seed) for seed in range(3)]
    readers = [written(f"part{number}", adding(part)) for number, part in enumerate(parts)]
    joined = written("joined", joining(*readers, readers[1]))
    assert [joined[number] for number in range(len(joined))] == [*parts[0], *parts[1], *parts[2], *parts[1]]
    first, second = (dictionaries(reader)[0] for reader in readers[:2])
    assert dictionaries(joined) == [first, second, first, second]


@pytest.mark.parametrize("item", [b"x" * (1 << 20), b"x" * 100, bytes(range(256)) * 9, b"x"])
def test_texts_of_which_no_dictionary_can_be_made_come_back_too(written: Written, item: bytes) -> None:
    items = [item] * (600_000 // len(item) + 1)
    reader = written("f", adding(items))
    assert [reader[number] for number in (0, len(items) // 2, len(items) - 1)] == [item] * 3


def test_no_dictionary_is_made_of_next_to_nothing() -> None:
    assert compression.train([]) == compression.train([b"a", b"b"]) == b""


def test_many_threads_read_at_once(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_MOST_DICTIONARIES", 1)
    items = texts(2500)
    one = written("one", adding(items))
    several = written("several", joining(one, written("few", adding(texts(9, 2)))))
    path = several._path.with_name("groups")
    with ArrayFileWriter(path) as file:
        writer = GroupWriter(FrameWriter(), 8)
        for item in items:
            writer.add(item)
        writer.write(file, "g.")
        file.finish({})
    groups = GroupReader(ArrayFile(path), "g.", 8, len(items))

    def read(seed: int) -> bool:
        order = random.Random(seed).sample(range(len(items)), len(items))
        return all(one[n] == several[n] == groups[n] == items[n] for n in order)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(16))) == [True] * 16


def test_a_flipped_bit_is_found_when_the_frame_is_read(written: Written, tmp_path: Path) -> None:
    reader = written("f", adding([item for item in texts(2500) if item]))
    whole = (tmp_path / "f").read_bytes()
    start = whole.index(stored_frames(reader)[0])
    chance = random.Random(6)
    for place in range(start, start + len(stored_frames(reader)[0]), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(IndexDamaged, match=r"damaged: array b\.blob does not match its checksum"):
            FrameReader(ArrayFile(tmp_path / "damaged"), "b.")[0]


def test_other_bytes_under_right_checksums_are_other_text_or_an_error_that_names_the_frame(
    written: Written, tmp_path: Path
) -> None:
    reader = written("f", adding([item for item in texts(2500) if item]))
    whole = ArrayFile(tmp_path / "f").array("b.blob").tobytes()
    chance = random.Random(6)
    for place in range(0, len(stored_frames(reader)[0]), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        rewrite(tmp_path / "f", {"b.blob": bytes(damaged)})
        try:
            assert isinstance(FrameReader(ArrayFile(tmp_path / "f"), "b.")[0], bytes)
        except IndexDamaged as error:
            assert "array b.blob, frame 0: " in str(error)


@pytest.mark.parametrize("size", [1 << 24, 1 << 33, 1 << 62, (1 << 64) - 2, (1 << 64) - 1])
def test_a_frame_that_claims_to_be_huge_is_refused_before_memory_is_taken(tmp_path: Path, size: int) -> None:
    frame = zstandard.ZstdCompressor().compress(b"x" * 100)
    huge = frame[:4] + b"\xe0" + size.to_bytes(8, "little") + frame[6:]
    with ArrayFileWriter(tmp_path / "f") as file:
        file.add("b.blob", huge + frame[:3])
        file.add("b.offsets", np.array([0, len(huge), len(huge) + 3, 3], np.uint8))
        file.finish({})
    reader = FrameReader(ArrayFile(tmp_path / "f"), "b.")
    for number, reason in enumerate((f"can't stand for {size}|content size", "", "")):
        with pytest.raises(IndexDamaged, match=f"array b.blob, frame {number}: .*({reason})"):
            reader[number]


def test_a_long_text_of_one_letter_is_not_taken_for_damage(written: Written) -> None:
    assert written("f", adding([b"x" * 20_000_000]))[0] == b"x" * 20_000_000


def test_a_damaged_dictionary_is_named(written: Written, tmp_path: Path) -> None:
    items = texts(2500)
    reader = written("f", adding(items))
    (dictionary,) = dictionaries(reader)
    whole = (tmp_path / "f").read_bytes()
    (tmp_path / "f").write_bytes(whole.replace(dictionary, b"\xff" * len(dictionary)))
    with pytest.raises(IndexDamaged, match=r"b\.(dictionaries|blob)"):
        FrameReader(ArrayFile(tmp_path / "f"), "b.")[5]


@pytest.fixture(params=["C", "numpy"])
def either_kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "numpy":
        monkeypatch.setattr(grouped_frames, "compiled", lambda: None)


@pytest.mark.usefixtures("either_kernel")
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 100])
def test_records_of_a_group_come_back_one_by_one(tmp_path: Path, count: int) -> None:
    records = [item[: number % 5 * 9] for number, item in enumerate(texts(count))]
    live = np.array([number % 3 != 0 for number in range(count)])

    def written(name: str, total: int, fill: Callable[[GroupWriter], None]) -> GroupReader:
        with ArrayFileWriter(tmp_path / name) as file:
            writer = GroupWriter(FrameWriter(compressor=Compressor()), 8)
            fill(writer)
            writer.write(file, "g.")
            file.finish({})
        return GroupReader(ArrayFile(tmp_path / name), "g.", 8, total)

    reader = written("f", count, lambda writer: writer.extend(records))
    assert list(reader) == [reader[number] for number in range(count)] == records
    backwards = list(range(count))[::-1]
    assert reader.texts(backwards) == [record.decode() for record in records[::-1]]
    for outside in (-1, count, 1 << 70):
        with pytest.raises((IndexError, IndexDamaged)):
            reader[outside]
    for first, last in ((0, count), (count // 3, count // 2), (count, count)):
        assert reader.several(first, last) == records[first:last]

    def join(writer: GroupWriter) -> None:
        writer.add_all(reader, live)
        writer.add_all(reader, None)

    kept = [record for record, alive in zip(records, live.tolist(), strict=True) if alive]
    assert list(written("joined", len(kept) + count, join)) == kept + records


@pytest.mark.usefixtures("either_kernel")
def test_frames_of_a_large_segment_are_copied_and_records_counted_in_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouped_frames, "_COPIED", 1000)
    large, small = texts(5003), texts(10, seed=1)

    def written(name: str, total: int, fill: Callable[[GroupWriter], None]) -> GroupReader:
        with ArrayFileWriter(tmp_path / name) as file:
            writer = GroupWriter(FrameWriter(file.stream("g.blob", np.dtype(np.uint8))), 4, b"\xff")
            fill(writer)
            writer.write(file, "g.")
            file.finish({})
        return GroupReader(ArrayFile(tmp_path / name), "g.", 4, total, b"\xff")

    first = written("large", len(large), lambda writer: writer.extend(large))
    second = written("small", len(small), lambda writer: writer.extend(small))
    once = [*small, *large, *small, *small]

    def join(writer: GroupWriter) -> None:
        for reader in (second, first, second, second):
            writer.add_all(reader, None)

    def join_again(writer: GroupWriter) -> None:
        for reader in (joined, first, second):
            writer.add_all(reader, None)

    joined = written("joined", len(once), join)
    again = written("again", len(once) + len(large) + len(small), join_again)
    assert joined.runs() == [(0, 0), (10, 3), (5013, 3 + 1251)]
    assert stored_frames(joined.frames)[3 : 3 + 1251] == stored_frames(first.frames)
    for reader, expected in ((joined, once), (again, [*once, *large, *small])):
        assert [reader[number] for number in range(len(expected))] == list(reader) == expected
        for low, high in ((0, len(expected)), (7, 13), (5000, 5030)):
            assert reader.several(low, high) == expected[low:high]


@pytest.mark.usefixtures("either_kernel")
def test_runs_that_can_not_be_are_damage_or_other_records(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "f") as file:
        writer = FrameWriter()
        for frame in (b"one\ntwo", b"three\nfour", b"five"):
            writer.add(frame)
        writer.write(file, "g.")
        file.add("g.run_records", np.zeros(2, np.uint64))
        file.add("g.run_frames", np.zeros(2, np.uint64))
        file.finish({})
    far = 2**64 - 1
    absurd: list[tuple[list[int], list[int]]] = [
        ([0, 0], [0, far]),
        ([1, 5], [0, 1]),
        ([0, 2], [0, 2**63]),
        ([far, 0], [far, far]),
    ]
    for records, numbers in absurd:
        changed = {"g.run_records": records, "g.run_frames": numbers}
        rewrite(tmp_path / "f", {name: np.array(values, np.uint64) for name, values in changed.items()})
        reader = GroupReader(ArrayFile(tmp_path / "f"), "g.", 2, 5)
        assert {told_of(reader, number) for number in range(5)} <= {*b"one two three four five".split(), b""}


def told_of(reader: GroupReader, number: int) -> bytes:
    """A record; nothing where an error says that there is none."""
    try:
        return reader[number]
    except (IndexDamaged, IndexError):
        return b""


@pytest.mark.usefixtures("either_kernel")
def test_a_text_that_is_none_is_said(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "f") as file:
        writer = FrameWriter()
        writer.add(b"one\n\xe4")
        writer.write(file, "g.")
        file.finish({})
    reader = GroupReader(ArrayFile(tmp_path / "f"), "g.", 2, 2)
    assert (reader.texts([0]), reader[1]) == (["one"], b"\xe4")
    with pytest.raises(UnicodeDecodeError):
        reader.texts([0, 1])


@pytest.mark.usefixtures("either_kernel")
def test_a_group_with_a_record_missing_is_named(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "f") as file:
        writer = FrameWriter()
        writer.add(b"one\ntwo")
        writer.write(file, "g.")
        file.finish({})
    reader = GroupReader(ArrayFile(tmp_path / "f"), "g.", 8, 3)
    for number in range(3):
        with pytest.raises(IndexDamaged, match=r"array g\.blob, frame 0: 2 records, not 3"):
            reader[number]

"""What lies anywhere in a large array is read from the file, and is what the array has."""

from __future__ import annotations

import gc
import os
import random
from pathlib import Path

import pytest

from benchmarks.torture.rewriting import rewrite
from dateline.indexer import build
from dateline.indexer.format import kernels
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.segment.keyword_field import KeywordField, write_keywords
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

COUNT = 30_000
DESCRIPTORS = Path("/proc/self/fd")


def value(article: int) -> str | None:
    """Some of an article's own, a few of them of several blocks, and some that many share."""
    if article % 7 == 0:
        return f"shared {article % 11}" if article % 2 else None
    return f"{article:05} " + "é" * (9000 if article % 5000 == 1 else article % 60)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a field whose blob is of some 500 blocks."""
    path = tmp_path_factory.mktemp("fetch") / "field"
    with ArrayFileWriter(path) as file:
        write_keywords(file, "keyword.id.", [value(article) for article in range(COUNT)])
        file.finish({})
    return path


def test_values_are_those_that_were_written(path: Path) -> None:
    """Also of blocks that were pushed out by others, and are asked for again."""
    value_of = KeywordField(ArrayFile(path), "keyword.id.").value_of
    chance = random.Random(5)
    articles = [*range(0, COUNT, 37), *chance.choices(range(COUNT), k=5000), *range(0, COUNT, 37)]
    assert [value_of(article) for article in articles] == [value(article) for article in articles]


def test_values_are_placed_as_they_sort(path: Path) -> None:
    field = KeywordField(ArrayFile(path), "keyword.id.")
    values = sorted({one for article in range(COUNT) if (one := value(article)) is not None})
    for place in random.Random(6).choices(range(len(values)), k=300):
        assert field.find(values[place]) == place + 1
        assert field.find(values[place] + "\0") == 0


def test_a_block_that_is_damaged_is_named_and_others_are_read(path: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(path.read_bytes())
    blob = ArrayFile(damaged).array("keyword.id.blob").tobytes()
    at = damaged.read_bytes().index(blob) + blob.index(b"17501 ")
    with damaged.open("r+b") as file:
        file.seek(at)
        file.write(b"?")
    value_of = KeywordField(ArrayFile(damaged), "keyword.id.").value_of
    for _ in range(2):
        assert value_of(29_999) == value(29_999)
        with pytest.raises(IndexDamaged, match=r"keyword\.id\.blob does not match its checksum"):
            value_of(17_501)


def test_places_beyond_an_array_are_refused(path: Path, tmp_path: Path) -> None:
    """Checksums are right, and the numbers can't be."""
    crafted = tmp_path / "crafted"
    crafted.write_bytes(path.read_bytes())
    offsets = ArrayFile(crafted).array("keyword.id.offsets").copy()
    offsets[len(offsets) // 2 :] = 2**32 - 1
    rewrite(crafted, {"keyword.id.offsets": offsets})
    value_of = KeywordField(ArrayFile(crafted), "keyword.id.").value_of
    assert value_of(1) == value(1)
    with pytest.raises(ValueError, match="a value that can't be"):
        value_of(29_999)


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="counts descriptors by /proc")
def test_no_descriptor_is_kept_longer_than_its_arrays(path: Path) -> None:
    before = len(os.listdir(DESCRIPTORS))
    value_of = KeywordField(ArrayFile(path), "keyword.id.").value_of
    assert value_of(29_999) == value(29_999)
    assert len(os.listdir(DESCRIPTORS)) > before
    del value_of
    assert len(os.listdir(DESCRIPTORS)) == before


def test_numbers_without_a_file_are_none() -> None:
    assert kernels.file(-1) is None
    with pytest.raises(TypeError):
        kernels.file("3")  # type: ignore[arg-type]


def test_what_was_fetched_is_read_before_anything_else_runs(tmp_path: Path) -> None:
    """A collection may run code that fetches from the same file, and pushes out what was fetched."""
    chance = random.Random(7)  # so that texts stay long when they are compressed

    def sentence(number: int) -> str:
        return f"Guards {chance.randrange(1 << 60):x} {chance.randrange(1 << 60):x} met. "

    texts = ["".join(map(sentence, range(250))) for _ in range(600)]
    build(
        [{"id": f"{n}", "text": text, "language": "en"} for n, text in enumerate(texts)],
        index=tmp_path / "index",
    )
    segment = IndexReader.open(tmp_path / "index").segments[0]
    assert segment.array("text.sentence_starts").nbytes > 1 << 17
    documents = [*range(0, segment.passages, segment.passages // 30)]
    marks = segment.text_field("text").compiled.marks
    right = [begins for _, begins in marks([], [], None, documents, [""] * len(documents))]

    def disturb(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and parts:  # each part once: what was fetched before is mapped
            for passage in parts.pop():
                other.passage_texts([passage])

    threshold = gc.get_threshold()
    for first in range(len(documents) - 8):
        other = IndexReader.open(tmp_path / "index").segments[0]
        marks = other.text_field("text").compiled.marks
        parts = [range(part, other.passages, 16) for part in range(0, 16, 4)]
        some, texts = documents[first : first + 8], [""] * 8
        gc.collect()
        taken = [tuple(range(size)) for size in range(1, 20) for _ in range(2500)]  # none is free
        gc.callbacks.append(disturb)
        gc.set_threshold(1)
        try:
            told = marks([], [], None, some, texts)
        finally:
            gc.set_threshold(*threshold)
            gc.callbacks.remove(disturb)
        del taken
        assert [begins for _, begins in told] == right[first : first + 8]

"""Files that are whole by themselves and do not agree are found out by a deep check, and mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.torture.rewriting import rewrite
from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index.check import Finding, check
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.toc import encode_toc, read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile
from dateline.indexer.repairing import repair

RECORDS = [
    {
        "id": f"r{n}",
        "title": f"Summit {n}",
        "date": f"2013-05-{n + 10}",
        "text": f"Guards met. “{n} more,” he said.",
    }
    for n in range(8)
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(RECORDS, index=tmp_path / "index")
    return tmp_path / "index"


def deep(index: Path) -> list[Finding]:
    return [finding for finding in check(index, deep=True) if finding.damage]


def alter(index: Path, name: str, how: Callable[[AnyArray], AnyArray]) -> None:
    """Change an array of the segment, and make all checksums right."""
    toc = read_toc(index)
    [entry] = toc.segments
    path = index / entry.file
    values = ArrayFile(path).array(name).copy()
    rewrite(path, {name: how(values)})
    new = ArrayFile(path)
    entry = replace(entry, size=new.size, checksum=new.directory_checksum)
    (index / "index.toc").write_bytes(encode_toc(replace(toc, segments=(entry,))))


def turned(values: AnyArray) -> AnyArray:
    backwards: AnyArray = values[::-1].copy()
    return backwards


@pytest.mark.parametrize(
    ("array", "how"),
    [
        ("text.positions", np.zeros_like),
        ("text.starts", lambda starts: np.full_like(starts, 0x11)),
        ("text.sentence_starts", turned),
        ("text.folded_terms", np.zeros_like),
        ("text.documents", turned),
    ],
)
def test_numbers_that_are_not_those_of_the_texts_are_named(
    index: Path, array: str, how: Callable[[AnyArray], AnyArray]
) -> None:
    alter(index, array, how)

    assert [finding.file for finding in check(index) if finding.damage] == []
    assert {finding.file for finding in deep(index)} == {"000001.segment"}


def test_a_value_that_no_article_has_is_named(index: Path) -> None:
    alter(index, "keyword.date.codes", lambda codes: np.full_like(codes, 1))

    assert "keyword.date.codes names not all values" in deep(index)[0].reason


def test_records_of_a_segment_whose_numbers_can_not_be_are_kept_and_cut_anew(index: Path) -> None:
    alter(index, "text.folded_terms", np.zeros_like)

    repaired = repair(index)

    assert (repaired.articles, repaired.salvaged, repaired.lost) == (8, 8, [])
    assert deep(index) == []


def test_an_id_of_two_articles_is_named_and_the_newest_stays(index: Path) -> None:
    writer = IndexWriter(index)
    writer.add_article(Article("r3", (Paragraph("The council met."),)), [Passage(0, 16)])
    writer.commit(merge=False)

    assert [finding.reason for finding in deep(index)] == ["a second article has the id 'r3'"]
    assert repair(index).articles == 8
    assert deep(index) == []


def test_articles_that_the_ledger_does_not_count_are_named_and_mended(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Story\n\nThe guards met.\n")
    build([tmp_path / "news"], index=tmp_path / "index")
    with IndexWriter(tmp_path / "index") as writer:
        writer.ledger.put(FileRecord("//1/a.txt", articles=0))

    [finding] = deep(tmp_path / "index")
    assert "counts fewer articles of '//1/a.txt'" in finding.reason
    assert repair(tmp_path / "index").articles == 1
    assert deep(tmp_path / "index") == []


def test_files_of_no_source_are_named(index: Path) -> None:
    with IndexWriter(index) as writer:
        writer.ledger.put(FileRecord("//7/a.txt"))

    assert "has files of no source: '//7/a.txt'" in deep(index)[0].reason

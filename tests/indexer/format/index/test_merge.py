from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer.format.index import merge, merge_postings
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment import surface_forms_writer
from tests.indexer.format.conftest import Cut, Draw, Make, Write


@pytest.mark.parametrize(
    ("sizes", "runs"),
    [
        ([], []),
        ([500_000], []),
        ([500_000, 1], []),  # an article more does not rewrite the archive
        ([500_000, 1, 1], [range(1, 3)]),
        ([500_000, 900, 1], [range(1, 3)]),
        ([500_000, 5_000, 1_200, 1], []),
        ([5_000, 900, 500, 1], [range(4)]),
        ([30_000] * 18, [range(18)]),  # what a build has spilled becomes one
        ([500_000, 90_000, 30_000], [range(1, 3)]),
        ([100_000, 20_000, 4_000, 900], []),
        ([3_000, 500_000, 2_000], [range(3)]),  # never 3,000 and 2,000 over what lies between
        ([900_000, 3_000, 200_000], [range(1, 3)]),
    ],
)
def test_segments_below_four_times_what_follows_are_merged_with_it(
    sizes: list[int], runs: list[range]
) -> None:
    assert merge.choose([(size, size) for size in sizes]) == runs


def test_a_segment_more_than_half_deleted_is_rewritten_where_it_stands() -> None:
    assert merge.choose([(400, 1000)]) == [range(1)]
    assert merge.choose([(500, 1000)]) == []
    assert merge.choose([(500_000, 500_000), (0, 10)]) == [range(1, 2)]
    halves = [(500_000, 500_000), (40_000, 90_000), (1_000, 1_000)]
    assert merge.choose(halves) == [range(1, 2)]
    assert merge.choose([*halves, (300, 300)]) == [range(1, 2), range(2, 4)]


def merged_sizes(sizes: list[int]) -> tuple[list[int], int]:
    """The sizes after a commit, and how many passages it rewrote."""
    runs = merge.choose([(size, size) for size in sizes])
    after = list(sizes)
    for run in reversed(runs):
        after[run.start : run.stop] = [sum(sizes[run.start : run.stop])]
    return after, sum(sizes[place] for run in runs for place in run)


@pytest.mark.parametrize("start", [[], [500_000]])
def test_adding_articles_one_by_one_rewrites_a_few_hundred_passages_each(start: list[int]) -> None:
    sizes, rewritten, commits = start, 0, 20_000
    for _ in range(commits):
        sizes, more = merged_sizes([*sizes, 1])
        rewritten += more
        assert len(sizes) <= 5
    assert sum(sizes) == sum(start) + commits
    assert rewritten / commits < 500


@settings(max_examples=200)
@given(st.lists(st.integers(1, 40_000), max_size=60))
def test_any_commits_leave_few_segments_and_rewrite_little_for_each_passage_added(batches: list[int]) -> None:
    sizes: list[int] = []
    rewritten = 0
    for batch in batches:
        sizes, more = merged_sizes([*sizes, batch])
        rewritten += more
    total = sum(sizes)
    assert total == sum(batches)
    for place, size in enumerate(sizes[:-1]):
        assert size >= merge.RATIO * sum(sizes[place + 1 :])
    # Five for each passage, each time its segment becomes five times as large; and below the floor.
    steps = 1 + math.log(max(total, 1), 1 + merge.RATIO)
    assert rewritten <= (1 + merge.RATIO) * total * steps + 2 * merge._FLOOR * len(batches)


def contents(segment: SegmentReader) -> dict[str, object]:
    """All a segment answers, by values that do not depend on how it was made."""
    fields: dict[str, object] = {}
    for name in ("text", "title"):
        field = segment.text_field(name)
        terms = []
        for i in range(field.size):
            offsets = field.occurrence_offsets(i)
            span = slice(int(offsets[0]), int(offsets[-1]))
            postings = (field.documents(i).tolist(), field.frequencies(i).tolist())
            occurrences = (field.positions[span].tolist(), field.forms[span].tolist())
            terms.append((field.term(i), postings, occurrences, field.forms_of(i)))
        fields[name] = terms
        folded = field.folded
        everything = (0, len(folded))
        fields[name + " folded"] = (folded.forms(*everything), folded.owners(*everything), folded.letters)
        fields[name + " starts"] = [field.token_starts(d).tolist() for d in range(field.documents_total)]
    text = segment.text_field("text")
    fields["sentences"] = [
        (positions.tolist(), starts)
        for positions, starts in zip(
            np.split(text.sentence_positions, text.sentence_offsets[1:-1].astype(int)),
            text.sentence_starts_of(range(segment.passages)),
            strict=True,
        )
    ]
    fields["paragraphs"] = (text.paragraph_offsets.tolist(), text.paragraph_positions.tolist())
    fields["articles"] = [segment.article(ordinal) for ordinal in range(segment.articles)]
    fields["texts"] = [segment.passage_text(passage) for passage in range(segment.passages)]
    fields["lines"] = [segment.passage_lines(passage) for passage in range(segment.passages)]
    fields["languages"] = dict(sorted(segment.languages.items()))
    return fields


@pytest.mark.parametrize("range_postings", [8, 100, 1 << 20])
def test_a_merged_segment_equals_one_built_at_once(
    tmp_path: Path, draw: Draw, write: Write, cut: Cut, monkeypatch: pytest.MonkeyPatch, range_postings: int
) -> None:
    monkeypatch.setattr(merge_postings, "RANGE_POSTINGS", range_postings)
    monkeypatch.setattr(surface_forms_writer, "_RUN", 4)
    chance = random.Random(11)
    articles = [draw(number, chance) for number in range(60)]
    gone = {3, 20, 21, 22, 45}
    with IndexWriter(tmp_path / "merged") as writer:
        for number, article in enumerate(articles):
            writer.add_article(article, cut(article))
            if number % 17 == 0:
                writer._flush()
        for number in gone:
            writer.delete_article(f"a{number}")
        writer.commit(optimize=True)
    whole = write(tmp_path / "whole", *(a for number, a in enumerate(articles) if number not in gone))
    merged = IndexReader.open(tmp_path / "merged")
    assert len(merged.segments) == 1
    merged.verify()
    assert contents(merged.segments[0]) == contents(whole.segments[0])
    assert merged.languages == whole.languages


def test_lines_survive_merging_with_a_segment_without_any(tmp_path: Path, make: Make, write: Write) -> None:
    from dataclasses import replace

    with_lines = make(1, "One.")
    paragraphs = tuple(replace(paragraph, lines=(7, 9)) for paragraph in with_lines.paragraphs)
    write(tmp_path, replace(with_lines, paragraphs=paragraphs))
    segment = write(tmp_path, make(2, "Two.")).segments[0]
    assert [segment.passage_lines(passage) for passage in (0, 1)] == [(7, 9), None]


def test_a_long_passage_overflows_the_narrow_positions_and_merges(
    tmp_path: Path, make: Make, write: Write
) -> None:
    words = " ".join(f"w{number}" for number in range(700))
    others = [make(number, "a b c d e f g " * 30) for number in range(100)]
    write(tmp_path, *others, make("long", words), make("longer", words + " " + words))
    segment = write(tmp_path, *(make(f"x{number}", words) for number in range(2))).segments[0]
    field = segment.text_field("text")
    assert segment.array("text.positions").dtype.itemsize == 1
    i = field.find(b"w699")
    offsets = field.occurrence_offsets(i)
    positions = field.positions[int(offsets[0]) : int(offsets[-1])].tolist()
    assert positions == [699, 699, 1399, 699, 699]


def test_merging_leaves_out_terms_of_deleted_articles(
    tmp_path: Path, make: Make, write: Write, cut: Cut
) -> None:
    write(tmp_path, make(1, "Border."), make(2, "Guards."), make(3, "border"))
    with IndexWriter(tmp_path) as writer:
        writer.delete_article("a2")
        writer.delete_article("a1")
    (segment,) = IndexReader.open(tmp_path).segments
    field = segment.text_field("text")
    assert field.terms(0, field.size) == [b"border"]
    assert field.forms_of(0) == [("border", 1)]
    assert isinstance(segment, SegmentReader)

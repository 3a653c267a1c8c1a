from __future__ import annotations

import random

import numpy as np
import pytest

from dateline.indexer.format.index import merge, merge_postings
from dateline.indexer.format.index.reader import IndexReader, SegmentReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment import surface_forms


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([], []),
        ([500_000], []),
        ([500_000, 1], []),  # an article more does not rewrite the archive
        ([500_000, 1, 1], [1, 2]),
        ([500_000, 900, 1], [1, 2]),
        ([500_000, 5_000, 1_200, 1], []),
        ([5_000, 900, 500, 1], [0, 1, 2, 3]),
        ([30_000] * 18, list(range(18))),  # what a build has spilled becomes one
        ([500_000, 90_000, 30_000], [1, 2]),
        ([100_000, 20_000, 4_000, 900], []),
    ],
)
def test_segments_below_four_times_the_smaller_ones_together_are_merged(sizes, chosen):
    assert merge.choose([(size, size) for size in sizes]) == chosen


def test_a_segment_more_than_half_deleted_is_rewritten():
    assert merge.choose([(400, 1000)]) == [0]
    assert merge.choose([(500, 1000)]) == []
    assert merge.choose([(500_000, 500_000), (0, 10)]) == [1]


def test_the_number_of_segments_grows_with_the_logarithm_of_the_passages():
    sizes: list[int] = []
    for _ in range(3000):
        sizes.append(40)
        chosen = merge.choose([(size, size) for size in sizes])
        merged = sum(sizes[place] for place in chosen)
        sizes = [size for place, size in enumerate(sizes) if place not in chosen]
        sizes += [merged] if merged else []
        assert len(sizes) <= 5
    assert sum(sizes) == 120_000


def contents(segment):
    """All a segment answers, by values that do not depend on how it was made."""
    fields = {}
    for name in ("text", "title"):
        field = segment.text_field(name)
        fields[name] = []
        for i in range(field.size):
            offsets = field.occurrence_offsets(i)
            span = slice(int(offsets[0]), int(offsets[-1]))
            postings = (field.documents(i).tolist(), field.frequencies(i).tolist())
            occurrences = (field.positions[span].tolist(), field.forms[span].tolist())
            fields[name].append((field.term(i), postings, occurrences, field.forms_of(i)))
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
def test_a_merged_segment_equals_one_built_at_once(tmp_path, draw, write, cut, monkeypatch, range_postings):
    monkeypatch.setattr(merge_postings, "RANGE_POSTINGS", range_postings)
    monkeypatch.setattr(surface_forms, "_RUN", 4)
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


def test_lines_survive_merging_with_a_segment_without_any(tmp_path, make, write):
    from dataclasses import replace

    with_lines = make(1, "One.")
    paragraphs = tuple(replace(paragraph, lines=(7, 9)) for paragraph in with_lines.paragraphs)
    write(tmp_path, replace(with_lines, paragraphs=paragraphs))
    segment = write(tmp_path, make(2, "Two.")).segments[0]
    assert [segment.passage_lines(passage) for passage in (0, 1)] == [(7, 9), None]


def test_a_long_passage_overflows_the_narrow_positions_and_merges(tmp_path, make, write):
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


def test_merging_leaves_out_terms_of_deleted_articles(tmp_path, make, write, cut):
    write(tmp_path, make(1, "Border."), make(2, "Guards."), make(3, "border"))
    with IndexWriter(tmp_path) as writer:
        writer.delete_article("a2")
        writer.delete_article("a1")
    (segment,) = IndexReader.open(tmp_path).segments
    field = segment.text_field("text")
    assert field.terms(0, field.size) == [b"border"]
    assert field.forms_of(0) == [("border", 1)]
    assert isinstance(segment, SegmentReader)

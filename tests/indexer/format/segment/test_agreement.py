"""Numbers that are right by their checksums and can't be right by each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.torture.rewriting import rewrite
from dateline.indexer.article import Mention
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.storage.array_file import AnyArray
from tests.indexer.format.conftest import Make, Write

Change = Callable[[AnyArray], AnyArray]


def beyond(values: AnyArray) -> AnyArray:
    changed: AnyArray = np.append(values[:-1], values.dtype.type(200))
    return changed


def backwards(values: AnyArray) -> AnyArray:
    changed: AnyArray = values[::-1].copy()
    return changed


def filled(values: AnyArray) -> AnyArray:
    return np.full_like(values, 255)


def fewer(values: AnyArray) -> AnyArray:
    return values[:-1]


@pytest.mark.parametrize(
    ("array", "change"),
    [
        ("first_passage", beyond),
        ("first_passage", backwards),
        ("text.documents", beyond),
        ("text.documents", backwards),
        ("text.documents", fewer),
        ("text.frequencies", beyond),
        ("text.positions", beyond),
        ("text.checkpoints", beyond),
        ("text.postings_start", beyond),
        ("text.postings_start", fewer),
        ("text.term_offsets", backwards),
        ("text.term_offsets", fewer),
        ("text.term_blob", backwards),
        ("text.lengths", beyond),
        ("text.lengths", fewer),
        ("text.lengths_before", beyond),
        ("text.lengths_before", fewer),
        ("text.starts_of", backwards),
        ("text.starts", filled),
        ("text.sentence_offsets", beyond),
        ("text.sentence_starts", fewer),
        ("text.folded_terms", beyond),
        ("text.forms_length", beyond),
        ("passage.offsets", beyond),
        ("passage.offsets", fewer),
        ("head.offsets", backwards),
        ("keyword.id.codes", beyond),
        ("keyword.id.codes", fewer),
        ("keyword.id.offsets", beyond),
        ("keyword.id.offsets", fewer),
        ("keyword.id.blob", backwards),
        ("keyword.author.mentions", beyond),
        ("keyword.author.codes", beyond),
        ("keyword.author.codes", fewer),
    ],
)
def test_numbers_that_do_not_fit_are_damage(
    tmp_path: Path, write: Write, make: Make, array: str, change: Change
) -> None:
    first = make(1, "Border guards met the border guards.", "They met again. And they met.", title="Summit")
    second = make(2, "Guards of the border.", title="Later", language="", authors=(Mention("Bo Li", 0, 5),))
    path = write(tmp_path, first, second).segments[0].path
    segment = SegmentReader(path)
    segment.verify()
    changed = change(segment.array(array).copy())
    assert changed.tolist() != segment.array(array).tolist()
    rewrite(path, {array: changed})
    with pytest.raises(IndexDamaged, match=path.name):
        SegmentReader(path).verify()


@pytest.mark.parametrize(
    "facts",
    [
        {"articles": 1 << 60},
        {"articles": -1},
        {"articles": True},
        {"articles": "2"},
        {"passages": 3.0},
        {"languages": []},
        {"languages": {"en": "many"}},
        {"languages": {"en": 7}},
    ],
)
def test_facts_that_do_not_fit_are_damage(
    tmp_path: Path, write: Write, make: Make, facts: dict[str, object]
) -> None:
    path = write(tmp_path, make(1, "Border guards met.")).segments[0].path
    rewrite(path, {}, facts)
    with pytest.raises(IndexDamaged, match=path.name):
        SegmentReader(path).verify()

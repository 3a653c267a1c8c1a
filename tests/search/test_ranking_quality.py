"""Does the ranking hold its quality? Some queries of two small sets; all: `python -m benchmarks.quality`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.quality.judged import read_judged
from benchmarks.quality.runs import run
from tests.places import SHARED

JUDGED = SHARED / "data" / "judged"


@pytest.mark.parametrize(
    ("name", "every", "expand", "floor"),
    [("cranfield", 2, False, 0.390), ("xquad-en", 8, False, 0.967), ("cranfield", 4, True, 0.410)],
)
def test_the_ranking_holds_its_quality(name, every, expand, floor):
    if not (JUDGED / name).is_dir():
        pytest.skip("../shared/data/judged is not here")
    judged = read_judged(JUDGED / name)
    asked = {query.query_id for query in judged.queries[::every]}
    some = replace(judged, qrels=tuple(qrel for qrel in judged.qrels if qrel.query_id in asked))
    value = run(some, expand=expand).mean("nDCG@10")
    assert value >= floor, value

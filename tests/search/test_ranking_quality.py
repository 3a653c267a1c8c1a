"""The ranking holds its quality: our own judged set, and some questions of two larger ones where they are.

All questions of all sets: `python -m benchmarks.quality`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.quality.__main__ import FLOORS
from benchmarks.quality.floors import read_floors, shortfalls
from benchmarks.quality.judged import read_judged
from benchmarks.quality.runs import run
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.ranking.model import DEFAULT, Ranking, Saturation
from tests.places import HOUSE, SHARED

JUDGED = SHARED / "data" / "judged"
OURS = HOUSE / "tests" / "judged" / "ours"

WORSE = {
    "titles count for nothing": replace(DEFAULT, title=0.0),
    "a word that is said once counts as one said often": replace(
        DEFAULT, passage=Saturation(k1=0.001), article=Saturation(k1=0.001)
    ),
    "repetition never stops to count": replace(
        DEFAULT, passage=Saturation(k1=50.0), article=Saturation(k1=50.0)
    ),
    "length counts for nothing": replace(DEFAULT, passage=Saturation(b=0.0), article=Saturation(b=0.0)),
    "function words count three times": replace(DEFAULT, function_word=3.0),
}


def test_the_ranking_holds_its_quality_on_our_own_questions() -> None:
    floors = read_floors(FLOORS, expand=False)

    assert floors["ours"]
    assert shortfalls([run(read_judged(OURS))], floors) == []


@pytest.mark.parametrize("worse", WORSE.values(), ids=WORSE)
def test_a_worse_ranking_misses_the_floor(worse: Ranking, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = Evaluator.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "ranking", worse)

    missed = shortfalls([run(read_judged(OURS))], read_floors(FLOORS, expand=False))

    assert [shortfall.measure for shortfall in missed] == ["nDCG@10"]


def test_our_own_set_is_whole() -> None:
    judged = read_judged(OURS)
    documents = [document["id"] for document in judged.documents()]
    queries = [query.query_id for query in judged.queries]
    pairs = [(qrel.query_id, qrel.doc_id) for qrel in judged.qrels]

    assert len(documents) == len(set(documents)) >= 44
    assert len(queries) == len(set(queries)) >= 34
    assert len(pairs) == len(set(pairs))
    assert {document for _, document in pairs} <= set(documents)
    assert set(judged.judgements()) == set(queries)


@pytest.mark.parametrize(
    ("name", "every", "expand", "floor"),
    [("cranfield", 2, False, 0.390), ("xquad-en", 8, False, 0.967), ("cranfield", 4, True, 0.410)],
)
def test_the_ranking_holds_its_quality(name: str, every: int, expand: bool, floor: float) -> None:
    if not (JUDGED / name).is_dir():
        pytest.skip("../shared/data/judged is not here")
    judged = read_judged(JUDGED / name)
    asked = {query.query_id for query in judged.queries[::every]}
    some = replace(judged, qrels=tuple(qrel for qrel in judged.qrels if qrel.query_id in asked))
    value = run(some, expand=expand).mean("nDCG@10")
    assert value >= floor, value

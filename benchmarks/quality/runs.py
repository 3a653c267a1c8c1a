"""What does Dateline answer to the queries of a judged collection, and how good is it?

A run is made as a user would: `indexer.build` from the records, `Archive.search` with `match="any"` and
`by="article"`, a hundred articles a query.
"""

from __future__ import annotations

import inspect
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.quality.judged import JudgedSet
from benchmarks.quality.measures import MEASURES
from benchmarks.quality.plain_words import plain_words
from dateline.indexer import build
from dateline.search import Archive

__all__ = ["Run", "ScoredDoc", "evaluate", "load_runs", "run", "save_runs"]

DEPTH: Final = 100


@dataclass(frozen=True, slots=True)
class ScoredDoc:
    """One line of an answer: its place in the list is its rank."""

    query_id: str
    doc_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Run:
    """The value of every measure for every judged query, in the order of `query_ids`.

    `cut` counts queries longer than the query language's limits, `seconds` are CPU time of the searches.
    """

    name: str
    query_ids: tuple[str, ...]
    values: Mapping[str, tuple[float, ...]]
    cut: int = 0
    seconds: float = 0.0

    def mean(self, measure: str) -> float:
        """The mean over the queries."""
        return sum(self.values[measure]) / len(self.query_ids)


def run(judged: JudgedSet, *, expand: bool = False) -> Run:
    """Index the collection in a temporary folder, ask its queries, and measure the answers.

    Raises RuntimeError when documents were not indexed: the figures would be those of another collection.
    """
    judgements = judged.judgements()
    queries = {query.query_id: plain_words(query.text) for query in judged.queries}
    answers: list[ScoredDoc] = []
    with TemporaryDirectory(prefix="dateline-quality-") as folder:
        _index(judged, Path(folder))
        with Archive.open(folder) as archive:
            options = _options(archive, expand=expand)
            started = time.process_time()
            for query_id in judgements:
                if text := queries[query_id].text:
                    found = archive.search(text, **options)
                    answers += [ScoredDoc(query_id, hit.id, hit.score) for hit in found]
            seconds = time.process_time() - started
    return evaluate(
        judged, answers, cut=sum(queries[query_id].cut for query_id in judgements), seconds=seconds
    )


def evaluate(judged: JudgedSet, answers: list[ScoredDoc], *, cut: int = 0, seconds: float = 0.0) -> Run:
    """Measure the answers, each query's best first. A query without an answer has 0."""
    rankings: dict[str, list[str]] = {}
    for answer in answers:
        rankings.setdefault(answer.query_id, []).append(answer.doc_id)
    judgements = judged.judgements()
    values = {
        measure.name: tuple(
            measure.of(rankings.get(query_id, []), relevance) for query_id, relevance in judgements.items()
        )
        for measure in MEASURES
    }
    return Run(judged.name, tuple(judgements), values, cut, seconds)


def _index(judged: JudgedSet, folder: Path) -> None:
    report = build(judged.documents(), index=folder)
    # A document without a word in it can't be found by anybody; Cranfield has two.
    skipped = [skipped for skipped in report.skipped if "empty" not in skipped.reason]
    if skipped:
        first = skipped[0]
        raise RuntimeError(
            f"{judged.name}: {len(skipped)} documents not indexed: {first.path}: {first.reason}"
        )


def _options(archive: Archive, *, expand: bool) -> dict[str, Any]:
    options: dict[str, Any] = {"match": "any", "by": "article", "limit": DEPTH}
    if expand:
        if "expand" not in inspect.signature(archive.search).parameters:
            raise RuntimeError("this Dateline has no query expansion: Archive.search has no `expand`")
        options["expand"] = True
    return options


def save_runs(runs: list[Run], path: Path) -> None:
    """Keep the values of each query, for `load_runs`."""
    saved = {run.name: {"queries": run.query_ids, "values": dict(run.values)} for run in runs}
    scratch = path.with_name(path.name + ".new")
    scratch.write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    os.replace(scratch, path)


def load_runs(path: Path) -> dict[str, Run]:
    """Runs kept by `save_runs`, by the name of their collection."""
    saved = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Run(name, tuple(kept["queries"]), {k: tuple(v) for k, v in kept["values"].items()})
        for name, kept in saved.items()
    }

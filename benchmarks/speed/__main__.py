"""Dateline beside its peers by passage: builds, cold starts, and queries, in processes of their own.

Rounds go over all runners more than once, so that a busy spell of a shared machine does not fall on one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.speed.corpus import Corpus, prepare, prepare_generated
from benchmarks.speed.processes import PhaseError, run_phase
from benchmarks.speed.queries import make_queries, read_queries, write_queries
from benchmarks.speed.report import COLUMNS, tables
from benchmarks.speed.results import Build, Cold, Result, RunnerResult, merge, save
from benchmarks.speed.runners import NEEDS, installed, what_is_missing
from benchmarks.speed.runners.base import KINDS, Query


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all of it and print the tables; 1 when a runner failed, 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    names = options.runners.split(",") if options.runners else installed()
    if unknown := [name for name in names if name not in NEEDS]:
        parser.error(f"no runner {unknown[0]!r}; there are {', '.join(NEEDS)}")
    if missing := [f"{name}: {said}" for name in names if (said := what_is_missing(name))]:
        print(f"Error: {missing[0]}; or leave it out of --runners", file=sys.stderr)
        return 2
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        run = _Run(options, names)
    except (OSError, ValueError, KeyError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    result = run.finish()
    for line in tables(result, ratio=options.ratio, columns=options.columns.split(",")):
        print(line)
    return 1 if any(runner.failed for runner in result.runners.values()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description=__doc__.partition("\n")[0]
    )
    add = parser.add_argument
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--corpus", type=Path, metavar="PATH",
        help="a prepared corpus, a JSONL file of records, or a folder of articles")  # fmt: skip
    given.add_argument("--passages", type=int, metavar="N", help="generate a corpus of N passages")
    add("--seed", type=int, default=1, help="of the generated corpus")
    add("--work", type=Path, required=True, help="folder for corpus, queries and indexes")
    add("--queries", type=Path, help="a kept set of queries (default: made from the corpus)")
    add("--runners", help=f"some of {','.join(NEEDS)} (default: those installed)")
    add("--kinds", default=",".join(KINDS), help="kinds of queries")
    add("--threads", type=int, default=1, help="build threads")
    add("--rounds", type=int, default=3, help="rounds over all runners; 0 builds only")
    add("--passes", type=int, default=2, help="timed passes over a set of queries in a round")
    add("--budget", type=float, default=20.0, help="CPU seconds for one kind and mode in a round")
    add("--cold", type=int, default=5, help="cold starts of each; 0 for none")
    add("--add", type=int, default=3, help="times one passage is added to a copy of the index; 0 for none")
    add("--build-timeout", type=float, default=900.0, help="seconds")
    add("--reuse", action="store_true", help="keep the indexes of an earlier run in --work")
    add("--out", type=Path, help="keep the figures as JSON")
    add("--ratio", default="tantivy", help="the runner to give multiples of")
    add("--columns", default=",".join(COLUMNS), help="of p50, p99 (wall), cpu_p50, cpu_p99")
    return parser


class _Run:
    """One run over all runners."""

    def __init__(self, options: argparse.Namespace, names: Sequence[str]) -> None:
        self.options = options
        self.corpus = self._corpus()
        self.queries_path, self.queries = self._queries()
        self.result = Result(
            {"articles": self.corpus.articles, "passages": self.corpus.passages,
             "text_bytes": self.corpus.text_bytes},
            {key: getattr(options, key) for key in ("threads", "rounds", "passes", "budget", "cold")},
            {"cores": os.cpu_count(), "python": platform.python_version(), "load": [os.getloadavg()[0]]},
            {name: RunnerResult() for name in names},
        )  # fmt: skip

    def finish(self) -> Result:
        """Builds, then cold starts, then rounds of queries, then additions; what was measured."""
        for step in (self._build, self._cold):
            self._for_each(step)
        self._note_load()
        rounds: dict[str, list[Any]] = {}
        for _ in range(self.options.rounds):
            self._for_each(lambda name, runner: self._query(name, runner, rounds.setdefault(name, [])))
            self._note_load()
        if self.options.add:
            self._for_each(self._add)
        self._keep()
        return self.result

    def _corpus(self) -> Corpus:
        folder = self.options.work / "corpus"
        if self.options.corpus:
            return prepare(self.options.corpus, folder)
        return prepare_generated(self.options.passages, folder, self.options.seed)

    def _queries(self) -> tuple[Path, list[Query]]:
        kinds = self.options.kinds.split(",")
        given = self.options.queries
        queries = read_queries(given, kinds) if given else make_queries(self.corpus)
        if not queries:
            raise ValueError("no queries: too small a corpus, or no such kinds")
        path = self.options.work / "queries.json"
        write_queries(queries, path)
        return path, queries

    def _for_each(self, step: Any) -> None:
        for name, runner in self.result.runners.items():
            if runner.failed:
                continue
            try:
                step(name, runner)
            except PhaseError as error:
                runner.failed = str(error).strip().splitlines()[-1]
                print(f"{name} FAILED: {error}", file=sys.stderr)
        self._keep()

    def _index(self, name: str) -> Path:
        return Path(self.options.work).resolve() / "indexes" / name

    def _build(self, name: str, runner: RunnerResult) -> None:
        folder, options = self._index(name), self.options
        kept = folder.with_name(f"{name}.build.json")
        if options.reuse and kept.is_file():
            runner.build = Build(**json.loads(kept.read_text(encoding="utf-8")))
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        passages = self.corpus.documents("passage").resolve()
        measured, usage = run_phase(
            "build", name, passages, folder, options.threads, timeout=options.build_timeout
        )
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        measured["cpu_s"] = usage.cpu_s  # of the whole process, its start included
        runner.build = Build(**measured, index_bytes=size)
        kept.write_text(json.dumps({**measured, "index_bytes": size}), encoding="utf-8")
        _say(f"{name}: built in {measured['seconds']:.1f} s")

    def _first_query(self) -> Query:
        """A word in 1 % to 5 % of the passages, where the set has its full size."""
        terms = [query for query in self.queries if query["kind"] == "term"] or self.queries
        return terms[45 * len(terms) // 200]

    def _cold(self, name: str, runner: RunnerResult) -> None:
        colds = []
        for _ in range(self.options.cold):
            measured, usage = run_phase("cold", name, self._index(name), json.dumps(self._first_query()))
            measured["total_ms"] = (measured.pop("done_at") - usage.started) * 1e3
            del measured["hits"]
            colds.append(measured)
        if colds:
            runner.cold = Cold(**{key: median(cold[key] for cold in colds) for key in colds[0]})

    def _query(self, name: str, runner: RunnerResult, rounds: list[Any]) -> None:
        options = self.options
        arguments = (self.queries_path.resolve(), options.passes, options.budget, options.kinds)
        measured, usage = run_phase("latency", name, self._index(name), *arguments)
        rounds.append(measured["kinds"])
        runner.about, runner.query_rss_mb = measured["about"], measured["peak_rss_mb"]
        runner.latencies = merge(rounds)
        _say(f"{name}: round {len(rounds)} in {usage.wall_s:.0f} s, CPU {usage.cpu_s:.0f} s")

    def _add(self, name: str, runner: RunnerResult) -> None:
        """Each time to a fresh copy: an index that was added to is another one."""
        new = {
            "article": "new",
            "title": "New",
            "date": "2020-01-02",
            "source": "",
            "place": "",
            "text": "One more passage of few words. " * 15,
        }
        times = []
        for _ in range(self.options.add):
            with tempfile.TemporaryDirectory(dir=self.options.work) as scratch:
                copy = Path(scratch).resolve() / "copy"
                shutil.copytree(self._index(name), copy)
                passage = json.dumps({"id": self.corpus.passages, **new})
                try:
                    measured, _ = run_phase("add", name, copy, passage)
                except PhaseError as error:
                    if "NotImplementedError" in str(error):  # an engine that only builds anew
                        return
                    raise
                times.append(measured)
        runner.add_ms = median(time["ms"] for time in times)
        runner.add_cpu_ms = median(time["cpu_ms"] for time in times)

    def _note_load(self) -> None:
        self.result.machine["load"].append(os.getloadavg()[0])

    def _keep(self) -> None:
        if self.options.out:
            save(self.result, self.options.out)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

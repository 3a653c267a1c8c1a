"""What a person feels: first asks, cold commands and builds, of installed versions and peers in one run.

Everything takes turns, round after round, so that a busy spell of a shared machine does not fall on one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from benchmarks.felt.asking import ask_rounds, asking_figures
from benchmarks.felt.building import build_rounds, building_figures, write_files
from benchmarks.felt.candidates import InstallError, install, install_peers, versions
from benchmarks.felt.cold import cold_figures, measure_commands
from benchmarks.felt.contestants import Contestant, Lineup, build_index
from benchmarks.felt.kept import forget, is_kept, keep
from benchmarks.felt.machine import describe_machine
from benchmarks.felt.threads import thread_rounds, threads_figures
from benchmarks.results.record import Figure, Record, save_record
from benchmarks.results.tables import markdown
from benchmarks.speed.corpus import Corpus, prepare, prepare_generated
from benchmarks.speed.documents import By
from benchmarks.speed.queries import make_queries, read_queries, write_queries
from benchmarks.speed.runners import NEEDS
from benchmarks.speed.runners.base import KINDS, Query

STEPS: Final = ("asking", "cold", "building", "passages", "threads")  # in the order of the tables
RESULTS: Final = Path(__file__).parents[1] / "results"
SMALL: Final = 20  # articles of the small index


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print the tables; 1 when an engine failed, 2 for what can't be run."""
    parser = _parser()
    options = parser.parse_args(arguments)
    peers = [name for name in options.peers.split(",") if name]
    for given, known in ((peers, [name for name in NEEDS if name != "dateline"]), (options.only, STEPS)):
        if unknown := [name for name in given if name not in known]:
            parser.error(f"{unknown[0]!r} is none of {', '.join(known)}")
    try:
        run = _Run(options, peers)
    except (OSError, ValueError, KeyError, InstallError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    record = run.finish()
    for line in markdown(record):
        print(line)
    if options.store or options.out:
        path = options.out or RESULTS / f"{record.date[:10]}-{record.commits[-1].short or 'version'}.json"
        save_record(record, path)
        _say(f"kept in {path}")
    return 1 if run.lineup.failed else 0


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return count


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.felt", description=__doc__.partition("\n")[0])
    add = parser.add_argument
    version = "a commit, the folder of a checkout, a wheel, or the interpreter of an environment"
    add("--before", action="append", default=[], metavar="VERSION",
        help=f"{version}; may be given more than once: all others are multiples of the first")  # fmt: skip
    add("--after", default=".", metavar="VERSION", help="the version meant (default: this folder)")
    given = parser.add_mutually_exclusive_group()
    given.add_argument("--corpus", type=Path, metavar="PATH",
        help="a prepared corpus, a JSONL file of records, Reuters-21578, a folder of articles")  # fmt: skip
    given.add_argument("--passages", type=_count, default=30_000, metavar="N",
        help="generate a corpus of N passages (default: 30,000)")  # fmt: skip
    add("--seed", type=int, default=1, help="of the generated corpus")
    add("--work", type=Path, required=True, help="folder for corpus, environments and indexes")
    add("--peers", default="tantivy,fts5,bm25s",
        help=f"engines beside it, of {','.join(list(NEEDS)[1:])}; none when empty")  # fmt: skip
    add("--only", type=lambda text: text.split(","), default=list(STEPS), help=f"some of {','.join(STEPS)}")
    add("--rounds", type=_count, default=3, help="rounds of asking and of building")
    add("--opens", type=_count, default=2, help="times an index is opened for each query in a round")
    add("--each", type=_count, default=100, help="queries of a kind at most")
    add("--processes", type=_count, default=21, help="rounds of whole processes")
    add("--reuse", action="store_true", help="keep indexes and queries of an earlier run in --work")
    add("--store", action="store_true", help="keep the figures in benchmarks/results")
    add("--out", type=Path, help="keep them in this file instead")
    return parser


class _Run:
    """One run over all versions and peers."""

    def __init__(self, options: argparse.Namespace, peers: Sequence[str]) -> None:
        self.options = options
        work = Path(os.path.abspath(options.work)) / "felt"  # all below is this program's to remove
        work.mkdir(parents=True, exist_ok=True)
        corpus = self._corpus(work / "corpus")
        self.queries = _thinned(self._queries(corpus, work / "made.json"), options.each)
        if not any(query["kind"] == "term" for query in self.queries):
            raise ValueError("no word of it can be asked for: too small a corpus")
        self.queries_path = work / "queries.json"
        write_queries(self.queries, self.queries_path)
        self.lineup = Lineup(list(self._contestants(work, peers)), corpus, work)
        measured = [one.candidate for one in self.lineup.contestants if one.candidate]
        self.commits = tuple(candidate.as_commit() for candidate in measured)
        self.machine = describe_machine() | {"libraries": versions(measured[-1].interpreter.python)}
        self.files = work / "files"
        self.small = work / "few"

    def _corpus(self, folder: Path) -> Corpus:
        if self.options.corpus:
            return prepare(self.options.corpus, folder)
        return prepare_generated(self.options.passages, folder, self.options.seed)

    def _queries(self, corpus: Corpus, path: Path) -> list[Query]:
        """All that can be asked of a corpus; half a million passages take minutes to be looked through."""
        if not (self.options.reuse and is_kept(path, corpus)):
            forget(path)
            write_queries(make_queries(corpus), path)
            keep(path, corpus)
        return read_queries(path)

    def _contestants(self, work: Path, peers: Sequence[str]) -> Iterator[Contestant]:
        seen: list[str] = []
        for given in (*self.options.before, self.options.after):
            _say(f"installing {given}")
            candidate = install(given, work)
            seen.append(candidate.label)
            if (times := seen.count(candidate.label)) > 1:  # the same beside itself shows the noise
                candidate = replace(candidate, label=f"{candidate.label} ({times})")
            yield Contestant(candidate.label, "dateline", candidate.interpreter, candidate)
        if peers:
            _say(f"installing {', '.join(peers)}")
            interpreter = install_peers(peers, work)
            yield from (Contestant(name, name, interpreter) for name in peers)

    def finish(self) -> Record:
        """Builds first, for all else asks what was built; the tables in the order in which they are felt."""
        figures: dict[str, list[Figure]] = {}
        self.about: dict[str, str] = {}
        steps: dict[str, Callable[[], list[Figure]]] = {
            "building": self._build, "asking": self._ask, "cold": self._cold, "passages": self._ask_passages,
            "threads": self._ask_together,
        }  # fmt: skip
        for step, measure in steps.items():
            if step in self.options.only or step == "building":
                started = time.time()
                figures[step] = measure()
                self.machine["load"].append(round(os.getloadavg()[0], 1))
                _say(f"{step}: {time.time() - started:.0f} s")
        return self._record([one for step in STEPS if step in self.options.only for one in figures[step]])

    def _build(self) -> list[Figure]:
        articles = self.lineup.corpus.documents("article")
        if "building" not in self.options.only:
            self._build_index("article")
            return []
        write_files(articles, self.files)
        return list(building_figures(self.lineup, build_rounds(self.lineup, self.files, self.options.rounds)))

    def _build_index(self, by: By) -> None:
        def build(one: Contestant) -> None:
            if not (self.options.reuse and is_kept(self.lineup.index(one, by), self.lineup.corpus)):
                build_index(self.lineup, one, by)

        self.lineup.each(build)

    def _ask(self) -> list[Figure]:
        return self._asked("article")

    def _ask_passages(self) -> list[Figure]:
        self._build_index("passage")
        return self._asked("passage")

    def _asked(self, by: By) -> list[Figure]:
        options = self.options
        measured = ask_rounds(self.lineup, by, self.queries_path, options.rounds, options.opens)
        for label, rounds in measured.items():
            self.about[label] = rounds[-1]["about"]
        return list(asking_figures(self.lineup, by, measured))

    def _ask_together(self) -> list[Figure]:
        rates = thread_rounds(self.lineup, self.queries_path, self.options.rounds)
        return list(threads_figures(self.lineup, rates))

    def _cold(self) -> list[Figure]:
        write_files(self.lineup.corpus.documents("article"), self.small, SMALL)
        terms = [query["text"] for query in self.queries if query["kind"] == "term"]
        word = terms[len(terms) // 4]  # in one to five of a hundred passages, where the set has its full size
        return list(
            cold_figures(self.lineup, measure_commands(self.lineup, self.small, word, self.options.processes))
        )

    def _record(self, figures: Sequence[Figure]) -> Record:
        options, lineup, corpus = self.options, self.lineup, self.lineup.corpus
        given = options.corpus.name if options.corpus else f"generated, seed {options.seed}"
        return Record(
            date=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            commits=self.commits,
            machine=self.machine,
            corpus={"name": given, "articles": corpus.articles, "passages": corpus.passages,
                    "article_bytes": corpus.article_bytes},
            settings={name: getattr(options, name) for name in ("rounds", "opens", "each", "processes")},
            about=self.about | {label: f"FAILED: {why}" for label, why in lineup.failed.items()},
            figures=tuple(figures),
        )  # fmt: skip


def _thinned(queries: Sequence[Query], each: int) -> list[Query]:
    """At most so many of a kind, every n-th: those of all bands of frequency."""
    kept = []
    for kind in KINDS:
        of_kind = [query for query in queries if query["kind"] == kind]
        kept += of_kind[:: max(1, -(-len(of_kind) // each))]
    return kept


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

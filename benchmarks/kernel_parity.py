"""Whether kernels in C and numpy answer the same, to the last bit: rows, scores, spans, snippets, bytes.

    python -m benchmarks.kernel_parity --queries 5000
    python -m benchmarks.kernel_parity --index INDEX --queries 1000 [--kept queries.json]

- Random queries of every kind are asked of one index through both, by article and by passage. Without an
  index one is made in a temporary folder: several segments, some articles deleted, some without a title or a
  text, paragraphs that were cut.
- Every documented query is asked of the articles that docs/query.md tells of, and of that index.
- Kept queries (a JSON list of texts, or those of `benchmarks.speed`) are asked of that index.
- Without an index it is made twice, and merged, by each: all files have the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

from benchmarks.documented_queries import commands, index_of_rows, rows
from benchmarks.generate import generate
from dateline import Archive, DatelineError, build
from dateline.indexer.format import kernels
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.passages import passages_and_sentences
from dateline.search.results import Found

__all__ = [
    "Asked",
    "compared",
    "differences",
    "documented",
    "kept",
    "make_index",
    "open_without",
    "random_queries",
    "written",
]

SEGMENTS: Final = 3
SORTS: Final = ("relevance", "relevance", "relevance", "relevance", "newest", "oldest", "added")


class Asked(NamedTuple):
    """One question: the query, and the options of `Archive.search`."""

    query: str
    options: dict[str, Any]


def make_index(folder: Path, articles: int, seed: int = 1) -> None:
    """An index of several segments in which nothing is regular, as archives are."""
    chosen = random.Random(seed)
    records: list[dict[str, Any]] = [dict(record) for record in islice(generate(seed), articles)]
    for record in records:
        if chosen.random() < 0.1:
            record["title"] = None
        if chosen.random() < 0.05:
            record["text"] = record["text"][:30]
        if chosen.random() < 0.15:
            record["date"] = None
        if chosen.random() < 0.2:  # a paragraph so long that it is cut
            record["text"] = " ".join(record["text"].split())
        if chosen.random() < 0.1:
            record["language"] = chosen.choice(["de", "fr", "ru"])
    size = -(-articles // SEGMENTS)
    for start in range(0, articles, size):
        writer_of = folder / str(start)
        build(records[start : start + size], index=writer_of)
    _joined(folder, [folder / str(start) for start in range(0, articles, size)])
    writer = IndexWriter(folder / "index")
    for record in chosen.sample(records, articles // 20):
        writer.delete_article(record["id"])
    writer.commit(merge=False)


def _joined(folder: Path, parts: Sequence[Path]) -> None:
    """One index with the articles of each part in a segment of its own."""
    for part in parts:
        writer = IndexWriter(folder / "index")
        with Archive.open(part) as archive:
            for article in archive.articles():
                writer.add_article(article, *passages_and_sentences(article))
        writer.commit(merge=False)


def open_without(index: Path) -> Archive:
    """The archive as numpy answers it, whatever is installed."""
    found, kernels._compiled = kernels._compiled, None
    try:
        archive = Archive.open(index)
        archive.search("a")  # what an engine needs is chosen when it is first asked
        return archive
    finally:
        kernels._compiled = found


def random_queries(archive: Archive, seed: int) -> Iterator[Asked]:
    """Questions without end, of words that stand in the archive."""
    chosen = random.Random(seed)
    words = _words(archive, chosen)
    while True:
        options: dict[str, Any] = {
            "by": chosen.choice(["article", "article", "passage"]),
            "match": chosen.choice(["all", "any"]),
            "sort": chosen.choice(SORTS),
            "limit": chosen.choice([1, 3, 10, 10, 50]),
            "offset": chosen.choice([0, 0, 0, 5]),
            "passages": chosen.choice([0, 1, 3, 3, 1000]),
        }
        if chosen.random() < 0.15:
            options["after"] = chosen.randint(1999, 2012)
        if chosen.random() < 0.05:
            options["expand"] = True
        if chosen.random() < 0.1:
            options["why"] = True
        yield Asked(_query(words, chosen, 0), options)


def _words(archive: Archive, chosen: random.Random) -> list[str]:
    """Words as often as they are written: frequent ones come often."""
    words: list[str] = []
    for article in islice(archive.articles(), 300):
        words += article.text.split()[:80] + (article.title or "").split()
    plain = [word.strip(".,;:()\"'“”’?!") for word in words]
    known = [word for word in plain if word.isalpha() and word not in ("AND", "OR", "NOT", "NEAR")]
    return known + chosen.sample(sorted(set(known)), min(len(set(known)), 400)) * 3


def _query(words: Sequence[str], chosen: random.Random, depth: int) -> str:
    """One query: a word or two, mostly; or of every operator there is."""
    start = chosen.randrange(len(words) - 4)
    word, other = chosen.choice(words), chosen.choice(words)
    kinds = {
        "word": word,
        "words": " ".join(chosen.sample(words, chosen.randint(2, 6))),
        "run": " ".join(words[start : start + chosen.randint(2, 4)]),
        "phrase": f'"{words[start]} {words[start + 1]}"',
        "prefix": f"{word[: max(2, len(word) // 2)]}*",
        "wildcard": f"{word[:2]}*{word[-1]}",
        "typo": f"{word}~",
        "exact": f"={word}",
        "field": f"{chosen.choice(['title', 'text', 'lead'])}:{word}",
        "near": f"{word} NEAR/{chosen.randint(1, 9)} {other}",
        "sentence": f"{word} w/s {other}",
        "often": f"atleast{chosen.randint(2, 3)}:{word}",
        "boost": f"{word}^{chosen.choice(['2', '.5', '3.7'])} {other}",
        "source": f"{word} source:re*",
        "compound": f"{word}-{other}",
    }
    kind = chosen.choice([*kinds, "word", "word", "words", "words", "run", "run", "and", "or", "not"])
    if kind in kinds or depth > 1:
        return kinds.get(kind, word)
    left, right = _query(words, chosen, depth + 1), _query(words, chosen, depth + 1)
    joined = {"and": f"({left}) ({right})", "or": f"({left}) OR ({right})", "not": f"({left}) -({right})"}
    return joined[kind]


def answer(archive: Archive, asked: Asked) -> object:
    """All of an answer, or what is said where there is none."""
    try:
        found: Found = archive.search(asked.query, **asked.options)
    except DatelineError as error:
        return str(error)
    shown = [passage.snippet().render("html") for article in found for passage in article.passages]
    return found._all(), shown


def differences(index: Path, count: int, seed: int = 1) -> Iterator[tuple[Asked, bool]]:
    """Each of so many random questions, and whether both answer it the same."""
    with open_without(index) as plain:
        questions = list(islice(random_queries(plain, seed), count))
    return compared(index, questions)


def compared(index: Path, questions: Iterable[Asked]) -> Iterator[tuple[Asked, bool]]:
    """Each question, and whether both answer it the same."""
    with Archive.open(index) as archive, open_without(index) as plain:
        for asked in questions:
            yield asked, answer(archive, asked) == answer(plain, asked)


def documented() -> Iterator[Asked]:
    """Every query that is documented, by article and by passage."""
    told = [(row.query, row.match) for row in rows()] + [(query, "all") for query in commands()]
    for (query, match), by in product(told, ("article", "passage")):
        yield Asked(query, {"match": match, "by": by, "limit": 50})


def kept(path: Path) -> Iterator[Asked]:
    """The queries of a file: any of the words, as benchmarks ask, and all."""
    for one in json.loads(path.read_text("utf-8")):
        query = one if isinstance(one, str) else one["text"]
        for match, by in product(("any", "all"), ("article", "passage")):
            yield Asked(query, {"match": match, "by": by})


def written(folder: Path, which: str, articles: int, seed: int = 1) -> dict[str, str]:
    """A digest of each file of an index that one kind of kernels writes, and of it merged.

    `which` is what DATELINE_KERNELS says: "numpy", or "" for those in C.
    """
    command = [sys.executable, "-m", "benchmarks.kernel_parity", "--make", str(folder)]
    command += ["--articles", str(articles), "--seed", str(seed)]
    subprocess.run(command, env={**os.environ, kernels.VARIABLE: which}, check=True)
    files = [path for made in ("index", "merged") for path in (folder / made).iterdir()]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
    }


def _make(folder: Path, articles: int, seed: int) -> None:
    with mock.patch("time.time_ns", return_value=0):  # a merge writes when its articles were indexed
        make_index(folder, articles, seed)
        shutil.copytree(folder / "index", folder / "merged")
        IndexWriter(folder / "merged").commit(optimize=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all, and print what differs; 1 when anything does, 2 without kernels in C."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.kernel_parity", description=str(__doc__).partition("\n")[0]
    )
    parser.add_argument("--index", type=Path, help="of which to ask (default: one made for it)")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=1500, help="of the index made for it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", type=Path, metavar="FILE", help="queries to ask besides")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.make:
        _make(options.make, options.articles, options.seed)
        return 0
    if kernels.compiled() is None:
        print(f"Error: nothing to compare: {kernels.described()}", file=sys.stderr)
        return 2
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        index = options.index
        if index is None:
            made = [Path(folder) / which for which in ("c", "numpy")]
            compiled = written(made[0], "", options.articles, options.seed)
            plain = written(made[1], "numpy", options.articles, options.seed)
            names = sorted(compiled.keys() | plain.keys())
            failed |= _told("files", ((name, compiled.get(name) == plain.get(name)) for name in names))
            index = made[0] / "index"
        (Path(folder) / "rows").mkdir()
        examples = index_of_rows(Path(folder) / "rows")
        failed |= _told("documented queries, of their articles,", compared(examples, documented()))
        failed |= _told("documented queries, of the index,", compared(index, documented()))
        if options.kept:
            failed |= _told("kept queries", compared(index, kept(options.kept)))
        failed |= _told("random queries", differences(index, options.queries, options.seed))
    return 1 if failed else 0


def _told(what: str, pairs: Iterable[tuple[Asked | str, bool]]) -> bool:
    """Print which differ, and how many do not; whether any does."""
    told: Counter[bool] = Counter()
    for one, same in pairs:
        told[same] += 1
        if not same:
            print(f"differs: {one}")
    print(f"{what} the same: {told[True]:,} of {sum(told.values()):,}", flush=True)
    return told[False] > 0


if __name__ == "__main__":
    sys.exit(main())

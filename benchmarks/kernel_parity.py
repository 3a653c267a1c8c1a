"""Whether kernels in C and numpy answer the same, to the last bit: rows, scores, spans, snippets.

    python -m benchmarks.kernel_parity --queries 5000
    python -m benchmarks.kernel_parity --index INDEX --queries 1000

Random queries of every kind are asked of one index through both, by article and by passage. Without an index
one is made in a temporary folder: several segments, some articles deleted, some without a title or a text,
paragraphs that were cut.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.generate import generate
from dateline import Archive, DatelineError, build
from dateline.indexer.format import kernels
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.passages import passages_and_sentences
from dateline.search.results import Found

__all__ = ["Asked", "differences", "make_index", "open_without", "random_queries"]

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
    """Each of so many questions, and whether both answer it the same."""
    with Archive.open(index) as archive, open_without(index) as plain:
        for asked in islice(random_queries(plain, seed), count):
            yield asked, answer(archive, asked) == answer(plain, asked)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all, and print what differs; 1 when anything does, 2 without kernels in C."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.kernel_parity", description=str(__doc__).partition("\n")[0]
    )
    parser.add_argument("--index", type=Path, help="of which to ask (default: one made for it)")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=1500, help="of the index made for it")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if kernels.compiled() is None:
        print(f"Error: nothing to compare: {kernels.described()}", file=sys.stderr)
        return 2
    told: Counter[bool] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or Path(folder) / "index"
        if options.index is None:
            make_index(Path(folder), options.articles, options.seed)
        for asked, same in differences(index, options.queries, options.seed):
            told[same] += 1
            if not same:
                print(f"differs: {asked.query!r} {asked.options}")
    print(f"{told[True]:,} of {sum(told.values()):,} questions answered the same")
    return 1 if told[False] else 0


if __name__ == "__main__":
    sys.exit(main())

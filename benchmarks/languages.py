"""Does what is done for each language serve it, beside the plainest thing one could do?

Two tables, by language. Of judged collections: nDCG@10 of Dateline, and of BM25 over plain terms: each word
folded and stemmed by Snowball where PyStemmer has the language, Chinese and its like in pairs of letters. The
language of a collection is what its name ends in (`xquad-el`). Of the paradigms in the tests: which share of
their forms do not meet, and of words that only look alike which share does, ours and plain.

    python -m benchmarks.languages --judged JUDGED_DIR
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import Stemmer

from benchmarks.quality.judged import JudgedSet, find_judged, read_judged
from benchmarks.quality.measures import MEASURES
from benchmarks.quality.runs import Run, ScoredDoc, evaluate, run
from dateline.indexer.analysis.folding import MARKS, fold_accents, normalise
from dateline.indexer.analysis.languages import LANGUAGE_NAMES, normalise_language
from dateline.indexer.analysis.scripts import UNSPACED
from dateline.indexer.analysis.tokens import analyzer

__all__ = ["apart", "joined", "plain_run", "plain_terms"]

PARADIGMS: Final = Path(__file__).parents[1] / "tests" / "indexer" / "analysis" / "paradigms"
NDCG: Final = MEASURES[0].name
DEPTH: Final = 100
K1, B = 1.2, 0.75  # Lucene's defaults

Pair = tuple[str, str]
Term = Callable[[str], str]

_WORD: Final = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
_RUN: Final = re.compile(rf"[{UNSPACED}][{UNSPACED}{MARKS}]*")
_LANGUAGE: Final = re.compile(r"(?:^|[-_])([a-z]{2})$")
# Vietnamese is compared as it is written: folded, half of its words are others.
_UNFOLDED: Final = frozenset({"vi"})


def plain_terms(language: str) -> Callable[[str], list[str]]:
    """What cuts a text into its plain terms, by the plainest rules for a language."""
    stem = _plain_term(language)

    def terms(text: str) -> list[str]:
        found: list[str] = []
        for word in _WORD.findall(normalise(text, turkish=language == "tr")):
            if _RUN.fullmatch(word):
                found += [first + second for first, second in pairwise(word)] or [word]
            else:
                found.append(stem(word))
        return found

    return terms


def _plain_term(language: str) -> Term:
    """Snowball of the folded word; the word itself where PyStemmer has no such language."""
    name = LANGUAGE_NAMES.get(language, "").lower()
    fold: Term = str if language in _UNFOLDED else fold_accents
    if name not in Stemmer.algorithms():
        return lambda word: fold(normalise(word, turkish=language == "tr"))
    snowball: Any = Stemmer.Stemmer(name)
    return lambda word: str(snowball.stemWord(fold(normalise(word, turkish=language == "tr"))))


def plain_run(judged: JudgedSet, language: str) -> Run:
    """BM25 (with Lucene's idf) over plain terms; title and text are one field."""
    terms = plain_terms(language)
    documents = {
        str(record["id"]): Counter(terms(f"{record.get('title') or ''} {record.get('text') or ''}"))
        for record in judged.documents()
    }
    lengths = {name: counts.total() for name, counts in documents.items()}
    average = sum(lengths.values()) / len(lengths)
    postings: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, counts in documents.items():
        for term, times in counts.items():
            postings[term].append((name, times))
    answers: list[ScoredDoc] = []
    for query in judged.queries:
        scores: defaultdict[str, float] = defaultdict(float)
        for term in terms(query.text):
            having = len(postings.get(term, ()))
            weight = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
            for name, times in postings.get(term, ()):
                scores[name] += weight * times / (times + K1 * (1 - B + B * lengths[name] / average))
        best = sorted(scores.items(), key=lambda found: -found[1])[:DEPTH]
        answers += [ScoredDoc(query.query_id, name, score) for name, score in best]
    return evaluate(judged, answers)


def apart(pairs: Sequence[Pair], term: Term) -> float:
    """The share of the pairs that are two terms."""
    return sum(term(first) != term(second) for first, second in pairs) / len(pairs)


def joined(pairs: Sequence[Pair], term: Term) -> float:
    """The share of the pairs that are one term."""
    return 1 - apart(pairs, term)


def paradigms(folder: Path = PARADIGMS) -> dict[str, list[Pair]]:
    """By language: each form of a word with the first of its line, its dictionary form."""
    found: dict[str, list[Pair]] = {}
    for path in sorted(folder.glob("??.txt")):
        lines = [line.split() for line in path.read_text("utf-8").splitlines()]
        found[path.stem] = [(first, form) for first, *forms in lines for form in forms]
    return found


def near_pairs(folder: Path = PARADIGMS) -> Mapping[str, list[Pair]]:
    """By language: words that begin alike and have nothing to do with each other."""
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for line in (folder / "apart.txt").read_text("utf-8").splitlines():
        code, first, second = line.split()
        found[code].append((first, second))
    return found


def _judged_rows(paths: Sequence[Path], only: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for folder in [folder for path in paths for folder in find_judged(path)]:
        code = _LANGUAGE.search(folder.name)
        if code is None or (only and folder.name not in only):
            continue
        judged = read_judged(folder)
        ours, plain = run(judged).mean(NDCG), plain_run(judged, code[1]).mean(NDCG)
        yield (
            folder.name,
            f"{len(judged.judgements()):,}",
            f"{ours:.4f}",
            f"{plain:.4f}",
            f"{ours - plain:+.4f}",
        )


def _paradigm_rows() -> Iterator[tuple[str, ...]]:
    near = near_pairs()
    forms = paradigms()
    for code in sorted({*forms, *near}):
        ours, plain = analyzer(normalise_language(code)).term, _plain_term(code)
        cells = []
        for pairs, share in ((forms.get(code, []), apart), (near.get(code, []), joined)):
            cells += [
                f"{len(pairs):,}",
                *(f"{share(pairs, term):.2%}" if pairs else "" for term in (ours, plain)),
            ]
        yield f"{LANGUAGE_NAMES[code]} ({code})", *cells


def _print(*rows: tuple[str, ...]) -> None:
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; 0, or 2 for what can't be read."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.languages", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--judged", type=Path, action="append", default=[], metavar="DIR",
        help="a judged collection whose name ends in a language, or a folder of them")  # fmt: skip
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this collection")
    options = parser.parse_args(arguments)
    try:
        if options.judged:
            _print(("collection", "queries", "Dateline", "plain", "difference"), ("---", *["---:"] * 4))
            for row in _judged_rows(options.judged, options.only):
                _print(row)
            print()
        head = ("language", "forms", "do not meet", "plain", "near pairs", "joined", "plain")
        _print(head, ("---", *["---:"] * 6), *_paradigm_rows())
    except (OSError, ValueError, RuntimeError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What is asked: a deterministic set of queries, made of what stands in the corpus.

term       200  one word, 40 in each of five bands of passage frequency
multi      200  two or three words of a title, any of them may match
long       200  a whole title of five words or more, any of them may match, stop words kept
phrase     100  50 pairs and 50 triples of words that do follow each other
and        100  two words that occur together in a passage, both must match
daterange  100  one word within 7 to 42 days, or hundredths of all days where these are many
prefix      50  the first three to five letters of a stem
fuzzy       50  a stem with one letter changed, dropped, added or swapped

A small corpus gives fewer. Words are lower-cased runs of ASCII letters and digits, stemmed by Porter where a
stem is needed, so that prefixes and typos stand one step from what every engine has in its index.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

import Stemmer

from benchmarks.speed.corpus import Corpus
from benchmarks.speed.documents import day_number, documents
from benchmarks.speed.runners.base import KINDS, Query

__all__ = ["make_queries", "read_queries", "write_queries"]

T = TypeVar("T")
SEED: Final = 7
STOP: Final = frozenset(
    """
    a an and are as at be been but by for from had has have he her his if in into is it its may more new
    no not of on or said say says she so than that the their them then there these they this to up was
    we were which will with would you dlrs mln pct cts vs reuter
    """.split()  # noqa: SIM905  # read as text
)
WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Counts:
    """What of the corpus queries are made from; counts are of passages."""

    texts: list[str]
    titles: list[str]
    days: list[int]
    words: Counter[str]
    stems: Counter[str]
    pairs: Counter[tuple[str, ...]]
    triples: Counter[tuple[str, ...]]
    usable: list[str]


class _Set:
    """The queries made so far."""

    def __init__(self, counts: _Counts, seed: int) -> None:
        self.counts = counts
        self.random = random.Random(seed)
        self.queries: list[Query] = []

    def add(self, kind: str, text: str, days: tuple[int, int] = (0, 0)) -> None:
        query = Query(qid=len(self.queries), kind=kind, text=text, first=0, last=0)
        query["first"], query["last"] = days
        self.queries.append(query)

    def sample(self, pool: Sequence[T], size: int) -> list[T]:
        return self.random.sample(pool, min(size, len(pool)))


def make_queries(corpus: Corpus, seed: int = SEED) -> list[Query]:
    """The queries of a corpus, in the order of the kinds."""
    made = _Set(_count(corpus), seed)
    for add in (_terms, _titles, _phrases, _pairs, _date_ranges, _prefixes, _typos):
        add(made)
    return made.queries


def write_queries(queries: Iterable[Query], path: Path) -> None:
    """Keep the queries, one a line of a JSON list."""
    path.write_text("[\n" + ",\n".join(map(json.dumps, queries)) + "\n]\n", encoding="utf-8")


def read_queries(path: Path, kinds: Sequence[str] = KINDS) -> list[Query]:
    """The kept queries of some kinds. `from` and `to` are read as `first` and `last`."""
    queries = json.loads(path.read_text(encoding="utf-8"))
    return [
        Query(
            qid=query["qid"],
            kind=query["kind"],
            text=query["text"],
            first=query.get("first", query.get("from", 0)),
            last=query.get("last", query.get("to", 0)),
        )
        for query in queries
        if query["kind"] in kinds
    ]


def _count(corpus: Corpus) -> _Counts:
    stem = Stemmer.Stemmer("porter").stemWord
    counts = _Counts([], [], [], Counter(), Counter(), Counter(), Counter(), [])
    last_article = None
    for passage in documents(corpus.documents("passage")):
        counts.texts.append(passage["text"])
        if passage["date"]:
            counts.days.append(day_number(passage["date"]))
        if passage["article"] != last_article:
            last_article = passage["article"]
            counts.titles.append(passage["title"])
        words = WORD.findall(passage["text"].lower())
        counts.words.update(set(words))
        counts.stems.update({stem(word) for word in set(words)})
        content = [word if _content(word) else "" for word in words]
        counts.pairs.update(pair for pair in pairwise(content) if all(pair))
        counts.triples.update(
            triple for triple in zip(content, content[1:], content[2:], strict=False) if all(triple)
        )
    counts.usable.extend(sorted(filter(_content, counts.words)))
    return counts


def _content(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and word not in STOP


def _alphabetic(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word.isalpha()]


def _terms(made: _Set) -> None:
    words, size = made.counts.words, len(made.counts.texts)
    # From all passages to 5 % of them, 1 %, ... down to two passages.
    for high, low in pairwise((size, 0.05 * size, 0.01 * size, 0.001 * size, 10, 2)):
        band = [word for word in made.counts.usable if low <= words[word] < high]
        for word in made.sample(band, 40):
            made.add("term", word)


def _titles(made: _Set) -> None:
    words = made.counts.words
    good = [title for title in made.counts.titles if len(_alphabetic(title)) >= 5]
    for title in made.sample(good, 200):
        content = [word for word in dict.fromkeys(_alphabetic(title)) if _content(word) and words[word]]
        size = min(len(content), made.random.choice((2, 3)))
        first = made.random.randrange(len(content) - size + 1) if content else 0
        if content:
            made.add("multi", " ".join(content[first : first + size]))
    for title in made.sample(good, 200):
        made.add("long", " ".join(WORD.findall(title.lower())))


def _phrases(made: _Set) -> None:
    for grams, least in ((made.counts.pairs, 5), (made.counts.triples, 3)):
        for gram in made.sample(sorted(gram for gram, count in grams.items() if count >= least), 50):
            made.add("phrase", " ".join(gram))


def _pairs(made: _Set) -> None:
    words, texts, left = made.counts.words, made.counts.texts, 100
    for _ in range(50 * left):  # short passages have too few words
        if not left:
            break
        text = made.random.choice(texts)
        content = sorted({w for w in _alphabetic(text) if len(w) > 3 and _content(w) and words[w] >= 20})
        if len(content) > 5:
            made.add("and", " ".join(made.random.sample(content, 2)))
            left -= 1


def _date_ranges(made: _Set) -> None:
    size, days = len(made.counts.texts), sorted(set(made.counts.days))
    if len(days) < 9:
        return
    words = [word for word in made.counts.usable if 0.002 * size <= made.counts.words[word] < 0.2 * size]
    unit = max(1, len(days) // 100)  # a day where the days are few, as in Reuters-21578
    for word in made.sample(words, 100):
        first = made.random.randrange(len(days) - 8 * unit)
        last = min(len(days) - 1, first + unit * made.random.randrange(7, 42))
        made.add("daterange", word, (days[first], days[last]))


def _stems(counts: _Counts) -> list[str]:
    return sorted(stem for stem, n in counts.stems.items() if stem.isalpha() and len(stem) > 5 and n >= 5)


def _prefixes(made: _Set) -> None:
    for stem in made.sample(_stems(made.counts), 50):
        made.add("prefix", stem[: made.random.choice((3, 4, 5))])


def _typos(made: _Set) -> None:
    """Of stems that stemming leaves alone: engines that stem the typo and those that don't start alike."""
    stem_word = Stemmer.Stemmer("porter").stemWord
    stable = [stem for stem in _stems(made.counts) if stem_word(stem) == stem and made.counts.words[stem]]
    left = min(50, len(stable))
    for _ in range(50 * left):
        if not left:
            break
        stem = made.random.choice(stable)
        typo = _mistyped(stem, made.random)
        if typo != stem and stem_word(typo) == typo and not made.counts.stems[typo]:
            made.add("fuzzy", typo)
            left -= 1


def _mistyped(word: str, chance: random.Random) -> str:
    i = chance.randrange(2, len(word) - 1)
    letter = chance.choice("bcdfgklmnprt")
    return chance.choice(
        (
            word[:i] + letter + word[i + 1 :],
            word[:i] + word[i + 1 :],
            word[:i] + letter + word[i:],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
        )
    )

"""How can a speed run have any number of news-like articles, the same for everybody?

A seeded generator: one seed gives the same bytes everywhere, and a larger collection begins with the smaller
one. The text has no meaning, but the statistics an index feels are those of news in English:

- *Zipf words.* A word's rank is drawn from a Zipf-Mandelbrot law whose tail is steeper than its head (Ferrer
  i Cancho & Solé 2001, "Two regimes in the frequency of words": exponents near 1 and 2, the bend at some
  thousands). The tail has no end, so that the vocabulary goes on growing as in real collections (Heaps' law).
- *Word forms.* The most frequent words are those of English; the others are made of syllables, a third of
  them inflected forms of others (-s, -ed, -ing, ...), so that stemming has something to do.
- *Topics.* An article repeats some words of its own: it has terms of frequency above one, as real ones have.
- *Names, numbers, dates, places, quotations*, a title, a dateline, 2 to 12 paragraphs.

    python -m benchmarks.generate --articles 10000 > articles.jsonl
    python -m benchmarks.generate --megabytes 250 --seed 3 > articles.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice, pairwise
from typing import Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from benchmarks.vocabulary import MONTHS, PLACES, SOURCES, TABLE, TAIL_EXPONENT, spell, vocabulary

__all__ = ["GeneratedRecord", "generate"]

FIRST_DAY: Final = date(2000, 1, 1)
DAYS: Final = 7_300
BLOCK: Final = 500  # articles drawn together; fixed, so that a larger collection begins with a smaller one
TOPIC_WORDS: Final = 8


class GeneratedRecord(TypedDict):
    """One article as a line of JSONL."""

    id: str
    title: str
    date: str
    source: str
    place: str
    author: str
    language: str
    text: str


def generate(seed: int = 1) -> Iterator[GeneratedRecord]:
    """Articles without end; take as many as you need. The same seed gives the same articles."""
    for block in count():
        yield from _Block(seed, block).articles()


class _Block:
    """The articles drawn together. Their texts are sliced, in order, out of one long run of words."""

    def __init__(self, seed: int, block: int) -> None:
        self._first = block * BLOCK
        # Only the raw stream of a bit generator is the same in all versions of numpy (NEP 19).
        self._random = np.random.PCG64(np.random.SeedSequence((seed, block)))

    def articles(self) -> Iterator[GeneratedRecord]:
        paragraphs = 2 + (self._uniform(BLOCK) ** 1.6 * 11).astype(np.int64)
        sentences = 1 + (self._uniform(int(paragraphs.sum())) * 4).astype(np.int64)
        lengths = (6 + self._gamma(int(sentences.sum())) * 5).astype(np.int64)
        first_paragraph, first_sentence, first_word = map(_starts, (paragraphs, sentences, lengths))
        topics = self._ranks(BLOCK * TOPIC_WORDS, low=0.45).reshape(BLOCK, TOPIC_WORDS)
        words = self._words(first_word[first_sentence[first_paragraph]], topics)
        prose = self._sentences(words, first_word.tolist())
        bounds, starts = first_sentence.tolist(), first_paragraph.tolist()
        written = [" ".join(prose[start:end]) for start, end in pairwise(bounds)]
        for i, record in enumerate(self._heads(topics)):
            body = written[starts[i] : starts[i + 1]]
            day = date.fromisoformat(record["date"])
            body[0] = f"{record['place'].upper()}, {MONTHS[day.month - 1]} {day.day} — {body[0]}"
            record["text"] = "\n\n".join(body)
            yield record

    def _uniform(self, size: int) -> NDArray[np.float64]:
        """Numbers in [0, 1), 53 random bits each."""
        raw: NDArray[np.uint64] = self._random.random_raw(size)
        uniform: NDArray[np.float64] = (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return uniform

    def _gamma(self, size: int) -> NDArray[np.float64]:
        """Sums of three exponential variables: mean 3, skewed to the right as sentence lengths are."""
        sums: NDArray[np.float64] = -np.log1p(-self._uniform(3 * size)).reshape(3, size).sum(axis=0)
        return sums

    def _ranks(self, size: int, low: float = 0.0) -> NDArray[np.int64]:
        """Ranks by the Zipf law; `low` leaves out the most frequent ones, by their share of running text."""
        drawn = low + self._uniform(size) * (1 - low)
        table = vocabulary().cumulative
        ranks = np.searchsorted(table, drawn, side="right")
        beyond = ranks >= TABLE
        left = (1 - drawn[beyond]) / (1 - table[-1])
        ranks[beyond] = TABLE * np.maximum(left, 1e-9) ** (-1 / (TAIL_EXPONENT - 1))
        return ranks

    def _words(self, first_word: NDArray[np.int64], topics: NDArray[np.int64]) -> list[str]:
        """The running words of all articles; article i's are `[first_word[i], first_word[i + 1])`."""
        size = int(first_word[-1])
        chosen = self._ranks(size)
        article = np.repeat(np.arange(BLOCK), np.diff(first_word))
        kind, which = self._uniform(size), self._uniform(size)
        topical = (kind > 0.86) & (chosen > 40)
        chosen[topical] = topics[article[topical], (which[topical] ** 2 * TOPIC_WORDS).astype(np.int64)]
        rare = np.flatnonzero(chosen >= TABLE)
        rare_words = [spell(rank) for rank in chosen[rare].tolist()]
        chosen[rare] = 0
        chosen[(kind < 0.10) & (kind > 0.045) & (chosen > 40)] += TABLE  # with a comma
        drawn = vocabulary()
        number, name = kind < 0.02, (kind >= 0.02) & (kind < 0.045)
        chosen[number] = drawn.first_number + (which[number] ** 2 * drawn.numbers).astype(np.int64)
        chosen[name] = drawn.first_name + (which[name] ** 3 * drawn.names).astype(np.int64)
        text: list[str] = drawn.written[chosen].tolist()
        for position, word in zip(rare.tolist(), rare_words, strict=True):
            text[position] = word
        return text

    def _sentences(self, words: list[str], bounds: list[int]) -> list[str]:
        """The words as sentences: capitals, full stops, and one in nine a quotation."""
        sentences = []
        quotations = (self._uniform(len(bounds) - 1) < 0.11).tolist()
        for (start, end), quoted in zip(pairwise(bounds), quotations, strict=True):
            sentence = " ".join(words[start:end]).rstrip(",")
            sentence = sentence[0].upper() + sentence[1:]
            sentences.append(f"“{sentence},” {words[start].rstrip(',')} said." if quoted else sentence + ".")
        return sentences

    def _heads(self, topics: NDArray[np.int64]) -> Iterator[GeneratedRecord]:
        """The fields but the text, which is empty."""
        drawn = self._uniform(BLOCK * 6).reshape(BLOCK, 6).tolist()
        for i, (day, place, source, name, size, way) in enumerate(drawn):
            dateline, author = PLACES[int(place**2 * len(PLACES))], _person(name)
            titled = [spell(rank) for rank in topics[i, : 3 + int(size * 5)].tolist()]
            titled.insert(int(way * 3), f"in {dateline}" if way < 0.5 else author)
            title = " ".join(titled)
            yield GeneratedRecord(
                id=str(self._first + i + 1),
                title=title[0].upper() + title[1:],
                date=(FIRST_DAY + timedelta(days=int(day * DAYS))).isoformat(),
                source=SOURCES[int(source**2 * len(SOURCES))],
                place=dateline,
                author=author,
                language="en",
                text="",
            )


def _person(drawn: float) -> str:
    words = vocabulary()
    return str(words.written[words.first_name + int(drawn**3 * (words.names - len(PLACES)))])


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of consecutive runs begins, and the end of the last."""
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))


def main() -> None:
    """Write articles as JSONL to standard output."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate", description=__doc__.partition("\n")[0]
    )
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--articles", type=int, help="how many articles")
    size.add_argument("--megabytes", type=float, help="how much JSONL, in millions of bytes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    room = options.megabytes * 1e6 if options.megabytes else float("inf")
    written = 0
    for record in islice(generate(options.seed), options.articles):
        line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
        sys.stdout.buffer.write(line)
        written += len(line)
        if written >= room:
            break
    print(f"{written / 1e6:,.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()

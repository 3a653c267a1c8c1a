from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest

from dateline.indexer.article import Article, Mention, Paragraph, Passage
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter

WORDS = [
    *("the", "The", "THE", "border", "Border", "border-guard", "guards", "U.S.", "O'Brien", "1,200", "met"),
    *("organisation", "Organization", "café", "cafe", "drug", "Drugs", "trafficking", "meeting"),
]


Cut = Callable[[Article], list[Passage]]
Draw = Callable[[int, random.Random], Article]
Ids = Callable[[IndexReader], list[str]]


class Make(Protocol):
    """What the fixture `make` is: `new_article`."""

    def __call__(self, number: int | str, *texts: str, **fields: Any) -> Article: ...


class Write(Protocol):
    """What the fixture `write` is: `write_index`."""

    def __call__(self, folder: Path, *articles: Article, fresh: bool = False) -> IndexReader: ...


def passages_of(article: Article) -> list[Passage]:
    """One passage a paragraph."""
    passages, start = [], 0
    for paragraph in article.paragraphs:
        end = start + len(paragraph.text)
        passages.append(Passage(start, end, paragraph.lines))
        start = end + 2
    return passages


def new_article(number: int | str, *texts: str, **fields: Any) -> Article:
    known: dict[str, Any] = {"language": "en", **fields}
    return Article(id=f"a{number}", paragraphs=tuple(map(Paragraph, texts)), **known)


def random_article(number: int, chance: random.Random) -> Article:
    texts = []
    for _ in range(chance.randint(0, 4)):
        words = chance.randint(1, 300 if chance.random() < 0.05 else 20)
        texts.append(" ".join(chance.choices(WORDS, k=words)) + ".")
    names = chance.choices(["Ann Lee", "Bo Li", "Cher"], k=chance.randrange(4))
    return new_article(
        number,
        *texts,
        authors=tuple(Mention(name, chance.randrange(9), chance.randrange(300)) for name in names),
        title=" ".join(chance.choices(WORDS, k=3)) if chance.random() < 0.7 else None,
        date=chance.choice([None, "2013", "2013-05-02"]),
        language=chance.choice(["en", None, "ru"]),
    )


def write_index(folder: Path, *articles: Article, fresh: bool = False) -> IndexReader:
    with IndexWriter(folder, fresh=fresh) as writer:
        for article in articles:
            writer.add_article(article, passages_of(article))
    return IndexReader.open(folder)


def live_ids(reader: IndexReader) -> list[str]:
    return sorted(
        segment.keyword_field("id").value(ordinal) or ""
        for segment in reader.segments
        for ordinal in range(segment.articles)
        if segment.live_articles is None or segment.live_articles[ordinal]
    )


@pytest.fixture
def make() -> Make:
    return new_article


@pytest.fixture
def cut() -> Cut:
    return passages_of


@pytest.fixture
def write() -> Write:
    return write_index


@pytest.fixture
def ids() -> Ids:
    return live_ids


@pytest.fixture
def draw() -> Draw:
    return random_article

"""The articles and passages of an index as plain Python sees them.

A document is a passage, numbered as Whoosh numbers it: from 0 over all segments, deleted ones included.
What an index holds only as analysed arrays is analysed again from the stored texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.tokens import Token, analyzer
from dateline.indexer.format.derived import derived
from dateline.indexer.format.segment.text_field import AMID_SENTENCE

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.indexer.format.index.segment_reader import SegmentReader

__all__ = ["ArticlePlace", "Documents", "JoinedText", "Text"]

_ANALYSED: Final = 1 << 12  # texts kept


@dataclass(frozen=True, slots=True)
class Text:
    """A passage's text, or a title, with its tokens and the positions at which its units begin."""

    text: str
    tokens: tuple[Token, ...]
    language: str = ""  # of its article
    languages: tuple[str, ...] = ("",)  # of all articles
    sentences: tuple[int, ...] = (0,)
    paragraphs: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class JoinedText:
    """The passages that a paragraph was cut into, as one text.

    `starts` are the positions at which the passages begin, the first of them document `first`, and the end.
    """

    text: Text
    first: int
    starts: tuple[int, ...]

    def bounds(self, document: int) -> tuple[int, int]:
        """The positions `[low, high)` of one of its documents."""
        return self.starts[document - self.first], self.starts[document - self.first + 1]

    def end(self, end_of: Callable[[int], int]) -> int:
        """The position at which ends what ends in each of its documents at `end_of`; 0 for nothing."""
        end = 0
        for number, start in enumerate(self.starts[:-1]):
            if ending := end_of(self.first + number):
                end = start + ending
        return end


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """An article of the index: its segment and number there, and its documents `[first, last)`."""

    number: int
    segment: SegmentReader
    ordinal: int
    first: int
    last: int
    live: bool

    def value(self, field: str) -> str | None:
        """The value of a keyword field that has one."""
        return self.segment.keyword_field(field).value(self.ordinal)

    def values(self, field: str) -> list[str]:
        """The values of a field that has many, one a mention."""
        return [mention.value for mention in self.segment.plural_field(field).mentions(self.ordinal)]

    @property
    def title(self) -> str:
        """The title, "" where there is none."""
        return self.segment.heads([self.ordinal])[0]["title"] or ""


class Documents:
    """All articles of an index, in the order they were indexed."""

    def __init__(self, index: IndexReader) -> None:
        self.articles: list[ArticlePlace] = []
        self.article_of: list[int] = []  # of each document
        base = 0
        for segment in index.segments:
            bounds = segment.first_passage.tolist()
            for ordinal in range(segment.articles):
                live = segment.live_articles is None or bool(segment.live_articles[ordinal])
                first, last = base + bounds[ordinal], base + bounds[ordinal + 1]
                place = ArticlePlace(len(self.articles), segment, ordinal, first, last, live)
                self.articles.append(place)
                self.article_of += [place.number] * (last - first)
            base += segment.passages
        self._languages = tuple(index.languages)
        self._texts: dict[int, Text] = {}
        self._titles: dict[int, Text] = {}

    def __len__(self) -> int:
        return len(self.article_of)

    def article(self, document: int) -> ArticlePlace:
        """The article of a document."""
        return self.articles[self.article_of[document]]

    def passage(self, document: int) -> int:
        """The number of a document among the passages of its segment."""
        article = self.article(document)
        return int(article.segment.first_passage[article.ordinal]) + document - article.first

    def live(self) -> Iterator[int]:
        """The documents of live articles."""
        for article in self.articles:
            if article.live:
                yield from range(article.first, article.last)

    def indexed_after(self, moment: int) -> Iterator[int]:
        """The documents of live articles that were indexed later."""
        for article in self.articles:
            if article.live and article.segment.indexing_times.of(article.ordinal) > moment:
                yield from range(article.first, article.last)

    def text(self, document: int) -> Text:
        """A passage, analysed by the rules of its article's language."""
        found = self._texts.get(document)
        if found is None:
            article, passage = self.article(document), self.passage(document)
            text = article.segment.passage_text(passage)
            field = article.segment.text_field("text")
            units = (
                (field.sentence_offsets, field.sentence_positions),
                (field.paragraph_offsets, field.paragraph_positions),
            )
            sentences, paragraphs = (
                tuple(positions[offsets[passage] : offsets[passage + 1]].tolist())
                for offsets, positions in units
            )
            found = Text(text, *_read(article, text, self._languages), sentences, paragraphs)
            if len(self._texts) >= _ANALYSED:
                self._texts.clear()
            self._texts[document] = found
        return found

    def joined(self, document: int) -> JoinedText:
        """The document with those its paragraph was cut into, as one text; most are alone."""
        article = self.article(document)
        goes_on = article.segment.goes_on
        offset = self.passage(article.first) - article.first
        first, last = document, document + 1
        while first > article.first and goes_on[first + offset]:
            first -= 1
        while last < article.last and goes_on[last + offset]:
            last += 1
        tokens: list[Token] = []
        sentences: list[int] = []
        paragraphs: list[int] = []
        starts = [0]
        written = ""
        for member in range(first, last):
            text, start, kind = (
                self.text(member),
                starts[-1],
                goes_on[member + offset] if member > first else 0,
            )
            tokens += [
                token._replace(
                    position=token.position + start,
                    start=token.start + len(written),
                    end=token.end + len(written),
                )
                for token in text.tokens
            ]
            written += text.text + " "
            sentences += [start + at for at in text.sentences if at or kind != AMID_SENTENCE]
            paragraphs += [start + at for at in text.paragraphs if at or not kind]
            starts.append(start + self.lengths[member])
        joined = replace(
            self.text(document),
            text=written[:-1],
            tokens=tuple(tokens),
            sentences=tuple(sentences),
            paragraphs=tuple(paragraphs),
        )
        return JoinedText(joined, first, tuple(starts))

    def title(self, number: int) -> Text:
        """The title of an article, analysed."""
        found = self._titles.get(number)
        if found is None:
            article = self.articles[number]
            found = self._titles[number] = Text(
                article.title, *_read(article, article.title, self._languages)
            )
        return found

    # -- lengths, in positions -------------------------------------------------------------------------

    @derived
    def lengths(self) -> list[int]:
        """Positions in each document."""
        lengths: list[int] = []
        for segment in dict.fromkeys(article.segment for article in self.articles):
            lengths += segment.text_field("text").lengths.tolist()
        return lengths

    @derived
    def title_lengths(self) -> list[int]:
        """Positions in the title of each article."""
        return [positions(self.title(article.number)) for article in self.articles]

    def article_length(self, number: int) -> int:
        """Positions in the text of an article."""
        article = self.articles[number]
        return sum(self.lengths[article.first : article.last])

    def offset(self, document: int) -> int:
        """The positions of a document's article before it."""
        return sum(self.lengths[self.article(document).first : document])


def positions(text: Text) -> int:
    """How many positions a text has."""
    return text.tokens[-1].position + 1 if text.tokens else 0


def _read(
    article: ArticlePlace, text: str, languages: tuple[str, ...]
) -> tuple[tuple[Token, ...], str, tuple[str, ...]]:
    language = article.value("language") or ""
    own = article.segment.keyword_field("language").values  # also of deleted ones
    return tuple(analyzer(language).tokens(text)), language, tuple(dict.fromkeys(("", *own, *languages)))

"""What is shown of a row: the record of an article with its passages, and what is marked in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.search.places import article_cite, indexed_text
from dateline.search.query.nodes import (
    Alternatives,
    AtLeast,
    Leaf,
    Near,
    Pattern,
    Sequence,
    Together,
    Word,
)
from dateline.search.results import ArticleHit, PassageHit, citation
from dateline.search.whoosh_engine.positions import matching_tokens, occurrences, spans

if TYPE_CHECKING:
    from dateline.search.engine import By
    from dateline.search.whoosh_engine.documents import Documents, Text
    from dateline.search.whoosh_engine.formulae import Formulae

__all__ = ["Hits"]

Span = tuple[int, int]


class Hits:
    """Makes records of rows."""

    def __init__(self, documents: Documents, formulae: Formulae) -> None:
        self._documents = documents
        self._formulae = formulae

    def hit(
        self,
        number: int,
        score: float,
        marked: list[Leaf],
        by: By,
        passages: list[tuple[int, float]],
        having: int,
    ) -> ArticleHit:
        """The record of an article with these passages and their scores, of `having` that it has.

        `marked` are leaves.
        """
        place = self._documents.articles[number]
        article = place.segment.article(place.ordinal)
        shown = tuple(
            [self._passage_hit(document, of, marked, by, article.locator) for document, of in passages]
        )
        return ArticleHit(
            id=article.id,
            title=article.title,
            heading=article.heading,
            date=article.date,
            date_kind=article.date_kind,
            date_text=article.date_text,
            source=article.source,
            place=article.place,
            author=article.author,
            authors=tuple(mention.value for mention in article.authors),
            language=article.language,
            path=article.path,
            url=article.url,
            score=score,
            title_spans=self.title_spans(number, marked, by),
            passages=shown,
            cite=article_cite(shown, article.path, article.id, place.segment, place.ordinal, article.locator),
            passage_total=having,
            indexed=indexed_text(place.segment, place.ordinal),
            metas=tuple(mention.value for mention in article.metas),
        )

    def _passage_hit(
        self, document: int, score: float, marked: list[Leaf], by: By, locator: str | None
    ) -> PassageHit:
        article, passage = self._documents.article(document), self._documents.passage(document)
        text = self._documents.text(document)
        lines = article.segment.passage_lines(passage)
        cite = citation(article.value("path"), article.value("id"), lines, locator)
        (sentences,) = article.segment.text_field("text").sentence_starts_of([passage])
        return PassageHit(text.text, self.text_spans(document, marked, by), score, lines, cite, sentences)

    def text_spans(self, document: int, marked: list[Leaf], by: By) -> tuple[Span, ...]:
        """The matches in a passage."""
        text = self._documents.text(document)
        joined = self._documents.joined(document)
        low, high = joined.bounds(document)
        found: set[Span] = set()
        for leaf in marked:
            if leaf.fieldname != "title" and self._has_enough(leaf, document, by):
                end = joined.end(self._formulae.lead_end) if leaf.fieldname == "lead" else joined.starts[-1]
                for occurrence in occurrences(leaf, joined.text, end):
                    found |= {
                        (max(first, low) - low, min(last, high - 1) - low)
                        for first, last in occurrence.marked
                        if first < high and last >= low
                    }
        return spans(found, text, _asked(marked, text))

    def title_spans(self, number: int, marked: list[Leaf], by: By) -> tuple[Span, ...]:
        """The matches in the title of an article."""
        title = self._documents.title(number)
        found: set[Span] = set()
        for leaf in marked:
            of_title = leaf.fieldname == "title" or (leaf.fieldname is None and by == "article")
            if of_title and self._has_enough(leaf, self._documents.articles[number].first, by):
                for occurrence in occurrences(leaf, title):
                    found |= occurrence.marked
        return spans(found, title, _asked(marked, title))

    def _has_enough(self, leaf: Leaf, document: int, by: By) -> bool:
        """Whether the document, or its article, has a leaf as often as it asks for."""
        if not isinstance(leaf, AtLeast):
            return True
        if by == "passage":
            return self._formulae.of_passages(leaf).get(document, 0) >= leaf.count
        number = self._documents.article_of[document]
        return self._formulae.of_articles(leaf).get(number, 0) >= leaf.count


def _asked(marked: list[Leaf], text: Text) -> set[str]:
    """The terms of a text that a query asks for."""
    asked: set[str] = set()
    for leaf in marked:
        for part in _words(leaf):
            if isinstance(part, Word):
                asked.update(part.terms)
            else:
                asked.update(token.term for token in matching_tokens(part, text))
    return asked


def _words(leaf: Leaf) -> Iterator[Word | Pattern]:
    if isinstance(leaf, Word | Pattern):
        yield leaf
    elif isinstance(leaf, Sequence | Alternatives):
        for part in leaf.parts:
            yield from _words(part)
    elif isinstance(leaf, Near | Together):
        yield from _words(leaf.left)
        yield from _words(leaf.right)
    else:
        yield from _words(leaf.part)

"""Which words go with a query, or tell what an article is about?

`expansion` is RM3: the words of the best articles, as Lavrenko & Croft 2001 estimate them ("Relevance-based
language models", RM1), beside the words typed (Abdul-Jaleel et al. 2004, "UMass at TREC 2004").
`telling_words` are those of one article by frequency times idf, for finding others like it. The texts are
analysed again: ten articles are read in less time than the index would take to be turned around.

Neither takes numbers, single letters, or words that one article alone has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from indexer.format.analysis import analyzer
from search.nodes import Word
from search.postings import distinct
from search.ranking import idf

if TYPE_CHECKING:
    from search.postings import SegmentView
    from search.ranking import Ranking
    from search.weighting import Weights

__all__ = ["added_words", "expansion", "telling_words"]

Found = list[tuple[float, int, int]]  # score, segment, article
WeightedWords = list[tuple[Word, float]]
_LEAST_HAVING: Final = 2  # articles: a word only one has finds nothing more
_MOST_TELLING: Final = 25  # Lucene's MoreLikeThis takes as many


@dataclass(frozen=True, slots=True)
class _Content:
    """The terms of an article's title and text, how often each occurs, and how each is written."""

    title: Counter[str]
    text: Counter[str]
    forms: dict[str, Counter[str]]

    @property
    def length(self) -> int:
        """Occurrences of all terms."""
        return self.title.total() + self.text.total()

    def frequency(self, term: str) -> int:
        """Occurrences in title and text."""
        return self.title[term] + self.text[term]


def expansion(views: tuple[SegmentView, ...], found: Found, ranking: Ranking) -> WeightedWords:
    """The words of the best articles, with shares that sum to 1, the largest first; maybe none.

    `found` are articles with their scores, best first; `Ranking.feedback_articles` of them are looked at.
    """
    found = [entry for entry in found[: ranking.feedback_articles] if entry[0] > 0.0]
    total = sum(score for score, _, _ in found)
    model: Counter[str] = Counter()
    having: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for score, number, article in found:
        content = _read(views[number], article)
        for term in content.forms:
            model[term] += score / total * content.frequency(term) / content.length  # type: ignore[assignment]
            having[term] += 1
            forms.setdefault(term, Counter()).update(content.forms[term])
    least = min(ranking.feedback_having, len(found))
    articles = sum(view.articles for view in views)
    best: WeightedWords = []
    for term in sorted(model, key=lambda term: (-model[term], term)):
        if len(best) == ranking.feedback_terms:
            break
        if having[term] < least or not _is_word(term):
            continue
        if _LEAST_HAVING <= _articles_having(views, term) <= ranking.feedback_most * articles:
            best.append((_word(term, forms[term]), model[term]))
    mass = sum(share for _, share in best)
    return [(word, share / mass) for word, share in best]


def added_words(weights: Weights, words: WeightedWords, ranking: Ranking) -> Weights:
    """The weights of a query and of words beside it: `Ranking.kept_query` is the query's share."""
    if not words:
        return weights
    leaves = [(leaf, ranking.kept_query * weight) for leaf, weight in weights.leaves]
    place = {
        term: number
        for number, (leaf, _) in enumerate(leaves)
        if type(leaf) is Word and leaf.fieldname is None and leaf.exact is None
        for term in leaf.terms
    }
    mass = (1.0 - ranking.kept_query) * weights.total
    for word, share in words:
        number = place.get(word.terms[0])
        if number is None:
            leaves.append((word, mass * share))
        else:
            leaf, weight = leaves[number]
            leaves[number] = leaf, weight + mass * share
    return replace(weights, leaves=tuple(leaves))


def telling_words(
    views: tuple[SegmentView, ...], view: SegmentView, article: int, ranking: Ranking
) -> WeightedWords:
    """The words that set an article apart, at most 25, the most telling first; ties by term.

    A word's weight is its frequency, saturated like that of a word in a text.
    """
    content = _read(view, article)
    articles = sum(each.articles for each in views)
    telling: list[tuple[float, str, float]] = []
    for term in content.forms:
        if not _is_word(term):
            continue
        having = _articles_having(views, term)
        if having >= _LEAST_HAVING:
            frequency = content.text[term] + ranking.title * content.title[term]
            telling.append(
                (frequency * idf(articles, having), term, frequency / (frequency + ranking.article.k1))
            )
    telling.sort(key=lambda entry: (-entry[0], entry[1]))
    return [(_word(term, content.forms[term]), weight) for _, term, weight in telling[:_MOST_TELLING]]


def _read(view: SegmentView, article: int) -> _Content:
    """What an article says, by the rules of its language."""
    reader = view.reader
    tokens = analyzer(reader.keyword_field("language").value(article) or "").tokens
    first, last = (int(passage) for passage in view.first_passage[article : article + 2])
    forms: dict[str, Counter[str]] = {}

    def count(texts: Iterable[str]) -> Counter[str]:
        terms: Counter[str] = Counter()
        for text in texts:
            for token in tokens(text):
                terms[token.term] += 1
                forms.setdefault(token.term, Counter())[token.form] += 1
        return terms

    title = count([reader.heads(article)["title"] or ""])
    return _Content(title, count(map(reader.passage_text, range(first, last))), forms)


def _is_word(term: str) -> bool:
    return len(term) > 1 and not any(map(str.isdigit, term))


def _word(term: str, forms: Counter[str]) -> Word:
    """A word of the query, called as it is most often written; ties by form."""
    form = min(forms, key=lambda form: (-forms[form], form))
    return Word(None, form, (term,))


def _articles_having(views: tuple[SegmentView, ...], term: str) -> int:
    """In how many articles, deleted ones included, a term is in title or text."""
    return sum(len(_having(view, term.encode())) for view in views)


def _having(view: SegmentView, term: bytes) -> Any:
    in_text, in_title = view.text.find(term), view.title.find(term)
    articles = np.empty(0, view.article_type)
    if in_text >= 0:
        articles = view.article_of[view.text.documents(in_text)]
        articles = articles[distinct(articles)]
    if in_title >= 0:
        articles = np.union1d(articles, view.title.documents(in_title))
    return articles

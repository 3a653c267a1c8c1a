"""Words that go with a query, or tell what an article is about.

`expansion` is RM3: the words of the best articles, as Lavrenko & Croft 2001 estimate them ("Relevance-based
language models", RM1), beside the words typed (Abdul-Jaleel et al. 2004, "UMass at TREC 2004").
`telling_words` are those of one article by frequency times idf, for finding others like it. The texts are
analysed again: ten articles are read in less time than the index would take to be turned around.

Neither takes numbers, single letters, or words that one article alone has.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from dateline.indexer.analysis.function_words import function_terms
from dateline.indexer.analysis.tokens import TOKEN, analyzer
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import Query, Word
from dateline.search.ranking.model import idf
from dateline.search.ranking.shape import widened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateline.search.ranking.model import Ranking
    from dateline.search.ranking.weighting import Weights

__all__ = [
    "Content",
    "Expanded",
    "WordSource",
    "added_words",
    "analysed",
    "expanded",
    "expansion",
    "telling_words",
]

WeightedWords = list[tuple[Word, float]]
ScoredArticle = tuple[float, int, int]  # score, number of the segment, number of the article in it
Written = tuple[str, str]  # term, and the form it has in the text
_LEAST_HAVING: Final = 2  # articles: a word only one has finds nothing more
_MOST_TELLING: Final = 25  # Lucene's MoreLikeThis takes as many


class WordSource(Protocol):
    """What an engine tells of its articles, for choosing words of them."""

    @property
    def total(self) -> int:
        """How many articles there are, deleted ones included."""
        ...

    def read(self, segment: int, article: int) -> Content:
        """What an article says."""
        ...

    def having(self, term: str) -> int:
        """In how many articles, deleted ones included, a term is in title or text."""
        ...


class Content(NamedTuple):
    """Title and text of an article: each term with how it is written, in order; and its language."""

    title: list[Written]
    text: list[Written]
    language: str = ""


def expansion(source: WordSource, found: Sequence[ScoredArticle], ranking: Ranking) -> WeightedWords:
    """The words of the best articles, with shares that sum to 1, the largest first; maybe none.

    `found` are articles with their scores, best first; `Ranking.feedback_articles` of them are looked at.
    """
    found = [entry for entry in found[: ranking.feedback_articles] if entry[0] > 0.0]
    total = sum(score for score, _, _ in found)
    model: dict[str, float] = {}
    having: Counter[str] = Counter()
    written: list[Written] = []
    for score, number, article in found:
        content = source.read(number, article)
        both = content.title + content.text
        written += both
        frequencies = Counter([term for term, _ in both])
        share = score / total / max(len(both), 1)
        for term, frequency in frequencies.items():
            model[term] = model.get(term, 0.0) + share * frequency
        having.update(frequencies.keys())
    least = min(ranking.feedback_having, len(found))
    most = ranking.feedback_most * source.total
    hopeful = [term for term in model if having[term] >= least and _is_word(term)]
    best: list[str] = []
    for term in sorted(hopeful, key=lambda term: (-model[term], term)):
        if len(best) == ranking.feedback_terms:
            break
        if _LEAST_HAVING <= source.having(term) <= most:
            best.append(term)
    mass = sum(model[term] for term in best)
    return [(word, model[term] / mass) for term, word in zip(best, _words(best, written), strict=True)]


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


class Expanded(NamedTuple):
    """A query with words beside it: what is searched, what it weighs, the words, and what to say of it."""

    query: Query
    weights: Weights
    words: tuple[str, ...]
    warning: str


def expanded(query: Query, weights: Weights, words: WeightedWords, ranking: Ranking) -> Expanded:
    """The query, weighing this, with words beside it; as it is, and a warning, where there are none."""
    beside = (1.0 - ranking.kept_query) / ranking.kept_query * weights.total
    added = [with_boost(word, beside * share) for word, share in words]
    told = tuple(word.text for word in added)
    warning = f"expanded with: {', '.join(told)}" if told else "no words go with the query: not expanded"
    return Expanded(widened(query, added), added_words(weights, words, ranking), told, warning)


def telling_words(source: WordSource, segment: int, article: int, ranking: Ranking) -> WeightedWords:
    """The words that set an article apart, at most 25, the most telling first; ties by term.

    A word's weight is its frequency, saturated like that of a word in a text. The function words of the
    article's language tell nothing, however few other articles of it there are.
    """
    content = source.read(segment, article)
    function = function_terms(content.language)
    frequencies: dict[str, float] = dict(Counter([term for term, _ in content.text]))
    for term, _ in content.title:
        frequencies[term] = frequencies.get(term, 0.0) + ranking.title
    telling: list[tuple[float, str]] = []
    for term, frequency in frequencies.items():
        if _is_word(term) and term not in function and (having := source.having(term)) >= _LEAST_HAVING:
            telling.append((-frequency * idf(source.total, having), term))
    best = [term for _, term in sorted(telling)[:_MOST_TELLING]]
    weights = [frequencies[term] / (frequencies[term] + ranking.article.k1) for term in best]
    return list(zip(_words(best, content.title + content.text), weights, strict=True))


def analysed(language: str, title: str, texts: Iterable[str]) -> Content:
    """The content of an article with this title and these passages."""
    entries = analyzer(language).entries

    def written(text: str) -> list[Written]:
        return [(entry.term, entry.form) for surface in TOKEN.findall(text) for entry in entries(surface)]

    return Content(written(title), list(chain.from_iterable(map(written, texts))), language)


def _is_word(term: str) -> bool:
    return len(term) > 1 and not any(map(str.isdigit, term))


def _words(terms: list[str], written: list[Written]) -> list[Word]:
    """Words of a query for these terms, called as they are most often written; ties by form."""
    wanted = set(terms)
    forms: dict[str, Counter[str]] = {term: Counter() for term in terms}
    for term, form in written:
        if term in wanted:
            forms[term][form] += 1
    called = {term: min((-count, form) for form, count in of.items())[1] for term, of in forms.items()}
    return [Word(None, called[term], (term,)) for term in terms]

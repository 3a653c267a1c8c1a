"""Which articles of those that match are worth looking at, by what a server can tell of them?

The server scores by the formulae of search/ranking/model.py as far as it can count: words exactly, what is
made of words about (frequencies.py). The best are ranked again by our own evaluator, so this only has to
bring them up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.opensearch.schema import PASSAGES
from dateline.search.opensearch.frequencies import (
    any_scored,
    part_of_article,
    part_of_passage,
    scored,
    words_together,
)
from dateline.search.opensearch.sources import word_tokens
from dateline.search.query.nodes import AtLeast, Leaf, Near, Sequence, Together, Word
from dateline.search.ranking.model import DEFAULT, Ranking, idf

if TYPE_CHECKING:
    from collections.abc import Sequence as Several

    from dateline.search.opensearch.collection import RemoteCollection
    from dateline.search.ranking.weighting import Weights

__all__ = ["best_articles", "best_passages"]

# BM25F of the words: params w weights, t their tokens, title and text where each counts, at ax the averages.
_ARTICLE: Final = """
double s = 0;
double bt = 1 - params.tb + params.tb * doc[params.nt].value / params.at;
double bx = 1 - params.b + params.b * doc[params.nx].value / params.ax;
for (int i = 0; i < params.w.length; i++) {
  double tf = 0;
  for (String t : params.t[i]) {
    if (params.title[i]) { tf += params.tw * termFreq(params.ft, t) / bt; }
    if (params.text[i]) {
      int f = termFreq(params.fx, t);
      if (f > 0) {
        tf += f / bx;
        if (params.title[i]) { tf += params.ow * termFreq(params.fo, t); }
      }
    }
  }
  s += params.w[i] * tf / (params.k1 + tf);
}
return s * params.share;
"""

# BM25 of the words in a passage alone.
_PASSAGE: Final = """
double s = 0;
double n = params.k1 * (1 - params.b + params.b * doc[params.nx].value / params.ax);
for (int i = 0; i < params.w.length; i++) {
  double tf = 0;
  for (String t : params.t[i]) { tf += termFreq(params.fx, t); }
  s += params.w[i] * (params.k1 + 1) * tf / (tf + n);
}
return s;
"""

_ONCE: Final = 1 / 2.2  # of its weight: what a leaf gives that occurs once in a text of average length
_NEST: Final = f"{PASSAGES}."
_NO_TEXT: Final = {"term": {"text_length": 0}}  # an article without a passage: its title is the best of it


def best_articles(
    matching: dict[str, Any],
    weights: Weights,
    collection: RemoteCollection,
    ranking: Ranking = DEFAULT,
    *,
    pairs: bool = True,
    counting: bool = True,
) -> dict[str, Any]:
    """The query for the articles that match, the most promising first.

    With `pairs` neighbouring words add to all of them. Without `counting` all that have what is no plain word
    have it once: no server counts a pattern that stands for very many words.
    """
    words, others = _parted(weights.leaves)
    share = ranking.best_passage
    should: list[dict[str, Any]] = []
    nested: list[dict[str, Any]] = []
    whole = {**_params(collection, ranking), "ax": collection.text_length}
    best = {**_params(collection, ranking, _NEST), "ax": collection.passage_length}
    if words:
        asked = _asked(words, collection)
        tokens = [token for tokens in asked["t"] for token in tokens]
        any_word = {"bool": {"should": [{"terms": {f"{_NEST}{f}": tokens}} for f in ("text", "title")]}}
        should.append(scored({"match_all": {}}, _ARTICLE, {**whole, **asked, "share": 1 - share}))
        nested.append(scored(any_word, _ARTICLE, {**best, **asked, "share": share}))
        should.append(scored(_NO_TEXT, _ARTICLE, {**whole, **asked, "share": share}))
    for leaf, weight in others:
        impact = weight * _weight(leaf, collection, passages=False)
        if not counting:
            should.append(_constant(collection.compiler.articles(leaf).query, impact * _ONCE))
            continue
        opening = ranking.opening_words
        should.append(part_of_article(leaf, {**whole, "w": impact * (1 - share)}, opening=opening))
        nested.append(part_of_article(leaf, {**best, "w": impact * share}, opening=opening, path=_NEST))
        if leaf.fieldname in (None, "title"):
            title = part_of_article(leaf, {**whole, "w": impact * share}, opening=opening)
            should.append({"bool": {"filter": [_NO_TEXT], "must": [title]}})
    if nested:
        should.append({"nested": {"path": PASSAGES, "score_mode": "max", "query": any_scored(nested)}})
    for first, second in weights.pairs if pairs else ():
        weight = sum(_weight(word, collection, passages=False) for word in (first, second)) / 2
        for gaps, boost in ((0, ranking.ordered), (ranking.window - 2, ranking.unordered)):
            should.append(words_together(first, second, gaps, {**whole, "w": weight * boost}))
    return {"bool": {"filter": [matching], "should": should}}


def best_passages(
    matching: dict[str, Any],
    leaves: Several[tuple[Leaf, float]],
    collection: RemoteCollection,
    ranking: Ranking = DEFAULT,
    *,
    counting: bool = True,
) -> dict[str, Any]:
    """The query for the articles with passages that match, by the most promising passage."""
    words, others = _parted(leaves)
    should: list[dict[str, Any]] = []
    own = [(leaf, weight) for leaf, weight in words if leaf.fieldname != "title"]
    others += [(leaf, weight) for leaf, weight in words if leaf.fieldname == "title"]
    text, title = [
        {"nx": f"{_NEST}{name}", "ax": max(average, 1e-9), "k1": ranking.passage.k1, "b": ranking.passage.b}
        for name, average in zip(("text_length", "title_length"), collection.lengths_of_passages, strict=True)
    ]
    if own:
        params = {
            "w": [weight * _weight(leaf, collection, passages=True) for leaf, weight in own],
            "t": [word_tokens(leaf, leaf.terms) for leaf, _ in own],
            "fx": f"{_NEST}text",
        }
        should.append(scored({"match_all": {}}, _PASSAGE, {**text, **params}))
    for leaf, weight in others:
        impact = weight * _weight(leaf, collection, passages=True)
        if counting:
            params = {**(title if leaf.fieldname == "title" else text), "w": impact}
            should.append(part_of_passage(leaf, params, _NEST))
        else:
            should.append(_constant(collection.compiler.passages(leaf).query, impact))
    query = {"bool": {"filter": [matching], "should": should}}
    return {"nested": {"path": PASSAGES, "score_mode": "max", "query": query}}


def _parted(
    leaves: Several[tuple[Leaf, float]],
) -> tuple[list[tuple[Word, float]], list[tuple[Leaf, float]]]:
    """The words that a script counts, and what it does not."""
    words: list[tuple[Word, float]] = []
    others: list[tuple[Leaf, float]] = []
    for leaf, weight in leaves:
        if isinstance(leaf, Word) and leaf.fieldname != "lead":
            words.append((leaf, weight))
        else:
            others.append((leaf, weight))
    return words, others


def _params(collection: RemoteCollection, ranking: Ranking, path: str = "") -> dict[str, Any]:
    """The constants of BM25F, and the fields it goes by."""
    return {
        "tw": ranking.title,
        "tb": ranking.title_b,
        "b": ranking.article.b,
        "k1": ranking.article.k1,
        "ow": ranking.opening,
        "at": collection.title_length,
        "nt": f"{path}title_length",
        "nx": f"{path}text_length",
        "ft": f"{path}title",
        "fx": f"{path}text",
        "fo": f"{path}opening",
    }


def _asked(words: list[tuple[Word, float]], collection: RemoteCollection) -> dict[str, Any]:
    """The words with their weights, and in which fields each counts."""
    return {
        "w": [weight * _weight(leaf, collection, passages=False) for leaf, weight in words],
        "t": [word_tokens(leaf, leaf.terms) for leaf, _ in words],
        "title": [leaf.fieldname in (None, "title") for leaf, _ in words],
        "text": [leaf.fieldname in (None, "text") for leaf, _ in words],
    }


def _weight(leaf: Leaf, collection: RemoteCollection, *, passages: bool) -> float:
    """idf, as search/arrays/score/passage_level.py has it."""
    if isinstance(leaf, Sequence):
        return sum(_weight(part, collection, passages=passages) for part in leaf.parts)
    if isinstance(leaf, Near | Together):
        return sum(_weight(part, collection, passages=passages) for part in (leaf.left, leaf.right))
    if isinstance(leaf, AtLeast):
        return _weight(leaf.part, collection, passages=passages)
    total = collection.passages if passages else collection.articles
    return idf(total, min(collection.having(leaf, passages=passages), total))


def _constant(query: dict[str, Any], boost: float) -> dict[str, Any]:
    return {"constant_score": {"filter": query, "boost": max(boost, 0.0)}}

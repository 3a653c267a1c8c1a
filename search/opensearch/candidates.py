"""Which articles of those that match are worth looking at, by what a server can tell of them?

The server scores by the formulae of search/ranking/model.py as far as it can count: words exactly, what is
made of words about. The best are ranked again by our own evaluator, so this only has to bring them up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.opensearch.schema import PASSAGES
from dateline.search.opensearch.sources import interval, word_tokens
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

_USUAL: Final = 0.5  # of its weight: what a leaf gives that the server does not count
_NEST: Final = f"{PASSAGES}."


def best_articles(
    matching: dict[str, Any], weights: Weights, collection: RemoteCollection, ranking: Ranking = DEFAULT
) -> dict[str, Any]:
    """The query for the articles that match, the most promising first."""
    words, others = _parted(weights.leaves)
    should: list[dict[str, Any]] = []
    share = ranking.best_passage
    if words:
        params = _params(words, collection, ranking)
        averages = {"at": collection.title_length, "ax": collection.text_length}
        should.append(_scored({"match_all": {}}, _ARTICLE, {**params, **averages, "share": 1 - share}))
        nested = {
            **params,
            **{name: f"{_NEST}{params[name]}" for name in ("nt", "nx", "ft", "fx", "fo")},
            "at": collection.title_length,
            "ax": collection.passage_length,
            "share": share,
        }
        tokens = [token for tokens in params["t"] for token in tokens]
        any_word = {"bool": {"should": [{"terms": {f"{_NEST}{f}": tokens}} for f in ("text", "title")]}}
        passage = _scored(any_word, _ARTICLE, nested)
        should.append({"nested": {"path": PASSAGES, "score_mode": "max", "query": passage}})
    for leaf, weight in others:
        boost = weight * _weight(leaf, collection, passages=False) * _USUAL
        should.append(_constant(collection.compiler.articles(leaf).query, boost))
    for first, second in weights.pairs:
        weight = sum(_weight(word, collection, passages=False) for word in (first, second)) / 2
        for gaps, boost in ((0, ranking.ordered), (ranking.window - 2, ranking.unordered)):
            mode = "unordered" if gaps else "ordered"
            both = [interval(word, lambda word: word.terms) for word in (first, second)]
            source = {"all_of": {"mode": mode, "max_gaps": gaps, "intervals": both}}
            should.append(_constant({"intervals": {"text": source}}, weight * boost * _USUAL))
    return {"bool": {"filter": [matching], "should": should}}


def best_passages(
    matching: dict[str, Any],
    leaves: Several[tuple[Leaf, float]],
    collection: RemoteCollection,
    ranking: Ranking = DEFAULT,
) -> dict[str, Any]:
    """The query for the articles with passages that match, by the most promising passage."""
    words, others = _parted(leaves)
    should: list[dict[str, Any]] = []
    words = [(leaf, weight) for leaf, weight in words if leaf.fieldname in (None, "text")]
    if words:
        params = {
            "w": [weight * _weight(leaf, collection, passages=True) for leaf, weight in words],
            "t": [_tokens(leaf) for leaf, _ in words],
            "fx": f"{_NEST}text",
            "nx": f"{_NEST}text_length",
            "ax": max(collection.lengths_of_passages[0], 1e-9),
            "k1": ranking.passage.k1,
            "b": ranking.passage.b,
        }
        should.append(_scored({"match_all": {}}, _PASSAGE, params))
    for leaf, weight in others:
        boost = weight * _weight(leaf, collection, passages=True)
        should.append(_constant(collection.compiler.passages(leaf).query, boost))
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


def _params(
    words: list[tuple[Word, float]], collection: RemoteCollection, ranking: Ranking
) -> dict[str, Any]:
    return {
        "w": [weight * _weight(leaf, collection, passages=False) for leaf, weight in words],
        "t": [_tokens(leaf) for leaf, _ in words],
        "title": [leaf.fieldname in (None, "title") for leaf, _ in words],
        "text": [leaf.fieldname in (None, "text") for leaf, _ in words],
        "tw": ranking.title,
        "tb": ranking.title_b,
        "b": ranking.article.b,
        "k1": ranking.article.k1,
        "ow": ranking.opening,
        "nt": "title_length",
        "nx": "text_length",
        "ft": "title",
        "fx": "text",
        "fo": "opening",
    }


def _tokens(word: Word) -> list[str]:
    return word_tokens(word, word.terms)


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


def _scored(query: dict[str, Any], source: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"script_score": {"query": query, "script": {"source": source, "params": params}}}


def _constant(query: dict[str, Any], boost: float) -> dict[str, Any]:
    return {"constant_score": {"filter": query, "boost": max(boost, 0.0)}}

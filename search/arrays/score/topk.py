"""Which documents score best, without scoring all of them?

`best` picks the top of given scores. `disjunction` ranks the documents with any of several words by MaxScore
(Turtle & Flood 1995, "Query evaluation: strategies and optimizations"): lists are taken by falling maximum
impact and added up until what the rest could still add lies below the k-th best score; from there on the
rest are only looked up, for the documents that can still get in. Scores are exact, ties go to the lower
document number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.later import np
from dateline.search.arrays.match.sorted_arrays import locate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.passage_level import Scored

__all__ = ["best", "disjunction", "lookup"]

_SLACK: Final = 1.0 - 1e-9  # sums of bounds are rounded; what is a hair below the threshold stays in
Mask = Callable[["NDArray[Any]"], "NDArray[np.bool_]"]


def best(documents: NDArray[Any], scores: NDArray[Any], limit: int) -> tuple[list[int], list[float]]:
    """The `limit` best documents and their scores, best first, ties by document number."""
    if limit <= 0:
        return [], []
    if len(scores) > limit:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        chosen = np.flatnonzero(scores >= least)
        if len(chosen) > 4 * limit + 64:  # many ties: only the lowest of them have a place
            above = np.flatnonzero(scores > least)
            level = np.flatnonzero(scores == least)
            wanted = limit - len(above)
            level = level[np.argpartition(documents[level], wanted - 1)[:wanted]]
            chosen = np.concatenate([above, level])
        documents, scores = documents[chosen], scores[chosen]
    order = np.lexsort((documents, -scores))[:limit]
    return documents[order].tolist(), scores[order].tolist()


def lookup(scored: Scored, documents: NDArray[Any], view: SegmentView, size: int) -> NDArray[np.float64]:
    """The impact of each document, 0 where the list has it not. `size` is the number there are."""
    if len(documents) * 8 > len(scored):
        dense = view.borrow(size)
        index = scored.documents.astype(np.intp)
        dense[index] = scored.impacts
        found: NDArray[np.float64] = dense[documents]
        dense[index] = 0.0
        view.give_back(dense)
        return found
    inside, where = locate(scored.documents, documents)
    return np.where(inside, scored.impacts[where], np.float32(0.0)).astype(np.float64)


def disjunction(
    lists: list[tuple[Scored, float]],
    limit: int,
    view: SegmentView,
    size: int,
    *,
    mask: Mask | None = None,
    threshold: float = 0.0,
) -> tuple[list[int], list[float]]:
    """The best documents that any list has, by the sum of impact times weight.

    `mask` tells which documents count. Documents that score less than `threshold` may be missing.
    """
    lists = sorted(
        ((scored, weight) for scored, weight in lists if len(scored)),
        key=lambda entry: -entry[0].maximum * entry[1],
    )
    if not lists or limit <= 0:
        return [], []
    if len(lists) == 1 and mask is None:
        return _single(*lists[0], limit)
    rest = [0.0]
    for scored, weight in reversed(lists):
        rest.append(rest[-1] + scored.maximum * weight)
    rest.reverse()
    if mask is None:
        threshold = max(threshold, *(_kth(scored, limit) * weight for scored, weight in lists))
    if rest[0] < threshold * _SLACK:
        return [], []
    documents, scores, taken = _add_up(lists, rest, threshold, view, size, mask)
    for number in range(taken, len(lists) + 1):
        if len(scores) > limit:
            documents, scores = _hopeful(documents, scores, threshold * _SLACK - rest[number])
        if len(scores) > limit:  # few are left, so that it costs little to know the threshold better
            kth = float(np.partition(scores, len(scores) - limit)[len(scores) - limit])
            if kth > threshold:
                threshold = kth
                documents, scores = _hopeful(documents, scores, threshold * _SLACK - rest[number])
        if number < len(lists):
            scored, weight = lists[number]
            scores = scores + lookup(scored, documents, view, size) * weight
    return best(documents, scores, limit)


def _hopeful(
    documents: NDArray[Any], scores: NDArray[np.float64], least: float
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """The documents that score at least that."""
    if least <= 0.0:
        return documents, scores
    chosen = (scores >= least).nonzero()[0]
    return documents.take(chosen), scores.take(chosen)


def _single(scored: Scored, weight: float, limit: int) -> tuple[list[int], list[float]]:
    documents, scores = scored.champions()
    if limit > len(documents) < len(scored):
        documents, scores = best(scored.documents, scored.impacts, limit)
    scores = scores[:limit]
    return documents[:limit], scores if weight == 1.0 else [score * weight for score in scores]


def _kth(scored: Scored, limit: int) -> float:
    """The `limit`-th best impact of a list, 0 if it is not remembered."""
    scores = scored.champions()[1]
    return scores[limit - 1] if limit <= len(scores) else 0.0


def _add_up(
    lists: list[tuple[Scored, float]],
    rest: list[float],
    threshold: float,
    view: SegmentView,
    size: int,
    mask: Mask | None,
) -> tuple[NDArray[Any], NDArray[np.float64], int]:
    """Documents of the lists without which none gets in, each once, with their scores so far."""
    dense = view.borrow(size)
    new: list[NDArray[np.intp]] = []
    for scored, weight in lists:
        if rest[len(new)] < threshold * _SLACK:
            break
        index = scored.documents.astype(np.intp)  # numpy would do it anew for each of the steps below
        impacts = scored.impacts if weight == 1.0 else scored.impacts * np.float64(weight)
        if not new:
            dense[index] = impacts
            new.append(index)
        else:
            before = dense.take(index)
            new.append(index[before == 0.0])
            before += impacts
            dense[index] = before
    found = new[0] if len(new) == 1 else np.concatenate(new)
    scores = dense.take(found)
    dense[found] = 0.0
    view.give_back(dense)
    documents = found.astype(lists[0][0].documents.dtype)
    if mask is not None:
        passed = mask(documents)
        documents, scores = documents[passed], scores[passed]
    return documents, scores, len(new)

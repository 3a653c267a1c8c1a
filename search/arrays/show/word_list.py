"""Which words of the index begin so, how often are they written, and in how many articles?

Writings that differ in case or accents only are one word, shown as it is most often written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.folding import fold
from dateline.indexer.format.later import np
from dateline.search.query.nodes import Pattern
from dateline.search.tallies import TermCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dateline.indexer.format.segment.text_field import TextField
    from dateline.search.arrays.match.pattern_cache import PatternCache
    from dateline.search.arrays.match.segment_view import SegmentView

__all__ = ["words_beginning"]

# (segment, field, term, numbers of its forms): one place where writings of a word are counted.
_Place = tuple[int, str, int, list[int]]

_FIELDS: Final = ("title", "text")


def words_beginning(
    prefix: str, views: Sequence[SegmentView], patterns: PatternCache, *, limit: int
) -> tuple[TermCount, ...]:
    """The `limit` most frequent words whose folded writing begins with `prefix`; ties by word."""
    folded = fold(prefix.strip())
    if not folded or limit <= 0:
        return ()
    writings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    for view, field, terms, number in _terms(folded, views, patterns):
        forms: defaultdict[str, list[int]] = defaultdict(list)
        for form_number, (form, count) in enumerate(terms.forms_of(number)):
            word = fold(form)
            if word.startswith(folded):
                writings[word][form] += count
                forms[word].append(form_number)
        for word, numbers in forms.items():
            places[word].append((view, field, number, numbers))
    order = sorted(writings, key=lambda word: (-writings[word].total(), word))[:limit]
    return tuple(
        TermCount(_most_written(writings[word]), writings[word].total(), _articles(places[word], views))
        for word in order
    )


def _terms(
    prefix: str, views: Sequence[SegmentView], patterns: PatternCache
) -> Iterator[tuple[int, str, TextField, int]]:
    for field in _FIELDS:
        pattern = Pattern(field, prefix, "prefix")
        for view in views:
            terms = view.title if field == "title" else view.text
            for number in patterns.expand(pattern, view, field).numbers():
                yield view.number, field, terms, number


def _most_written(writings: Counter[str]) -> str:
    return min(writings, key=lambda form: (-writings[form], form))


def _articles(places: Sequence[_Place], views: Sequence[SegmentView]) -> int:
    """In how many live articles a word stands, in title or text."""
    found: defaultdict[int, list[NDArray[np.int64]]] = defaultdict(list)
    for number, field, term, forms in places:
        view = views[number]
        terms = view.title if field == "title" else view.text
        offsets = terms.occurrence_offsets(term)
        written = np.flatnonzero(np.isin(terms.forms[offsets[0] : offsets[-1]], forms)) + offsets[0]
        documents = terms.documents(term)[np.searchsorted(offsets, written, side="right") - 1]
        articles = documents if field == "title" else view.article_of[documents]
        found[number].append(articles.astype(np.int64))
    count = 0
    for number, parts in found.items():
        articles = np.unique(np.concatenate(parts))
        live = views[number].reader.live_articles
        count += len(articles) if live is None else int(live[articles].sum())
    return count

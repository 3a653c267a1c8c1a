"""What exactly of a text did the query match?

Spans `[start, end)` in code points of a passage's text, or of a title: in order and disjoint. A word is
marked as its surface token has it: a match of one part of a compound marks the part, a match of the joined
word the whole. A phrase is one span, NEAR and "in one sentence" mark the words of actual matches only, what
is excluded or filtered never is.

The places of all passages shown are found in one go, when the first of them is asked for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from whoosh import query as whoosh_query

from search.evaluate.boolean import LEAVES
from search.evaluate.positional import SHIFT, Keys
from search.evaluate.postings import expand, locate
from search.query.nodes import AtLeast, Pattern, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from numpy.typing import NDArray

    from indexer.format.postings import TextField
    from search.evaluate.levels import Level
    from search.evaluate.postings import SegmentView

__all__ = ["Marker", "marked_leaves", "text_spans", "word_places"]

Span = tuple[int, int]
Stretch = tuple[int, int]  # where in the text the first and the last word begin
_PLACE: Final = (1 << SHIFT) - 1
# What may join two runs of letters and digits into one token of several parts (analysis.TOKEN) ...
_JOINS: Final = "'’‘‛′`´＇\\-‐‑‒–&.,\u00a0\u202f"
# ... and what a token has inside that is neither: marks and joiners. And the scripts without blanks, in
# which each character is a part.
_SPECIAL: Final = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u065f\u0670\u06d6-\u06ed\u0711-\u074a"
    "\u07a6-\u109f\u1780-\u17ff\u1a17-\u1dff\u200c-\u200d\u2060\u20d0-\u20f0\u3005-\u9fff\uf900-\ufaff"
    "\ufe00-\ufe2f\ufeff\U00020000-\U0003ffff"
)
_PLAIN_WORD: Final = re.compile(
    rf"(?<![^\W_][{_JOINS}])[^\W_{_SPECIAL}]+(?![^\W_]|[{_SPECIAL}]|[{_JOINS}][^\W_])"
)


def marked_leaves(node: Any) -> Iterator[Any]:
    """The leaves whose matches are marked: all but those excluded."""
    if type(node) in LEAVES:
        yield node
    elif type(node) is whoosh_query.AndNot:
        yield from marked_leaves(node.a)
    elif type(node) is not whoosh_query.Not:
        for child in node.children():
            yield from marked_leaves(child)


class Marker:
    """Finds and keeps the spans of one query's matches."""

    def __init__(self, query: Any, level: Level, *, titles: bool) -> None:
        self._level = level
        leaves = list(dict.fromkeys(marked_leaves(query)))
        self._text_leaves = [leaf for leaf in leaves if leaf.fieldname != "title"]
        named = ("title", None) if titles else ("title",)
        self._title_leaves = [leaf for leaf in leaves if leaf.fieldname in named]
        self._terms = _Terms(level, leaves)
        self._stretches: dict[tuple[int, str, int], list[Stretch]] = {}

    def prepare(self, view: SegmentView, field: str, documents: NDArray[Any]) -> None:
        """Find the places in these documents (ascending): passages for "text", articles for "title"."""
        found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        terms: list[str] = []
        for leaf in self._title_leaves if field == "title" else self._text_leaves:
            name = "title" if field == "title" else leaf.fieldname or "text"
            if type(leaf) is Word and leaf.exact is None and name != "lead":
                terms += leaf.terms
                continue
            among = documents
            if type(leaf) is AtLeast:
                among = self._having_enough(leaf, view, field, documents)
            if len(among):
                found += self._level.finder(view, name).occurrences(leaf, among).marked()
        if terms:
            places = word_places(view.field(field), terms, documents)
            found.append((places, places))
        numbers = documents.tolist()
        stretches: list[list[Stretch]] = [[] for _ in numbers]
        if found:
            firsts, lasts = _in_order(found)
            starts, bases = view.field(field).token_starts_of(documents)
            rows = np.searchsorted(documents, (firsts >> SHIFT).astype(documents.dtype))
            bases = bases[rows]
            begins = starts[bases + (firsts & _PLACE)].tolist()
            ends = begins if lasts is firsts else starts[bases + (lasts & _PLACE)].tolist()
            for row, begin, end in zip(rows.tolist(), begins, ends, strict=True):
                stretches[row].append((begin, end))
        for document, stretch in zip(numbers, stretches, strict=True):
            self._stretches[view.number, field, document] = stretch

    def _having_enough(
        self, leaf: AtLeast, view: SegmentView, field: str, documents: NDArray[Any]
    ) -> NDArray[Any]:
        """Those documents that, at the level of the query, have the leaf often enough."""
        enough = self._level.leaf(leaf).segments[view.number].documents
        units = documents
        if field == "text" and self._level.of_articles:
            units = view.article_of[documents].astype(enough.dtype)
        elif field == "title" and not self._level.of_articles:
            units = view.first_passage[documents].astype(enough.dtype)
        return documents[locate(enough, units)[0]]

    def stretches(self, view: SegmentView, field: str, document: int) -> list[Stretch]:
        """What is to be marked, in order."""
        found = self._stretches.get((view.number, field, document))
        if found is None:
            dtype = view.article_type if field == "title" else view.passage_type
            self.prepare(view, field, np.array([document], dtype))
            found = self._stretches[view.number, field, document]
        return found

    def spans(self, view: SegmentView, field: str, document: int, text: str) -> list[Span]:
        """The spans in the text of a document, merged where they overlap."""
        stretches = self.stretches(view, field, document)
        if not stretches:
            return []

        def language() -> str | None:
            article = document if field == "title" else int(view.article_of[document])
            return view.reader.keyword_field("language").value(article)

        return text_spans(text, stretches, language, self._terms)

    def count(self, view: SegmentView, field: str, document: int, read: Callable[[int], str]) -> int:
        """How many spans the text of a document has; `read` gives it where there are several stretches."""
        stretches = self.stretches(view, field, document)
        if len(stretches) < 2:
            return len(stretches)
        return len(self.spans(view, field, document, read(document)))


class _Terms:
    """Whether an index term is one the query asks for; the terms of patterns are read when first needed."""

    def __init__(self, level: Level, leaves: list[Any]) -> None:
        self._level = level
        self._leaves = leaves
        self._known: set[str] | None = None

    def __contains__(self, term: object) -> bool:
        if self._known is None:
            self._known = set()
            for leaf in self._leaves:
                self._known.update(self._of(leaf))
        return term in self._known

    def _of(self, leaf: Any) -> Iterator[str]:
        if type(leaf) is Word:
            yield from leaf.terms
        elif type(leaf) is Pattern:
            yield from self._level.vocabulary.terms(leaf)
        else:
            for part in leaf.children():
                yield from self._of(part)


def word_places(field: TextField, terms: list[str], documents: NDArray[Any]) -> Keys:
    """The places (see positional.py) of any of these terms in these documents (ascending), ordered."""
    numbers = [number for number in map(field.find, map(str.encode, dict.fromkeys(terms))) if number >= 0]
    if not numbers or not len(documents):
        return np.empty(0, np.int64)
    of_postings, frequencies = field.all_postings
    documents = documents.astype(of_postings.dtype, copy=False)
    postings = np.empty((len(numbers), len(documents)), np.int64)
    for row, number in enumerate(numbers):
        first, last = field.postings(number)
        # Searched without the last one, so that every place found is a posting of this term.
        postings[row] = of_postings[first : last - 1].searchsorted(documents) + first
    rows, columns = (of_postings[postings] == documents).nonzero()
    found = postings[rows, columns]
    counts = frequencies[found]
    positions = field.positions[expand(field.occurrences_of(found), counts)]
    places: Keys = (documents[columns].astype(np.int64) << SHIFT).repeat(counts) + positions
    places.sort()
    return places


def _in_order(found: list[tuple[Keys, Keys]]) -> tuple[Keys, Keys]:
    """First and last places of all stretches, by the first, then the last."""
    if all(first is last for first, last in found):
        firsts = np.sort(np.concatenate([first for first, _ in found])) if len(found) > 1 else found[0][0]
        return firsts, firsts
    firsts = np.concatenate([first for first, _ in found])
    lasts = np.concatenate([last for _, last in found])
    order = np.lexsort((lasts, firsts))
    return firsts[order], lasts[order]


def text_spans(
    text: str, stretches: list[Stretch], language: Callable[[], str | None], terms: Container[str]
) -> list[Span]:
    """Stretches as spans of the text, merged where they overlap.

    `language` is that of the text; `terms` are those the query asks for.
    """
    spans: list[Span] = []
    plain = _PLAIN_WORD.match
    for start, begin in stretches:
        word = plain(text, begin)
        end = word.end() if word is not None else _compound_end(text, begin, language(), terms)
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _compound_end(text: str, start: int, language: str | None, terms: Container[str]) -> int:
    """The same inside a token of several parts: the longest entry there with a term asked for."""
    from indexer.format.analysis import TOKEN

    before = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    for token in TOKEN.finditer(text, before):
        if token.end() > start:
            begin = token.start()
            here = _entries_at(language or "xx", token[0], start - begin)
            asked = [end for term, end in here if term in terms] or [end for _, end in here]
            return begin + max(asked) if asked else token.end()
    return start


@lru_cache(maxsize=4096)
def _entries_at(language: str, token: str, start: int) -> tuple[tuple[str, int], ...]:
    """The terms of a token that begin at this character of it, and where they end."""
    from indexer.format.analysis import analyzer

    reader = analyzer(language)
    return tuple([(entry.term, entry.end) for entry in reader.entries(token) if entry.start == start])

"""What exactly of a text did the query match?

Spans `[start, end)` in code points of a passage's text, or of a title: in order and disjoint. A word is
marked as its surface token has it: a match of one part of a compound marks the part, a match of the joined
word the whole. A phrase is one span, NEAR and "in one sentence" mark the words of actual matches only, what
is excluded or filtered never is.

The places of passages shown together are found in one go.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from indexer.format.analysis import TOKEN, analyzer
from search.evaluate.positional import SHIFT, Keys
from search.evaluate.postings import expand, locate, unique
from search.query.nodes import AtLeast, Pattern, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from indexer.format.postings import TextField
    from indexer.format.tokenstarts import TokenStarts
    from search.evaluate.levels import Level
    from search.evaluate.postings import SegmentView

__all__ = ["Marker", "text_spans", "word_places"]

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
# Nine in ten are told sooner by this one.
_ENGLISH_WORD: Final = re.compile(r"(?<=[ \n(\"])[A-Za-z0-9]+(?=[ \n;:?!)\"]|[.,][ \n])")


class Marker:
    """Finds the spans of the matches of a query's leaves."""

    def __init__(self, leaves: Sequence[Any], level: Level, *, titles: bool) -> None:
        self._level = level
        self._text_leaves = [leaf for leaf in leaves if leaf.fieldname != "title"]
        named = ("title", None) if titles else ("title",)
        self._title_leaves = [leaf for leaf in leaves if leaf.fieldname in named]
        self._terms = _Terms(level, leaves)

    def spans(
        self,
        view: SegmentView,
        field: str,
        documents: Sequence[int],
        text_of: Callable[[int], str],
        starts: TokenStarts,
    ) -> list[list[Span]]:
        """The spans in each of these documents (ascending), in order, disjoint.

        Documents are passages for "text", articles for "title"; `text_of` gives the text of a row of
        `documents` and is asked where something matched; `starts` are those of their tokens.
        """
        found = self._stretches(view, field, documents, starts)
        return [
            self._spans(view, field, documents[row], text_of(row), begins, ends) if begins else []
            for row, (begins, ends) in enumerate(found)
        ]

    def count(
        self,
        view: SegmentView,
        field: str,
        documents: Sequence[int],
        text_of: Callable[[int], str],
        starts: TokenStarts,
    ) -> int:
        """How many spans there are in these documents; a text is asked for only where two could overlap."""
        count = 0
        for row, (begins, ends) in enumerate(self._stretches(view, field, documents, starts)):
            if len(begins) < 2:
                count += len(begins)
            else:
                count += len(self._spans(view, field, documents[row], text_of(row), begins, ends))
        return count

    def _stretches(
        self, view: SegmentView, field: str, documents: Sequence[int], starts: TokenStarts
    ) -> list[tuple[list[int], list[int] | None]]:
        """For each document where the first and the last words of what is marked begin, in order.

        No last ones stands for single words, each once.
        """
        dtype = view.article_type if field == "title" else view.passage_type
        firsts, lasts = self._places(view, field, np.array(documents, dtype))
        if not len(firsts):
            return [([], None)] * len(documents)
        bounds = firsts.searchsorted(np.arange(len(documents) + 1) << SHIFT).tolist()
        begins = starts.at(firsts >> SHIFT, firsts & _PLACE).tolist()
        if lasts is firsts:
            return [(begins[first:last], None) for first, last in pairwise(bounds)]
        ends = starts.at(lasts >> SHIFT, lasts & _PLACE).tolist()
        return [(begins[first:last], ends[first:last]) for first, last in pairwise(bounds)]

    def _spans(
        self,
        view: SegmentView,
        field: str,
        document: int,
        text: str,
        begins: list[int],
        ends: list[int] | None,
    ) -> list[Span]:
        """The spans of these stretches in the text of a document."""
        plain, english = _PLAIN_WORD.match, _ENGLISH_WORD.match
        spans = [
            (begin, word.end()) for begin in begins if (word := english(text, begin) or plain(text, begin))
        ]
        if ends is None and len(spans) == len(begins):  # plain words, each once, don't overlap
            return spans

        def language() -> str | None:
            article = document if field == "title" else int(view.article_of[document])
            return view.reader.keyword_field("language").value(article)

        return text_spans(text, zip(begins, ends or begins, strict=True), language, self._terms)

    def _places(self, view: SegmentView, field: str, documents: NDArray[Any]) -> tuple[Keys, Keys]:
        """First and last places of what is to be marked, in order; the rows of `documents` for documents."""
        found: list[tuple[Keys, Keys]] = []
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
                for firsts, lasts in self._level.finder(view, name).occurrences(leaf, among).marked():
                    rows = _by_row(firsts, documents)
                    found.append((rows, rows if lasts is firsts else _by_row(lasts, documents)))
        if terms:
            places = word_places(view.field(field), terms, documents)
            found.append((places, places))
        return _in_order(found)

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


class _Terms:
    """Whether an index term is one the query asks for; the terms of patterns are read when first needed."""

    def __init__(self, level: Level, leaves: Sequence[Any]) -> None:
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
    """The places (see positional.py) of any of these terms in these documents (ascending), each once.

    They are in order, and have for a document its row.
    """
    numbers = [number for number in map(field.find, map(str.encode, dict.fromkeys(terms))) if number >= 0]
    if not numbers or not len(documents):
        return np.empty(0, np.int64)
    of_postings, frequencies = field.all_postings
    documents = documents.astype(of_postings.dtype, copy=False)
    postings = np.empty((len(numbers), len(documents)), np.int64)
    for row, number in enumerate(numbers):
        first, last = field.postings(number)
        # Searched without the last one, so that every place found is a posting of this term.
        postings[row] = of_postings[first : last - 1].searchsorted(documents)
        postings[row] += first
    terms_found, rows = (of_postings[postings] == documents).nonzero()
    found = postings[terms_found, rows]
    counts = frequencies[found]
    positions = field.positions[expand(field.occurrences_of(found), counts)]
    places: Keys = (rows << SHIFT).repeat(counts)
    places += positions
    if len(numbers) > 1:
        places.sort()
        new = places[1:] != places[:-1]
        if not new.all():  # several of the terms at one place: rare
            places = unique(places)
    return places


def _by_row(places: Keys, documents: NDArray[Any]) -> Keys:
    """The places with the rows of their documents."""
    rows = documents.searchsorted((places >> SHIFT).astype(documents.dtype))
    return rows << SHIFT | places & _PLACE


def _in_order(found: list[tuple[Keys, Keys]]) -> tuple[Keys, Keys]:
    """First and last places of all stretches, each once, by the first, then the last."""
    if len(found) < 2 and all(first is last for first, last in found):
        firsts = found[0][0] if found else np.empty(0, np.int64)
        return firsts, firsts
    firsts = np.concatenate([first for first, _ in found])
    if all(first is last for first, last in found):
        firsts = unique(firsts)
        return firsts, firsts
    lasts = np.concatenate([last for _, last in found])
    order = np.lexsort((lasts, firsts))
    firsts, lasts = firsts[order], lasts[order]
    new = np.ones(len(firsts), bool)
    new[1:] = (firsts[1:] != firsts[:-1]) | (lasts[1:] != lasts[:-1])
    return firsts[new], lasts[new]


def text_spans(
    text: str, stretches: Iterable[Stretch], language: Callable[[], str | None], terms: Container[str]
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
    entries = analyzer(language).entries(token)
    return tuple([(entry.term, entry.end) for entry in entries if entry.start == start])

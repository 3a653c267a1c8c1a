"""What exactly of a text the query matched.

Spans `[start, end)` in code points of a passage's text, or of a title: in order and disjoint. A word is
marked as its surface token has it: a match of one part of a compound marks the part, a match of the joined
word the whole. A phrase is one span, NEAR and "in one sentence" mark the words of actual matches only, what
is excluded or filtered never is.

The places of passages shown together are found in one go.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.later import np
from dateline.search.arrays.match.positional import SHIFT, Keys
from dateline.search.arrays.match.sorted_arrays import expand, locate, unique
from dateline.search.arrays.show.word_ends import plain_word, word_end
from dateline.search.errors import IndexDamaged
from dateline.search.query.nodes import LEAVES, AtLeast, Leaf, Pattern, Word
from dateline.search.query.nodes import Sequence as Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dateline.indexer.format.segment.text_field import TextField
    from dateline.search.arrays.match.patterns import TermOrForms
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.passage_level import Level

__all__ = ["Marker", "word_places"]

Span = tuple[int, int]
_PLACE: Final = (1 << SHIFT) - 1
_TERMS_OF_A_RUN: Final = 3  # so many neighbours are scanned sooner than looked up


class Marker:
    """Finds the spans of the matches of a query's leaves."""

    def __init__(self, leaves: Sequence[Leaf], level: Level, *, titles: bool) -> None:
        self._level = level
        self._text_leaves = [leaf for leaf in leaves if leaf.fieldname != "title"]
        named = ("title", None) if titles else ("title",)
        self._title_leaves = [leaf for leaf in leaves if leaf.fieldname in named]
        self.marks_titles = bool(self._title_leaves)
        self._leaves = leaves
        self._asked: dict[tuple[int, str], set[int]] = {}

    def spans(
        self, view: SegmentView, field: str, documents: Sequence[int], text_of: Callable[[int], str]
    ) -> list[list[Span]]:
        """The spans in each of these documents (ascending), in order, disjoint.

        Documents are passages for "text", articles for "title"; `text_of` gives the text of one, and is asked
        where something matched.
        """
        found = self._stretches(view, field, documents)
        return [
            self._spans(view, field, document, text_of(document), begins, ends) if begins else []
            for document, (begins, ends) in zip(documents, found, strict=True)
        ]

    def marks(
        self, view: SegmentView, field: str, documents: Sequence[int], texts: Sequence[str]
    ) -> list[tuple[tuple[Span, ...], tuple[int, ...]]]:
        """The spans in each of these documents likewise, and where sentences begin in it; `texts` are theirs.

        Titles have no sentences.
        """
        asked = self._words_and_phrases(view, field) if view.is_compiled else None
        if asked is None:
            text_of = dict(zip(documents, texts, strict=True)).__getitem__
            spans = map(tuple, self.spans(view, field, documents, text_of))
            if field == "title":
                return [(of_title, ()) for of_title in spans]
            return list(zip(spans, view.field(field).sentence_starts_of(documents), strict=True))
        going = view.reader.goes_on_for_kernel() if asked[1] and field != "title" else None
        told = view.told(view.compiled_field(field).marks, *asked, going, list(documents), list(texts))
        return [
            (spans, sentences)
            if type(spans) is tuple
            else (tuple(self._spans(view, field, document, text, *spans)), sentences)
            for document, text, (spans, sentences) in zip(documents, texts, told, strict=True)
        ]

    def count(
        self, view: SegmentView, field: str, documents: Sequence[int], text_of: Callable[[int], str]
    ) -> int:
        """How many spans there are in these documents; a text is asked for only where two could overlap."""
        count = 0
        found = self._stretches(view, field, documents)
        for document, (begins, ends) in zip(documents, found, strict=True):
            if len(begins) < 2:
                count += len(begins)
            else:
                count += len(self._spans(view, field, document, text_of(document), begins, ends))
        return count

    def _stretches(
        self, view: SegmentView, field: str, documents: Sequence[int]
    ) -> list[tuple[list[int], list[int] | None]]:
        """For each document where the first and the last words of what is marked begin, in order.

        No last ones stands for single words, each once.
        """
        asked = self._words_and_phrases(view, field) if view.is_compiled else None
        if asked is not None and not asked[1]:
            terms, _ = asked
            if not terms:
                return [([], None)] * len(documents)
            told = view.told(view.compiled_field(field).word_starts, terms, list(documents))
            return [(begins, None) for begins in told]
        dtype = view.article_type if field == "title" else view.passage_type
        firsts, lasts = self._places(view, field, np.array(documents, dtype))
        if not len(firsts):
            return [([], None)] * len(documents)
        starts = view.field(field).token_starts_of(documents)
        bounds = firsts.searchsorted(np.arange(len(documents) + 1) << SHIFT).tolist()
        begins = starts.at(firsts >> SHIFT, firsts & _PLACE).tolist()
        if lasts is firsts:
            return [(begins[first:last], None) for first, last in pairwise(bounds)]
        ends = starts.at(lasts >> SHIFT, lasts & _PLACE).tolist()
        return [(begins[first:last], ends[first:last]) for first, last in pairwise(bounds)]

    def _words_and_phrases(
        self, view: SegmentView, field: str
    ) -> tuple[list[TermOrForms], list[tuple[int, ...]]] | None:
        """What a kernel marks: the terms all or some of whose forms are marked, and terms in a row.

        None where anything else is marked.
        """
        terms: set[int] = set()
        some: list[TermOrForms] = []
        phrases: list[tuple[int, ...]] = []
        for leaf in self._title_leaves if field == "title" else self._text_leaves:
            if leaf.fieldname not in (None, field):
                return None
            finder = self._level.finder(view, field)
            if type(leaf) is Word and (numbers := finder.everywhere(leaf)) is not None:
                terms.update(numbers)
            elif type(leaf) is Pattern:
                some += finder.expansion(leaf).for_kernel(finder.terms)
            elif type(leaf) is Phrase and (row := finder.words_in_a_row(leaf)) is not None:
                phrases += [row] if row else []
            else:
                return None
        return [*sorted(terms), *some], phrases

    def _places(self, view: SegmentView, field: str, documents: NDArray[Any]) -> tuple[Keys, Keys]:
        """First and last places of what is to be marked, in order; the rows of `documents` for documents."""
        found: list[tuple[Keys, Keys]] = []
        terms: set[int] = set()  # of which every occurrence is marked
        for leaf in self._title_leaves if field == "title" else self._text_leaves:
            name = "title" if field == "title" else leaf.fieldname or "text"
            finder, among = self._level.finder(view, name), documents
            if name == field and type(leaf) is Word and (numbers := finder.everywhere(leaf)) is not None:
                terms.update(numbers)
                continue
            if name == field and type(leaf) is Pattern:
                expansion = finder.expansion(leaf)
                terms.update(expansion.whole)
                if not expansion.partly:
                    continue
                occurrences = finder.partial(expansion, among)
            else:
                if type(leaf) is AtLeast:
                    among = self._having_enough(leaf, view, field, documents)
                occurrences = finder.occurrences(leaf, among)
            stretches = occurrences.marked()
            if view.cuts is not None and field != "title":  # also what lies beside these documents was found
                stretches = [view.cuts.within(firsts, lasts, among) for firsts, lasts in stretches]
            found += [_by_row(firsts, lasts, documents) for firsts, lasts in stretches]
        if terms:
            places = word_places(view.field(field), sorted(terms), documents)
            found.append((places, places))
        return _in_order(found)

    def _having_enough(
        self, leaf: AtLeast, view: SegmentView, field: str, documents: NDArray[Any]
    ) -> NDArray[Any]:
        """Those documents that, at the level of the query, have the leaf often enough."""
        enough = self._level.leaf(leaf).segments[view.number].documents
        units = documents
        if field == "text" and self._level.of_articles:
            units = view.reader.articles_having(documents).astype(enough.dtype)
        elif field == "title" and not self._level.of_articles:
            units = view.first_passage[documents].astype(enough.dtype)
        return documents[locate(enough, units)[0]]

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
        spans: list[Span] = []
        if ends is None:
            spans = [(begin, word.end()) for begin in begins if (word := plain_word(text, begin))]
            if len(spans) == len(begins):  # plain words, each once, don't overlap
                return spans
        if max(max(begins), max(ends or begins)) >= len(text):  # right by its checksum, and yet it can't be
            raise IndexDamaged(view.reader.path, f"{field} {document}: a word begins behind its end")

        def language() -> str | None:
            article = document if field == "title" else view.reader.article_having(document)
            return view.reader.keyword_field("language").value(article)

        plain_ends = dict(spans)
        asked = partial(self._asks_for, view, field)
        spans = []
        for begin, last in zip(begins, ends or begins, strict=True):
            end = plain_ends.get(last) or word_end(text, last, language, asked)
            if spans and begin < spans[-1][1]:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((begin, end))
        return spans

    def _asks_for(self, view: SegmentView, field: str, term: str) -> bool:
        """Whether the query asks for this term of a field of a segment."""
        asked = self._asked.get((view.number, field))
        if asked is None:
            terms, finder = view.field(field), self._level.finder(view, field)
            asked = self._asked[view.number, field] = set()
            for part in (part for leaf in self._leaves for part in _simple_parts(leaf)):
                if isinstance(part, Word):
                    asked.update(map(terms.find, map(str.encode, part.terms)))
                else:
                    asked.update(finder.expansion(part).numbers())
        return view.field(field).find(term.encode()) in asked


def _simple_parts(leaf: Leaf) -> Iterator[Word | Pattern]:
    """The words and patterns a leaf is made of."""
    if type(leaf) is Word or type(leaf) is Pattern:
        yield leaf
    else:
        for part in leaf.children():
            assert isinstance(part, LEAVES)
            yield from _simple_parts(part)


def word_places(field: TextField, terms: Sequence[int], documents: NDArray[Any]) -> Keys:
    """The places (see positional.py) of any of these terms in these documents, each once, in order.

    Terms and documents are ascending. A place has for its document the row of that.
    """
    of_postings, frequencies = field.all_postings
    documents = documents.astype(of_postings.dtype, copy=False)
    runs = _runs(terms)
    if len(terms) < _TERMS_OF_A_RUN * len(runs):
        found, rows = _looked_up(field, terms, documents)
    else:
        found = _scanned(field, runs, documents)
        rows = documents.searchsorted(of_postings[found])
    counts = frequencies[found]
    positions = field.positions[expand(field.occurrences_of(found), counts)]
    places: Keys = (rows << SHIFT).repeat(counts)
    places += positions
    if len(terms) > 1:
        places.sort()
        new = places[1:] != places[:-1]
        if not new.all():  # several of the terms at one place: rare
            places = unique(places)
    return places


def _looked_up(
    field: TextField, terms: Sequence[int], documents: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The postings of these terms in these documents, and the rows of those; each document is looked up."""
    of_postings, _ = field.all_postings
    if len(terms) == 1:
        first, last = field.postings(terms[0])
        postings = of_postings[first : last - 1].searchsorted(documents)
        postings += first
        rows = (of_postings[postings] == documents).nonzero()[0]
        return postings[rows], rows
    postings = np.empty((len(terms), len(documents)), np.int64)
    for row, term in enumerate(terms):
        first, last = field.postings(term)
        # Searched without the last one, so that every place found is a posting of this term.
        postings[row] = of_postings[first : last - 1].searchsorted(documents)
        postings[row] += first
    numbers, rows = (of_postings[postings] == documents).nonzero()
    return postings[numbers, rows], rows


def _runs(terms: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of neighbours among ascending terms: first, last."""
    runs = []
    first = terms[0]
    for term, following in pairwise([*terms, -1]):
        if following != term + 1:
            runs.append((first, term))
            first = following
    return runs


def _scanned(field: TextField, runs: Sequence[tuple[int, int]], documents: NDArray[Any]) -> NDArray[np.int64]:
    """The postings of runs of terms in these documents; all postings are looked at, run by run."""
    of_postings, _ = field.all_postings
    wanted = np.zeros(field.documents_total, bool)
    wanted[documents] = True
    found: list[NDArray[np.int64]] = []
    for first_term, last_term in runs:
        first, last = field.postings(first_term)[0], field.postings(last_term)[1]
        found.append(wanted[of_postings[first:last]].nonzero()[0] + first)
    return np.concatenate(found)


def _by_row(firsts: Keys, lasts: Keys, documents: NDArray[Any]) -> tuple[Keys, Keys]:
    """First and last places with the rows of their documents."""
    rows = documents.searchsorted((firsts >> SHIFT).astype(documents.dtype)) << SHIFT
    by_row = rows | firsts & _PLACE
    return by_row, by_row if lasts is firsts else rows | lasts & _PLACE


def _in_order(found: list[tuple[Keys, Keys]]) -> tuple[Keys, Keys]:
    """First and last places of all stretches, each once, by the first, then the last."""
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if len(found) == 1:  # in order as it is
        return found[0]
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

"""Where the leaves of a query occur in one field of a segment.

`FieldOccurrences` answers for one segment and one field ("text", "title", or of the text the "lead" or the
"opening" words) and for every node that has positions: `documents` (a quick superset), `counts` (exact) and
`occurrences` (the places). Documents are articles for the title, otherwise passages, deleted ones among them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.patterns import Expansion
from dateline.search.arrays.match.positional import (
    SHIFT,
    Keys,
    Occurrences,
    adjacent,
    counted,
    near,
    together,
    union,
    words,
)
from dateline.search.arrays.match.postings import Postings, count_up, merge
from dateline.search.arrays.match.sorted_arrays import (
    distinct,
    expand,
    is_among,
    locate,
    places_of_common,
    unique,
)
from dateline.search.arrays.match.words_in_a_row import MOST_WORDS, in_a_row
from dateline.search.query.comparison import same_form
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
from dateline.search.query.written import written_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.search.arrays.match.cut_passages import CutPassages
    from dateline.search.arrays.match.postings import DocumentType
    from dateline.search.arrays.match.segment_view import SegmentView

__all__ = ["FieldOccurrences"]

_SHORT_LIST = 4096
_MOST_KEPT = 1 << 20  # places of phrases and the like, 16 bytes each
_LONGEST_KEPT = 1 << 14  # places of one of them

Expand = Callable[[Pattern, "SegmentView", str], Expansion]
# For each code of a language whether its articles are meant; None: all are.
Allowed: TypeAlias = "NDArray[np.bool_] | None"


class FieldOccurrences:
    """The places of words, patterns, phrases and nearness in one field of one segment."""

    def __init__(self, view: SegmentView, field: str, expand: Expand) -> None:
        self._view = view
        self._name = field
        self._expand = expand
        self.terms = view.field(field)
        self._size = view.articles if field == "title" else view.passages
        self._phrases: Cache[Leaf, Occurrences] = Cache(_MOST_KEPT, len)
        self._ends = {"lead": view.lead_ends, "opening": view.opening_ends}.get(field)  # in a passage

    @derived
    def _type(self) -> DocumentType:
        return self._view.article_type if self._name == "title" else self._view.passage_type

    @derived
    def _cuts(self) -> CutPassages | None:
        """The passages that go on in each other, which only phrases and nearness ask for."""
        return None if self._name == "title" else self._view.cuts

    # -- which documents, how often --------------------------------------------------------------------

    def counts(self, node: Leaf) -> Postings:
        """The documents a node occurs in and how often it does."""
        if self._ends is None:
            if isinstance(node, Word) and node.exact is None:
                return self._merged([self._postings(term, allowed) for term, allowed in self._readings(node)])
            if isinstance(node, Pattern):
                return self._pattern_counts(self._expand(node, self._view, self._name))
            if isinstance(node, AtLeast):
                return self.counts(node.part)
        return counted(self.occurrences(node, None), self._type)

    def documents(self, node: Leaf) -> NDArray[Any]:
        """Documents among which are all the node occurs in."""
        if isinstance(node, Word):
            parts = [self._postings(term, allowed) for term, allowed in self._readings(node)]
            return self._merged(parts).documents
        if isinstance(node, Pattern):
            numbers = self._expand(node, self._view, self._name).numbers()
            return self._merged([self._postings(term) for term in numbers]).documents
        if isinstance(node, Alternatives):
            found = [self.documents(part) for part in node.parts]
            return self._merged([Postings(each, np.ones(len(each), np.int64)) for each in found]).documents
        if isinstance(node, AtLeast):
            return self.documents(node.part)
        sides = node.parts if isinstance(node, Sequence) else (node.left, node.right)
        found = [self.documents(part) for part in sides]
        if self._cuts is None:
            return self._common(found)
        return self._cuts.whole(self._common([self._cuts.firsts(documents) for documents in found]))

    def _common(self, found: list[NDArray[Any]]) -> NDArray[Any]:
        found.sort(key=len)
        common = found[0]
        for documents in found[1:]:
            if len(common):
                common = common[locate(documents, common)[0]]
        return common

    def _readings(self, word: Word) -> list[tuple[int, Allowed]]:
        """The terms of a word, each with the codes of the languages in which the word has this term.

        English `notes` is note, French `notes` is not: in English articles only the first is meant.
        """
        found = [(self.terms.find(term.encode()), term) for term in word.terms]
        if len(found) == 1:
            return [(number, None) for number, _ in found if number >= 0]
        codes = self._view.language_codes
        return [(number, languages_having(word.text, term, codes)) for number, term in found if number >= 0]

    def everywhere(self, word: Word) -> list[int] | None:
        """The terms of a word, if each of their occurrences is one of the word; else None."""
        if word.exact is not None:
            return None
        if len(word.terms) == 1:
            number = self.terms.find(word.terms[0].encode())
            return [number] if number >= 0 else []
        readings = self._readings(word)
        if any(allowed is not None for _, allowed in readings):
            return None
        return [number for number, _ in readings]

    def _postings(self, term: int, allowed: Allowed = None) -> Postings:
        documents = self.terms.documents(term).astype(self._type, copy=False)
        frequencies = self.terms.frequencies(term)
        if allowed is None:
            return Postings(documents, frequencies)
        kept = allowed[self._languages[documents]]
        return Postings(documents[kept], frequencies[kept])

    @property
    def _languages(self) -> NDArray[Any]:
        """The code of the language of each document."""
        if self._name == "title":
            codes: NDArray[Any] = self._view.reader.keyword_field("language").codes
            return codes
        return self._view.passage_codes("language")

    def _merged(self, parts: list[Postings]) -> Postings:
        return merge(parts, self._size, self._type)

    def _pattern_counts(self, expansion: Expansion) -> Postings:
        parts = [self._postings(term) for term in expansion.whole]
        for term, forms in expansion.partly.items():
            keys = self._places(term, None, forms)
            parts.append(count_up(keys >> SHIFT, np.ones(len(keys), np.int64), self._size, self._type))
        return self._merged(parts)

    # -- which places ----------------------------------------------------------------------------------

    def expansion(self, pattern: Pattern) -> Expansion:
        """The terms and forms a pattern stands for."""
        return self._expand(pattern, self._view, self._name)

    def partial(self, expansion: Expansion, documents: NDArray[Any]) -> Occurrences:
        """The places in these documents (ascending) of the terms of which only some forms count."""
        return self._union([self._places(term, documents, forms) for term, forms in expansion.partly.items()])

    def occurrences(self, node: Leaf, documents: NDArray[Any] | None) -> Occurrences:
        """The places of a node in these documents (ascending), or in all of them.

        A stretch may end in a later document than it begins in, where a paragraph was cut; with `documents`
        those that only end there are among the found, and others of the same paragraphs.
        """
        if isinstance(node, AtLeast):
            return self.occurrences(node.part, documents)
        if self._cuts is None or isinstance(node, Word | Pattern):
            return self._found(node, documents)
        whole = None if documents is None else self._cuts.whole(documents)
        return self._cuts.apart(self._joined(node, whole))

    def _joined(self, node: Leaf, documents: NDArray[Any] | None) -> Occurrences:
        """The same, in places of runs (cut_passages.py); `documents` are whole runs."""
        found = self._found(node, documents)
        if self._cuts is not None and isinstance(node, Word | Pattern):
            return words(self._cuts.joined(found.starts))
        return found

    def _found(self, node: Leaf, documents: NDArray[Any] | None) -> Occurrences:
        """The places of a word or pattern; of what is made of others, those in runs."""
        if isinstance(node, Word):
            return self._word(node, documents)
        if isinstance(node, Pattern):
            expansion = self.expansion(node)
            places = [self._places(term, documents, None) for term in expansion.whole]
            places += [self._places(term, documents, forms) for term, forms in expansion.partly.items()]
            return self._union(places)
        if isinstance(node, Alternatives):
            return union([self._joined(part, documents) for part in node.parts])
        if isinstance(node, AtLeast):
            return self._joined(node.part, documents)
        kept = self._phrases.get(node)
        if kept is not None:
            if documents is None:
                return kept
            return _within(kept, documents if self._cuts is None else self._cuts.firsts(documents))
        terms = self.words_in_a_row(node) if documents is None else None
        if terms is not None:
            found = in_a_row(self._view, self._name, terms)
        else:  # documents asked for are few, and most have it: no need to find those that have all parts
            common = self.documents(node) if documents is None else documents
            found = self._composed(node, common) if len(common) else words(())
        # What was searched is marked next. Sides can be much longer than what they are sides of.
        if documents is None and len(found) <= _LONGEST_KEPT and not found.sides:
            self._phrases.put(node, found)
        return found

    def words_in_a_row(self, node: Leaf) -> tuple[int, ...] | None:
        """The terms of a phrase that a kernel finds: words of one term each, all of whose places count.

        None where one is not the like; empty where one is in no document.
        """
        if not self._view.is_compiled or self._ends is not None or not isinstance(node, Sequence):
            return None
        if node.written is not None or len(node.parts) > MOST_WORDS:
            return None
        terms: list[int] = []
        for part in node.parts:
            found = self.everywhere(part) if isinstance(part, Word) else None
            if found is None or len(found) > 1:
                return None
            terms += found
        return tuple(terms) if len(terms) == len(node.parts) else ()

    def _composed(self, node: Sequence | Near | Together, documents: NDArray[Any]) -> Occurrences:
        """The places in these documents of a node made of others."""
        if isinstance(node, Sequence):
            return self._sequence(node, documents)
        steps: list[Near | Together] = []
        first: Leaf = node
        while isinstance(first, Near | Together):
            steps.append(first)
            first = first.left
        found = self._joined(first, documents)
        rights: dict[Leaf, Occurrences] = {}  # one word may stand in many steps
        for step in reversed(steps):
            if not len(found):
                break
            if step.right not in rights:
                rights[step.right] = self._joined(step.right, documents)
            right = rights[step.right]
            if first is not step.left:  # what is left of a nearness is in fewer documents than its words are
                having = unique(found.starts >> SHIFT)
                right = _within(right, having)
            if isinstance(step, Near):
                found = near(found, right, distance=step.distance, ordered=step.ordered)
            else:
                found = together(found, right, units=self._units(step.unit))
        return found

    def _sequence(self, node: Sequence, documents: NDArray[Any]) -> Occurrences:
        found = self._joined(node.parts[0], documents)
        for part in node.parts[1:]:
            if not len(found):
                break
            found = adjacent(found, self._joined(part, documents))
        if node.written is not None and len(found):
            return found.take(self._is_written(node.written, found))
        return found

    def _is_written(self, written: str, found: Occurrences) -> NDArray[np.bool_]:
        """Which of these occurrences lie where the text has that letter for letter."""
        plain = found if self._cuts is None else self._cuts.apart(found)
        firsts, lasts = plain.starts >> SHIFT, plain.ends >> SHIFT
        begins, ends = self._code_points(plain.starts), self._code_points(plain.ends)
        kept = np.zeros(len(found), bool)
        bounds = [*distinct((firsts << SHIFT) + lasts).tolist(), len(found)]
        for low, high in pairwise(bounds):  # those of one text
            members = range(int(firsts[low]), int(lasts[low]) + 1)
            texts = list(map(self._text_of, members))
            ends[low:high] += sum(len(text) + 1 for text in texts[:-1])
            for start, stop in written_spans(" ".join(texts), written):
                kept[low:high] |= (begins[low:high] >= start) & (ends[low:high] < stop)
        return kept

    def _code_points(self, places: Keys) -> NDArray[np.int64]:
        """The code points of their texts at which places begin."""
        documents = unique(np.sort(places >> SHIFT))
        rows = documents.searchsorted(places >> SHIFT)
        starts = self.terms.token_starts_of(documents.tolist())
        return np.array(starts.at(rows, places & ((1 << SHIFT) - 1)), np.int64)

    def _text_of(self, document: int) -> str:
        reader = self._view.reader
        if self._name == "title":
            return reader.heads([document])[0]["title"] or ""
        return reader.passage_text(document)

    def _units(self, unit: str) -> NDArray[np.int64] | None:
        if self._name == "title":
            return None
        return self._view.sentence_keys if unit == "sentence" else self._view.paragraph_keys

    def _word(self, node: Word, documents: NDArray[Any] | None) -> Occurrences:
        places = []
        for term, allowed in self._readings(node):
            forms = None
            if node.exact is not None:
                written = self.terms.forms_of(term)
                forms = [number for number, (form, _) in enumerate(written) if same_form(form, node.exact)]
                if not forms:
                    continue
            places.append(self._places(term, documents, forms, allowed))
        return self._union(places)

    def _union(self, places: list[NDArray[np.int64]]) -> Occurrences:
        if len(places) == 1:
            return words(places[0])
        return words(unique(np.concatenate(places)) if places else ())

    def _places(
        self, term: int, documents: NDArray[Any] | None, forms: list[int] | None, allowed: Allowed = None
    ) -> NDArray[np.int64]:
        """The places of a term, in some documents, in some of its forms; in the lead if that is the field."""
        found, counts = self._postings(term)
        where = None if documents is None else places_of_common(found, documents)  # postings; None: all
        if allowed is not None:
            spoken = allowed[self._languages[found if where is None else found[where]]]
            where = spoken.nonzero()[0] if where is None else where[spoken]
        ends = np.empty(0, np.int64)
        if self._ends is not None:
            ends = self._ends(found if where is None else found[where])
            inside = ends.nonzero()[0]
            where = inside if where is None else where[inside]
            ends = ends[inside]
        if where is None:
            offsets = self.terms.occurrence_offsets(term)
            chosen: slice | NDArray[np.int64] = slice(int(offsets[0]), int(offsets[-1]))
        elif not len(where):
            return np.empty(0, np.int64)
        else:
            if len(found) <= _SHORT_LIST:  # quicker than to look up single ones
                offsets = self.terms.occurrence_offsets(term)[where]
            else:
                offsets = self.terms.occurrence_offsets(term, where)
            found, counts = found[where], counts[where]
            chosen = expand(offsets, counts.astype(np.int64))
        counts = counts.astype(np.int64)
        positions = self.terms.positions[chosen]
        keys = np.repeat(found.astype(np.int64) << SHIFT, counts)
        keys += positions
        if forms is None and self._ends is None:
            return keys
        counted = np.ones(len(keys), bool)
        if forms is not None:
            written = self.terms.forms[chosen]
            counted = written == forms[0] if len(forms) == 1 else is_among(written, forms)
        if self._ends is not None:
            counted &= positions < ends.repeat(counts)
        return keys[counted]


@lru_cache(maxsize=1 << 12)
def languages_having(word: str, term: str, languages: tuple[str, ...]) -> NDArray[np.bool_] | None:
    """For each of these languages whether a typed word has the term in it; None for all, or for none."""
    having = [any(term == entry.term for entry in analyzer(code).entries(word)) for code in languages]
    return None if all(having) or not any(having) else np.array(having)


def _within(found: Occurrences, documents: NDArray[Any]) -> Occurrences:
    """The occurrences in these documents."""
    keys = documents.astype(np.int64) << SHIFT
    first, last = found.starts.searchsorted(keys), found.starts.searchsorted(keys + (1 << SHIFT))
    return found.take(expand(first, last - first))

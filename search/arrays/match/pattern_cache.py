"""What a pattern stands for in the whole index, at most 1,000 terms of it.

Each segment's forms are looked through by itself (patterns.py); the limit holds for all of them
together: the most frequent terms stay, ties by term. Answers are kept, the oldest are dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.patterns import Expansion, FormDictionary
from dateline.search.query.limits import MAX_EXPANSIONS

if TYPE_CHECKING:
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.query.nodes import Pattern

__all__ = ["PatternCache"]

_KEPT: Final = 256


class PatternCache:
    """The written forms of all segments, for patterns."""

    def __init__(self, views: tuple[SegmentView, ...]) -> None:
        self._views = views
        self._dictionaries: dict[tuple[int, bool], FormDictionary] = {}
        self._answers: Cache[tuple[str, str, tuple[str, ...], bool], tuple[list[Expansion], bool]] = Cache(
            _KEPT
        )

    def expand(self, pattern: Pattern, view: SegmentView, field: str) -> Expansion:
        """What the pattern stands for in a field of a segment."""
        return self._answer(pattern, field == "title")[0][view.number]

    def is_cut(self, pattern: Pattern) -> bool:
        """Whether the pattern stands for more terms than are looked for, in a field it is searched in."""
        titles = {None: (False, True), "title": (True,)}.get(pattern.fieldname, (False,))
        return any(self._answer(pattern, title)[1] for title in titles)

    def _answer(self, pattern: Pattern, title: bool) -> tuple[list[Expansion], bool]:
        key = pattern.text, pattern.kind, pattern.terms, title
        answer = self._answers.get(key)
        if answer is None:
            most = MAX_EXPANSIONS if len(self._views) == 1 else -1  # of one segment they are soon told
            told = [
                self._dictionary(view, title).expand_to(pattern.text, pattern.kind, pattern.terms, most)
                for view in self._views
            ]
            found = [expansion for expansion, _ in told]
            answer = found, any(cut for _, cut in told)
            if sum(map(len, found)) > MAX_EXPANSIONS:
                answer = self._cut(found, title)
            self._answers.put(key, answer)
        return answer

    def _dictionary(self, view: SegmentView, title: bool) -> FormDictionary:
        dictionary = self._dictionaries.get((view.number, title))
        if dictionary is None:
            dictionary = FormDictionary(view.title if title else view.text)
            self._dictionaries[view.number, title] = dictionary
        return dictionary

    def _cut(self, found: list[Expansion], title: bool) -> tuple[list[Expansion], bool]:
        frequencies: dict[bytes, int] = {}
        names: list[dict[int, bytes]] = []
        for view, expansion in zip(self._views, found, strict=True):
            terms = view.title if title else view.text
            names.append({number: terms.term(number) for number in expansion.numbers()})
            for number, name in names[-1].items():
                frequencies[name] = frequencies.get(name, 0) + terms.document_frequency(number)
        if len(frequencies) <= MAX_EXPANSIONS:
            return found, False
        best = sorted(frequencies, key=lambda name: (-frequencies[name], name))
        kept = set(best[:MAX_EXPANSIONS])
        return [
            expansion.keep({number for number, name in terms.items() if name in kept})
            for expansion, terms in zip(found, names, strict=True)
        ], True

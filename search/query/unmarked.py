"""What is meant by Vietnamese words that were typed without their marks?

Marks tell Vietnamese words apart, so the index keeps them, and who types them finds just that: `hà nội` is
Hà Nội. A query without any is one of a person who left them out: each of its words that can be a syllable
stands for all that it may be with marks, and what is written as it was typed leads. A query most of whose
words can be none is not meant.

>>> from dateline.search.query.reading import read_query
>>> reading = with_all_marks(read_query("viet", languages={"vi": 1}))
>>> reading.read_as
'viet (Vietnamese, stemmed), with any marks'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.analysis.vietnamese import with_marks
from dateline.indexer.format.records import replace
from dateline.search.query.asked import Reading
from dateline.search.query.building import rebuilt
from dateline.search.query.limits import MAX_TELLING
from dateline.search.query.nodes import AndMaybe, Not, Or, Query, Sequence, Word

__all__ = ["with_all_marks"]

_VIETNAMESE: Final = "vi"


def with_all_marks(reading: Reading) -> Reading:
    """The reading in which each word stands for all it may be with marks; itself where that is not meant."""
    if not reading.text.isascii() or _VIETNAMESE not in map(normalise_language, reading.languages):
        return reading
    words = dict.fromkeys(word for word in _words(reading.query) if word.text.isalpha())
    meant = [word for word in words if _terms(word) != word.terms]
    if not meant or len(meant) * 2 < len(words) or len(words) > MAX_TELLING:  # more were pasted
        return reading
    return replace(
        reading,
        query=_leading(reading.query, meant),
        any_query=reading.any_query and _leading(reading.any_query, meant),
        parts=tuple(replace(part, query=_with_marks(part.query)) for part in reading.parts),
        any_marks=True,
    )


def _leading(query: Query, typed: list[Word]) -> Query:
    """The query with all marks, ranked higher where it is written as it was typed."""
    return AndMaybe(_with_marks(query), Or(tuple(typed)))


def _terms(word: Word) -> tuple[str, ...]:
    """The terms of a typed word, and those it has with marks."""
    return word.terms if word.exact is not None else tuple(dict.fromkeys((*word.terms, *_marked(word.text))))


def _marked(text: str) -> tuple[str, ...]:
    return with_marks(text.lower()) if text.isalpha() else ()


def _words(node: Query) -> Iterator[Word]:
    """The words that are looked for; excluded ones are not among them."""
    if isinstance(node, Word):
        if node.exact is None:
            yield node
    elif not isinstance(node, Not):
        for child in node.children():
            yield from _words(child)


def _with_marks(node: Query) -> Query:
    if isinstance(node, Word):
        return replace(node, terms=_terms(node))
    if isinstance(node, Sequence) and node.written is not None:  # exactly as it stands there
        return node
    if isinstance(node, AndMaybe):  # what only ranks higher is meant as it was typed
        return AndMaybe(_with_marks(node.required), node.optional)
    return rebuilt(node, _with_marks)

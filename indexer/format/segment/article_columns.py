"""Which values has an article, of all keyword fields together?

An article after the other is asked for: what is looked up in which field is worked out once, and of a field
that no article has a value of, which most are, nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS
from dateline.indexer.format.segment.keyword_field import KeywordField, PluralField

__all__ = ["ArticleColumns"]


class ArticleColumns:
    """The keyword fields by name: one value an article, None for none, or a tuple ("authors")."""

    def __init__(
        self,
        is_filled: Callable[[str], bool],
        single: Callable[[str], KeywordField],
        plural: Callable[[str], PluralField],
    ) -> None:
        self._none = dict.fromkeys(SINGLE_FIELDS) | dict.fromkeys(PLURAL_FIELDS.values(), ())
        self._value_of: list[tuple[str, Callable[[int], Any]]] = [
            (name, single(name).value_of) for name in SINGLE_FIELDS if is_filled(name)
        ]
        self._value_of += [
            (as_, plural(name).values_of) for name, as_ in PLURAL_FIELDS.items() if is_filled(name)
        ]

    def values(self, article: int) -> dict[str, Any]:
        """The article's values by the names of their fields. ValueError for what can't be."""
        values = self._none.copy()
        for name, value_of in self._value_of:
            values[name] = value_of(article)
        return values

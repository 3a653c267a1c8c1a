"""What a query asks, as it was read: the records that reading makes and a search works from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from dateline.indexer.format.records import record
from dateline.search.query.labels import say_words
from dateline.search.query.nodes import Query

__all__ = ["Asked", "Match", "Reading"]

Match = Literal["all", "any"]


@record
class Asked:
    """A part of the query that an article must have: as it was typed, and its query."""

    text: str
    query: Query


@record
class Reading:
    """A query as it was read.

    `query` is the whole tree, filters included. `parts` are what it requires each, for telling which of them
    finds nothing; exclusions are not among them. `any_query` is the same with the words optional, None
    where there is nothing to relax. `warnings` say what was done that the query did not ask for. `filters`
    are those given beside the query, in words. `words` is all of a query of bare words, or its one phrase.
    `synonyms` are those that were added, each in words. `any_marks` tells that words without marks stand for
    all they may be with them (unmarked.py).
    """

    query: Query
    warnings: tuple[str, ...]
    parts: tuple[Asked, ...]
    any_query: Query | None
    text: str
    match: Match
    languages: Mapping[str, int]
    today: date | None = None
    filters: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    any_marks: bool = False

    @property
    def read_as(self) -> str:
        """The query in words, worked out when it is looked at."""
        return self._said(self.match)

    @property
    def read_as_any(self) -> str:
        """`any_query` in words."""
        return self._said("any")

    def _said(self, match: Match) -> str:
        said = self._query_said(match)
        if self.any_marks:
            said = f"{said}, with any marks"
        return f"{said}, with synonyms: {'; '.join(self.synonyms)}" if self.synonyms else said

    def _query_said(self, match: Match) -> str:
        if not self.text:
            return " AND ".join(("every article", *self.filters))
        if self.words:
            return say_words(self.words, self.languages, match=match, filters=self.filters)
        from dateline.search.query import grammar, readback  # not for bare words

        tree = grammar.parse(self.text, today=self.today)
        return readback.say(tree, languages=self.languages, match=match, filters=self.filters)

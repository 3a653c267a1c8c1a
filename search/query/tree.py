"""Syntax becomes a query tree, for the languages the index has.

>>> read_parsed("border -Kabul", {"en": 12}).query
And((Word(None, 'border', ('border',)), Not(Word(None, 'Kabul', ('kabul',)))))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial

from dateline.indexer.analysis.languages import GENERAL, SUPPORTED, normalise_language
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.search.errors import QueryError
from dateline.search.query import foreign, grammar, syntax
from dateline.search.query.asked import Asked, Match, Reading
from dateline.search.query.building import all_of
from dateline.search.query.capitals import HEADLINE_NOTE, is_headline
from dateline.search.query.comparison import fold_value
from dateline.search.query.compounds import any_part, compound_parts
from dateline.search.query.mending import one_line, shown
from dateline.search.query.nodes import (
    Alternatives,
    AtLeast,
    DateRange,
    KeywordFilter,
    Near,
    Not,
    Operand,
    Or,
    Part,
    Query,
    Sequence,
    Together,
)
from dateline.search.query.prose import PROSE_NOTE, has_signs, is_prose
from dateline.search.query.runs import joined_runs, loosened_run
from dateline.search.query.wording import Languages, term_node

__all__ = ["read_parsed"]


def read_parsed(
    text: str, languages: Mapping[str, int], *, match: Match = "all", today: date | None = None
) -> Reading:
    """Parse a query and make its tree, see `reading.read_query`. Raises QueryError, nothing else."""
    return _Reader(text, languages, match, today).read()


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, languages: Mapping[str, int], match: Match, today: date | None) -> None:
        self.text = text
        self.languages = languages
        self.present: Languages = tuple(languages)
        self.match = match
        self.today = today

    def read(self) -> Reading:
        """Parse the text and make its trees."""
        tree = grammar.parse(self.text, today=self.today)
        required = syntax.required_parts(tree)
        self._narrow_languages(required)
        runs = [self._parts(syntax.required_parts(run)) for run in syntax.asked_runs(tree)]
        runs = [run for run in runs if run]
        filters = self._parts([node for node in required if _is_kept(node)])
        excluded = self._parts([node for node in required if isinstance(node, syntax.Not)])
        parts = [part for run in runs for part in run]
        if not (parts or filters or excluded):
            hint = 'Type words or a phrase: "border guards"'
            raise QueryError("no words to search for", query=self.text, position=0, hint=hint)
        kept = [part.query for part in (*filters, *excluded)]
        query = all_of([*(part.query for part in parts), *kept])
        always = [part.query for part in self._parts(syntax.required_always(tree))]
        any_query = None
        options: list[Query] = []
        for asked in (all_of([part.query for part in run]) for run in runs):
            # The pairs of a run are options each, as words are, so that the most telling ones can be chosen.
            options += loosened_run(asked) or (any_part(asked),)
        if len(runs) > max(1, len(always)):
            any_query = all_of([*always, Or(tuple(options)), *kept])
        elif len(parts) == 1 and options[0] is not parts[0].query and self._is_loose(parts[0].query):
            any_query = all_of([Or(tuple(options)) if len(options) > 1 else options[0], *kept])
        if self.match == "any":
            query, any_query = any_query or query, None
        if is_prose(self.text):
            notes: tuple[str, ...] = (PROSE_NOTE,) if has_signs(self.text) else ()
        else:
            notes = (HEADLINE_NOTE,) if is_headline(self.text) else foreign.notes(self.text)
        return Reading(
            query, notes, (*parts, *filters), any_query, self.text, self.match, self.languages, self.today
        )

    def _is_loose(self, node: Query) -> bool:
        """Whether parts of the one thing that was typed will do where nothing has it.

        F-35 has no parts to leave out; an elision has, and a run of letters may be a whole question.
        """
        return self.match == "any" or bool(loosened_run(node)) or len(compound_parts(node)) == 1

    def _parts(self, asked: list[syntax.Syntax]) -> list[Asked]:
        """The parts with their queries, without those nothing of which can be in an index."""
        made = ((self.text[node.start : node.end], self._query(node, None)) for node in asked)
        return [Asked(typed, query) for typed, query in made if query is not None]

    def _narrow_languages(self, required: list[syntax.Syntax]) -> None:
        """A required `lang:` says also which languages the words are in."""
        for node in required:
            if isinstance(node, syntax.Filter) and node.name == "language":
                self.present = tuple(self._language(value, node) for value in node.values)

    def _query(self, node: syntax.Syntax, fieldname: str | None) -> Query | None:
        """The query of a node; None where nothing of it can be in an index."""
        if isinstance(node, syntax.And):
            made = self._queries(node.parts, fieldname)
            return all_of(made) if made else None
        if isinstance(node, syntax.Or):
            # Beside an OR an exclusion stands for itself: everything but that.
            made = [all_of([query]) for query in self._queries(node.parts, fieldname)]
            return Or(tuple(made)) if len(made) > 1 else made[0] if made else None
        if isinstance(node, syntax.Not):
            body = self._query(node.body, fieldname)
            return None if body is None else Not(body)
        if isinstance(node, syntax.Required):
            return self._query(node.body, fieldname)
        if isinstance(node, syntax.Field):
            return self._query(node.body, node.name)
        if isinstance(node, syntax.Filter):
            return self._filter(node)
        if isinstance(node, syntax.Dates):
            return DateRange(node.first, node.last)
        if isinstance(node, syntax.AtLeast):
            body = self._operand(node.body, fieldname)
            return None if body is None else AtLeast(node.count, body)
        return self._operand(node, fieldname)

    def _queries(self, parts: tuple[syntax.Syntax, ...], fieldname: str | None) -> list[Query]:
        return [query for query in (self._query(part, fieldname) for part in parts) if query is not None]

    def _operand(
        self, node: syntax.Syntax, fieldname: str | None, *, counted: bool = False
    ) -> Operand | None:
        """The query of what stands at places of the text; `counted`: nearness counts from its end."""
        if not isinstance(node, syntax.Near | syntax.Together):
            return self._part(node, fieldname, counted=counted)
        left = self._operand(node.left, fieldname, counted=True)
        right = self._operand(node.right, fieldname, counted=True)
        if left is None or right is None:
            return left or right
        if isinstance(node, syntax.Together):
            return Together(left, right, node.unit)
        return Near(left, right, node.distance, node.ordered)

    def _part(
        self,
        node: syntax.Syntax,
        fieldname: str | None,
        *,
        followed: bool = False,
        counted: bool = False,
        quoted: bool = False,
    ) -> Part | None:
        """The query of a word, a phrase or a choice of them, see `term_node`."""
        if isinstance(node, syntax.Term):
            return term_node(node, fieldname, self.present, followed=followed, counted=counted, quoted=quoted)
        assert isinstance(node, syntax.Phrase | syntax.Or)
        if isinstance(node, syntax.Or):
            options = [
                self._part(part, fieldname, followed=followed, counted=counted, quoted=quoted)
                for part in node.parts
            ]
            return _joined(options, Alternatives)
        quoted = quoted or node.typed is None
        made: list[Part | None] = [
            self._part(part, fieldname, followed=True, quoted=quoted) for part in node.parts[:-1]
        ]
        last = node.parts[-1]
        made.append(self._part(last, fieldname, followed=followed, counted=counted, quoted=quoted))
        if not quoted and has_unspaced(node.typed or ""):
            return _joined(made, partial(joined_runs, fieldname))
        if node.written is not None:
            there = tuple(part for part in made if part is not None)
            return Sequence(fieldname, there, written=node.written) if there else None
        return _joined(made, partial(Sequence, fieldname))

    def _filter(self, node: syntax.Filter) -> KeywordFilter:
        if node.name == "language":
            return KeywordFilter("language", tuple(self._language(value, node) for value in node.values))
        return KeywordFilter(node.name, node.values)

    def _language(self, value: str, node: syntax.Filter) -> str:
        """The code of a language given by code or English name."""
        code = normalise_language(value)
        if code != GENERAL:
            return code
        folded = fold_value(value).partition("-")[0]
        from dateline.search.query.labels import LANGUAGE_CODES  # few queries ask for a language

        if folded in LANGUAGE_CODES:
            return LANGUAGE_CODES[folded]
        if folded in self.languages or (len(folded) in (2, 3) and folded.isalpha()):
            return folded
        known = ", ".join(sorted(filter(None, self.languages))) or ", ".join(SUPPORTED)
        meant = f"{self.text[: node.start]}lang:{known.partition(',')[0]}{self.text[node.end :]}"
        raise QueryError(
            f"unknown language {shown(value)!r}",
            query=self.text,
            position=node.start,
            hint=f"The index has {known}",
            suggestion=self._typeable(one_line(meant)),
        )

    def _typeable(self, query: str) -> str:
        """The query, "" if it can't be read."""
        with suppress(QueryError):
            grammar.parse(query, today=self.today)
            return query
        return ""


def _joined(parts: list[Part | None], join: Callable[[tuple[Part, ...]], Part]) -> Part | None:
    """The parts as one node; one alone is itself, those that can't be in an index are left out."""
    there = tuple(part for part in parts if part is not None)
    return join(there) if len(there) > 1 else there[0] if there else None


def _is_kept(node: syntax.Syntax) -> bool:
    return syntax.is_filter(node) and not isinstance(node, syntax.Not)

"""How was the query read? The answer in words, for the person who typed it.

>>> from dateline.search.query.grammar import parse
>>> say(parse('"border guards" -Kabul source:Kazinform after:2013'), languages={"en": 9})
'"border guards" AND NOT Kabul (English, stemmed) AND source: Kazinform AND published 2013 or later'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.format.fields import BY_NAME
from dateline.search.query.compounds import compound_parts
from dateline.search.query.labels import say_analysis, say_dates, say_pasted, say_values
from dateline.search.query.limits import MAX_TELLING
from dateline.search.query.syntax import (
    And,
    AtLeast,
    Dates,
    Field,
    Filter,
    Near,
    Not,
    Or,
    Phrase,
    Required,
    Syntax,
    Term,
    Together,
    asked_runs,
    is_filter,
    required_always,
    required_parts,
    terms_of,
)
from dateline.search.query.wording import word_node

__all__ = ["say"]

_ABBREVIATION: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
# How tightly each holds together what it stands between.
_OR, _AND, _NOT, _NEAR, _ONE = range(5)


def say(
    tree: Syntax, *, languages: Mapping[str, int], match: str = "all", filters: Sequence[str] = ()
) -> str:
    """The query in words: first what is asked of the text, then in which languages, then the filters.

    `languages` are those of the index with their numbers of articles; `filters` are said after those typed.
    """
    parts = required_parts(tree)
    asked = [part for part in parts if not is_filter(part) and not isinstance(part, Not)]
    excluded = [f"NOT {_say(part.body, _NOT)}" for part in parts if isinstance(part, Not)]
    level = _AND if len(parts) > 1 or filters else _OR
    is_pasted = len(asked) > MAX_TELLING
    limits = [_say(part, level) for part in parts if is_filter(part) and not isinstance(part, Not)]
    limits += filters
    if is_pasted:
        text = [say_pasted(len(asked))]
    elif match == "any" and (len(asked) > 1 or (asked and _compound_parts(asked[0], languages))):
        text = [" OR ".join(_say_any(part, languages) for part in asked_runs(tree))]
        always = [_say(part, _AND) for part in required_always(tree)]
        if excluded or limits or always:
            text = [f"({text[0]})", *always]
    else:
        text = [_say(part, level) for part in asked]
    if not asked and not limits:
        text = ["every article"]
    said = " AND ".join([*text, *excluded])
    how = _analysis(tree, languages, match == "any")
    return " AND ".join(filter(None, [f"{said} ({how})" if how else said, *limits]))


def _say_any(node: Syntax, languages: Mapping[str, int]) -> str:
    """A part any of which will do: of a compound any part of it will."""
    return " OR ".join([_say(node, _NOT), *_compound_parts(node, languages)])


def _compound_parts(node: Syntax, languages: Mapping[str, int]) -> list[str]:
    """The words that a compound is made of: F and 35 of F-35, Unione of l'Unione."""
    if not isinstance(node, Term) or node.kind != "word" or node.exact or node.text.isalnum():
        return []
    compound = word_node(node.text, None, tuple(languages), exact=False)
    return [] if compound is None else [part.text for part in compound_parts(compound)]


def _say(node: Syntax, level: int) -> str:
    """The node in words, in brackets where it would come apart between what stands around it."""
    said, own = _words(node)
    return f"({said})" if own < level else said


def _words(node: Syntax) -> tuple[str, int]:
    """The node in words, and how tightly they hold together."""
    if isinstance(node, Term):
        return _say_term(node), _ONE
    if isinstance(node, Phrase):
        return _say_phrase(node), _ONE
    if isinstance(node, Or):
        return " OR ".join(_say(part, _NOT) for part in node.parts), _OR
    if isinstance(node, And):
        return " AND ".join(_say(part, _AND) for part in node.parts), _AND
    if isinstance(node, Not):
        return f"NOT {_say(node.body, _NOT)}", _NOT
    if isinstance(node, Required):
        return _words(node.body)
    if isinstance(node, AtLeast):
        times = "once" if node.count == 1 else f"{node.count} times"
        return f"{_say(node.body, _ONE)} at least {times}", _NEAR
    if isinstance(node, Field):
        return f"{BY_NAME[node.name].label}: {_say(node.body, _NEAR)}", _NOT
    if isinstance(node, Filter):
        return say_values(node.name, node.values), _ONE
    if isinstance(node, Dates):
        return say_dates(node.first, node.last), _ONE
    return _say_nearness(node), _NEAR


def _say_nearness(node: Near | Together) -> str:
    left, right = _say(node.left, _ONE), _say(node.right, _ONE)
    if isinstance(node, Together):
        return f"{left} in the same {node.unit} as {right}"
    words = "1 word" if node.distance == 1 else f"{node.distance} words"
    return (
        f"{left} followed within {words} by {right}" if node.ordered else f"{left} within {words} of {right}"
    )


def _say_term(term: Term) -> str:
    if term.kind == "prefix":
        return f"{term.text}*"
    if term.kind == "fuzzy":
        return f"{term.text} (one typo allowed)"
    # The last full stop of U.S. is no part of the token, but reads better with it.
    text = f"{term.text}." if _ABBREVIATION.fullmatch(term.text) else term.text
    return f"exactly {text}" if term.exact else text


def _say_phrase(phrase: Phrase) -> str:
    inside = phrase.typed or " ".join(_say_part(part) for part in phrase.parts)
    return f'exactly "{inside}"' if phrase.exact else f'"{inside}"'


def _say_part(part: Syntax) -> str:
    """A part of a phrase, without quotes and what is said of the whole."""
    if isinstance(part, Or):
        return f"({' OR '.join(_say_part(option) for option in part.parts)})"
    if isinstance(part, Phrase):
        return " ".join(_say_part(inner) for inner in part.parts)
    if isinstance(part, Term) and part.kind == "fuzzy":
        return f"{part.text}~"
    return _say_term(part).removeprefix("exactly ") if isinstance(part, Term) else _say(part, _ONE)


def _analysis(tree: Syntax, languages: Mapping[str, int], loose: bool) -> str:
    """How the words were made into terms; "" where they were not: exact words and patterns."""
    words = [term.text for term in terms_of(tree) if not term.exact and term.kind in ("word", "fuzzy")]
    return say_analysis(words, _spoken(tree, languages), loose=loose) if words else ""


def _spoken(tree: Syntax, languages: Mapping[str, int]) -> Mapping[str, int]:
    """The languages of the words: those a required `lang:` names, else those of the index."""
    for part in required_parts(tree):
        if isinstance(part, Filter) and part.name == "language":
            codes = (normalise_language(value) for value in part.values)
            return {code: languages.get(code, 0) for code in codes}
    return languages

"""How languages, dates and values are called where it is told how a query was read.

>>> say_stemming(["border"], {"en": 9}), say_dates("2013", None)
('English, stemmed', 'published 2013 or later')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dateline.indexer.analysis.languages import GENERAL, LANGUAGE_NAMES, languages_for
from dateline.indexer.format.fields import BY_NAME

__all__ = ["LANGUAGE_NAMES", "say_dates", "say_stemming", "say_values", "say_words"]

# How many languages are named before the rest is counted.
_NAMED_LANGUAGES: Final = 3


def say_words(
    words: Iterable[str], languages: Mapping[str, int], *, match: str, filters: Iterable[str] = ()
) -> str:
    """A query of bare words, or of one phrase with its quotes, in words; `filters` are said after them."""
    asked = list(words)
    any_of = match == "any" and len(asked) > 1
    said = (" OR " if any_of else " AND ").join(asked)
    limits = list(filters)
    if any_of and limits:
        said = f"({said})"
    how = say_stemming([part for word in asked for part in word.strip('"').split()], languages)
    return " AND ".join([f"{said} ({how})", *limits])


def say_values(name: str, values: Iterable[str]) -> str:
    """A keyword filter in words. `name` is the field as the index calls it."""
    if BY_NAME[name].compared == "language":
        values = [LANGUAGE_NAMES.get(value, value) for value in values]
    said = [f'"{value}"' if " " in value else value for value in values]
    return f"{BY_NAME[name].label}: {' or '.join(said)}"


def say_dates(first: str | None, last: str | None) -> str:
    """A range of dates in words. One end is given at least."""
    if last is None:
        return f"published {first} or later"
    if first is None:
        return f"published {last} or earlier"
    if first == last:
        return f"published {'on' if len(first) == len('2013-05-28') else 'in'} {first}"
    return f"published {first} to {last}"


def say_stemming(words: Iterable[str], languages: Mapping[str, int]) -> str:
    """By the rules of which languages words were made into terms."""
    found = {language for word in words for language in languages_for(word, languages)} - {GENERAL}
    if not found:
        return "not stemmed"
    ordered = sorted(found, key=lambda language: (-languages.get(language, 0), language))
    names = [LANGUAGE_NAMES[language] for language in ordered]
    if len(names) > _NAMED_LANGUAGES + 1:
        names = [*names[:_NAMED_LANGUAGES], f"{len(names) - _NAMED_LANGUAGES} more languages"]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{listed}, stemmed"

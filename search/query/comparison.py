"""How what is typed is compared with what an index holds: values of fields, and written forms of words.

>>> acceptor("source", ("times",))(fold_value("The Times")) is not None
True
>>> [bool(acceptor("source", (typed,))("the times")) for typed in ("tim*", "*mes", "t?mes", "ti")]
[True, True, True, False]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.folding import fold_value
from dateline.indexer.analysis.forms import PLAIN_MARKS, plain_marks, same_form
from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format.fields import BY_NAME

__all__ = [
    "NAMED",
    "PLAIN_MARKS",
    "STARRED",
    "acceptor",
    "fold_value",
    "plain_marks",
    "same_form",
    "usual_spelling",
    "value_under",
]

# A `name=value` that is asked for, and the words of a value that is.
NAMED: Final = lazy_pattern(r"([\w.]+)=(.*)", re.DOTALL)
STARRED: Final = lazy_pattern(r"(?:[*?]*\w[\w*?]*)")


@lru_cache(maxsize=256)
def acceptor(fieldname: str, values: tuple[str, ...]) -> Callable[[str], object]:
    """A function that is true of the folded values a filter accepts: made once, asked for every value."""
    wanted = [fold_value(value) for value in values]
    compared = BY_NAME[fieldname].compared
    if compared == "whole":
        return frozenset(wanted).__contains__
    if compared == "language":
        codes = frozenset(value.partition("-")[0] for value in wanted)
        return lambda value: value.partition("-")[0] in codes
    if compared == "named":
        tests = [_named(value) for value in wanted]
        return lambda value: any(test(value) for test in tests)
    if compared == "path":
        # fnmatch would read [ as a set of letters, which a file name may hold.
        globs = [value.replace("[", "[[]") for value in wanted if "*" in value or "?" in value]
        parts = [value for value in wanted if not ("*" in value or "?" in value)]
        # A pattern holds for the whole path, or for a tail of it: `2013/*` from wherever one stands.
        globs += [f"*/{glob}" for glob in globs if not glob.startswith("/")]
        globs += [f"{glob}!/*" for glob in globs]  # and for what lies in such a file
        return lambda value: (
            any(part in value for part in parts) or any(fnmatchcase(value, glob) for glob in globs)
        )
    return _in_a_row(wanted)


def _in_a_row(wanted: Iterable[str]) -> Callable[[str], object]:
    """A function that is true of values that have the words of one of these in a row."""
    names = (r"\W+".join(map(_word_pattern, words)) for value in wanted if (words := STARRED.findall(value)))
    return re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in names) or "(?!)").search


def _named(wanted: str) -> Callable[[str], object]:
    """A function that is true of a `name=value` with these words in the value; `name=words` asks for the
    name.

    A name is found by its end too: "section" in "fields.section=World".
    """
    asked = NAMED.fullmatch(wanted)
    name, said = (asked[1], asked[2]) if asked else ("", wanted)
    accepts = _in_a_row((said,))

    def test(value: str) -> object:
        own, _, rest = value.partition("=")
        return (not name or own == name or own.endswith(f".{name}")) and accepts(rest)

    return test


def value_under(name: str, value: str) -> str | None:
    """What a `name=value` says under a name, which may be the end of its own; None where it has another.

    >>> value_under("section", "fields.section=World"), value_under("section", "subsection=World")
    ('World', None)
    """
    own, _, rest = value.partition("=")
    return rest if own == name or own.endswith(f".{name}") else None


def _word_pattern(word: str) -> str:
    """A word of a value: a star in it stands for any letters, a question mark for one."""
    return "".join(
        {"*": r"\w*", "?": r"\w"}.get(piece, re.escape(piece)) for piece in re.split("([*?])", word)
    )


def usual_spelling(counts: Mapping[str, int]) -> str:
    """The spelling of a value by which it is shown: the most frequent; of equals one without a word in
    capitals, then the first.

    >>> usual_spelling({"ANN LEE": 2, "Ann Lee": 2, "ann lee": 1})
    'Ann Lee'
    """
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda value: (-counts[value], any(map(_is_shouted, value.split())), value))


def _is_shouted(word: str) -> bool:
    return word.isupper() and len(word) > 1

"""The refusals of the grammar that take more than a line to say: what is wrong, and what may be meant.

Each ends in `Typed.refuse`. Places are code points of the query, `start` inclusive, `end` exclusive.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import Final, NoReturn, cast

from dateline.indexer.analysis.folding import INVISIBLE, MARKS
from dateline.search.query import limits
from dateline.search.query.dates import DateError
from dateline.search.query.lexer import CLOSING, QUOTES
from dateline.search.query.meant import is_date, meant_dates
from dateline.search.query.mending import shown
from dateline.search.query.names import EXAMPLES
from dateline.search.query.syntax import And, Field, Not, Syntax, Term, terms_of
from dateline.search.query.typed import Typed
from dateline.search.query.values import listed_values

__all__ = [
    "as_phrase",
    "refuse_date",
    "refuse_depth",
    "refuse_distance",
    "refuse_inner_field",
    "refuse_long_range",
    "refuse_no_operand",
    "refuse_no_value",
    "refuse_not_inside",
    "refuse_open_quote",
    "refuse_operand",
    "refuse_operator",
    "refuse_sign_inside",
    "refuse_slop",
    "refuse_square_date",
    "refuse_too_many",
]

_WORD: Final = re.compile(r"\S+")
_LETTERS: Final = re.compile(rf"[\w{MARKS}{INVISIBLE}]+")
_SLOP: Final = re.compile("~([0-9]*)")
_NESTING: Final = re.compile(r"[()]|\bNOT\b|(?<!\S)[-!]")
# What stands after `source:`, whole, and the values in (a OR "b c").
_VALUE: Final = re.compile(r'(?:"[^"]*"|[^\s()"])*')
_LIST: Final = re.compile(r"\(([^()]{1,500})\)")
# `title:!oil`, `title:[oil]`
_SIGN_INSIDE: Final = re.compile(r"[-!]+(?=[\w\"“„«(=])")
_BRACKET_INSIDE: Final = re.compile(r"[\[{]\s*([^\[\]{}]*?)\s*[\]}]")
_BLANK_INSIDE: Final = re.compile(r"\s+(?=[\w\"“„«(=])")
_NOT_INSIDE: Final = re.compile(r"NOT\s+(?=[\w\"“„«(=])")
_LONG_RANGE: Final = re.compile(
    r"[\d./-]*\d(?:\s+(?:to|TO|bis|\.\.+|-|–|—)\s+|\.\.\s+|\s+\.\.)[\d./-]*\d(?=[\s)]|\Z)"
)
_DATE_WORDS: Final = 4  # of the longest date: 3 days ago, 28 of May 2013


def refuse_operator(typed: Typed, side: str, start: int, end: int) -> NoReturn:
    """Refuse an operator that has nothing "before" or "after" it."""
    name = typed.text[start:end]
    instead = ("To search for the word, quote it", typed.edited(start, end, f'"{name}"'))
    if not name[0].isalnum():
        instead = ("Leave it out", typed.edited(start, end))
    typed.refuse(f"{shown(name)} has nothing {side} it", start, instead)


def refuse_depth(typed: Typed, at: int) -> NoReturn:
    """Refuse what is nested deeper than anybody means it."""
    fewer = _NESTING.sub(" ", typed.text)
    typed.refuse(f"brackets and exclusions more than {limits.MAX_DEPTH} deep", at, ("Take them away", fewer))


def refuse_too_many(typed: Typed, tree: Syntax) -> None:
    """Refuse a query with more words, patterns or exact words than one may have."""
    parts = patterns = exact = 0
    for count, term in enumerate(terms_of(tree), start=1):
        parts += len(_LETTERS.findall(term.text))  # of a compound
        patterns += term.kind != "word"
        exact += term.exact
        too_many = ""
        if count > limits.MAX_WORDS or parts > 2 * limits.MAX_WORDS:
            too_many = f"{limits.MAX_WORDS:,} words"
        elif patterns > limits.MAX_PATTERNS:
            too_many = f"{limits.MAX_PATTERNS} words with a *, ? or ~"
        elif exact > limits.MAX_EXACT:
            too_many = f"{limits.MAX_EXACT} words with a ="
        if too_many:
            fewer = ("Search for the first ones, or for a phrase", typed.text[: term.start])
            typed.refuse(f"the query has more than {too_many}", term.start, fewer)


def refuse_distance(typed: Typed, at: int, operator: str, name: str, distance: int | None) -> NoReturn:
    """Refuse the operator at a place that wants another number of words; `distance` is the one it has."""
    nearest = max(1, min(5 if distance is None else distance, limits.MAX_DISTANCE))
    end = at + len(operator)
    typed.refuse(
        f"{shown(operator)!r} wants a number of words from 1 to {limits.MAX_DISTANCE:,}",
        at,
        ("Type", typed.edited(at, end, f"{name}/{nearest}")),
        ("To search the text, quote it", typed.edited(at, end, f'"{operator}"')),
    )


def refuse_open_quote(typed: Typed, opening: int) -> NoReturn:
    """Refuse a quote that is not closed: closed at the end, or one too many."""
    text = typed.text
    without = ("Leave it out", typed.edited(opening, opening + 1))
    closed = ("Close it", text.rstrip() + CLOSING[text[opening]][0])
    after = text[opening + 1 :]
    # One that follows on a word and stands before a blank, or nothing, has closed what was not opened.
    is_left_over = not after.strip() or (opening > 0 and text[opening - 1].isalnum() and after[0].isspace())
    typed.refuse("a quote is not closed", opening, *((without,) if is_left_over else (closed, without)))


def refuse_slop(typed: Typed, start: int, sign: int) -> NoReturn:
    """Refuse the `~5` after a phrase that begins at `start`."""
    found = cast("re.Match[str]", _SLOP.match(typed.text, sign))
    words = typed.text[start : sign - 1].lstrip("=" + QUOTES).split()
    if found[1].strip("0") == "" and found[1]:
        typed.refuse("a phrase takes no '~'", sign, ("Leave it out", typed.edited(sign, found.end())))
    near = f" NEAR/{found[1] or limits.DEFAULT_NEAR} ".join(words)
    typed.refuse(
        "a phrase takes no '~'", sign, ("Near each other is typed", typed.edited(start, found.end(), near))
    )


def refuse_inner_field(typed: Typed, name: str, outer: str, start: int, end: int) -> NoReturn:
    """Refuse the field `name:`, which stands in `[start, end)`, inside another."""
    value_end = cast("re.Match[str]", _VALUE.match(typed.text, end)).end()
    outside = f"{typed.edited(start, value_end)} {typed.text[start:value_end]}"
    typed.refuse(f"the field '{name}:' inside '{outer}:'", start, ("Put it outside", outside))


def refuse_sign_inside(typed: Typed, name: str, start: int, stop: int) -> None:
    """Refuse the sign or square bracket right after `name:`, the field `[start, stop)`, if there is one."""
    if sign := _SIGN_INSIDE.match(typed.text, stop):
        moved = typed.opposite(start, name) + typed.text[sign.end() :]
        typed.refuse(f"{sign[0]!r} inside '{name}:'", stop, ("Put it in front", moved))
    if square := _BRACKET_INSIDE.match(typed.text, stop):
        words = square[1] if square[1].isalnum() else f"({square[1]})"
        typed.refuse(f"no value after '{name}:'", stop, ("Type", typed.edited(stop, square.end(), words)))


def refuse_no_operand(typed: Typed, name: str, start: int, stop: int, example: str) -> NoReturn:
    """Refuse `name:`, the piece `[start, stop)`, with nothing to search for right after it."""
    instead = [("Leave it out", typed.edited(start, stop, " "))]
    if blank := _BLANK_INSIDE.match(typed.text, stop):
        instead.insert(0, ("Write it without a blank", typed.edited(stop, blank.end())))
    typed.refuse(f"no value after '{name}:'", start, *instead, example=f"Type {name}:{example}")


def refuse_not_inside(typed: Typed, name: str, start: int, stop: int) -> None:
    """Refuse the NOT right after `name:` if something to search for follows; alone it is a word."""
    if found := _NOT_INSIDE.match(typed.text, stop):
        typed.refuse(
            f"NOT inside '{name}:'",
            stop,
            ("Put it in front", typed.opposite(start, name) + typed.text[found.end() :]),
            ("To search the word, quote it", typed.edited(stop, stop + 3, '"NOT"')),
        )


def refuse_no_value(typed: Typed, name: str, start: int, place: int, end: int) -> NoReturn:
    """Refuse the field at `start` without a value at `place`, or with several in brackets, as elsewhere."""
    instead = [("Leave it out", typed.edited(start, end, " "))]
    if listed := _LIST.match(typed.text, place):
        instead.insert(0, listed_values(typed, name, start, listed))
    example = f"Type {name}:{EXAMPLES[name]}; several by a comma without a blank, blanks in quotes"
    typed.refuse(f"no value after '{name}:'", place, *instead, example=example)


def refuse_date(
    typed: Typed, error: DateError, name: str, start: int, place: int, end: int, today: date | None
) -> NoReturn:
    """Refuse the value at `place` of the field at `start`, which is not a date."""
    if quoted := _quoted_date(typed, place, today):
        typed.refuse(error.reason, place, ("Quote it", quoted))
    dates = [f'"{day}"' if " " in day else day for day in error.instead]
    if not dates and (meant := meant_dates(typed.text[place:end].rstrip("!?;."), today=today)):
        dates = [meant]
    instead = [
        (words, typed.edited(place, end, day)) for words, day in zip(("Type", "Or type"), dates, strict=False)
    ]
    without = ("Leave it out", typed.edited(start, end, " "))
    typed.refuse(error.reason, place, *(instead or [without]), example="" if instead else error.hint)


def refuse_long_range(typed: Typed, place: int, start: int, today: date | None) -> None:
    """Refuse `date:1987 to 1988`, whose value begins at `place`, if it goes on after its first blank."""
    found = _LONG_RANGE.match(typed.text, place)
    if found and (meant := meant_dates(found.group(), today=today)):
        reason = "a range is typed with two dots and no blanks"
        typed.refuse(reason, place, ("Type", f"{typed.text[:start]}date:{meant}{typed.text[found.end() :]}"))


def refuse_square_date(typed: Typed, place: int, today: date | None) -> None:
    """Refuse `date:[1987..1988]`, whose value begins at `place`."""
    found = _BRACKET_INSIDE.match(typed.text, place)
    if found and (meant := meant_dates(found[1], today=today)):
        typed.refuse("dates have no brackets", place, ("Type", typed.edited(place, found.end(), meant)))


def _quoted_date(typed: Typed, place: int, today: date | None) -> str:
    """The query with its date of several words in quotes; "" if that is not what is wrong."""
    words = [*islice(_WORD.finditer(typed.text[place : place + 60]), _DATE_WORDS)]
    for last in reversed(words[1:]):
        said = typed.text[place : place + last.end()]
        if is_date(said, today=today):
            return typed.edited(place, place + last.end(), f'"{said}"')
    return ""


def refuse_operand(
    typed: Typed, wrong: Syntax, left: Syntax, right: Syntax, operator: str, end: int
) -> NoReturn:
    """Refuse what has no place in the text, and so nothing can be near it: `wrong` is left or right.

    What is right of the operator ends at `end`.
    """
    text = typed.text
    instead = as_phrase(typed, wrong)
    if isinstance(wrong, Field | Not):
        inner = text[wrong.body.start : wrong.body.end]
        if wrong is left:
            both = f"{inner} {operator} {text[right.start : end]}"
        else:
            both = f"{text[left.start : left.end]} {operator} {inner}"
        start = f"{wrong.name}:" if isinstance(wrong, Field) else "-"
        words = "Put the field in front of both" if isinstance(wrong, Field) else "Exclude the whole"
        whole = f"{start}({both})"
        if isinstance(wrong, Not) and not isinstance(left, Not | Field):
            whole = f"{text[left.start : left.end]} {whole}"
        elif isinstance(wrong, Not) and not isinstance(right, Not | Field):
            whole = f"{text[right.start : end]} {whole}"
        if isinstance(wrong, Not) and text[: left.start].strip():
            whole = f"({whole})"
        instead = [(words, typed.edited(left.start, end, whole))]
    example = 'As in drug NEAR/5 trafficking, "border guards" w/s (Tajik OR Kyrgyz)'
    typed.refuse(
        f"{shown(operator)} stands between words, phrases or (a OR b)",
        wrong.start,
        *instead,
        example="" if isinstance(wrong, Field | Not) else example,
    )


def as_phrase(typed: Typed, node: Syntax) -> list[tuple[str, str]]:
    """The query with a bracket of words as a phrase, to be suggested; nothing for anything else."""
    if not isinstance(node, And) or not all(isinstance(part, Term) for part in node.parts):
        return []
    opening, closing = typed.text.rfind("(", 0, node.start), typed.text.find(")", node.end)
    if opening < 0 or closing < 0:
        return []
    phrase = f'"{typed.text[node.start : node.end]}"'
    return [("Make it a phrase", typed.edited(opening, closing + 1, phrase))]

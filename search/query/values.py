"""Values of filters that are typed as another engine wants them: what is wrong, and what to type.

A filter takes names and dates as they are: no sign stands before one, and no pattern inside. A value in
quotes is never looked at here, for whatever it holds is meant.

>>> wrong_value("source", "Reuters|AP")
Wrong(reason="'|' stands between whole conditions", words='By commas without a blank', instead='Reuters,AP')
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dateline.search.errors import QueryError
from dateline.search.query.names import DATE_FIELDS, EXAMPLES, PATTERN_FIELDS
from dateline.search.query.typed import Typed

__all__ = ["Wrong", "check_option", "listed_values", "refuse_value", "wrong_value"]


# A value with a sign that may be another engine's. Most have none.
_SUSPECT: Final = re.compile(r"[-!'|*?/^~\[\]{}&]")
_ADDRESS: Final = re.compile(r"\w+://|www\.")
_ONE: Final = r'"[^"]*"|[^\s,()"]+'
_EXCLUDED: Final = re.compile(rf"[-!](?P<value>\([^()]*\)|{_ONE})")
_IN_SINGLE_QUOTES: Final = re.compile(r"'([^'\n\"]+)'(?=[\s,)]|\Z)")
_LISTED: Final = re.compile(r'"[^"]+"|[^\s,"]+')
_EITHER: Final = ("OR", "|", "||")
_BOTH: Final = ("AND", "&&")
_NOT: Final = ("NOT", "-", "!")


class Wrong(NamedTuple):
    """What is wrong with a value, and the value that may be meant after the words that recommend it.

    `instead` is empty where no value can be told.
    """

    reason: str
    words: str
    instead: str


def refuse_value(typed: Typed, name: str, start: int, place: int, end: int) -> None:
    """Refuse the value `[place, end)` of the field that begins at `start` if it has a foreign sign."""
    text = typed.text
    if not _SUSPECT.search(text, place, max(end, place + 1)):
        return
    if excluded := _EXCLUDED.match(text, place):
        typed.refuse(
            f"{text[place]!r} inside '{name}:'",
            place,
            ("Put it in front", _moved(typed, name, start, place, excluded)),
        )
    if quoted := _IN_SINGLE_QUOTES.match(text, place):
        double = typed.edited(place, quoted.end(), f'"{quoted[1]}"')
        typed.refuse("single quotes are apostrophes here", place, ("Type", double))
    if name in DATE_FIELDS:
        return
    if wrong := wrong_value(name, text[place:end].rstrip("!?;")):
        ways = [(wrong.words, typed.edited(place, end, wrong.instead))] if wrong.instead else []
        if not ways and text[place - 1] == ":" and text[end : end + 1] != ",":
            ways.append(("Leave it out", typed.edited(start, end, " ")))
        example = "" if wrong.instead else f"{wrong.words} {name}:{EXAMPLES[name]}"
        typed.refuse(wrong.reason, place, *ways, example=example)


def _moved(typed: Typed, name: str, start: int, place: int, excluded: re.Match[str]) -> str:
    """The query with the sign at `place` in front of the field."""
    text, end = typed.text, excluded.end()
    after = text[end:]
    if after.startswith(",") and after[1:2].strip():
        after = f" {name}:{after[1:]}"
    if text[place - 1] == ",":
        return f"{text[: place - 1]} -{name}:{excluded['value']}{after}"
    return f"{typed.opposite(start, name)}{excluded['value']}{after}"


def check_option(name: str, value: str, given: str) -> None:
    """Refuse a value without quotes given beside a query, as by `--source`; `given` is all that was given."""
    if value[:1] in ("-", "!") and value[1:].strip():
        said = value[1:].strip()
        raise QueryError(
            f"{value[0]!r} in front of a {name} leaves nothing out",
            query=given,
            position=-1,
            hint=f"""Put it in the query: -{name}:{f'"{said}"' if " " in said else said}""",
        )
    if wrong := wrong_value(name, value):
        said = f"{wrong.words}: {wrong.instead}" if wrong.instead else f"Type a whole word of the {name}"
        raise QueryError(wrong.reason, query=given, position=-1, hint=said)


def wrong_value(name: str, value: str) -> Wrong | None:
    """What is wrong with a value without quotes; None if nothing is."""
    if not _SUSPECT.search(value) or _ADDRESS.match(value):
        return None
    bare = value.strip("|*?/^~[]{}&")
    if not any(map(str.isalnum, bare)):
        return None
    if "|" in value:
        parts = [part for part in value.split("|") if part]
        return Wrong("'|' stands between whole conditions", "By commas without a blank", ",".join(parts))
    if "&&" in value:
        parts = [part for part in value.split("&&") if part]
        return Wrong("'&&' stands between whole conditions", "Type", f" {name}:".join(parts))
    if name == "path":
        return None  # which takes patterns, and whose signs are those of the file
    if name == "id":
        return Wrong(f"'{name}:' takes no '*'", "Leave it out", bare) if value.endswith("*") else None
    if re.fullmatch("/.+/", value):
        words = re.findall(r"\w+", value)
        return Wrong("regular expressions are not understood", "Type a word of the name", words[0])
    if boost := re.search(r"\^[0-9.]+\Z", value):
        return Wrong(f"{boost[0]!r} asks that one value count more", "Leave it out", value[: boost.start()])
    if typos := re.search(r"~[0-9.]*\Z", value):
        return Wrong(f"'{name}:' takes no '~'", "Leave it out", value[: typos.start()])
    if value[0] in "[{" or value[-1] in "]}":
        return Wrong(f"'{name}:' takes no brackets", "Leave them out", bare)
    if name not in PATTERN_FIELDS and (sign := re.search("[*?]", value)):
        reason = f"'{name}:' takes whole words and no {sign[0]!r}"
        if value.rstrip("*?") == value[: sign.start()]:
            return Wrong(reason, "Leave it out", value[: sign.start()])
        return Wrong(reason, "Type a whole word, as in", "")
    return None


def listed_values(typed: Typed, name: str, start: int, listed: re.Match[str]) -> tuple[str, str]:
    """The query with the bracket of values, `listed`, as it is typed here, after words that recommend it.

    `(a OR b)` is a list with commas; where something in it is excluded, each value has the field before it.
    """
    tokens = _LISTED.findall(listed[1])
    signs = {*_BOTH, *_NOT}
    if not any(token in signs or token[0] in "-!" for token in tokens):
        values = ",".join(token for token in tokens if token not in _EITHER)
        return "By commas without a blank", typed.edited(listed.start(), listed.end(), values)
    said: list[str] = []
    sign = ""
    for token in tokens:
        if token in _NOT:
            sign = "-"
        elif token in _EITHER or token in _BOTH:
            said.append("OR" if token in _EITHER else "AND")
        else:
            excluded = token[0] in "-!"
            said.append(f"{'-' if excluded else sign}{name}:{token[1:] if excluded else token}")
            sign = ""
    query = " ".join(said)
    behind_sign = typed.text[:start].endswith(("-", "!", "NOT "))
    if (len(said) > 1 and ("OR" in said or behind_sign)) or (behind_sign and query[0] == "-"):
        query = f"({query})"
    return "The field before each", typed.edited(start, listed.end(), query)

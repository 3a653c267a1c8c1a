"""The names of fields as they are typed, from the table of fields."""

from __future__ import annotations

from typing import Final, cast

from dateline.indexer.format.fields import FIELDS, TextName

__all__ = [
    "DATE_FIELDS",
    "EXAMPLES",
    "FIELD_NAMES",
    "KEYWORD_FIELDS",
    "NAMED_FIELDS",
    "OTHER_NAMES",
    "PATTERN_FIELDS",
    "TEXT_FIELDS",
    "fields_like",
]

# As typed, and as the index calls them.
TEXT_FIELDS: Final = {
    typed.name: cast("TextName", field.name)
    for field in FIELDS
    for typed in field.typed
    if field.kind.startswith("text")
}
KEYWORD_FIELDS: Final = {
    typed.name: field.name for field in FIELDS for typed in field.typed if field.kind == "keyword"
}
# Their values are words, any of which may have a star.
PATTERN_FIELDS: Final = frozenset(
    typed.name for field in FIELDS for typed in field.typed if field.compared in ("words", "named")
)
# Of these one name may be meant, after a dot: meta.section.
NAMED_FIELDS: Final = tuple(
    [typed.name for field in FIELDS for typed in field.typed if field.compared == "named"]
)
DATE_FIELDS: Final = tuple([typed.name for field in FIELDS for typed in field.typed if field.kind == "date"])
FIELD_NAMES: Final = (*TEXT_FIELDS, *KEYWORD_FIELDS, *DATE_FIELDS)

# What people and other engines call a field, and its name here.
OTHER_NAMES: Final = {
    other: typed.name for field in FIELDS for typed in field.typed for other in typed.others
}
# What to show where a field has no value.
EXAMPLES: Final = {typed.name: typed.example for field in FIELDS for typed in field.typed}


def fields_like(name: str) -> list[str]:
    """The field that may be meant by a name that is none, as it is typed; none where nothing is like it."""
    from difflib import get_close_matches  # here, because few queries need it and its import is felt

    lower = name.lower()
    known = "atleast3" if lower == "atleast" else OTHER_NAMES.get(lower)
    return [known] if known else get_close_matches(lower, FIELD_NAMES, 1)

"""The fields of an article: THE table, from which columns, queries, facets, exports and documentation follow.

A field that is added here is stored, found by its typed name, counted, shown and exported as its row says;
what it needs besides is its attribute of `Article` and whoever reads it out of a source. `docs/fields.md` has
the table for people. Nothing is imported here but `typing`: every command loads this module.

>>> [field.name for field in FIELDS if field.plural]
['author', 'meta']
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

__all__ = [
    "BY_NAME",
    "FACETS",
    "FIELDS",
    "KEYWORD_FIELDS",
    "OPTIONS",
    "PLURAL_FIELDS",
    "SINGLE_FIELDS",
    "STORED",
    "TEXT",
    "TEXT_FIELDS",
    "TITLE",
    "Compared",
    "Facet",
    "FacetField",
    "Field",
    "Kind",
    "TextName",
    "Typed",
    "facet_of",
]

# "text by article", "text by passage": analysed into terms, with positions; "text within": a part of the
# text. "keyword": whole values, each with a code into a sorted list of them; "date": the same, ISO text, so
# that its sorted order is the order in time and a partial date stands at its beginning. "stored": kept with
# the article, not searched.
Kind = Literal["text by article", "text by passage", "text within", "keyword", "date", "stored"]

# How a filter compares a value, case and accents aside: the words typed stand in it in a row; a glob over the
# whole where there is `*` or `?`, else a part of it; the whole; the code of a language or its English name;
# "named", the words in a row after a name and `=`, of whichever name or of the one that is typed.
Compared = Literal["words", "path", "whole", "language", "named"]

TextName = Literal["title", "text", "lead"]  # the fields searched as text
FacetField = Literal["source", "place", "author", "lang", "year", "month"]  # the names in FACETS


class Typed(NamedTuple):
    """A name typed in queries, a value for hints, and the names that people and other engines give it."""

    name: str
    example: str
    others: tuple[str, ...] = ()


class Facet(NamedTuple):
    """A name to count by; of a date the first `chars`."""

    name: FacetField
    chars: int | None = None


class Field(NamedTuple):
    """One field of an article.

    `name` is its attribute of `Article` and its name in the index, `label` what read-backs call it. `plural`
    is the attribute with its values where it has many: `Mention`s, read out of the one text that `name` has.
    """

    name: str
    kind: Kind
    label: str
    typed: tuple[Typed, ...] = ()
    compared: Compared | None = None
    plural: str | None = None
    facets: tuple[Facet, ...] = ()
    option: str | None = None  # help of the option `--name` that filters by it
    record: bool = False  # whether a record (a dict, a line of JSONL) may give it
    stored: bool = False  # whether the stored head of an article has it (stored_articles.py)
    show: str | None = None  # what `dateline show` calls it; None: not among the fields it lists
    fact: bool = False  # whether it stands below an article's heading on a page
    json: bool = False  # whether the JSON of a hit has it, with its plural
    csv: bool = False  # whether `search --csv` has it
    ris: str | None = None  # its tag
    bibtex: str | None = None  # its key


TITLE: Final = "title"
TEXT: Final = "text"

# In the order in which they are listed wherever several are.
FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "id", "keyword", "id",
        typed=(Typed("id", "7"),),
        compared="whole", record=True, show="id", json=True, csv=True, ris="ID",
    ),
    Field(
        TITLE, "text by article", "title",
        typed=(Typed("title", "border", ("headline", "heading", "intitle", "allintitle", "ti", "hl", "hd")),),
        record=True, stored=True, json=True, csv=True, ris="TI", bibtex="title",
    ),
    Field(
        TEXT, "text by passage", "text",
        typed=(Typed("text", "border", ("body", "content", "intext", "inbody", "allintext", "bdy", "td")),),
        record=True,
    ),
    Field(
        "lead", "text within", "first paragraph",
        typed=(Typed("lead", "border", ("intro", "hlead", "lp")),),
    ),
    Field(
        "date", "date", "date",
        typed=(
            Typed("after", "2013-05", ("since", "from")),
            Typed("before", "2013-05", ("until", "to")),
            Typed("date", "2013-05", ("published", "day", "year", "pd", "dt")),
        ),
        facets=(Facet("year", 4), Facet("month", 7)),
        record=True, show="date", fact=True, json=True, csv=True, ris="DA", bibtex="date",
    ),
    Field(
        "source", "keyword", "source",
        typed=(
            Typed("source", "Kazinform", ("publisher", "publication", "site", "agency", "pub", "so", "sn")),
        ),
        compared="words", facets=(Facet("source"),), option="From this source.",
        record=True, show="source", fact=True, json=True, csv=True, ris="T2", bibtex="journal",
    ),
    Field("agency", "stored", "agency", stored=True, show="agency"),
    Field(
        "place", "keyword", "place",
        typed=(Typed("place", "Bishkek", ("location", "city", "country")),),
        compared="words", facets=(Facet("place"),), option="With this place in the dateline.",
        record=True, show="place", fact=True, json=True, ris="CY", bibtex="address",
    ),
    Field(
        "author", "keyword", "author",
        typed=(Typed("author", "Ivanov", ("by", "byline", "au")),),
        compared="words", plural="authors", facets=(Facet("author"),),
        record=True, stored=True, show="author", fact=True, json=True, ris="AU", bibtex="author",
    ),
    Field(
        "language", "keyword", "language",
        typed=(Typed("lang", "ru", ("language", "la")),),
        compared="language", facets=(Facet("lang"),),
        record=True, show="language", json=True, ris="LA", bibtex="langid",
    ),
    Field("url", "stored", "url", record=True, stored=True, show="url", json=True, ris="UR", bibtex="url"),
    Field(
        "meta", "keyword", "meta",
        typed=(Typed("meta", "World", ("tag", "tags", "keyword", "keywords", "section", "category")),),
        compared="named", plural="metas", show="meta",
    ),
    Field(
        "path", "keyword", "path",
        typed=(Typed("path", "2013/*", ("file", "filename", "inurl", "url")),),
        compared="path", show="file", json=True, ris="L1",
    ),
    Field("locator", "stored", "locator", stored=True),
    Field("author_kind", "stored", "author kind", stored=True),
)  # fmt: skip

BY_NAME: Final = {field.name: field for field in FIELDS}

# Analysed into terms, with positions: the title once an article, the text once a passage.
TEXT_FIELDS: Final = (TITLE, TEXT)
# Whole values: a column of codes each.
KEYWORD_FIELDS: Final = tuple([field.name for field in FIELDS if field.kind in ("keyword", "date")])
PLURAL_FIELDS: Final = {field.name: field.plural for field in FIELDS if field.plural}
SINGLE_FIELDS: Final = tuple([name for name in KEYWORD_FIELDS if name not in PLURAL_FIELDS])
# What the stored head of an article has, in this order.
STORED: Final = tuple([field.name for field in FIELDS if field.stored])

# What can be counted by, whole values first, and the field each is of.
FACETS: Final = {
    facet.name: (field, facet.chars)
    for dated in (False, True)
    for field in FIELDS
    for facet in field.facets
    if (field.kind == "date") == dated
}


def facet_of(name: str) -> tuple[Field, int | None, str | None] | None:
    """What may be counted by under a name: its field, of a date the first so many characters, and of a field
    of `name=value` the name meant.

    None where nothing is called so.

    >>> [facet_of(name) is not None for name in ("source", "meta.section", "meta.", "section")]
    [True, True, False, False]
    """
    if name in FACETS:
        field, chars = FACETS[name]
        return field, chars, None
    typed, _, under = name.partition(".")
    for field in FIELDS:
        if under and field.compared == "named" and typed in [one.name for one in field.typed]:
            return field, None, under
    return None


# The fields that an option filters by.
OPTIONS: Final = {field.name: field.option for field in FIELDS if field.option}

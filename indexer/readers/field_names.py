"""By which names do other programs call the fields of an article, and what do they put there?

News APIs, scrapers and reading lists each have names of their own. Names are compared without regard to case
and to what parts their words: `Publication Title`, `publicationTitle` and `publication_title` are one. A name
in an object has the object's before it and a dot between. What no field has is kept beside them, as meta.

| program | its names |
|---|---|
| NewsAPI, GNews, Mediastack | `publishedAt`, `source.name`, `content`, `description` |
| GDELT DOC | `seendate`, `domain`, `sourcecountry` |
| Guardian Open Platform | `webTitle`, `webPublicationDate`, `fields.body`, `fields.byline` |
| New York Times Archive, Article Search | `headline.main`, `byline.original`, `pub_date`, `web_url` |
| Media Cloud | `publish_date`, `media_name`, `story_text` |
| Event Registry, NewsAPI.ai | `dateTimePub`, `source.title`, `authors[].name`, `body` |
| news-please, CC-News | `maintext`, `date_publish`, `source_domain` |
| trafilatura | `raw_text`, `hostname`, `source-hostname`, `sitename` |
| newspaper3k, newspaper4k | `publish_date`, `authors`, `text` |
| Fundus | `publishing_date`, `body.sections`, `plaintext` |
| schema.org, Scrapy, extruct, Zyte | `articleBody`, `datePublished`, `author.name`, `inLanguage` |
| All the News, HuffPost (Kaggle) | `publication`, `content`, `short_description` |
| JSON Feed | `content_html`, `content_text`, `date_published` |
| WordPress REST | `content.rendered`, `title.rendered`, `link` |
| Zotero CSV, CSL JSON | `Publication Title`, `container-title`, `issued.date-parts`, `Abstract Note` |
| Readwise, Reader | `Highlight`, `html_content`, `published_date`, `site_name` |
| Pocket, Instapaper | `resolved_title`, `given_url`, `Selection` |
| Omnivore, Wallabag | `publishedAt`, `siteName`, `domain_name`, `published_by` |
| Feedly | `origin.title`, `content.content`, `published`, `alternate[].href` |
| ProQuest, Factiva tables | `Full Text`, `pubdate`, `publication_name` |
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

__all__ = ["NAMES", "SUMMARIES", "folded_name", "listed_names", "place_of", "read_value", "spread"]

# What tells of an article where its text was not given.
SUMMARIES: Final = (
    "leadparagraph", "abstract", "abstractnote", "description", "summary", "shortdescription", "snippet",
    "excerpt",
    "trailtext", "fields.trailtext", "standfirst", "teaser", "lede",
)  # fmt: skip

_MOST_KEYS: Final = 2_000  # of a record that are looked at
_DEEPEST: Final = 3  # objects in objects whose keys have a name
_DEEPEST_TEXT: Final = 6  # lists and objects in which a text is looked for
_APART: Final = re.compile(r"[\W_]+")
_ADDRESS: Final = re.compile(r"(?:https?:)?//\S+\Z", re.IGNORECASE)
_CUT: Final = re.compile(r"\s*\[\+\d+ chars\]\Z")  # NewsAPI gives the beginning of a text
_LISTED: Final = re.compile(r"""\[\s*(?:(['"]).*\1\s*)?\]\Z""", re.DOTALL)
_QUOTED: Final = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
# In an object that is a text: its parts, in the order they are read.
_TEXT_KEYS: Final = (
    "rendered", "html", "content", "value", "text", "summary", "headline", "sections", "paragraphs", "body",
    "blocks", "children",
)  # fmt: skip
_NAME_KEYS: Final = (
    "name",
    "original",
    "fullName",
    "full_name",
    "displayName",
    "literal",
    "title",
    "byline",
    "label",
)


def folded_name(key: str) -> str:
    """A key as names are compared."""
    return _APART.sub("", key).casefold()


def spread(record: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    """The values of a record and of the objects in it by folded name, each with its key as written.

    What comes first under a name has it.
    """
    found: dict[str, tuple[str, object]] = {}
    pending: list[tuple[str, str, Mapping[str, object], int]] = [("", "", record, 1)]
    for before, written, values, depth in pending:
        for key, value in values.items():
            if len(found) >= _MOST_KEYS or not isinstance(key, str):
                continue
            name = f"{before}{folded_name(key)}"
            found.setdefault(name, (f"{written}{key}", value))
            if isinstance(value, Mapping) and depth < _DEEPEST:
                pending.append((f"{name}.", f"{written}{key}.", value, depth + 1))
    return found


def place_of(key: str, record: Mapping[str, object]) -> object:
    """The value at a key that a person named, with dots into objects; None where there is none."""
    if key in record:
        return record[key]
    value: object = record
    for part in key.split("."):
        if isinstance(value, (list, tuple)) and value:
            value = value[0]
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def read_value(field: str, value: object) -> object | None:
    """What a value says for a field, in a type that a record may have; None where it says nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    read = _READ[field](value)
    return None if isinstance(read, (str, tuple, list)) and not read else read


def _text(value: object) -> str | None:
    if isinstance(value, str):
        value = _CUT.sub("", value) if value.endswith("chars]") else value
        return value if value.strip() else None
    return "\n\n".join(_texts(value, _DEEPEST_TEXT)) or None


def _texts(value: object, depth: int) -> Iterable[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif depth and isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part, depth - 1)
    elif depth and isinstance(value, Mapping):
        # Either of these is the whole of it, the others are its parts.
        whole = next((value[key] for key in _TEXT_KEYS[:4] if isinstance(value.get(key), str)), None)
        for part in [whole] if whole is not None else [value.get(key) for key in _TEXT_KEYS]:
            yield from _texts(part, depth - 1)


def _title(value: object) -> str | int | float | None:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return value if not isinstance(value, str) or value.strip() else None
    if isinstance(value, Mapping):
        keys = ("main", "rendered", "default", "title", "text", "value", "name")
        return next((said for key in keys if (said := _string(value.get(key)))), None)
    return _string(value)


def _date(value: object) -> object | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float, datetime.date)):
        return value
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            numbers = [str(part).zfill(2) for part in parts[0][:3] if isinstance(part, (int, str))]
            return "-".join(numbers) or None
        keys = ("raw", "literal", "$date", "$numberLong", "date", "iso", "value")
        return next((read for key in keys if (read := _date(value.get(key))) is not None), None)
    return _string(value)


def _name(value: object) -> str | None:
    """A person or outlet: text, or an object that has a name."""
    if isinstance(value, str):
        return value.strip() or None
    if not isinstance(value, Mapping):
        return None
    for key in _NAME_KEYS:
        if said := _string(value.get(key)):
            return said
    parts = [
        next((said for key in keys if (said := _string(value.get(key)))), "")
        for keys in (
            ("given", "firstName", "firstname", "first_name"),
            ("family", "lastName", "lastname", "last_name"),
        )
    ]
    return " ".join(filter(None, parts)) or None


def _source(value: object) -> str | None:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    named = _name(value)
    return None if named is None or _ADDRESS.match(named) else named


def _author(value: object) -> object | None:
    if isinstance(value, str):
        return tuple(listed) if (listed := listed_names(value)) is not None else value.strip() or None
    if isinstance(value, (list, tuple)):
        # A list that names nobody in one of its items is for the record's reader to refuse.
        names = [_name(item) for item in value]
        return value if any(name is None for name in names) else tuple(name for name in names if name)
    return _name(value)


def listed_names(text: str) -> list[str] | None:
    """The names of a list written as text, as tables have it: `['Ann Lee', "Bo Li"]`; None for other text."""
    stripped = text.strip()
    if not _LISTED.match(stripped):
        return None
    try:
        read = json.loads(stripped)
    except (ValueError, RecursionError):
        read = [first or second for first, second in _QUOTED.findall(stripped)]
    return [name.strip() for name in read if isinstance(name, str) and name.strip()]


def _language(value: object) -> str | None:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        keys = ("code", "alternateName", "name")
        return next((said for key in keys if (said := _string(value.get(key)))), None)
    return _string(value)


def _url(value: object) -> str | None:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        keys = ("href", "url", "raw", "@id", "canonical")
        return next((said for key in keys if (said := _url(value.get(key)))), None)
    said = _string(value)
    return said if said is not None and _ADDRESS.match(said) else None


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _id(value: object) -> object:
    """As it is, but for MongoDB's, which is an object."""
    return value["$oid"] if isinstance(value, Mapping) and "$oid" in value else value


class _Field(NamedTuple):
    """A field: what reads its values, and its names, the surest first."""

    name: str
    read: Callable[[object], object | None]
    names: tuple[str, ...]


def _field(name: str, read: Callable[[object], object | None], names: str) -> _Field:
    return _Field(name, read, tuple(names.split()))


_FIELDS: Final = (
    _field(
        "text",
        _text,
        "text maintext fulltext articlebody fields.body contenthtml htmlcontent bodyhtml fields.bodytext "
        "bodytext content contenttext body articletext storytext plaintext textcontent cleanedtext "
        "articlecontent newscontent newstext rawtext article story contents contentencoded highlight "
        "selection",
    ),
    _field(
        "title",
        _title,
        "title headline webtitle fields.headline articletitle documenttitle resolvedtitle giventitle "
        "heading newstitle header booktitle",
    ),
    _field(
        "date",
        _date,
        "date datepublished datepublish publishedat publishdate publishingdate publisheddate "
        "publicationdate pubdate datetimepub webpublicationdate firstpublishedat firstpublished "
        "published publishedon publishtime publishedtime publicationdatetime publicationtime datetime "
        "seendate displaydate issued dcdate articledate newsdate publicationyear year",
    ),
    _field(
        "source",
        _source,
        "source publication publisher sitename sourcename sourcehostname medianame outlet newspaper "
        "publicationtitle pubtitle publicationname containertitle fields.publication journal origin "
        "publishername mediumname site sourcedomain hostname domainname domain",
    ),
    _field(
        "author",
        _author,
        "authors author byline fields.byline creator creators dccreator authorname authornames writer "
        "writers articleauthor bookauthor publishedby",
    ),
    _field(
        "language",
        _language,
        "language lang inlanguage languagecode fields.lang dclanguage",
    ),
    _field(
        "url",
        _url,
        "url link weburl canonicalurl canonicallink resolvedurl givenurl originalurl sourceurl "
        "articleurl documenturl permalink externalurl href uri source alternate originid",
    ),
    _field(
        "place",
        _string,
        "place datelinelocation datelineplace",
    ),
    _field(
        "id",
        _id,
        "id",
    ),
)
NAMES: Final = {field.name: field.names for field in _FIELDS}
_READ: Final = {field.name: field.read for field in _FIELDS}

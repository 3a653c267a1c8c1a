"""Which article does a record hold: a dict from a script, or a line of JSONL?

The keys are `id, title, date, source, place, author, language, url, text`; only `text` is required, and a
blank line in it parts paragraphs. An `author` may be a list of names. What is not given stays unknown, except
the language, which is detected: a record is its author's own data, and guesses about it would be taken for
facts.

>>> article = article_from_record({"title": "Summit", "date": "28 May 2013", "text": "One.\\n\\nTwo."})
>>> article.date, [paragraph.text for paragraph in article.paragraphs]
('2013-05-28', ['One.', 'Two.'])
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Final

from dateline.indexer.article import Article, Lines, Mention, Paragraph, Stamp
from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.cleaning.identity import article_id
from dateline.indexer.errors import RecordError
from dateline.indexer.facts.bylines import list_authors, read_authors
from dateline.indexer.facts.dates import dated

__all__ = ["article_from_record"]

_LANGUAGE_CHARS: Final = 300  # 50 words tell a language, and detecting it is most of the time a record takes
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")


def article_from_record(
    record: Mapping[str, object],
    *,
    path: str | None = None,
    line: int | None = None,
    stamp: Stamp | None = None,
) -> Article:
    """One article; RecordError names the key that is wrong.

    Without an `id` it gets one: of the path and line for a file's, of title and text for a script's, so that
    the same record is the same article next time.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise _wrong_type("text", text, path, line)
    title = _string(record, "title", path, line)
    paragraphs = _paragraphs(text, None if line is None else (line, line))
    if not paragraphs and title is None:
        raise RecordError('"text" is empty', key="text", path=path, line=line)
    language = _string(record, "language", path, line)
    source = _string(record, "source", path, line)
    date = dated(_date(record, path, line))
    author, authors = _authors(record, path, line)
    return Article(
        id=_identity(record, text, title, path, line),
        paragraphs=paragraphs,
        title=title,
        date=date.value,
        date_kind=date.kind,
        date_text=date.text,
        source=source,
        source_kind="none" if source is None else "exact",
        place=_string(record, "place", path, line),
        author=author,
        authors=authors,
        language=_code(language) if language else _detected(title, paragraphs),
        url=_string(record, "url", path, line),
        path=path,
        stamp=stamp,
    )


def _paragraphs(text: str, lines: Lines | None) -> tuple[Paragraph, ...]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = _BLANK_LINE.split(text) if "\n" in text else (text,)
    return tuple([Paragraph(tidied, lines) for part in parts if (tidied := tidy(part))])


def _string(record: Mapping[str, object], key: str, path: str | None, line: int | None) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        return tidy(value) or None
    raise _wrong_type(key, value, path, line)


def _identity(
    record: Mapping[str, object], text: str, title: str | None, path: str | None, line: int | None
) -> str:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    given = _string(record, "id", path, line)
    if given is not None:
        return given
    if path is not None:
        return article_id(path, str(line or 0))
    return article_id(title or "", text)


def _authors(
    record: Mapping[str, object], path: str | None, line: int | None
) -> tuple[str | None, tuple[Mention, ...]]:
    """The byline and the people it names: read out of a text, or each an item of a list."""
    value = record.get("author")
    if isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value):
        return list_authors([name for name in map(tidy, value) if name])
    byline = _string(record, "author", path, line)
    return byline, read_authors(byline)


def _date(record: Mapping[str, object], path: str | None, line: int | None) -> str | None:
    value = record.get("date")
    if isinstance(value, datetime.date):  # a datetime is one
        return value.isoformat()[:10]
    return _string(record, "date", path, line)


def _code(language: str) -> str:
    """The language of a tag: "en" of "en-GB"."""
    return language.replace("_", "-").partition("-")[0].lower()


def _detected(title: str | None, paragraphs: tuple[Paragraph, ...]) -> str | None:
    from dateline.indexer.facts.language import detect_language

    return detect_language((paragraphs[0].text if paragraphs else title or "")[:_LANGUAGE_CHARS])


def _wrong_type(key: str, value: object, path: str | None, line: int | None) -> RecordError:
    found = "is missing" if value is None else f"is {_kind(value)}, not text"
    return RecordError(f'"{key}" {found}', key=key, path=path, line=line)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, (list, tuple)) else type(value).__name__

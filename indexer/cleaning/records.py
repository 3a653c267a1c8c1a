"""Which article is a record?

How its text is written is told by the text itself (given.py). What is not given stays unknown, except the
language, which is detected: a record is its author's own data, and guesses about it would be taken for facts.

>>> from dateline.indexer.readers.raw import RawRecord
>>> [article] = clean_record(RawRecord("One.\\n\\nTwo.", title="Summit", date="28 May 2013"))
>>> article.date, [paragraph.text for paragraph in article.paragraphs]
('2013-05-28', ['One.', 'Two.'])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.languages import GENERAL, language_code, normalise_language
from dateline.indexer.article import Article, Dropped, Lines, Mention, Paragraph, mentions_of_lines
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.given import given_paragraphs, plain_value
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.facts.bylines import list_authors, read_authors
from dateline.indexer.facts.datelines import place_of
from dateline.indexer.facts.dates import Dated, dated
from dateline.indexer.readers.raw import Meta, RawRecord

if TYPE_CHECKING:
    from dateline.indexer.cleaning.heads import Heads

__all__ = ["clean_record", "kept_meta", "stated_authors", "stated_language"]

_TOLD_BY: Final = 80  # letters by which a standfirst is found in a text
_LANGUAGE_CHARS: Final = 300  # 50 words tell a language, and detecting it is most of the time a record takes


def clean_record(record: RawRecord, *, path: str | None = None) -> tuple[Article, ...]:
    """The article of a record, as a tuple of one; empty when it has neither text nor title.

    Without an id it gets one: of the path and line for a file's, of title and text for a script's, so that
    the same record is the same article next time.
    """
    title = plain_value(record.title)
    lines = None if record.line is None else (record.line, record.line)
    paragraphs = given_paragraphs(record.text, lines, markup=record.markup)
    if not paragraphs and title is None:
        return ()
    dropped: tuple[Dropped, ...] = ()
    if len(paragraphs) > 1 and title is not None and paragraphs[0].text.casefold() == title.casefold():
        dropped = (Dropped(paragraphs[0].text, "title", lines),)
        paragraphs = paragraphs[1:]
    if record.standfirst and (before := _standfirst(record.standfirst, paragraphs, lines)) is not None:
        paragraphs = (before, *paragraphs)
    dropped += tuple(
        Dropped(f"{name}: {value}", "unknown field", lines)
        for name, value in record.left
        if _standfirst(value, paragraphs, lines) is not None
    )
    author, stated_day = record.author, dated(_tidied(record.date))
    if record.markup and title is not None:
        from dateline.indexer.cleaning.heads import read_heads  # which records of plain text do without

        heads = read_heads([(one.text, one.kind) for one in paragraphs], title)
        if _is_said_again(heads, author, stated_day):
            author = author or heads.author
            if stated_day.kind == "none" and heads.date is not None:
                stated_day = dated(heads.date.text)
            struck = heads.struck
            dropped += tuple(Dropped(paragraphs[at].text, struck[at] or "title", lines) for at in struck)
            paragraphs = tuple(one for at, one in enumerate(paragraphs) if at not in struck)
    language = _tidied(record.language)
    source = plain_value(record.source)
    meta, metas = kept_meta(record.meta)
    place, sent = place_of(_tidied(record.place))
    date = stated_day
    if date.kind == "none" and sent is not None:  # its dateline is what it states as its place
        date = Dated(sent.iso, "exact" if sent.full else "partial", sent.text)
    byline, authors = stated_authors(author)
    article = Article(
        id=_tidied(record.id) or _identity(record, title, path),
        paragraphs=paragraphs,
        title=title,
        date=date.value,
        date_kind=date.kind,
        date_text=date.text,
        source=source,
        source_kind="none" if source is None else "exact",
        place=place,
        author=byline,
        authors=authors,
        author_kind="exact" if authors else "none",
        language=(stated_language(language) if language else None) or _detected(title, paragraphs),
        url=_tidied(record.url),
        meta=meta,
        metas=metas,
        path=path,
        title_lines=None if paragraphs else lines,  # nothing else tells it from others of its file
        dropped=dropped,
    )
    return (article,)


def _standfirst(text: str, paragraphs: tuple[Paragraph, ...], lines: Lines | None) -> Paragraph | None:
    """A standfirst as a paragraph; None where the text says it, or begins with more of it."""
    said = " ".join(one.text for one in given_paragraphs(text))
    begins = _letters(said)[:_TOLD_BY]
    if not begins or begins in _letters(" ".join(one.text for one in paragraphs)):
        return None
    return Paragraph(said, lines, "standfirst")


def _letters(text: str) -> str:
    return "".join([sign for sign in text.casefold() if sign.isalnum()])


def _is_said_again(heads: Heads, author: str | tuple[str, ...] | None, day: Dated) -> bool:
    """Whether the lines above a text say what is stated or what nobody states: none of it is lost."""
    if heads.source or heads.url or heads.title is None:
        return False
    if heads.author and author:
        names = (author,) if isinstance(author, str) else author
        if not all(name.casefold() in heads.author.casefold() for name in names):
            return False
    return not (heads.date and day.kind != "none" and heads.date.iso != day.value)


def kept_meta(meta: Meta) -> tuple[str | None, tuple[Mention, ...]]:
    """What was stated beside the fields, a `name=value` a line, and each of these as a mention in it."""
    text = "\n".join([f"{name}={said}" for name, value in meta if (said := plain_value(value))]) or None
    return text, mentions_of_lines(text)


def stated_authors(author: str | tuple[str, ...] | None) -> tuple[str | None, tuple[Mention, ...]]:
    """The byline and the people it names: read out of a text, or each an item of a list."""
    if isinstance(author, tuple):
        return list_authors([name for name in map(plain_value, author) if name])
    # A line is a name: that is lost where line ends become blanks.
    byline = "; ".join(line for line in map(plain_value, (author or "").splitlines()) if line) or None
    return byline, read_authors(byline)


def _tidied(value: str | None) -> str | None:
    return (tidy(value) or None) if value else None


def _identity(record: RawRecord, title: str | None, path: str | None) -> str:
    if path is not None:
        return file_article_id(path, record.part, record.line or 0)
    return article_id(title or "", record.text)


def stated_language(language: str) -> str | None:
    """The language of a code, tag or English name: "en" of "en-GB" and "English"; the code itself if unknown.

    None for what can be no tag: it says nothing of the language.
    """
    stated = language_code(language)
    known = normalise_language(stated)
    return known if known != GENERAL else stated


def _detected(title: str | None, paragraphs: tuple[Paragraph, ...]) -> str | None:
    from dateline.indexer.facts.language import detect_language

    texts = [paragraph.text for paragraph in paragraphs]
    return detect_language(opening_words([*texts, title or ""], _LANGUAGE_CHARS))

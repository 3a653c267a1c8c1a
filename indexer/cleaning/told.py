"""Which article is a text of which the lines about it are known?

Its fields are those that are stated; the title, where none is, is looked for in the text, as that of any text
is. The lines become paragraphs by the same rules.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dateline.indexer.article import Article, Dropped, Lines
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.records import kept_meta, stated_authors, stated_language
from dateline.indexer.cleaning.stories import Story, split_stories
from dateline.indexer.cleaning.text import choose_paragraphs
from dateline.indexer.cleaning.wrapping import Piece, pieces
from dateline.indexer.facts.datelines import Dateline, read_dateline
from dateline.indexer.facts.dates import dated
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.readers.limits import demand_article
from dateline.indexer.readers.raw import RawStory

__all__ = ["clean_story"]

_LANGUAGE_CHARS: Final = 2000  # enough to tell a language by


def clean_story(raw: RawStory, *, path: str | None = None) -> tuple[Article, ...]:
    """The article of a story, as a tuple of one; empty when it holds no words."""
    demand_article(raw.text)
    title = tidy(raw.title or "") or None
    found = pieces(raw.text)
    story = Story(body=found)
    if title is None and found:
        stories = split_stories(found)
        story = stories[0]
        story.body.extend(piece for more in stories[1:] for piece in _all(more))
        title = story.title.text if story.title else None
    elif title is not None:
        story.title = Piece(title, (0, 0))
        story.body = [piece for place, piece in enumerate(found) if place or not _repeats(piece.text, title)]
    chosen = choose_paragraphs(story)
    if not chosen.paragraphs and title is None:
        return ()
    paragraphs = tuple(replace(one, lines=_shifted(one.lines, raw.line)) for one in chosen.paragraphs)
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind == "body"]
    language = tidy(raw.language or "")
    read = stated_language(language) if language else None
    read = read or detect_language(opening_words([*texts, title or ""], _LANGUAGE_CHARS))
    dateline = (read_dateline(texts[0]) if texts else None) or Dateline(None, None, None, 0)
    headers = [header for _, header in story.headers]
    date = dated(tidy(raw.date or "") or None, read)
    if date.kind == "none":
        stated = next((header.date for header in headers if header.date), None)
        date = date_article(stated, dateline.date, title, texts, read)
    byline, authors = stated_authors(raw.author or next((one.author for one in headers if one.author), None))
    source = tidy(raw.source or "") or next((one.source for one in headers if one.source), None)
    source = source or dateline.agency
    meta, metas = kept_meta(raw.meta)
    titled = story.title.lines if story.title else (0, 0)
    return (
        Article(
            id=file_article_id(path, raw.part, 0) if path else article_id(title or "", *texts),
            paragraphs=paragraphs,
            title=title,
            date=date.value,
            date_kind=date.kind,
            date_text=date.text,
            source=source,
            source_kind="exact" if source else "none",
            agency=dateline.agency,
            place=tidy(raw.place or "") or dateline.place,
            author=byline,
            authors=authors,
            author_kind="exact" if authors else "none",
            language=read,
            url=tidy(raw.url or "") or next((one.url for one in headers if one.url), None),
            meta=meta,
            metas=metas,
            path=path,
            title_lines=_title_lines(raw, titled),
            dropped=_dropped(raw, chosen.dropped),
        ),
    )


def _all(story: Story) -> list[Piece]:
    """All pieces of a story, title and headers too: what was taken for another story is of this one."""
    return [*([story.title] if story.title else []), *(piece for piece, _ in story.headers), *story.body]


def _repeats(text: str, title: str) -> bool:
    return text.casefold().strip("# ") == title.casefold()


def _shifted(lines: Lines | None, first: int) -> Lines | None:
    return None if lines is None else (lines[0] + first - 1, lines[1] + first - 1)


def _title_lines(raw: RawStory, found: Lines) -> Lines | None:
    if raw.title_line is not None:
        return raw.title_line, raw.title_line
    return _shifted(found, raw.line) if found != (0, 0) else None


def _dropped(raw: RawStory, dropped: list[Dropped]) -> tuple[Dropped, ...]:
    struck = [Dropped(one.text, "header", (one.line, one.line) if one.line else None) for one in raw.struck]
    below = [replace(one, lines=_shifted(one.lines, raw.line)) for one in dropped]
    return tuple(sorted([*struck, *below], key=lambda drop: drop.lines or (0, 0)))

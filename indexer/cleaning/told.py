"""Which article is a text of which the lines about it are known?

Its fields are those that are stated; the title, where none is, is looked for in the text, as that of any text
is. The lines become paragraphs by the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.indexer.article import Article, Dropped, Lines
from dateline.indexer.cleaning.assembly import Told, article_of, detected, opening
from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.cleaning.records import stated_language
from dateline.indexer.cleaning.stories import Story, split_stories
from dateline.indexer.cleaning.text import choose_paragraphs
from dateline.indexer.cleaning.wrapping import Piece, pieces
from dateline.indexer.facts.headers import Header
from dateline.indexer.readers.limits import demand_article
from dateline.indexer.readers.raw import RawStory

__all__ = ["clean_story"]


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
    stated = tidy(raw.language or "")
    language = (stated_language(stated) if stated else None) or detected(texts, title)
    told = _told(title, [header for _, header in story.headers])
    titled = story.title.lines if story.title else (0, 0)
    article = article_of(
        raw,
        told,
        opening(raw, told, texts, language),
        paragraphs,
        texts,
        path=path,
        language=language,
        dropped=_dropped(raw, chosen.dropped),
        title_lines=_title_lines(raw, titled),
    )
    return (article,)


def _told(title: str | None, headers: Sequence[Header]) -> Told:
    """What the lines above a text say, the first of each."""
    return Told(
        title,
        next((header.author for header in headers if header.author), None),
        date=next((header.date for header in headers if header.date), None),
        source=next((header.source for header in headers if header.source), None),
        url=next((header.url for header in headers if header.url), None),
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

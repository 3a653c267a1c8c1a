"""Which articles does a plain text hold?

Lines become pieces (wrapping), pieces stories (stories), and here a story becomes an article: what is no part
of it is dropped with the rule's name, and its fields are read off.

>>> text = "Leaders meet\\n\\nASTANA — Six leaders met on 28 May 2013.\\n\\nFollow us on Facebook!\\n"
>>> [article] = clean_text(text)
>>> article.place, article.date, [(drop.rule, drop.lines) for drop in article.dropped]
('Astana', '2013-05-28', [('promotion', (5, 5))])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from dateline.indexer.article import Article, Dropped, Paragraph
from dateline.indexer.cleaning.characters import opening_words
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.stories import Story, is_separator, split_stories
from dateline.indexer.cleaning.wrapping import Piece, pieces
from dateline.indexer.facts.bylines import read_authors
from dateline.indexer.facts.datelines import Dateline, read_dateline
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.facts.promotions import read_promotion
from dateline.indexer.facts.titles import count_words, reads_like_title
from dateline.indexer.readers.limits import demand_article

__all__ = ["choose_paragraphs", "clean_text"]

_CAPTION_WORDS: Final = 30
_SUBHEAD_WORDS: Final = 14
_LANGUAGE_CHARS: Final = 2000  # enough to tell a language by


def clean_text(text: str, *, path: str | None = None, part: str = "") -> tuple[Article, ...]:
    """The articles of `text`, in order; none when it holds no words. SourceError when it is no running text.

    The id of an article is made of the path, the part of the file that is its text, and its place in that.
    """
    demand_article(text)
    stories = [story for story in split_stories(pieces(text)) if story.body or story.title]
    return tuple(_article(story, ordinal, path, part) for ordinal, story in enumerate(stories))


@dataclass(slots=True)
class ChosenParagraphs:
    """The paragraphs of a story as they are chosen, and what was dropped among them."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    promoted: str | None = None

    def drop(self, piece: Piece, rule: str) -> None:
        self.dropped.append(Dropped(piece.text, rule, piece.lines))


def _article(story: Story, ordinal: int, path: str | None, part: str) -> Article:
    title = story.title.text if story.title else None
    body = choose_paragraphs(story)
    texts = [paragraph.text for paragraph in body.paragraphs if paragraph.kind == "body"]
    language = detect_language(opening_words([*texts, title or ""], _LANGUAGE_CHARS))
    dateline = next(
        (read for text in texts[:1] if (read := read_dateline(text))), Dateline(None, None, None, 0)
    )
    headers = [header for _, header in story.headers]
    byline = next((header.author for header in headers if header.author), None)
    dated = date_article(
        next((header.date for header in headers if header.date), None), dateline.date, title, texts, language
    )
    source, source_kind = _source([header.source for header in headers], dateline.agency, body.promoted)
    return Article(
        id=file_article_id(path, part, ordinal) if path else article_id(title or "", *texts),
        paragraphs=tuple(body.paragraphs),
        title=title,
        date=dated.value,
        date_kind=dated.kind,
        date_text=dated.text,
        source=source,
        source_kind=source_kind,
        agency=dateline.agency,
        place=dateline.place,
        author=byline,
        authors=read_authors(byline),
        author_kind="exact" if byline else "none",
        language=language,
        url=next((header.url for header in headers if header.url), None),
        path=path,
        title_lines=story.title.lines if story.title else None,
        dropped=tuple(sorted(body.dropped, key=lambda drop: drop.lines or (0, 0))),
    )


def _source(
    stated: Sequence[str | None], agency: str | None, promoted: str | None
) -> tuple[str | None, Literal["exact", "inferred", "none"]]:
    for name in (*stated, agency):
        if name:
            return name, "exact"
    return (promoted, "inferred") if promoted else (None, "none")


def choose_paragraphs(story: Story) -> ChosenParagraphs:
    """What of a story is its text, and what is dropped by which rule."""
    body = ChosenParagraphs()
    for piece, _ in story.headers:
        body.drop(piece, "header")
    captions = _captions(story.body)
    seen = {story.title.text} if story.title else set[str]()
    for place, piece in enumerate(story.body):
        if is_separator(piece):
            body.drop(piece, "separator")
        elif (promotion := read_promotion(piece.text)) is not None:
            body.drop(piece, "promotion")
            body.promoted = body.promoted or promotion.source
        elif piece.text in seen and count_words(piece.text) > 3:
            body.drop(piece, "repeat")
        elif place in captions:
            seen.add(piece.text)
            body.drop(piece, "caption")
        else:
            seen.add(piece.text)
            body.paragraphs.append(Paragraph(piece.text, piece.lines, _kind(story.body, place)))
    return body


def _captions(found: Sequence[Piece]) -> set[int]:
    """Lines repeated at once, and only once: a picture's text, printed as its description and its caption."""
    repeated = [place for place, (piece, after) in enumerate(pairwise(found)) if piece.text == after.text]
    if not repeated:
        return set()
    times = Counter(piece.text for piece in found)
    return {
        place
        for place in repeated
        if times[found[place].text] == 2 and 3 < count_words(found[place].text) <= _CAPTION_WORDS
    }


def _kind(found: Sequence[Piece], place: int) -> Literal["body", "subhead"]:
    piece = found[place]
    if piece.heading:
        return "subhead"
    last = place + 1 == len(found)
    apart = piece.gap > 0 and not last and found[place + 1].gap > 0
    heads = apart and (reads_like_title(piece.text) or piece.text.isalpha())  # one word: "Background"
    return "subhead" if heads and count_words(piece.text) <= _SUBHEAD_WORDS else "body"

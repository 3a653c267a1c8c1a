"""What became of each part of a source: kept as which kind of paragraph, or dropped by which rule?

>>> from dateline.indexer.article import Article, Dropped, Paragraph
>>> share = Dropped("Share", "furniture", (2, 2))
>>> article = Article("a", (Paragraph("They met.", (3, 3)),), dropped=(share,))
>>> print(*account_lines(account(article)), sep="\\n")
     2  - furniture       Share
     3    body            They met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.indexer.article import Article, Lines
from dateline.indexer.shown.printable import printable

__all__ = ["TEXT_COLUMN", "Part", "account", "account_lines"]

TEXT_COLUMN: Final = 26  # in which the text of a part begins, see account_lines


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a source, with its lines there, whether it is in the article, and its kind or rule."""

    lines: Lines | None
    kept: bool
    name: str
    text: str


def account(article: Article) -> tuple[Part, ...]:
    """The paragraphs of an article and what was dropped of its source, in the order of their lines."""
    kept = [Part(paragraph.lines, True, paragraph.kind, paragraph.text) for paragraph in article.paragraphs]
    if article.title is not None and article.title_lines is not None:
        kept.insert(0, Part(article.title_lines, True, "title", article.title))
    dropped = [Part(drop.lines, False, drop.rule, drop.text) for drop in article.dropped]
    return tuple(_merged(kept, dropped))


def _merged(kept: Sequence[Part], dropped: Sequence[Part]) -> Iterator[Part]:
    """Both in one order: each keeps its own, and a part whose lines aren't known follows the one before."""
    waiting = list(dropped)
    for part in kept:
        if part.lines is not None:
            while waiting and (waiting[0].lines or (0, 0)) < part.lines:
                yield waiting.pop(0)
        yield part
    yield from waiting


def account_lines(parts: Sequence[Part]) -> Iterator[str]:
    """A line for each part: its first line in the source, `-` where it was dropped, kind or rule, text."""
    for part in parts:
        line = str(part.lines[0]) if part.lines else ""
        yield f"{line:>6}  {' ' if part.kept else '-'} {part.name:<15} {printable(part.text)}"

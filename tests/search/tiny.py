"""Tiny archives written down in a test, and what an evaluator finds and marks in them.

evaluator = open_evaluator(tmp_path, [new_article("a", "Border guards met.", date="2013")])
assert article_ids(evaluator.search(word("border"))) == ["a"]
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from dateline.indexer.article import Article, Paragraph, Passage, mentions_of_lines
from dateline.indexer.facts.sentences import sentence_starts
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.ranked import Ranked
from dateline.search.query.nodes import Word
from dateline.search.ranking.model import DEFAULT, Ranking

__all__ = [
    "Written",
    "article_ids",
    "marked",
    "new_article",
    "open_evaluator",
    "spans",
    "text_of",
    "title_spans",
    "word",
    "write_segments",
]

Written = tuple[Article, Sequence[str]]  # an article and its passages


def new_article(
    article_id: str,
    *passages: str,
    language: str | None = "en",
    title: str | None = None,
    date: str | None = None,
    source: str | None = None,
    place: str | None = None,
    author: str | None = None,
    meta: str | None = None,
    path: str | None = None,
) -> Written:
    """An article with a paragraph a passage; one that begins with a blank goes on in the one before.

    With two blanks it does so amid a sentence.
    """
    article = Article(
        article_id,
        tuple(map(Paragraph, text_of(passages).split("\n\n"))),
        language=language,
        title=title,
        date=date,
        source=source,
        place=place,
        author=author,
        meta=meta,
        metas=mentions_of_lines(meta),
        path=path,
    )
    return article, passages


def text_of(passages: Sequence[str]) -> str:
    """The text that these passages make up."""
    text = "".join(passages[:1])
    for passage in passages[1:]:
        text += (" " if passage.startswith(" ") else "\n\n") + passage.lstrip(" ")
    return text


def write_segments(
    folder: str | PathLike[str], *segments: Sequence[Written], deleted: Sequence[str] = ()
) -> None:
    """An index of these articles, a commit a segment; `deleted` go at the end."""
    for articles in segments:
        writer = IndexWriter(folder)
        for article, passages in articles:
            bounds: list[Passage] = []
            sentences: list[list[int]] = []
            for text in passages:
                start = bounds[-1].end + (1 if text.startswith(" ") else 2) if bounds else 0
                piece = text.lstrip(" ")
                bounds.append(Passage(start, start + len(piece)))
                starts = sentence_starts(piece, article.language)
                sentences.append(starts[1:] if text.startswith("  ") else starts)
            writer.add_article(article, bounds, sentences)
        writer.commit(merge=False)
    if deleted:
        writer = IndexWriter(folder)
        for article_id in deleted:
            writer.delete_article(article_id)
        writer.commit(merge=False)


def open_evaluator(
    folder: str | PathLike[str], *segments: Sequence[Written], ranking: Ranking = DEFAULT
) -> Evaluator:
    """What answers queries on an index of these articles."""
    write_segments(folder, *segments)
    return Evaluator(IndexReader.open(folder), ranking=ranking)


def word(text: str, fieldname: str | None = None) -> Word:
    """A word that is its own stem."""
    return Word(fieldname, text, (text.lower(),))


def article_ids(ranked: Ranked) -> list[str]:
    """The article of each row, best first."""
    return [row.segment.article(row.article).id for row in ranked.rows]


def spans(ranked: Ranked, segment: SegmentReader, passage: int) -> list[tuple[int, int]]:
    """What is marked in a passage."""
    ((found, _),) = ranked.marks(segment, [passage], [segment.passage_text(passage)])
    return list(found)


def title_spans(ranked: Ranked) -> list[tuple[tuple[int, int], ...]]:
    """For each row what is marked in the title of its article."""
    return ranked.title_spans([row.segment.article(row.article).title or "" for row in ranked.rows])


def marked(ranked: Ranked) -> list[str]:
    """The texts marked in the passages of all rows."""
    texts = []
    for row in ranked.rows:
        for passage, _ in row.passages:
            text = row.segment.passage_text(passage)
            texts += [text[start:end] for start, end in spans(ranked, row.segment, passage)]
    return texts

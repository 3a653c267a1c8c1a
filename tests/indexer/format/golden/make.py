"""Writes the golden index of a format version: `python tests/indexer/format/golden/make.py FOLDER`, once.

What it wrote as version 6 is kept in `v6`, byte for byte: readers of this version must go on reading it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dateline.indexer.article import Article, Dropped, Mention, Paragraph, Passage
from dateline.indexer.format.index.writer import IndexWriter

SUMMIT = Article(
    id="summit",
    title="Summit in Bishkek",
    paragraphs=(
        Paragraph("Border guards met in Bishkek. The organisation agreed.", (3, 4)),
        Paragraph("Outlook", (6, 6), "subhead"),
        Paragraph("“No drug trafficking,” said O'Brien.", (8, 9)),
    ),
    date="2013-05-28",
    date_kind="exact",
    date_text="28 May 2013",
    source="Times",
    source_kind="inferred",
    agency="Interfax",
    place="Bishkek",
    author="By Ann Lee and Bo Li",
    authors=(Mention("Ann Lee", 3, 10), Mention("Bo Li", 15, 20)),
    author_kind="exact",
    language="en",
    url="https://example.org/summit",
    path="seeds/summit.txt",
    title_lines=(1, 1),
    dropped=(Dropped("Subscribe!", "promotion", (11, 11)),),
)
RUSSIAN = Article(id="встреча", paragraphs=(Paragraph("Пограничники встретились."),), language="ru")
GONE = Article(id="gone", paragraphs=(Paragraph("Deleted words."),), language="en")
LATER = Article(
    id="later",
    title="Later",
    paragraphs=(Paragraph("The Organization met again."),),
    date="2014",
    author="Bo Li",
    authors=(Mention("Bo Li", 0, 5),),
    author_kind="exact",
)


def main(folder: Path) -> None:
    with IndexWriter(folder) as writer:
        writer.add_article(SUMMIT, [Passage(0, 29, (3, 4)), Passage(30, 100, (4, 9))], [[0], [0]])
        writer.add_article(RUSSIAN, [Passage(0, 25)])
        writer.add_article(GONE, [Passage(0, 14)])
    writer = IndexWriter(folder)
    writer.delete_article("gone")
    writer.add_article(LATER, [Passage(0, 27)])
    writer.commit(merge=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

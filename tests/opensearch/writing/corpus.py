"""What do these tests index, and what does an index hold, wherever it lies?"""

from __future__ import annotations

import json
import os
from pathlib import Path

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.whole_articles import open_segments, whole_articles
from dateline.indexer.opensearch.address import is_address, parse_address
from dateline.indexer.opensearch.reader import RemoteReader

__all__ = ["articles_of", "change", "write_folder"]

_LONG_AGO = 1_500_000_000
_STORY = """{title}

By Aliya Bekova

BISHKEK, March {day}, 2013 (Reuters) - Leaders of {title} met on Monday. They signed an accord.

"It was time," said the minister. The talks go on in Astana.
"""


def write_folder(folder: Path) -> Path:
    """A folder of texts, a page, and lines of records: some twenty articles."""
    folder.mkdir()
    for number in range(8):
        (folder / f"story{number}.txt").write_text(_STORY.format(title=f"Summit {number}", day=number + 1))
    (folder / "page.html").write_text(
        "<html lang=en><head><title>Border opens</title><meta property='article:published_time' "
        "content='2014-02-03'><meta name=author content='Ann Lee'></head><body><article><h1>Border opens</h1>"
        + "<p>The border post was opened again after three years. Traders waited in long lines.</p>" * 4
        + "</article></body></html>"
    )
    write_lines(folder, range(12))
    for path in folder.iterdir():  # what was written this moment is looked at twice
        os.utime(path, (_LONG_AGO, _LONG_AGO))
    return folder


def write_lines(folder: Path, numbers: range) -> None:
    """A file of records, of those numbers."""
    records = [
        {
            "id": f"line{number}",
            "title": f"Line {number}",
            "date": f"2015-01-{number % 28 + 1:02}",
            "source": "The Herald",
            "author": ["Ann Lee", "Bo Orr"],
            "text": f"Record {number} says so.\n\nAnd more of {number}.",
            "section": "world",
        }
        for number in numbers
    ]
    (folder / "lines.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))


def change(folder: Path) -> None:
    """Change a file, remove one, rename one, add one, and take a record out of the lines and add others."""
    (folder / "story1.txt").write_text(_STORY.format(title="Another summit", day=20))
    (folder / "story2.txt").unlink()
    (folder / "story3.txt").rename(folder / "renamed.txt")
    (folder / "new.txt").write_text(_STORY.format(title="New summit", day=21))
    write_lines(folder, range(3, 16))


def articles_of(index: str | Path) -> list[tuple[Article, tuple[Passage, ...]]]:
    """All that an index holds: the articles in their order, each as it is kept, and how it is cut."""
    if isinstance(index, str) and is_address(index):
        with RemoteReader.open(parse_address(index)) as reader:
            return [(one.article, one.passages) for one in reader.iterate()]
    folder = Path(index)
    segments = open_segments(folder, read_toc(folder))
    try:
        return [(one.article, one.passages) for one in whole_articles(segments)]
    finally:
        for segment in segments:
            segment.close()

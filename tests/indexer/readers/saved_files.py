"""What is read of the files that programs wrote, as JSON: to be compared with `golden.json` beside them.

    python -m tests.indexer.readers.saved_files

writes both anew: look at what changed. The texts are invented; the files are as the programs write them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from dateline.indexer.article import Article
from dateline.indexer.errors import Skipped
from dateline.indexer.intake import take
from dateline.indexer.sources import Source

SAVED: Final = Path(__file__).parent / "saved"
DOCUMENTS: Final = Path(__file__).parent / "documents"  # of pages and office programs
PROGRAMS: Final = Path(__file__).parent / "programs"  # of the programs themselves, see README.md there
FOLDERS: Final = (SAVED, DOCUMENTS, PROGRAMS)
GOLDEN: Final = "golden.json"
_ABOUT: Final = (GOLDEN, "README.md")


def names(folder: Path) -> list[str]:
    """The files, in order."""
    return sorted(path.name for path in folder.iterdir() if path.name not in _ABOUT)


def golden(folder: Path) -> dict[str, Any]:
    """What is to be read of each file of a folder."""
    read: dict[str, Any] = json.loads((folder / GOLDEN).read_text("utf-8"))
    return read


def what_is_read(path: Path) -> list[Any]:
    """The articles of a file, and in their places what of it is broken."""
    found: list[Any] = []
    for item in take(Source(path, path.stat().st_size, 0, key=path.name)):
        if isinstance(item, Skipped):
            found.append(f"{item.line}: {item.reason}")
        elif isinstance(item, Article):
            found.append(_told(item))
    return found


def _told(article: Article) -> dict[str, Any]:
    told = {
        "title": article.title,
        "date": " ".join(filter(None, (article.date, article.date_kind))),
        "source": article.source,
        "place": article.place,
        "author": article.author,
        "authors": [mention.value for mention in article.authors],
        "language": article.language,
        "url": article.url,
        "meta": [mention.value for mention in article.metas],
        "text": [
            f"{paragraph.lines[0] if paragraph.lines else '-'} {paragraph.kind}: {paragraph.text}"
            for paragraph in article.paragraphs
        ],
        "dropped": [f"{drop.rule}: {drop.text}" for drop in article.dropped],
    }
    return {name: value for name, value in told.items() if value}


if __name__ == "__main__":
    for folder in FOLDERS:
        read = {name: what_is_read(folder / name) for name in names(folder)}
        (folder / GOLDEN).write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")

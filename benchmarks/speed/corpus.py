"""What do the engines index? A folder with `passages.jsonl` and `stats.json`, made from what is given.

Given can be: such a folder; a JSONL file of Dateline's records; a folder of anything Dateline reads; or
nothing but a number of passages, which are generated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.generate import generate
from benchmarks.speed.cutting import cut
from benchmarks.speed.passages import Passage

__all__ = ["Corpus", "open_corpus", "prepare", "prepare_generated"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of passages, and how much is in it (`text_bytes`: the texts in UTF-8)."""

    folder: Path
    articles: int
    passages: int
    text_bytes: int

    @property
    def path(self) -> Path:
        """The file of passages."""
        return self.folder / "passages.jsonl"


def open_corpus(folder: Path) -> Corpus:
    """A folder made by `prepare`. Raises FileNotFoundError when it is none."""
    stats = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
    return Corpus(folder, stats["articles"], stats["passages"], stats["text_bytes"])


def prepare(given: Path, folder: Path) -> Corpus:
    """The corpus of what is given; made in `folder` unless `given` is one already.

    Raises FileNotFoundError when there is nothing there, ValueError when there is no text in it.
    """
    if not given.exists():
        raise FileNotFoundError(f"{given}: there is no such file or folder")
    if (given / "passages.jsonl").is_file():
        return open_corpus(given)
    return _write(_records(given), folder)


def prepare_generated(size: int, folder: Path, seed: int) -> Corpus:
    """A corpus of exactly `size` generated passages."""
    return _write(generate(seed), folder, size)


def _records(given: Path) -> Iterator[Mapping[str, Any]]:
    if given.is_file():
        with given.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
        return
    from dateline.indexer import read

    for file in sorted(path for path in given.rglob("*") if path.is_file() and not path.name.startswith(".")):
        for article in read(file):
            yield {"id": article.id, "title": article.title, "date": article.date, "text": article.text}


def _write(records: Iterable[Mapping[str, Any]], folder: Path, size: int | None = None) -> Corpus:
    """Write the passages of the records, at most `size` of them, as a prepared folder."""
    folder.mkdir(parents=True, exist_ok=True)
    articles = written = text_bytes = 0
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as out:
        for record in records:
            texts = cut(record["text"])[: None if size is None else size - written]
            for text in texts:
                passage = Passage(
                    id=written,
                    article=str(record.get("id", articles)),
                    title=record.get("title") or "",
                    date=record.get("date") or "",
                    text=text,
                )
                out.write(json.dumps(passage, ensure_ascii=False) + "\n")
                written += 1
                text_bytes += len(text.encode())
            articles += bool(texts)
            if written == size:
                break
    if not written:
        raise ValueError("no text in the articles given")
    corpus = Corpus(folder, articles, written, text_bytes)
    stats = {key: value for key, value in asdict(corpus).items() if key != "folder"}
    (folder / "stats.json").write_text(json.dumps(stats), encoding="utf-8")
    return corpus

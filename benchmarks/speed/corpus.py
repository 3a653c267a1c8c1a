"""What the engines index: a folder with `articles.jsonl`, `passages.jsonl` and `stats.json`.

It is made from what is given: such a folder; a JSONL file of Dateline's records; the folder of Reuters-21578;
a folder of anything Dateline reads; or nothing but a number of passages, which are generated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from benchmarks.generate import generate
from benchmarks.reuters import read_reuters
from benchmarks.speed.cutting import cut
from benchmarks.speed.documents import By, Document

__all__ = ["Corpus", "open_corpus", "prepare", "prepare_generated"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of articles and their passages, and how much is in it.

    `text_bytes` are those of the passages in UTF-8, `article_bytes` those of the articles with their titles.
    """

    folder: Path
    articles: int
    passages: int
    text_bytes: int
    article_bytes: int

    def documents(self, by: By) -> Path:
        """The file of articles, or of passages."""
        return self.folder / f"{by}s.jsonl"

    def bytes_of(self, by: By) -> int:
        """How much text an engine indexes."""
        return self.article_bytes if by == "article" else self.text_bytes


def open_corpus(folder: Path) -> Corpus:
    """A folder made by `prepare`. Raises FileNotFoundError when it is none."""
    stats = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
    return Corpus(folder, **stats)


def prepare(given: Path, folder: Path) -> Corpus:
    """The corpus of what is given; made in `folder` unless `given` is one already.

    Raises FileNotFoundError when there is nothing there, ValueError when there is no text in it.
    """
    if not given.exists():
        raise FileNotFoundError(f"{given}: there is no such file or folder")
    if (given / "passages.jsonl").is_file() and (given / "articles.jsonl").is_file():
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
    if any(given.glob("reut2-*.sgm")):
        yield from read_reuters(given, only_bodies=True)
        return
    from dateline import read

    for file in sorted(path for path in given.rglob("*") if path.is_file() and not path.name.startswith(".")):
        for article in read(file):
            yield {
                "id": article.id,
                "title": article.title,
                "date": article.date,
                "source": article.source,
                "place": article.place,
                "text": article.text,
            }


def _write(records: Iterable[Mapping[str, Any]], folder: Path, size: int | None = None) -> Corpus:
    """Write the records and their passages, at most `size` of them, as a prepared folder."""
    folder.mkdir(parents=True, exist_ok=True)
    articles = written = text_bytes = article_bytes = 0
    with (
        (folder / "articles.jsonl").open("w", encoding="utf-8") as out_articles,
        (folder / "passages.jsonl").open("w", encoding="utf-8") as out_passages,
    ):
        for record in records:
            texts = cut(record["text"])[: None if size is None else size - written]
            if not texts:
                continue
            article = Document(
                id=articles,
                article=str(record.get("id", articles)),
                title=record.get("title") or "",
                date=record.get("date") or "",
                source=record.get("source") or "",
                place=record.get("place") or "",
                text=record["text"],
            )
            _add(article, out_articles)
            articles += 1
            article_bytes += len((article["title"] + article["text"]).encode())
            for text in texts:
                _add({**article, "id": written, "text": text}, out_passages)
                written += 1
                text_bytes += len(text.encode())
            if written == size:
                break
    if not written:
        raise ValueError("no text in the articles given")
    corpus = Corpus(folder, articles, written, text_bytes, article_bytes)
    stats = {key: value for key, value in asdict(corpus).items() if key != "folder"}
    (folder / "stats.json").write_text(json.dumps(stats), encoding="utf-8")
    return corpus


def _add(document: Document, out: TextIO) -> None:
    out.write(json.dumps(document, ensure_ascii=False) + "\n")

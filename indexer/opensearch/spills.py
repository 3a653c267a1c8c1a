"""How do the processes that read files hand on what is to be sent to a server?

As files of lines, two an article: what of it the writer has to know, and its document, in which the writer
puts its number and the time. So all that takes long is done where files are read, and the one writer copies
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.index.source_table import file_of
from dateline.indexer.format.segment.stored_articles import without_surrogates
from dateline.indexer.opensearch.documents import document, document_id

__all__ = ["DocumentBuilder", "Prepared", "numbered", "prepared", "read_spill"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article as it is sent: its id, its file as it is kept ("" for none), what `numbered` completes."""

    article: str
    file: str
    document_id: str
    body: bytes


def prepared(
    article: Article, passages: Sequence[Passage], sentences: Sequence[Sequence[int]] | None = None
) -> Prepared:
    """An article as it is sent. A lone surrogate becomes U+FFFD."""
    known = sentences if sentences is not None else [()] * len(passages)
    try:
        return _prepared(article, passages, known)
    except UnicodeEncodeError:
        return _prepared(without_surrogates(article), passages, known)


def _prepared(article: Article, passages: Sequence[Passage], sentences: Sequence[Sequence[int]]) -> Prepared:
    made = document(article, passages, sentences, order=0, indexed=0)
    body = json.dumps(made, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()
    return Prepared(article.id, file_of(article.path or ""), document_id(article.id), body)


def numbered(body: bytes, order: int, indexed: int) -> bytes:
    """The document, with its number and the time (milliseconds since 1970), also of its passages.

    In a string a quote has a backslash before it, so that only a key is taken for one.
    """
    return body.replace(b'"order":0', b'"order":%d' % order, 1).replace(
        b'"indexed":0', b'"indexed":%d' % indexed
    )


class DocumentBuilder:
    """Buffers articles and writes them as one spill, as a SegmentBuilder does it for a folder."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lines: list[bytes] = []
        self._held = 0
        self.articles = 0

    @property
    def held(self) -> int:
        """The memory that the buffer takes, in bytes."""
        return self._held

    def trim(self, most: int) -> None:
        """Nothing: what is known of words is bounded by itself."""

    def add(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> int:
        """Buffer one article; the length of its text."""
        made = prepared(article, passages, sentences)
        head = json.dumps([made.article, made.file, made.document_id]).encode()
        self._lines += (head, made.body)
        self._held += len(head) + len(made.body)
        self.articles += 1
        return sum(len(paragraph.text) + 2 for paragraph in article.paragraphs)

    def write(self, path: Path) -> None:
        """Write the buffer, and begin anew."""
        with path.open("wb") as file:
            file.writelines(b"%s\n" % line for line in self._lines)
        self._begin()


def read_spill(path: Path) -> Iterator[Prepared]:
    """The articles of a spill, in their order."""
    with path.open("rb") as file:
        for head in file:
            article, name, key = json.loads(head)
            yield Prepared(article, name, key, file.readline()[:-1])

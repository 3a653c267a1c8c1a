"""What is in a segment, and how is one made of articles in memory?

A segment holds articles 0..M-1 and their passages 0..N-1; the passages of an article are consecutive.

- `first_passage` (articles + 1): the first passage of each article.
- `keyword.<field>.…`: one keyword field (keywords.py); `title.…` and `text.…`: the text fields (postings.py).
- `passage.…`: the passages' texts, `article.…`: the articles' records, in blocks (textblocks.py, stored.py).
- `line_first`, `line_last` (passages): physical lines in the source file, 0 for none; empty when all are.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from indexer.format import stored
from indexer.format.arrays import ArrayFileWriter, narrow
from indexer.format.fieldnames import KEYWORD_FIELDS, TEXT, TITLE
from indexer.format.inversion import TextBuffer, Vocabulary, invert, starts_as_positions
from indexer.format.keywords import write_keywords
from indexer.format.languages import normalise_language
from indexer.format.postings import write_text_field
from indexer.format.records import Article, Passage
from indexer.format.textblocks import BlockWriter

__all__ = ["SEGMENT_SUFFIX", "SegmentBuilder"]

SEGMENT_SUFFIX: Final = ".segment"


class SegmentBuilder:
    """Buffers articles and writes them as one segment file, which is nobody's until a TOC names it."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._reset()

    def _reset(self) -> None:
        self._titles = TextBuffer(self._vocabulary)
        self._texts = TextBuffer(self._vocabulary)
        self._keywords: dict[str, list[str | None]] = {name: [] for name in KEYWORD_FIELDS}
        self._passage_blocks = BlockWriter()
        self._article_blocks = BlockWriter()
        self._first_passage = array("Q", [0])
        self._lines = array("Q")
        self._any_lines = False
        self.articles = 0
        self.passages = 0

    @property
    def held(self) -> int:
        """What writing the buffer will take in memory at its peak, roughly."""
        return 0

    def add(
        self, article: Article, passages: Sequence[Passage], sentences: Sequence[Sequence[int]] | None
    ) -> Article:
        """Buffer one article; the article as it will come back (without lone surrogates)."""
        text = article.text
        try:
            self._add(article, text, passages, sentences)
        except UnicodeEncodeError:
            article = stored.without_surrogates(article)
            self._add(article, article.text, passages, sentences)
        return article

    def _add(
        self,
        article: Article,
        text: str,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None,
    ) -> None:
        # All that can fail comes first: a refused article leaves no trace in the buffer.
        record = stored.pack(article, text, passages).encode()
        keywords = [getattr(article, name) for name in KEYWORD_FIELDS]
        "".join(filter(None, keywords)).encode()
        texts = [text[passage.start : passage.end] for passage in passages]
        raw = [piece.encode() for piece in texts]
        if sentences is not None and len(sentences) != len(passages):
            raise ValueError(
                f"{article.id}: sentences of {len(sentences)} passages, {len(passages)} passages"
            )
        language = normalise_language(article.language)
        self._article_blocks.add(record)
        for column, value in zip(self._keywords.values(), keywords, strict=True):
            column.append(value)
        self._titles.add(article.title or "", language)
        for number, piece in enumerate(texts):
            self._passage_blocks.add(raw[number])
            self._texts.add(piece, language)
            self._texts.mark(piece, sentences[number] if sentences else ())
            lines = passages[number].lines
            self._lines.extend(lines or (0, 0))
            self._any_lines |= lines is not None
        self.articles += 1
        self.passages += len(texts)
        self._first_passage.append(self.passages)

    def write(self, path: Path) -> None:
        """Write the buffered articles as a segment file, brought to the disk, and empty the buffer."""
        with ArrayFileWriter(path) as file:
            file.add("first_passage", narrow(np.frombuffer(self._first_passage, np.uint64)))
            for name, values in self._keywords.items():
                write_keywords(file, f"keyword.{name}.", values)
            if self._any_lines:
                lines = np.frombuffer(self._lines, np.uint64)
                file.add("line_first", narrow(lines[::2]))
                file.add("line_last", narrow(lines[1::2]))
            for name, buffer in ((TITLE, self._titles), (TEXT, self._texts)):
                self._write_field(file, name, buffer)
            self._passage_blocks.write(file, "passage.")
            self._article_blocks.write(file, "article.")
            languages: dict[str, int] = {}
            for code in self._keywords["language"]:
                languages[code or ""] = languages.get(code or "", 0) + 1
            file.finish({"articles": self.articles, "passages": self.passages, "languages": languages})
        self._reset()

    def _write_field(self, file: ArrayFileWriter, name: str, buffer: TextBuffer) -> None:
        field = invert(self._vocabulary, buffer)
        write_text_field(file, name + ".", field)
        if name == TEXT:
            for kind, marks in (("sentence", buffer.sentences), ("paragraph", buffer.paragraphs)):
                pairs = np.frombuffer(marks, np.uint32).astype(np.int64)
                starts, positions = starts_as_positions(
                    pairs[::2], pairs[1::2], field.token_start, field.token_offsets
                )
                file.add(f"{name}.{kind}_offsets", starts)
                file.add(f"{name}.{kind}_positions", positions)

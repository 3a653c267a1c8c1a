"""A segment: what is in it, and how one is made of articles in memory.

A segment holds articles 0..M-1 and their passages 0..N-1; the passages of an article are consecutive.

- `first_passage` (articles + 1): the first passage of each article.
- `keyword.<field>.…`: one field of whole values (keyword_field.py).
- `title.…` and `text.…`: the text fields (text_field.py).
- `passage.…`: the passages' texts (frames.py).
- `head.…`, `article.…`: the records of the articles (grouped_frames.py, stored_articles.py).
- `line_first`, `line_last` (passages): physical lines in the source file, 0 for none; empty when all are.
- `goes_on` (passages): 1 for one that goes on in the paragraph of the one before, 2 amid a sentence, 0 for
  any other; empty when all are.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.article import Article, Mention, Passage
from dateline.indexer.format import kernels
from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS, TEXT, TITLE
from dateline.indexer.format.ready_passages import ReadyPassages, ReadyStarts
from dateline.indexer.format.segment import stored_articles, stored_heads
from dateline.indexer.format.segment.article_hints import write_hints
from dateline.indexer.format.segment.chunks import Vocabulary
from dateline.indexer.format.segment.filled import filled_of
from dateline.indexer.format.segment.frequent_terms import write_frequent_terms
from dateline.indexer.format.segment.inversion import TextBuffer, invert, starts_as_positions
from dateline.indexer.format.segment.keyword_field import write_keywords, write_mentions
from dateline.indexer.format.segment.text_field import AMID_SENTENCE
from dateline.indexer.format.segment.text_field_writer import write_text_field
from dateline.indexer.format.segment.time_runs import write_times
from dateline.indexer.format.storage.array_file import ArrayFileWriter, narrow
from dateline.indexer.format.storage.compression import Compressor
from dateline.indexer.format.storage.frames import FrameWriter
from dateline.indexer.format.storage.grouped_frames import GroupWriter

__all__ = ["SegmentBuilder"]


# What a chunk between blanks takes while it is inverted: by gathers, measured; in the kernel, reckoned, with
# room. Measured: what an entry of the vocabulary takes, in its dictionaries and the analyzer's; what an
# article takes in lists.
_CHUNK_BYTES: Final = 72 if kernels.compiled() is None else 32
_VOCABULARY_BYTES: Final = 520
_ARTICLE_BYTES: Final = 200

_keywords_of: Final = attrgetter(*SINGLE_FIELDS)


_KINDS: Final = (stored_heads.TEXTS, stored_heads.HEADS, stored_heads.BODIES)


class SegmentBuilder:
    """Buffers articles and writes them as one segment file, which is nobody's until a TOC names it."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        # Of the first segment written that had text enough for a dictionary: the next ones have the same.
        self._compressors: dict[str, Compressor | None] = {}
        self._reset()

    def _reset(self) -> None:
        self._titles = TextBuffer(self._vocabulary)
        self._texts = TextBuffer(self._vocabulary)
        self._keywords: dict[str, list[str | None]] = {name: [] for name in SINGLE_FIELDS}
        self._mentions: dict[str, list[tuple[Mention, ...]]] = {name: [] for name in PLURAL_FIELDS}
        self._passage_texts, self._heads, self._bodies = self._records = [
            GroupWriter(FrameWriter(compressor=self._compressors.get(prefix)), group, separator)
            for prefix, group, separator in _KINDS
        ]
        self._first_passage = array("Q", [0])
        self._lines = array("Q")
        self._any_lines = False
        self._goes_on = bytearray()
        self._indexed = array("Q")
        self._deleted: set[int] = set()
        self._ids: dict[str | None, list[int]] = {}
        self._ids_placed = 0
        self.articles = 0
        self.passages = 0

    @property
    def held(self) -> int:
        """The memory that writing the buffer will take at its peak, roughly, in bytes."""
        chunks = len(self._titles.chunks) + len(self._texts.chunks)
        return (
            _CHUNK_BYTES * chunks
            + _VOCABULARY_BYTES * len(self._vocabulary)
            + _ARTICLE_BYTES * self.articles
            + sum(records.held for records in self._records)
        )

    def trim(self, most: int) -> None:
        """Forget the vocabulary when it takes more than `most` bytes. Only when the buffer is empty."""
        if _VOCABULARY_BYTES * len(self._vocabulary) > most:
            self._vocabulary = Vocabulary()
            self._reset()

    def delete(self, fieldname: str, value: str) -> int:
        """Delete the buffered articles with that value of a field; how many there were."""
        deleted = 0
        if fieldname == "id":
            places = self._places_of_ids().get(value, [])
        elif fieldname in self._mentions:
            lists = self._mentions[fieldname]
            places = [place for place, found in enumerate(lists) if any(one.value == value for one in found)]
        else:
            places = [place for place, found in enumerate(self._keywords[fieldname]) if found == value]
        for place in places:
            if place not in self._deleted:
                self._deleted.add(place)
                deleted += 1
        return deleted

    def _places_of_ids(self) -> dict[str | None, list[int]]:
        """The buffered articles by id; kept up from the first call on."""
        ids = self._keywords["id"]
        for place in range(self._ids_placed, len(ids)):
            self._ids.setdefault(ids[place], []).append(place)
        self._ids_placed = len(ids)
        return self._ids

    def add(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
        indexed: int = 0,
    ) -> int:
        """Buffer one article; the length of its text. A lone surrogate becomes U+FFFD.

        `indexed` is when it was indexed elsewhere, not before the article before it; 0: it is indexed now.
        """
        try:
            length = self._add(article, passages, sentences)
        except UnicodeEncodeError:
            length = self._add(stored_articles.without_surrogates(article), passages, sentences)
        self._indexed.append(indexed)
        return length

    def _add(
        self, article: Article, passages: Sequence[Passage], sentences: Sequence[Sequence[int]] | None
    ) -> int:
        # All that can fail comes first: a refused article leaves no trace in the buffer.
        ready = passages if isinstance(passages, ReadyPassages) else None
        if ready is not None and not (isinstance(sentences, ReadyStarts) and sentences.passages is ready):
            ready = None
        text = "" if ready is not None else article.text
        head, body = (record.encode() for record in stored_articles.pack(article, text, passages))
        keywords = _keywords_of(article)
        "".join(filter(None, keywords)).encode()
        lists = [getattr(article, plural) for plural in PLURAL_FIELDS.values()]
        for mentions in lists:
            "".join([mention.value for mention in mentions]).encode()
        texts = _encoded(text, passages) if ready is None else ready.texts
        if sentences is not None and len(sentences) != len(passages):
            raise ValueError(
                f"{article.id}: sentences of {len(sentences)} passages, {len(passages)} passages"
            )
        language = normalise_language(article.language)
        self._heads.add(head)
        self._bodies.add(body)
        for column, value in zip(self._keywords.values(), keywords, strict=True):
            column.append(value)
        for column_of, mentions in zip(self._mentions.values(), lists, strict=True):
            column_of.append(mentions)
        self._titles.add((article.title or "").encode(), language)
        self._passage_texts.extend(texts)
        self._texts.extend(texts, language)
        if ready is not None:
            self._texts.mark_ready(ready)
            self._goes_on.extend(bytes(len(texts)))  # a kernel cuts no paragraph
        else:
            self._texts.mark(texts, sentences)
            self._note_cuts(text, passages, sentences)
        if ready is not None and ready.lines is None:
            self._lines.frombytes(bytes(2 * self._lines.itemsize * len(texts)))
        else:
            lines = [passage.lines for passage in passages]
            self._lines.extend(chain.from_iterable([one or (0, 0) for one in lines]))
            self._any_lines |= any(lines)
        self.articles += 1
        self.passages += len(texts)
        self._first_passage.append(self.passages)
        return len(text) if ready is None else ready.length

    def _note_cuts(
        self, text: str, passages: Sequence[Passage], sentences: Sequence[Sequence[int]] | None
    ) -> None:
        """Note which passages of a text go on in the paragraph of the one before."""
        end = None
        for number, passage in enumerate(passages):
            goes_on = end is not None and "\n\n" not in text[end : passage.start]
            amid = goes_on and sentences is not None and 0 not in sentences[number]
            self._goes_on.append(AMID_SENTENCE if amid else goes_on)
            end = passage.end

    def write(self, path: Path) -> NDArray[np.bool_] | None:
        """Write the buffered articles as a segment file, brought to the disk, and empty the buffer.

        Which of its articles are live; None when none was deleted.
        """
        live = None
        if self._deleted:
            live = np.ones(self.articles, bool)
            live[list(self._deleted)] = False
        with ArrayFileWriter(path) as file:
            first_passage = narrow(np.frombuffer(self._first_passage, np.uint64))
            file.add("first_passage", first_passage)
            write_hints(file, first_passage)
            for name, values in self._keywords.items():
                write_keywords(file, f"keyword.{name}.", values)
            for name, lists in self._mentions.items():
                write_mentions(file, f"keyword.{name}.", lists)
            if self._any_lines:
                lines = np.frombuffer(self._lines, np.uint64)
                file.add("line_first", narrow(lines[::2]))
                file.add("line_last", narrow(lines[1::2]))
            for name, buffer in ((TITLE, self._titles), (TEXT, self._texts)):
                self._write_field(file, name, buffer)
            write_frequent_terms(file)
            if any(self._indexed):
                write_times(file, np.frombuffer(self._indexed, np.uint64).astype(np.int64))
            if any(self._goes_on):
                file.add("goes_on", np.frombuffer(bytes(self._goes_on), np.uint8))
            for kind, records in zip(_KINDS, self._records, strict=True):
                records.write(file, kind.prefix)
            languages: dict[str, int] = {}
            for code in self._keywords["language"]:
                languages[code or ""] = languages.get(code or "", 0) + 1
            counts = {"articles": self.articles, "passages": self.passages}
            file.finish({**counts, "languages": languages, "filled": filled_of(file.read_back)})
        self._compressors = {
            kind.prefix: records.frames.trained for kind, records in zip(_KINDS, self._records, strict=True)
        }
        self._reset()
        kernels.give_back()  # most of what writing took
        return live

    def _write_field(self, file: ArrayFileWriter, name: str, buffer: TextBuffer) -> None:
        field = invert(self._vocabulary, buffer)
        write_text_field(file, name + ".", field)
        if name == TEXT:
            for kind, counts, marks in (
                ("sentence", buffer.sentence_counts, buffer.sentences),
                ("paragraph", buffer.paragraph_counts, buffer.paragraphs),
            ):
                documents = np.repeat(np.arange(len(counts)), np.frombuffer(counts, np.uint32))
                found = np.frombuffer(marks, np.uint32)
                offsets, positions, starts = starts_as_positions(
                    documents, found, field.postings.token_start, field.postings.token_offsets
                )
                file.add(f"{name}.{kind}_offsets", offsets)
                file.add(f"{name}.{kind}_positions", positions)
                if kind == "sentence":
                    file.add(f"{name}.{kind}_starts", starts)


def _encoded(text: str, passages: Sequence[Passage]) -> list[bytes]:
    """The passages of a text in UTF-8. UnicodeEncodeError."""
    compiled = kernels.compiled()
    if compiled is not None:
        offsets = [offset for passage in passages for offset in (passage.start, passage.end)]
        found: list[bytes] | None = compiled.slices(text, offsets)
        if found is not None:
            return found
    return [text[passage.start : passage.end].encode() for passage in passages]

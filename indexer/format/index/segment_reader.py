"""One segment of an index, read.

Its arrays are views on a memory-mapped file; nothing is read before it is asked for. Nothing here imports
Whoosh or what analyses text: a search starts fast.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS, TEXT
from dateline.indexer.format.index.path_field import PathField
from dateline.indexer.format.index.source_table import Roots
from dateline.indexer.format.index.toc import SegmentEntry
from dateline.indexer.format.kernels import ascends
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.article_hints import ARTICLE_BEGINS, ARTICLE_HINTS
from dateline.indexer.format.segment.deletions import live_passages, read_deletions
from dateline.indexer.format.segment.filled import Filled, read_filled
from dateline.indexer.format.segment.keyword_field import KeywordField, Keywords, PluralField
from dateline.indexer.format.segment.stored_heads import (
    BODIES,
    HEADS,
    TEXTS,
    Head,
    Records,
    unpack_body,
    unpack_head,
)
from dateline.indexer.format.segment.text_field import TextField
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, narrow

if TYPE_CHECKING:  # frames load zstandard: imported when a text is read
    from numpy.typing import NDArray

    from dateline.indexer.article import Article, Lines
    from dateline.indexer.format.index.indexing_times import IndexingTimes
    from dateline.indexer.format.segment.article_heads import ArticleHeads
    from dateline.indexer.format.storage.grouped_frames import GroupReader

__all__ = ["SegmentReader", "live_having"]


_LOOKED_UP: Final = 32  # one is looked up in the time that so many are worked out in


class SegmentReader:
    """One segment, as arrays; articles and passages are counted from 0 within it."""

    def __init__(
        self,
        path: Path,
        entry: SegmentEntry | None = None,
        roots: Roots | None = None,
        *,
        by_block: bool = False,
    ) -> None:
        self._roots = roots  # None: paths are told as they are kept
        self.path = path
        self.name = path.stem
        self._file = ArrayFile(path, by_block=by_block)
        self._indexed = 0 if entry is None else entry.indexed
        self._indexing_times: IndexingTimes | None = None
        self.size: int = self._file.size
        self.checksum: int = self._file.directory_checksum
        if entry is not None and (self.size, self.checksum) != (entry.size, entry.checksum):
            raise IndexDamaged(path, "not the file the table of contents names")
        self.articles: int = self._count("articles")
        self.passages: int = self._count("passages")
        self.languages: Mapping[str, int] = self._languages()
        # Where the passages of each article begin, and the end of the last, for who looks single numbers up.
        self.passage_bounds: memoryview = self._file.memory("first_passage")
        self._check_passages()
        self.live_articles: NDArray[np.bool_] | None = None
        self._live_passages: NDArray[np.bool_] | None = None
        if entry is not None and entry.deletions is not None:
            named = entry.deletions
            expected = named.size, named.checksum  # a file of another state would be whole as well
            self.live_articles = read_deletions(path.with_name(named.name), self.articles, expected)
        self._article_of: AnyArray | None = None
        self._text_fields: dict[str, TextField] = {}
        self._keyword_fields: dict[str, KeywordField] = {}
        self._plural_fields: dict[str, PluralField] = {}
        self._passage_texts: GroupReader | None = None
        self._records: dict[Records, GroupReader] = {}

    def _count(self, fact: str) -> int:
        count = self._file.facts.get(fact)
        if type(count) is not int or count < 0:
            raise IndexDamaged(self.path, f"the directory says {count!r} {fact}")
        return count

    def _languages(self) -> Mapping[str, int]:
        languages = self._file.facts.get("languages")
        if not isinstance(languages, dict) or any(type(count) is not int for count in languages.values()):
            raise IndexDamaged(self.path, f"the directory says of languages {languages!r}")
        return languages

    def _check_passages(self) -> None:
        """IndexDamaged when passages don't follow each other, article by article: much is counted by that."""
        first = self.passage_bounds
        if (
            len(first) != self.articles + 1
            or (first[0], first[-1]) != (0, self.passages)
            or not ascends(first)
        ):
            raise IndexDamaged(
                self.path, f"array first_passage is not of {self.articles} articles, {self.passages} passages"
            )
        if any(self._file.length(name) not in (0, self.passages) for name in ("line_first", "line_last")):
            raise IndexDamaged(self.path, f"arrays line_… are not of {self.passages} passages")
        if self._file.length("goes_on") not in (0, self.passages):
            raise IndexDamaged(self.path, f"array goes_on is not of {self.passages} passages")

    @derived
    def filled(self) -> Filled:
        """What has words, deleted articles included."""
        stored = self._file.facts.get("filled")
        return read_filled(stored, self.path, self.articles, self.passages)

    @derived
    def first_passage(self) -> AnyArray:
        """Where the passages of each article begin, and the end of the last (articles + 1)."""
        return self._file.array("first_passage")

    @property
    def live_passages(self) -> NDArray[np.bool_] | None:
        """Which passages are live; None when nothing is deleted."""
        if self._live_passages is None and self.live_articles is not None:
            self._live_passages = live_passages(self.live_articles, self.first_passage)
        return self._live_passages

    @property
    def article_of(self) -> AnyArray:
        """The article of each passage."""
        if self._article_of is None:
            numbers = narrow(np.arange(max(self.articles, 1)))[: self.articles]
            self._article_of = np.repeat(numbers, np.diff(self.first_passage))
        return self._article_of

    def hints_for_kernel(self) -> tuple[Any, Any]:
        """The arrays of article_hints.py as kernels take them."""
        return self._file.checked(ARTICLE_HINTS), self._file.checked(ARTICLE_BEGINS)

    def compare_hints(self) -> None:
        """Compare those that kernels read with their checksums. IndexDamaged."""
        for name in (ARTICLE_HINTS, ARTICLE_BEGINS, "goes_on"):
            self._file.array(name)

    def articles_having(self, passages: AnyArray) -> AnyArray:
        """The articles of these passages; of a few they are looked up, before those of all are worked out."""
        if self._article_of is None and len(passages) * _LOOKED_UP < self.passages:
            first = self.first_passage
            found: NDArray[np.int64] = first.searchsorted(passages.astype(first.dtype), side="right")
            found -= 1
            return found
        return self.article_of[passages]

    def article_having(self, passage: int) -> int:
        """The article of one passage."""
        return bisect_right(self.passage_bounds, passage) - 1

    @property
    def indexed(self) -> int:
        """When its own articles were indexed, as the table of contents says; 0: they are in no state yet."""
        return self._indexed

    @indexed.setter
    def indexed(self, time: int) -> None:
        self._indexed = time
        self._indexing_times = None

    @property
    def indexing_times(self) -> IndexingTimes:
        """When its articles were indexed."""
        if self._indexing_times is None:
            from dateline.indexer.format.index.indexing_times import read_times  # no build asks for it

            self._indexing_times = read_times(self._file, self.path, self.articles, self._indexed)
        return self._indexing_times

    @indexing_times.setter
    def indexing_times(self, times: IndexingTimes) -> None:
        self._indexing_times = times

    def text_field(self, name: str) -> TextField:
        """A field of analysed text: "text" by passage, "title" by article; empty when nobody filled it."""
        field = self._text_fields.get(name)
        if field is None:
            field = TextField(self._file, name + ".")
            documents = self.passages if name == TEXT else self.articles
            if field.documents_total != documents:
                raise IndexDamaged(self.path, f"{name}: {field.documents_total} documents of {documents}")
            self._text_fields[name] = field
        return field

    def keyword_field(self, name: str) -> KeywordField:
        """A field of whole values, one an article or none."""
        field = self._keyword_fields.get(name)
        if field is None:
            if name in PLURAL_FIELDS:
                raise ValueError(f"{name} has many values an article: see plural_field")
            prefix = f"keyword.{name}."
            if name == "path" and self._roots is not None:
                field = PathField(self._file, prefix, self._roots)
            else:
                field = KeywordField(self._file, prefix)
            if len(field) != self.articles:
                raise IndexDamaged(self.path, f"keyword.{name}: of {len(field)} articles of {self.articles}")
            self._keyword_fields[name] = field
        return field

    def find_live(self, article_id: str) -> int | None:
        """The first live article of an id; None where there is none."""
        field = self.keyword_field("id")
        for ordinal in field.few_articles(field.find(article_id)):
            if self.live_articles is None or self.live_articles[ordinal]:
                return ordinal
        return None

    def kept_path(self, ordinal: int) -> str | None:
        """The path of an article as it is kept (source_table.py); None when it has none."""
        return KeywordField(self._file, "keyword.path.").value(ordinal)

    def plural_field(self, name: str) -> PluralField:
        """A field of whole values, any number an article; empty when nobody filled it."""
        field = self._plural_fields.get(name)
        if field is None:
            field = self._plural_fields[name] = PluralField(self._file, f"keyword.{name}.")
        return field

    def keywords(self, name: str) -> Keywords:
        """A field of whole values, of one an article or of many."""
        return self.plural_field(name) if name in PLURAL_FIELDS else self.keyword_field(name)

    def count_languages(self, live: NDArray[np.bool_] | None) -> dict[str, int]:
        """How many of the live articles are in each language, "" for none stated."""
        if live is None:
            return dict(self.languages)
        field = self.keyword_field("language")
        counts = field.counts(live).tolist()
        return {code: count for code, count in zip(["", *field.values], counts, strict=True) if count}

    def passage_text(self, passage: int) -> str:
        """The text of a passage."""
        return self.passage_texts([passage])[0]

    def passage_texts(self, passages: list[int]) -> list[str]:
        """The texts of several passages, in that order."""
        texts = self._passage_texts
        if texts is None:
            texts = self._passage_texts = self.records(TEXTS)
        try:
            return texts.texts(passages)
        except UnicodeDecodeError as error:
            raise IndexDamaged(self.path, f"the text of a passage of {passages}: {error}") from error

    def passage_lines(self, passage: int) -> Lines | None:
        """First and last physical line of the passage in its source file."""
        if not self.has_lines:
            return None
        line = self._file.memory_by_block("line_first")[passage]
        return (line, self._file.memory_by_block("line_last")[passage]) if line else None

    def _head(self, ordinal: int, authors: Sequence[str]) -> Head:
        try:
            return unpack_head(self.records(HEADS)[ordinal], authors)
        except ValueError as error:  # no UTF-8, no JSON, no head
            raise IndexDamaged(self.path, f"the head of article {ordinal}: {error}") from error

    def _body(self, ordinal: int) -> dict[str, Any]:
        try:
            return unpack_body(self.records(BODIES)[ordinal])
        except ValueError as error:  # no UTF-8, no JSON
            raise IndexDamaged(self.path, f"the record of article {ordinal}: {error}") from error

    def records(self, kind: Records) -> GroupReader:
        """The records of a kind: texts of passages in UTF-8, or what stored_articles.py makes of articles."""
        reader = self._records.get(kind)
        if reader is None:
            from dateline.indexer.format.storage.grouped_frames import GroupReader

            total = self.passages if kind is TEXTS else self.articles
            reader = GroupReader(self._file, kind.prefix, kind.group, total, kind.separator)
            self._records[kind] = reader
        return reader

    def article(self, ordinal: int) -> Article:
        """The whole article, equal to what was added."""
        from dateline.indexer.format.segment.stored_articles import unpack  # a list of results reads heads

        keywords = {name: self.keyword_field(name).value(ordinal) for name in SINGLE_FIELDS}
        mentions = {
            plural: self.plural_field(name).mentions(ordinal) for name, plural in PLURAL_FIELDS.items()
        }
        passages = range(self.passage_bounds[ordinal], self.passage_bounds[ordinal + 1])
        texts = [self.passage_text(passage) for passage in passages]
        head = self._head(ordinal, [mention.value for mention in mentions["authors"]])
        return unpack(head, self._body(ordinal), keywords, mentions, texts)

    def heads(self, ordinals: list[int]) -> list[dict[str, Any]]:
        """What a result list shows of each of these articles, without reading their texts.

        By name: its fields but the text, of those with many values also the values ("authors"); heading,
        date_kind, date_text, source_kind.
        """
        return self._article_heads.of(ordinals, self.passage_bounds, self.passage_texts)

    @derived
    def _article_heads(self) -> ArticleHeads:
        from dateline.indexer.format.segment.article_heads import ArticleHeads

        return ArticleHeads(self._file, self.keyword_field, self.plural_field, self.records(HEADS))

    @derived
    def has_lines(self) -> bool:
        """Whether any passage has line numbers."""
        return self._file.length("line_first") > 0

    def line_numbers(self) -> tuple[AnyArray, AnyArray]:
        """First and last line of each passage, 0 for none."""
        if self.has_lines:
            return self._file.array("line_first"), self._file.array("line_last")
        return np.zeros(self.passages, np.uint8), np.zeros(self.passages, np.uint8)

    @property
    def goes_on(self) -> AnyArray:
        """Which passages go on in the paragraph of the one before (1), amid a sentence (AMID_SENTENCE)."""
        if self._file.length("goes_on"):
            return self._file.array("goes_on")
        return np.zeros(self.passages, np.uint8)

    def goes_on_for_kernel(self) -> Any:
        """The same as kernels take it, None where no passage goes on."""
        return self._file.checked("goes_on")

    def array(self, name: str) -> AnyArray:
        """Any array of the file, by its name in docs/index-format.md."""
        return self._file.array(name)

    def release(self) -> None:
        """Give mapped memory back to the system; it is read again when needed."""
        self._file.release()

    def verify_bytes(self) -> None:
        """Read the whole file and compare it with its checksums. IndexDamaged."""
        self._file.verify()

    def verify(self) -> None:
        """`verify_bytes`, and whether the numbers fit each other, though no article is read. IndexDamaged."""
        self.verify_bytes()
        for reason in self.disagreements():
            raise IndexDamaged(self.path, reason)

    def disagreements(self) -> Iterator[str]:
        """Which of its numbers do not fit each other, though their checksums are right (agreement.py)."""
        from dateline.indexer.format.segment.agreement import disagreements  # a search does without

        return disagreements(self._file, self.articles, self.passages)

    def close(self) -> None:
        """Forget the map; arrays handed out stay valid."""
        self._file.close()


def live_having(segment: SegmentReader, name: str, value: str) -> NDArray[np.int64]:
    """The live articles of a segment that have exactly this value of a keyword field, ascending."""
    field = segment.keyword_field(name)
    ordinals = field.articles(field.find(value))
    return ordinals if segment.live_articles is None else ordinals[segment.live_articles[ordinals]]

"""What does a list of results show of articles, without reading their texts?

The values of their keyword fields, and what their heads have. An answer asks for those of all its articles at
once: what is looked up in which field is worked out once, and of a field that no article has a value of,
which most are, nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS
from dateline.indexer.format.segment.keyword_field import compiled_column
from dateline.indexer.format.segment.stored_heads import NO_HEAD, fill_head

if TYPE_CHECKING:
    from dateline.indexer.format.segment.keyword_field import KeywordField, PluralField
    from dateline.indexer.format.storage.array_file import ArrayFile
    from dateline.indexer.format.storage.grouped_frames import GroupReader

__all__ = ["ArticleHeads"]


class ArticleHeads:
    """The fields of articles but the text, by name; of those with many values also the values ("authors").

    Beside them heading, date_kind, date_text and source_kind. `records` are the heads.
    """

    def __init__(
        self,
        file: ArrayFile,
        single: Callable[[str], KeywordField],
        plural: Callable[[str], PluralField],
        records: GroupReader,
    ) -> None:
        def is_filled(name: str) -> bool:
            return file.length(f"keyword.{name}.offsets") > 1

        self._path = file.path
        self._records = records
        self._none = dict.fromkeys(SINGLE_FIELDS) | dict.fromkeys(PLURAL_FIELDS.values(), ())
        self._none |= NO_HEAD | {"meta": None}
        self._value_of: list[tuple[str, Callable[[int], Any]]] = [
            (name, _value_of(file, name, single)) for name in SINGLE_FIELDS if is_filled(name)
        ]
        self._value_of += [
            (as_, plural(name).values_of) for name, as_ in PLURAL_FIELDS.items() if is_filled(name)
        ]

    def of(
        self, articles: list[int], bounds: memoryview, texts: Callable[[list[int]], list[str]]
    ) -> list[dict[str, Any]]:
        """Those of each of these articles. IndexDamaged names the article.

        `bounds` are where the passages of each article begin, and `texts` reads passages: they are given, for
        what holds a method of the segment that holds it waits for the collector.
        """
        try:
            heads = self._values(articles)
            for fields, record in zip(heads, self._records.texts(articles), strict=True):
                fill_head(fields, record, fields["authors"])
        except ValueError as error:  # values that lie outside their array, no UTF-8, no JSON, no head
            if len(articles) > 1:
                return [self.of([article], bounds, texts)[0] for article in articles]
            raise IndexDamaged(self._path, f"the head of article {articles[0]}: {error}") from error
        for fields in heads:
            if fields["metas"]:
                fields["meta"] = "\n".join(fields["metas"])
            if fields["title"]:
                fields["heading"] = fields["title"]
        _add_headings(heads, articles, bounds, texts)
        return heads

    def _values(self, articles: list[int]) -> list[dict[str, Any]]:
        """The values of fields of each, and what an empty head has. ValueError for what can't be."""
        heads = [self._none.copy() for _ in articles]
        for name, value_of in self._value_of:
            for fields, article in zip(heads, articles, strict=True):
                fields[name] = value_of(article)
        return heads


def _value_of(
    file: ArrayFile, name: str, single: Callable[[str], KeywordField]
) -> Callable[[int], str | None]:
    """What tells the value of an article: a kernel without the field, where that need not resolve paths."""
    prefix = f"keyword.{name}."
    column = None
    if name != "path" and file.length(prefix + "codes") == file.facts["articles"]:
        column = compiled_column(file, prefix)
    found: Callable[[int], str | None] = single(name).value_of if column is None else column.value
    return found


def _add_headings(
    heads: list[dict[str, Any]],
    articles: list[int],
    bounds: memoryview,
    texts: Callable[[list[int]], list[str]],
) -> None:
    """The headings of those that have none: the first words, else the id."""
    with_text = []
    for fields, article in zip(heads, articles, strict=True):
        if fields["heading"] is None:
            fields["heading"] = fields["id"]
            if bounds[article] < bounds[article + 1]:
                with_text.append((fields, bounds[article]))
    if with_text:
        from dateline.indexer.article import heading_of

        firsts = texts([passage for _, passage in with_text])
        for (fields, _), text in zip(with_text, firsts, strict=True):
            fields["heading"] = heading_of(text)

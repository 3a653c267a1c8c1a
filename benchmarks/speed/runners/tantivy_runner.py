"""tantivy through tantivy-py: en_stem (simple tokenizer, lower case, English Snowball), block-max top ten."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, SnippetGenerator

from benchmarks.speed.documents import Document, day_number, documents
from benchmarks.speed.runners import base

__all__ = ["Runner"]

HEAP_BYTES = 256_000_000


class Runner(base.Runner):
    """The text indexed, by article the title too; ids are read from a fast field where no text is shown."""

    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, fast=True)
        for name in ("article", "source", "place"):
            schema.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_integer_field("date", stored=True, indexed=True, fast=True)
        if self.by == "article":
            schema.add_text_field("title", stored=True, tokenizer_name="en_stem", index_option="position")
        else:
            schema.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="position")
        writer = tantivy.Index(schema.build(), path=str(folder)).writer(
            heap_size=HEAP_BYTES, num_threads=threads
        )
        for document in documents(documents_path):
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def add(self, document: Document, folder: Path) -> None:
        writer = tantivy.Index.open(str(folder)).writer(heap_size=HEAP_BYTES, num_threads=1)
        writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._fields = ["title", "text"] if self.by == "article" else ["text"]
        self._boosts = {"title": base.TITLE_BOOST} if self.by == "article" else {}

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        asked = self._query(query)
        found = self._searcher.search(asked, limit, count=False).hits
        if not snippets:
            ids: list[Any] = self._searcher.fast_field_values("id", [address for _, address in found])
            return [base.Hit(number, score) for number, (score, _) in zip(ids, found, strict=True)]
        generator = SnippetGenerator.create(self._searcher, asked, self._schema, "text")
        generator.set_max_num_chars(200)
        hits = []
        for score, address in found:
            document: Any = self._searcher.doc(address)
            shown = (generator.snippet_from_doc(document).to_html(),)
            hits.append(base.Hit(document.get_first("id"), score, shown, self._heading(document)))
        return hits

    def _heading(self, document: Any) -> str:
        if self.by == "passage":
            return ""
        get = document.get_first
        return f"{get('title')} · {get('date')} · {get('source')}"

    def _query(self, query: base.Query) -> Any:
        kind, text = query["kind"], query["text"]
        if kind == "prefix":
            return self._either(lambda field: tantivy.Query.phrase_prefix_query(self._schema, field, [text]))
        if kind == "fuzzy":
            return self._either(
                lambda field: tantivy.Query.fuzzy_term_query(self._schema, field, text, distance=1)
            )
        if kind == "phrase":
            return self._index.parse_query(f'"{text}"', self._fields, field_boosts=self._boosts)
        words = self._index.parse_query(
            text,
            self._fields,
            field_boosts=self._boosts,
            conjunction_by_default=self.needs_all_words(query),
        )
        if kind != "daterange":
            return words
        days = tantivy.Query.range_query(
            self._schema, "date", FieldType.Integer, query["first"], query["last"]
        )
        unscored = tantivy.Query.const_score_query(days, 0.0)
        return tantivy.Query.boolean_query([(Occur.Must, words), (Occur.Must, unscored)])

    def _either(self, of_field: Callable[[str], Any]) -> Any:
        """A query in any of the fields, the title boosted."""
        if self.by == "passage":
            return of_field("text")
        titles = tantivy.Query.boost_query(of_field("title"), base.TITLE_BOOST)
        return tantivy.Query.boolean_query([(Occur.Should, titles), (Occur.Should, of_field("text"))])

    def about(self) -> str:
        segments = f", {self._searcher.num_segments} segments" if hasattr(self, "_searcher") else ""
        return f"tantivy-py {version('tantivy')}, en_stem (English Snowball){segments}"


def _document(document: Document) -> Any:
    return tantivy.Document(**{**document, "date": day_number(document["date"])})

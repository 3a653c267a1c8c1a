"""tantivy through tantivy-py: en_stem (simple tokenizer, lower case, English Snowball), block-max top ten."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, SnippetGenerator

from benchmarks.speed.passages import Passage, day_number, passages
from benchmarks.speed.runners import base

__all__ = ["Runner"]

HEAP_BYTES = 256_000_000


class Runner(base.Runner):
    """One indexed text field, the others stored; ids are read from a fast field where no text is shown."""

    def build(self, passages_path: Path, folder: Path, threads: int) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, fast=True)
        schema.add_text_field("article", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_integer_field("date", stored=True, indexed=True, fast=True)
        schema.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="position")
        writer = tantivy.Index(schema.build(), path=str(folder)).writer(
            heap_size=HEAP_BYTES, num_threads=threads
        )
        for passage in passages(passages_path):
            writer.add_document(_document(passage))
        writer.commit()
        writer.wait_merging_threads()

    def add(self, passage: Passage, folder: Path) -> None:
        writer = tantivy.Index.open(str(folder)).writer(heap_size=HEAP_BYTES, num_threads=1)
        writer.add_document(_document(passage))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        asked = self._query(query)
        found = self._searcher.search(asked, limit, count=False).hits
        if not snippets:
            ids: list[Any] = self._searcher.fast_field_values("id", [address for _, address in found])
            return [(number, score, None) for number, (score, _) in zip(ids, found, strict=True)]
        generator = SnippetGenerator.create(self._searcher, asked, self._schema, "text")
        generator.set_max_num_chars(200)
        hits: list[base.Hit] = []
        for score, address in found:
            document: Any = self._searcher.doc(address)
            shown = generator.snippet_from_doc(document).to_html()
            hits.append((document.get_first("id"), score, shown))
        return hits

    def _query(self, query: base.Query) -> Any:
        kind, text = query["kind"], query["text"]
        if kind == "prefix":
            return tantivy.Query.phrase_prefix_query(self._schema, "text", [text])
        if kind == "fuzzy":
            return tantivy.Query.fuzzy_term_query(self._schema, "text", text, distance=1)
        if kind == "phrase":
            return self._index.parse_query(f'"{text}"', ["text"])
        words = self._index.parse_query(text, ["text"], conjunction_by_default=kind == "and")
        if kind != "daterange":
            return words
        days = tantivy.Query.range_query(
            self._schema, "date", FieldType.Integer, query["first"], query["last"]
        )
        unscored = tantivy.Query.const_score_query(days, 0.0)
        return tantivy.Query.boolean_query([(Occur.Must, words), (Occur.Must, unscored)])

    def about(self) -> str:
        segments = f", {self._searcher.num_segments} segments" if hasattr(self, "_searcher") else ""
        return f"tantivy-py {version('tantivy')}, en_stem (English Snowball){segments}"


def _document(passage: Passage) -> Any:
    return tantivy.Document(**{**passage, "date": day_number(passage["date"])})

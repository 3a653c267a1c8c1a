"""Whoosh 2.7.4 out of the box: StemmingAnalyzer() with its stop list, BM25F, its highlighter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import whoosh
from whoosh import fields, highlight, index, qparser
from whoosh import query as queries
from whoosh.analysis import StemmingAnalyzer

from benchmarks.speed.passages import Passage, day_number, passages
from benchmarks.speed.runners import base

__all__ = ["Runner"]


class Runner(base.Runner):
    """Stock Whoosh, as its documentation shows it."""

    def analyzer(self) -> Any:
        """How texts and queries become terms."""
        return StemmingAnalyzer()

    def build(self, passages_path: Path, folder: Path, threads: int) -> None:
        schema = fields.Schema(
            id=fields.STORED,
            article=fields.STORED,
            title=fields.STORED,
            date=fields.NUMERIC(int, stored=True),
            text=fields.TEXT(analyzer=self.analyzer(), stored=True, phrase=True),
        )
        more = {"procs": threads, "multisegment": True} if threads > 1 else {}
        writer = index.create_in(str(folder), schema).writer(limitmb=256, **more)
        for passage in passages(passages_path):
            writer.add_document(**_document(passage))
        writer.commit()

    def add(self, passage: Passage, folder: Path) -> None:
        writer = index.open_dir(str(folder)).writer()
        writer.add_document(**_document(passage))
        writer.commit()

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()
        schema = self._searcher.schema
        self._any = qparser.QueryParser("text", schema, group=qparser.OrGroup)
        self._all = qparser.QueryParser("text", schema)
        self._fragmenter = highlight.ContextFragmenter(maxchars=200, surround=40)
        self._formatter = highlight.HtmlFormatter(tagname="b")

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        kind = query["kind"]
        only = queries.NumericRange("date", query["first"], query["last"]) if kind == "daterange" else None
        results = self._searcher.search(self._parse(kind, query["text"]), limit=limit, filter=only)
        if not snippets:
            return [(hit["id"], hit.score, None) for hit in results]
        results.fragmenter, results.formatter = self._fragmenter, self._formatter
        return [(hit["id"], hit.score, hit.highlights("text", top=1)) for hit in results]

    def _parse(self, kind: str, text: str) -> Any:
        if kind == "phrase":
            return self._all.parse(f'"{text}"')
        if kind == "and":
            return self._all.parse(text)
        if kind == "prefix":
            return queries.Prefix("text", text)
        if kind == "fuzzy":
            return queries.FuzzyTerm("text", text, maxdist=1)
        return self._any.parse(text)

    def about(self) -> str:
        version = ".".join(map(str, whoosh.__version__))
        return f"whoosh {version}, StemmingAnalyzer() (its Porter, stop words removed)"


def _document(passage: Passage) -> dict[str, Any]:
    return {**passage, "date": day_number(passage["date"])}

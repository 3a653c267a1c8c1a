"""Whoosh 2.7.4 out of the box: StemmingAnalyzer() with its stop list, BM25F, its highlighter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import whoosh
from whoosh import fields, highlight, index, qparser
from whoosh import query as queries
from whoosh.analysis import StemmingAnalyzer

from benchmarks.speed.documents import Document, day_number, documents
from benchmarks.speed.runners import base

__all__ = ["Runner"]


class Runner(base.Runner):
    """Stock Whoosh, as its documentation shows it."""

    def analyzer(self) -> Any:
        """How texts and queries become terms."""
        return StemmingAnalyzer()

    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        title = fields.TEXT(analyzer=self.analyzer(), stored=True) if self.by == "article" else fields.STORED
        schema = fields.Schema(
            id=fields.STORED,
            article=fields.STORED,
            title=title,
            date=fields.NUMERIC(int, stored=True),
            source=fields.STORED,
            place=fields.STORED,
            text=fields.TEXT(analyzer=self.analyzer(), stored=True, phrase=True),
        )
        more = {"procs": threads, "multisegment": True} if threads > 1 else {}
        writer = index.create_in(str(folder), schema).writer(limitmb=256, **more)
        for document in documents(documents_path):
            writer.add_document(**_document(document))
        writer.commit()

    def add(self, document: Document, folder: Path) -> None:
        writer = index.open_dir(str(folder)).writer()
        writer.add_document(**_document(document))
        writer.commit()

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()
        schema = self._searcher.schema
        self._fields = {"title": base.TITLE_BOOST, "text": 1.0} if self.by == "article" else {"text": 1.0}
        names = list(self._fields)
        self._any = qparser.MultifieldParser(names, schema, self._fields, group=qparser.OrGroup)
        self._all = qparser.MultifieldParser(names, schema, self._fields)
        self._fragmenter = highlight.ContextFragmenter(maxchars=200, surround=40)
        self._formatter = highlight.HtmlFormatter(tagname="b")

    def close(self) -> None:
        self._searcher.close()

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        kind = query["kind"]
        only = queries.NumericRange("date", query["first"], query["last"]) if kind == "daterange" else None
        results = self._searcher.search(self._parse(query), limit=limit, filter=only)
        if not snippets:
            return [base.Hit(hit["id"], hit.score) for hit in results]
        results.fragmenter, results.formatter = self._fragmenter, self._formatter
        hits = []
        for hit in results:
            heading = f"{hit['title']} · {hit['date']} · {hit['source']}" if self.by == "article" else ""
            hits.append(base.Hit(hit["id"], hit.score, (hit.highlights("text", top=1),), heading))
        return hits

    def _parse(self, query: base.Query) -> Any:
        kind, text = query["kind"], query["text"]
        if kind == "phrase":
            return self._all.parse(f'"{text}"')
        if kind == "prefix":
            return queries.Or([queries.Prefix(name, text, boost) for name, boost in self._fields.items()])
        if kind == "fuzzy":
            return queries.Or(
                [queries.FuzzyTerm(name, text, boost, maxdist=1) for name, boost in self._fields.items()]
            )
        return (self._all if self.needs_all_words(query) else self._any).parse(text)

    def about(self) -> str:
        version = ".".join(map(str, whoosh.__version__))
        return f"whoosh {version}, StemmingAnalyzer() (its Porter, stop words removed)"


def _document(document: Document) -> dict[str, Any]:
    return {**document, "date": day_number(document["date"])}

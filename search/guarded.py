"""What does an engine meet that nobody foresaw: a fault of ours, or an index that is damaged?

An index is checked where it is opened and where its arrays are first read. Bytes that were altered since, or
in a way that no check sees, may still come out as an IndexError or a frame that does not decompress.
`GuardedEngine` asks an engine, and when it fails so compares the whole index with its checksums: IndexDamaged
names the file, else the error goes on as it is. As long as nothing fails it costs a call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.search.errors import DatelineError, IndexDamaged

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.search.engine import Answer, By, Engine, Sort
    from dateline.search.query.nodes import Query, Word
    from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount

__all__ = ["GuardedEngine", "guarded"]

Result = TypeVar("Result")


def guarded(index: IndexReader, ask: Callable[..., Result], *given: Any, **options: Any) -> Result:
    """What `ask` gives; IndexDamaged where it fails unforeseen and the index differs from its checksums."""
    try:
        return ask(*given, **options)
    except DatelineError:
        raise
    except Exception as error:
        _tell_damage(index, error)
        raise


def guarded_answer(index: IndexReader, answer: Answer) -> Answer:
    """An answer that asks its later questions likewise."""
    total, passage_total = answer.total, answer.passage_total
    return replace(
        answer,
        total=lambda: guarded(index, total),
        passage_total=lambda: guarded(index, passage_total),
    )


def _tell_damage(index: IndexReader, error: Exception) -> None:
    """IndexDamaged if the index is; nothing if it is whole, or can't be compared."""
    try:
        index.verify()
    except IndexDamaged as damage:
        raise damage from error
    except Exception:
        return


class GuardedEngine:
    """An engine whose failures on a damaged index are told as damage. See `engine.Engine`."""

    def __init__(self, engine: Engine, index: IndexReader) -> None:
        self._engine = engine
        self._index = index

    def _ask(self, ask: Callable[..., Result], *given: Any, **options: Any) -> Result:
        return guarded(self._index, ask, *given, **options)

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages of the archive with their numbers of articles."""
        return self._engine.languages

    def search(
        self,
        query: Query,
        *,
        by: By = "article",
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        passages: int = 3,
        expand: bool = False,
        why: bool = False,
    ) -> Answer:
        """The best rows of a query."""
        answer = self._ask(
            self._engine.search,
            query,
            by=by,
            limit=limit,
            offset=offset,
            sort=sort,
            passages=passages,
            expand=expand,
            why=why,
        )
        return guarded_answer(self._index, answer)

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """Articles, passages and spans of all that matches."""
        return self._ask(self._engine.count, query, by=by)

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value of a facet."""
        return self._ask(self._engine.facets, query, field)

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date."""
        return self._ask(self._engine.dates, query)

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """Words that begin with `prefix`."""
        return self._ask(self._engine.terms, prefix, limit=limit)

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like one of the index."""
        answer = self._ask(self._engine.like, article_id, limit=limit, passages=passages, folder=folder)
        return guarded_answer(self._index, answer)

    def weight(self, word: Word) -> float:
        """How telling a word is."""
        return self._ask(self._engine.weight, word)

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """What may be meant by a part of a query that finds nothing."""
        return self._ask(self._engine.suggest, query, limit=limit)

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article."""
        return self._ask(self._engine.get, article_id, folder=folder)

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The archives that have an article of that id."""
        return self._ask(self._engine.folders_having, article_id)

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles of a file, or those that a line of it belongs to."""
        return self._ask(self._engine.in_file, path, line)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        articles = self._engine.articles()
        while (article := self._ask(next, articles, None)) is not None:
            yield article

    def stats(self) -> Stats:
        """What the index holds."""
        return self._ask(self._engine.stats)

    def close(self) -> None:
        """Let go of the index; records already returned stay whole."""
        self._engine.close()

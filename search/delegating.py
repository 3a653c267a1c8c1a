"""How is every question handed on to an engine, so that one place does something about what fails?

`DelegatingEngine` is an engine over others: what it is asked it asks by `_attempt`, which whoever derives
from it says. What an answer counts later is asked so too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from dateline.indexer.format.records import replace

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.engine import Answer, By, Engine, Sort
    from dateline.search.query.nodes import Query, Word
    from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount

__all__ = ["DelegatingEngine"]

Result = TypeVar("Result")
SomeEngine = TypeVar("SomeEngine", bound="Engine")


class DelegatingEngine(ABC, Generic[SomeEngine]):
    """An engine that asks another. See `engine.Engine`."""

    def __init__(self, engine: SomeEngine) -> None:
        self._engine = engine

    @abstractmethod
    def _attempt(self, ask: Callable[[SomeEngine], Result]) -> Result:
        """What an engine gives: of the one there is, or of another where that fails."""

    def _answer(
        self, ask: Callable[[SomeEngine], Answer], again: Callable[[SomeEngine], Answer] | None = None
    ) -> Answer:
        """An answer that counts likewise; another engine is asked `again` for it, without rows perhaps."""
        answer = self._attempt(ask)
        asked = self._engine

        def counting(engine: SomeEngine) -> Answer:
            return answer if engine is asked else (again or ask)(engine)

        return replace(
            answer,
            total=lambda: self._attempt(lambda engine: counting(engine).total()),
            passage_total=lambda: self._attempt(lambda engine: counting(engine).passage_total()),
        )

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages of the archive with their numbers of articles."""
        return self._attempt(lambda engine: engine.languages)

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

        def ask(engine: SomeEngine, limit: int = limit) -> Answer:
            return engine.search(
                query,
                by=by,
                limit=limit,
                offset=offset,
                sort=sort,
                passages=passages,
                expand=expand,
                why=why,
            )

        return self._answer(ask, lambda engine: ask(engine, limit=0))

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """Articles, passages and spans of all that matches."""
        return self._attempt(lambda engine: engine.count(query, by=by))

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value of a facet."""
        return self._attempt(lambda engine: engine.facets(query, field))

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date."""
        return self._attempt(lambda engine: engine.dates(query))

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """Words that begin with `prefix`."""
        return self._attempt(lambda engine: engine.terms(prefix, limit=limit))

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like one of the index."""
        return self._answer(
            lambda engine: engine.like(article_id, limit=limit, passages=passages, folder=folder)
        )

    def weight(self, word: Word) -> float:
        """How telling a word is."""
        return self._attempt(lambda engine: engine.weight(word))

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """What may be meant by a part of a query that finds nothing."""
        return self._attempt(lambda engine: engine.suggest(query, limit=limit))

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article."""
        return self._attempt(lambda engine: engine.get(article_id, folder=folder))

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The archives that have an article of that id."""
        return self._attempt(lambda engine: engine.folders_having(article_id))

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles of a file, or those that a line of it belongs to."""
        return self._attempt(lambda engine: engine.in_file(path, line))

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        articles = self._engine.articles()
        while (article := self._attempt(lambda _: next(articles, None))) is not None:
            yield article

    def stats(self) -> Stats:
        """What the index holds."""
        return self._attempt(lambda engine: engine.stats())

    def close(self) -> None:
        """Let go of the index; records already returned stay whole."""
        self._engine.close()

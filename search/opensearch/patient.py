"""What is done where a pattern stands for more words than a server looks for beside others?

It refuses. Then all patterns are looked for by themselves, of which it has no limit, and what comes is looked
at by our own evaluator: slower, and no less right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import Refused
from dateline.indexer.opensearch.failures import TOO_MANY_FORMS
from dateline.search.opensearch.engine import OpenSearchEngine

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.engine import Answer, By, Sort
    from dateline.search.opensearch.published import RemoteIndex
    from dateline.search.query.nodes import Query, Word
    from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount

__all__ = ["PatientEngine"]

Result = TypeVar("Result")


class PatientEngine:
    """An engine over a server that takes a pattern of any number of words. See `engine.Engine`."""

    def __init__(self, index: RemoteIndex) -> None:
        self._index = index
        self._engine = OpenSearchEngine(index)

    @derived
    def _slow(self) -> OpenSearchEngine:
        return OpenSearchEngine(self._index, patterns_apart=True)

    def _ask(self, ask: Callable[[OpenSearchEngine], Result]) -> Result:
        try:
            return ask(self._engine)
        except Refused as error:
            if error.kind != TOO_MANY_FORMS:
                raise
            return ask(self._slow)

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

        def ask(engine: OpenSearchEngine, limit: int = limit) -> Answer:
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

        answer = self._ask(ask)

        def counted(engine: OpenSearchEngine) -> Answer:
            return answer if engine is self._engine else ask(engine, limit=0)

        return replace(
            answer,
            total=lambda: self._ask(lambda engine: counted(engine).total()),
            passage_total=lambda: self._ask(lambda engine: counted(engine).passage_total()),
        )

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """Articles, passages and spans of all that matches."""
        return self._ask(lambda engine: engine.count(query, by=by))

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value of a facet."""
        return self._ask(lambda engine: engine.facets(query, field))

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date."""
        return self._ask(lambda engine: engine.dates(query))

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """Words that begin with `prefix`."""
        return self._engine.terms(prefix, limit=limit)

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like one of the index."""
        return self._engine.like(article_id, limit=limit, passages=passages, folder=folder)

    def weight(self, word: Word) -> float:
        """The idf of a word over the articles, 0 for a word that none has."""
        return self._engine.weight(word)

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """What may be meant by a part of a query that finds nothing."""
        return self._engine.suggest(query, limit=limit)

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article."""
        return self._engine.get(article_id, folder=folder)

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The address, if there is an article of that id."""
        return self._engine.folders_having(article_id)

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles of a file, or those that a line of it belongs to."""
        return self._engine.in_file(path, line)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        return self._engine.articles()

    def stats(self) -> Stats:
        """What the index holds."""
        return self._engine.stats()

    def close(self) -> None:
        """Let go of the server; records already returned stay whole."""
        self._engine.close()

"""What an engine is: who answers a query tree with plain records.

An archive speaks to an engine alone and knows nothing of segments. Three stand behind it: the arrays of our
own index (`arrays/engine.py`), Whoosh's Searcher over the same index (`whoosh_engine`, the reference), and a
server (`opensearch/engine.py`). Whatever an engine is asked here, each answers in the same way:
tests/search/test_engines.py asks them all. The reference falls short of it in three things: it tells no
`why`, cuts no pattern that stands for very many words, and suggests terms of the index. In what a server
differs: docs/opensearch.md.

A *row* is an article (`by="article"`: conditions hold anywhere in it) or a passage. Rows come best first, or
by date; ties go to what was indexed first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from dateline.indexer.format.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from dateline.indexer.article import Article
    from dateline.indexer.format.index.ledger import FileRecord
    from dateline.search.query.nodes import Query, Word
    from dateline.search.results import ArticleHit
    from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount

__all__ = ["Answer", "By", "Engine", "PublishedIndex", "Sort"]

By = Literal["article", "passage"]
Sort = Literal["relevance", "newest", "oldest", "added"]


@record
class Answer:
    """The rows of a query as records, and what can be told about all that match.

    `total` (of rows) and `passage_total` count when they are called, also after the engine was closed. Of
    rows by article `passage_total` counts their passages that have a part of the query.
    `words` are those that nobody typed: added by expansion, or taken from an article. `warnings` say what was
    done that the query did not ask for.
    """

    articles: tuple[ArticleHit, ...]
    total: Callable[[], int]
    passage_total: Callable[[], int]
    warnings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class PublishedIndex(Protocol):
    """The state of an index that an archive shows, beside its engine."""

    @property
    def where(self) -> str:
        """Where it lies, for people."""
        ...

    @property
    def folders(self) -> Sequence[str | PathLike[str]]:
        """The folders it is read from, or the address."""
        ...

    @property
    def articles(self) -> int:
        """How many articles it has."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """What sources put after the ids that another one has, each once."""
        ...

    @property
    def generation(self) -> int:
        """The number of the state, higher with each commit; of several folders that of the first."""
        ...

    @property
    def generations(self) -> tuple[int, ...]:
        """The number of the state of each folder, or of the address."""
        ...

    @property
    def time(self) -> int:
        """When the state was published, in milliseconds since 1970."""
        ...

    def file_record(self, path: str) -> FileRecord | None:
        """What is known of the file that an article's path leads to."""
        ...

    def newer(self) -> PublishedIndex | None:
        """The state that is published now; None where it is this one."""
        ...


class Engine(Protocol):
    """Answers queries on one state of an archive. Safe to share between threads."""

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages of the archive with their numbers of articles; "" stands for none known."""
        ...

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
        """The best `limit` rows behind the first `offset`, each with up to `passages` of its passages.

        By article the passages are those with a part of the query, best first; by passage it is the row
        itself. Sorted by date, undated rows come last either way, a partial date stands at its beginning, and
        rows of one date are by score. `expand` adds words that go with the query's; `why` fills
        `PassageHit.why`.
        """
        ...

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """How many articles and passages match, and how many spans are highlighted in them all."""
        ...

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value: the most frequent first, ties by value; dates in their order."""
        ...

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date, ISO text as written, so perhaps partial; None for none."""
        ...

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """The most frequent words whose writing begins with `prefix`, ties by word."""
        ...

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like this one, by the words that set it apart. Raises ArticleMissing.

        Articles of its id are left out.
        """
        ...

    def weight(self, word: Word) -> float:
        """How telling a word is: its idf over the articles, 0 for a word that none has."""
        ...

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """For a part of a query that finds nothing: what may have been meant by it."""
        ...

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article, of the first archive that has it or of `folder`. Raises ArticleMissing."""
        ...

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The archives, by their folders, that have an article of that id."""
        ...

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles whose path is exactly this one, or those of them that a line belongs to."""
        ...

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        ...

    def stats(self) -> Stats:
        """What the archive holds."""
        ...

    def close(self) -> None:
        """Let go of the archive. Answers stay whole, and can still count what they have not counted."""
        ...

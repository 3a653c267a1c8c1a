"""What a script gets back from a search: plain frozen records.

`Found` is a sequence of `ArticleHit`s, best first; each holds its best `PassageHit`s. They were filled when
the search ran: nothing of the index is alive behind them. Only what `Found` counts over all matches
(`total`, `passage_total`, `parts`) is worked out when it is first looked at, on the state of the search.

All spans are `[start, end)` in code points of the text beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, overload

from dateline.indexer.format.fields import FIELDS, TITLE
from dateline.indexer.format.records import record

if TYPE_CHECKING:
    from dateline.search.highlight.snippet import Snippet, Span

__all__ = [
    "COLUMNS",
    "ArticleHit",
    "Found",
    "PartCount",
    "PartScore",
    "PassageHit",
]


# The fields that a row of `Found.to_dicts` has of its article, beside its heading.
_FIELDS: Final = tuple([field.name for field in FIELDS if field.json and field.name != TITLE])
# What a row has: of the article, then of its passage.
COLUMNS: Final = (
    *("rank", "heading", *_FIELDS, "indexed", "article_score"),
    *("cite", "first_line", "last_line", "score", "text", "matches"),
)

_SHOWN: Final = 50  # articles of an answer in a notebook
_REPR_CHARS: Final = 60


@record
class PartScore:
    """What one part of a query gave: the part as typed, where it was counted, how much.

    `field` is "title" or "text" for what makes up a passage's score.
    """

    text: str
    field: str
    score: float


@record
class PassageHit:
    """One passage that matched.

    `spans` are the matches in `text`, in order and disjoint; `sentences` is where in it sentences begin.
    `lines` are the first and last physical line in the source file, or page (`cite` tells which), None where
    it has none. `cite` is `path:line` or `path:p3`, or the article's id without a path. `why` says what each
    part of the query gave to `score`; it is filled when asked for.
    """

    text: str
    spans: tuple[Span, ...]
    score: float
    lines: tuple[int, int] | None
    cite: str
    sentences: tuple[int, ...] = ()
    why: tuple[PartScore, ...] = ()

    def snippet(self, max_chars: int = 240) -> Snippet:
        """The part of the text worth showing: at most about `max_chars` code points around the matches."""
        return _snippet_maker()(self.text, self.spans, max_chars, self.sentences)

    def __repr__(self) -> str:
        return f"<PassageHit {_line(self.cite)}: {_line(self.text)}>"

    def _repr_html_(self) -> str:
        from dateline.search import notebook

        return notebook.passage(self.snippet().render("html"), self.cite)


@cache
def _snippet_maker() -> Callable[..., Snippet]:
    from dateline.search.highlight.choosing import make_snippet  # not for those who want ids or texts

    return make_snippet


def citation(
    path: str | None, article_id: str | None, lines: tuple[int, int] | None, locator: str | None = None
) -> str:
    """Where to go and check: `path:line`, of a file of pages `path:p3`.

    The path alone without lines; the article's id without a path.

    >>> citation("a.txt", "7", (12, 14)), citation("a.pdf", "7", (3, 3), "page")
    ('a.txt:12', 'a.pdf:p3')
    """
    if path is None:
        return article_id or ""
    return path if lines is None else f"{path}:{'p' if locator == 'page' else ''}{lines[0]}"


@record
class ArticleHit:
    """One article that matched, with its best passages, best first.

    `date` is ISO text, may be partial ("2013-05"), None without a year; `date_kind` says how it is known and
    `date_text` what was read. `title` is None where the source has none; `heading` always has something to
    show. `author` is the byline as written, `authors` the people it names. `title_spans` are the matches in
    `title`. `cite` is where to look it up: the citation of its first passage here, or where its text begins.
    `passage_total` is how many of its passages have a part of the query (of a row that is a passage, 1); with
    `passages=0` it is not counted, and 0.
    `indexed` is when it came into the index, ISO 8601 in UTC ("2026-05-28T09:30:00.500Z").
    `metas` are what its file states besides, each a `name=value`.
    """

    id: str
    title: str | None
    heading: str
    date: str | None
    date_kind: str
    date_text: str | None
    source: str | None
    place: str | None
    author: str | None
    authors: tuple[str, ...]
    language: str | None
    path: str | None
    url: str | None
    score: float
    title_spans: tuple[Span, ...]
    passages: tuple[PassageHit, ...]
    cite: str = ""
    passage_total: int = 0
    indexed: str | None = None
    metas: tuple[str, ...] = ()

    def __repr__(self) -> str:
        facts = [_line(fact) for fact in (self.heading, self.date, self.source) if fact]
        plural = "s" * (len(self.passages) != 1)
        return f"<ArticleHit {_line(self.id)}: {' · '.join(facts)}, {len(self.passages)} passage{plural}>"

    def _repr_html_(self) -> str:
        from dateline.search import notebook
        from dateline.search.highlight.snippet import mark_spans

        heading = mark_spans(self.heading, self.title_spans if self.title else (), "html")
        passages = [passage._repr_html_() for passage in self.passages] or [notebook.note(self.cite)]
        return notebook.article(heading, (self.date, self.source, self.author), passages, url=self.url)


@record
class PartCount:
    """How often one part of a query was found: articles that have it, and words of the index like it."""

    text: str
    articles: int
    suggestions: tuple[str, ...] = ()


class Found(Sequence[ArticleHit]):
    """The answer to a query: its articles, best first, at most `limit` of them, behind the first `offset`.

    `total` and `passage_total` count all matches, not just those returned. `read_as` says in words how the
    query was read; `warnings` what was done that the query did not ask for, `relaxed` whether no row has all
    that it asked for. `parts` says, when nothing has it all, how often each part of the query occurs.

    Two answers are equal that say the same; an answer that is pickled is worked out whole.
    """

    __slots__ = (
        "_parts",
        "_passage_total",
        "_read_as",
        "_total",
        "articles",
        "offset",
        "relaxed",
        "warnings",
    )

    articles: tuple[ArticleHit, ...]
    offset: int
    warnings: tuple[str, ...]
    relaxed: bool

    def __init__(
        self,
        articles: tuple[ArticleHit, ...],
        *,
        total: int | Callable[[], int],
        passage_total: int | Callable[[], int],
        read_as: str | Callable[[], str],
        warnings: tuple[str, ...] = (),
        relaxed: bool = False,
        parts: tuple[PartCount, ...] | Callable[[], tuple[PartCount, ...]] = (),
        offset: int = 0,
    ) -> None:
        assign = super().__setattr__
        assign("articles", articles)
        assign("offset", offset)
        assign("warnings", warnings)
        assign("relaxed", relaxed)
        assign("_total", total)
        assign("_passage_total", passage_total)
        assign("_read_as", read_as)
        assign("_parts", parts)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name}: an answer does not change")

    def _told(self, name: str) -> Any:
        """A value that is worked out the first time it is looked at."""
        value = getattr(self, name)
        if callable(value):
            value = value()
            super().__setattr__(name, value)
        return value

    @property
    def total(self) -> int:
        """How many rows match: articles, or passages where a row is a passage."""
        count: int = self._told("_total")
        return count

    @property
    def passage_total(self) -> int:
        """How many passages match; of articles, how many of theirs have a part of the query."""
        count: int = self._told("_passage_total")
        return count

    @property
    def read_as(self) -> str:
        """How the query was read, in words."""
        said: str = self._told("_read_as")
        return said

    @property
    def parts(self) -> tuple[PartCount, ...]:
        """When nothing has all of the query, how often each part of it occurs."""
        counts: tuple[PartCount, ...] = self._told("_parts")
        return counts

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[ArticleHit]:
        return iter(self.articles)

    @overload
    def __getitem__(self, index: int) -> ArticleHit: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[ArticleHit, ...]: ...

    def __getitem__(self, index: int | slice) -> ArticleHit | tuple[ArticleHit, ...]:
        return self.articles[index]

    def _all(self) -> tuple[object, ...]:
        told = self.total, self.passage_total, self.read_as, self.warnings, self.parts
        return self.articles, *told, self.relaxed, self.offset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Found) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"<Found {len(self.articles)} of {self.total}: {_line(self.read_as, len(self.read_as))}>"

    def _repr_html_(self) -> str:
        from dateline.search import notebook

        counted = f"{len(self.articles):,} of {self.total:,}" if self.articles else "Nothing found"
        parts = [] if self.articles else [f"{part.text}: {part.articles:,}" for part in self.parts]
        more = [f"… {len(self.articles) - _SHOWN:,} more"] if len(self.articles) > _SHOWN else []
        notes = [f"{counted} · {self.read_as}", *self.warnings, *parts, *more]
        return notebook.answer(notes, [article._repr_html_() for article in self.articles[:_SHOWN]])

    def to_dicts(self) -> list[dict[str, Any]]:
        """A row a passage, in the order of the answer, by the names in `COLUMNS`.

        `rank` counts the articles from 1, `matches` are the texts that matched. An article without passages
        has one row, in which what tells of a passage is None but `cite`.
        """
        return [
            dict(zip(COLUMNS, row, strict=True))
            for rank, article in enumerate(self.articles, 1)
            for row in _rows(rank, article)
        ]

    def to_pandas(self) -> Any:
        """The rows of `to_dicts` as a pandas.DataFrame. ImportError, with what to do, where pandas is not."""
        try:
            from pandas import DataFrame
        except ImportError as error:
            raise ImportError(
                "to_pandas needs pandas: pip install pandas. Without it, to_dicts gives the same rows"
            ) from error
        return DataFrame(self.to_dicts(), columns=list(COLUMNS))

    def __reduce__(self) -> tuple[object, ...]:
        return _found, self._all()


def _rows(rank: int, article: ArticleHit) -> Iterator[tuple[object, ...]]:
    fields = [getattr(article, name) for name in _FIELDS]
    of_article = (rank, article.heading, *fields, article.indexed, article.score)
    if not article.passages:
        yield (*of_article, article.cite, None, None, None, None, None)
    for passage in article.passages:
        text = passage.text
        matches = [text[start:end] for start, end in passage.spans]
        yield (*of_article, passage.cite, *(passage.lines or (None, None)), passage.score, text, matches)


def _line(text: str, most: int = _REPR_CHARS) -> str:
    """A text as a representation shows it: on a line, and short."""
    from dateline.indexer.shown.printable import printable

    text = printable(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _found(
    articles: tuple[ArticleHit, ...],
    total: int,
    passage_total: int,
    read_as: str,
    warnings: tuple[str, ...],
    parts: tuple[PartCount, ...],
    relaxed: bool,
    offset: int,
) -> Found:
    return Found(
        articles,
        total=total,
        passage_total=passage_total,
        read_as=read_as,
        warnings=warnings,
        parts=parts,
        offset=offset,
        relaxed=relaxed,
    )

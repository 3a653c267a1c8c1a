"""What does a script get back from a search?

Frozen records, valid after the archive is closed. `Found` is a sequence of `ArticleHit`s, best first; each
holds its best `PassageHit`s. Texts and totals are read from the index when they are first looked at, so
that a script which wants ten ids does not pay for ten texts; what they say was fixed when the search ran.

All spans are `[start, end)` in code points of the text beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, overload

__all__ = [
    "ArticleHit",
    "Counts",
    "FacetCount",
    "Found",
    "Fragment",
    "KwicLine",
    "PartCount",
    "PartScore",
    "PassageHit",
    "Snippet",
    "Span",
    "Stats",
    "TermCount",
    "lazy_hits",
]

Span = tuple[int, int]
Shown = tuple[str, tuple[Span, ...], tuple[int, ...]]  # text, spans, sentences
Style = Literal["plain", "ansi", "html", "markdown"]


_new = object.__new__
_assign = object.__setattr__


class _Lazy:
    """A record whose fields may be filled when they are first read.

    A slot that was never set makes Python call `__getattr__`, which asks the record's loader for that
    field and keeps the answer. Equality, repr, `dataclasses.asdict` and pickle read the fields and so
    see a whole record.
    """

    __slots__ = ("_key", "_load")
    _key: int  # which of its records it is, for a loader of several
    _load: Any

    if not TYPE_CHECKING:  # a declared __getattr__ would hide misspelt names from the type checker

        def __getattr__(self, name: str) -> Any:
            if name[0] == "_" or name not in self.__dataclass_fields__:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            value = self._load(self, name)
            _assign(self, name, value)
            return value

    @classmethod
    def lazily(cls, load: Callable[[Any, str], Any], **known: Any) -> Any:
        """Make a record of the fields known now; `load(record, name)` answers for the others, once each."""
        record = _new(cls)
        _assign(record, "_load", load)
        for name in known:
            _assign(record, name, known[name])
        return record


# Imported when first needed, as a list of ids needs neither, and once: an import statement costs a hit 1 us.
@cache
def _snippet_maker() -> Callable[[str, Sequence[Span], int, Sequence[int]], Snippet]:
    from dateline.search.highlight.choosing import make_snippet

    return make_snippet


@cache
def _renderer() -> Callable[[Snippet, Style], str]:
    from dateline.search.highlight.snippet import render_snippet

    return render_snippet


class Fragment(NamedTuple):
    """An unbroken piece of a passage: its slice `[start, end)`, and the spans inside, relative to `text`."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...] = ()


class Snippet(NamedTuple):
    """What is shown of a passage: pieces `[start, end)` of its text, in order, and all spans of it."""

    text: str
    pieces: tuple[Span, ...]
    spans: tuple[Span, ...] = ()

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """The pieces, each with the spans inside it."""
        return tuple(
            [
                Fragment(
                    self.text[start:end],
                    start,
                    end,
                    tuple([(s - start, e - start) for s, e in self.spans if start <= s and e <= end]),
                )
                for start, end in self.pieces
            ]
        )

    @property
    def before(self) -> bool:
        """Whether the passage has more text before the first piece."""
        start = self.pieces[0][0]
        return start > 0 and not self.text[:start].isspace()

    @property
    def after(self) -> bool:
        """Whether the passage has more text after the last piece."""
        end = self.pieces[-1][1]
        return end < len(self.text) and not self.text[end:].isspace()

    def render(self, style: Style = "plain") -> str:
        """The snippet as text, with the matches marked as `style` does.

        `html` is escaped, quotes too. No style passes a terminal control character on; line breaks stay, but
        in `markdown`.
        """
        return _renderer()(self, style)


class PassageLoader(Protocol):
    """Fills the records of passages."""

    def __call__(self, record: Any, name: str) -> Any:
        """One field of a record."""
        ...

    def shown(self, key: int) -> Shown:
        """Text, spans and sentences of the record with that key."""
        ...


@dataclass(frozen=True, slots=True)
class PassageHit(_Lazy):
    """One passage that matched.

    `spans` are the matches in `text`, in order and disjoint; `sentences` is where in it sentences begin.
    `lines` are the first and last physical line in the source file, None where it has none. `cite` is
    `path:line`, or the article's id without a path. `why` says what each part of the query gave to `score`;
    it is filled when asked for.
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
        try:
            shown = self._load.shown  # past the fields, which costs a record less than filling them
        except AttributeError:  # made by hand
            text, spans, sentences = self.text, self.spans, self.sentences
        else:
            text, spans, sentences = shown(self._key)
        return _snippet_maker()(text, spans, max_chars, sentences)


@dataclass(frozen=True, slots=True)
class ArticleHit(_Lazy):
    """One article that matched, with its best passages, best first.

    `date` is ISO text, may be partial ("2013-05"), None without a year; `date_kind` says how it is known and
    `date_text` what was read. `title` is None where the source has none; `heading` always has something to
    show. `author` is the byline as written, `authors` the people it names. `title_spans` are the matches in
    `title`.
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
    language: str | None
    path: str | None
    url: str | None
    score: float
    title_spans: tuple[Span, ...]
    passages: tuple[PassageHit, ...]
    authors: tuple[str, ...] = ()


def lazy_hits(
    rows: Iterable[tuple[str, float, Sequence[float]]],
    load_article: Callable[[Any, str], Any],
    load_passage: PassageLoader,
) -> tuple[ArticleHit, ...]:
    """Records of articles, from each one's id and score and the scores of its passages.

    A record's `_key`, for its loader, is its number among the articles, or among all passages.
    """
    new, assign = _new, _assign
    hits = []
    key = 0
    for number, (article_id, score, scores) in enumerate(rows):
        passages = []
        for of_passage in scores:
            passage = new(PassageHit)
            assign(passage, "_load", load_passage)
            assign(passage, "_key", key)
            assign(passage, "score", of_passage)
            passages.append(passage)
            key += 1
        hit = new(ArticleHit)
        assign(hit, "_load", load_article)
        assign(hit, "_key", number)
        assign(hit, "id", article_id)
        assign(hit, "score", score)
        assign(hit, "passages", tuple(passages))
        hits.append(hit)
    return tuple(hits)


@dataclass(frozen=True, slots=True)
class PartCount:
    """How often one part of a query was found: articles that have it, and words of the index like it."""

    text: str
    articles: int
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found(_Lazy, Sequence[ArticleHit]):
    """The answer to a query: its articles, best first, at most `limit` of them.

    `total` and `passage_total` count all matches, not just those returned. `read_as` says in words how the
    query was read; `warnings` what was done that the query did not ask for. `parts` says, when nothing was
    found, how often each part of the query occurs.
    """

    articles: tuple[ArticleHit, ...]
    total: int
    passage_total: int
    read_as: str
    warnings: tuple[str, ...] = ()
    parts: tuple[PartCount, ...] = field(default=())

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


@dataclass(frozen=True, slots=True)
class PartScore:
    """What one part of a query gave: the part as typed, where it was counted, how much.

    `field` is "passage" for what makes up the passage's score, "article" for what makes up the article's.
    """

    text: str
    field: str
    score: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a query matches in the whole index; `spans` are all the matches a highlighter would mark."""

    articles: int
    passages: int
    spans: int


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many matching articles have a value; None stands for those without one."""

    value: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class TermCount:
    """A word of the index as it is most often written, how often it occurs and in how many articles."""

    text: str
    count: int
    articles: int


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One match with what stands to its left and right, on one line: keyword in context."""

    article_id: str
    left: str
    match: str
    right: str
    cite: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds. `sources` and `languages` count articles by value, most first.

    `first_date` and `last_date` are ISO text, None when no article is dated; `bytes` is the size on disk,
    `format` the version of the format.
    """

    articles: int
    passages: int
    first_date: str | None
    last_date: str | None
    sources: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    bytes: int
    format: int
    segments: int
    folder: str

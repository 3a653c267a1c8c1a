"""What a person sees of an answer in a terminal.

Pure functions from records to lines. Everything an article brings is made printable on the way; a citation
(`path:line`) is never broken, so that a terminal makes a link of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format.records import record
from dateline.indexer.shown.paths import shown_cite
from dateline.search.errors import QueryError
from dateline.search.highlight.printable import fit_end, printable, width, wrap
from dateline.search.highlight.snippet import Span, join_fragments, mark_spans, printable_spans
from dateline.search.results import ArticleHit, Found, PassageHit

if TYPE_CHECKING:
    from dateline.search.output.links import Links
    from dateline.search.tallies import Counts

__all__ = [
    "MARK",
    "RESET",
    "Screen",
    "answer_lines",
    "article_lines",
    "counted",
    "counts_text",
    "marked_lines",
    "nothing_found_lines",
    "query_error_lines",
    "query_lines",
]

MARK: Final = "\x1b[1;31m"  # matches: bold red, as grep and ripgrep have them
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
RESET: Final = "\x1b[0m"
_INDENT: Final = "   "
_SNIPPET_CHARS: Final = 240
_DAY: Final = lazy_pattern("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@record
class Screen:
    """Where the lines go: `columns` to wrap at, None for not at all (a pipe); `color` or brackets; links."""

    columns: int | None = None
    color: bool = False
    links: Links | None = None

    def linked(self, text: str, cite: str, path: str | None) -> str:
        """Text that leads to what is cited, where a terminal can follow it."""
        return text if self.links is None else self.links.linked(text, cite, path)

    def dim(self, text: str) -> str:
        """What matters less."""
        return f"{_DIM}{text}{RESET}" if self.color else text


def answer_lines(found: Found, screen: Screen) -> Iterator[str]:
    """The articles of an answer, best first, a blank line between them."""
    for number, article in enumerate(found, start=found.offset + 1):
        if number > found.offset + 1:
            yield ""
        yield from article_lines(number, article, screen)


def query_lines(query: str, number: int, screen: Screen) -> Iterator[str]:
    """What stands above the answer to query `number`, counted from 0, where several are asked."""
    if number:
        yield ""
    yield screen.dim(f"# {printable(query)}")


def article_lines(rank: int, article: ArticleHit, screen: Screen) -> Iterator[str]:
    """One row: rank, heading, date and source; below, each passage with its citation, or the file alone.

    Passages of one citation stand together above it; beside the last it says how many more there are.
    """
    spans = article.title_spans if article.title else ()
    facts = [printable(fact) for fact in (article.date or article.date_text, article.source) if fact]
    tail = "".join(f"  ·  {fact}" for fact in facts)
    lead = f"{rank:<2} "
    heading = marked_lines(article.heading, spans, screen, indent=len(lead), base=_BOLD, tail=tail)
    lines = (screen.linked(line, article.cite, article.path) for line in heading)
    yield lead + next(lines, "")
    for line in lines:
        yield f"{' ' * len(lead)}{line}"
    cited: dict[str, list[PassageHit]] = {}
    for passage in article.passages:
        cited.setdefault(passage.cite, []).append(passage)
    more = article.passage_total - len(article.passages)
    for number, (cite, passages) in enumerate(cited.items(), start=1):
        yield from _cited_lines(passages, cite, article, more if number == len(cited) else 0, screen)
    if not cited:  # nothing but the title matched, or no passages are wanted
        yield from _cite_lines(article.cite or article.path or article.id, article, 0, screen)


def _cited_lines(
    passages: Sequence[PassageHit], cite: str, article: ArticleHit, more: int, screen: Screen
) -> Iterator[str]:
    """Passages that have one citation."""
    for passage in passages:
        text, spans = join_fragments(passage.snippet(_SNIPPET_CHARS))
        for line in marked_lines(text, spans, screen, indent=len(_INDENT)):
            yield _INDENT + line
        if passage is passages[-1]:
            yield from _cite_lines(cite, article, more, screen)
        for line in _why_lines(passage):
            yield _INDENT + screen.dim(line)


def _cite_lines(cite: str, article: ArticleHit, more: int, screen: Screen) -> Iterator[str]:
    """A citation, which is never broken, and how many more passages there are, beside it or below."""
    shown = printable(shown_cite(cite, article.path))
    rest = f"{counted(more, 'more passage')}" if more > 0 else ""
    beside = f"  ·  {rest}" if rest else ""
    if beside and screen.columns is not None and width(_INDENT + shown + beside) > screen.columns:
        yield _INDENT + screen.linked(screen.dim(shown), cite, article.path)
        yield _INDENT + screen.dim(rest)
    else:
        linked = screen.linked(screen.dim(shown), cite, article.path)
        yield _INDENT + linked + (screen.dim(beside) if beside else "")


def _why_lines(passage: PassageHit) -> Iterator[str]:
    """The score and its parts, one a line, the figures below each other."""
    if not passage.why:
        return
    yield f"score {passage.score:.3f}"
    widest = max(width(printable(part.text)) for part in passage.why)
    for part in passage.why:
        text = printable(part.text)
        yield f"{part.score:8.3f}  {text}{' ' * (widest - width(text))}  {printable(part.field)}"


def marked_lines(
    text: str, spans: Sequence[Span], screen: Screen, *, indent: int = 0, base: str = "", tail: str = ""
) -> Iterator[str]:
    """The lines of a marked text. `tail` follows it, dim, on the last line or else on one of its own."""
    if screen.color:
        text, spans = printable_spans(text, spans)
    else:
        text, spans = mark_spans(text, spans, "brackets"), ()
    if screen.columns is None:
        yield _painted(text, spans, base, screen) + screen.dim(tail)
        return
    columns = screen.columns - indent
    slices = wrap(text, columns) or [(0, 0)]
    for start, end in slices:
        inside = [(max(s, start) - start, min(e, end) - start) for s, e in spans if s < end and e > start]
        line = _painted(text[start:end], inside, base, screen)
        if (start, end) != slices[-1] or not tail:
            yield line
        elif width(text[start:end]) + width(tail) <= columns:
            yield line + screen.dim(tail)
        else:
            yield line
            yield screen.dim(tail.removeprefix("  ·  "))


def _painted(text: str, spans: Sequence[Span], base: str, screen: Screen) -> str:
    if not screen.color:
        return text
    pieces: list[str] = []
    position = 0
    for start, end in [*spans, (len(text), len(text))]:
        if position < start:
            plain = text[position:start]
            pieces.append(f"{base}{plain}{RESET}" if base else plain)
        if start < end:
            pieces.append(f"{MARK}{text[start:end]}{RESET}")
        position = end
    return "".join(pieces)


def counted(number: int, noun: str) -> str:
    """
    A number with its noun.

    >>> counted(1, "article"), counted(1200, "match")
    ('1 article', '1,200 matches')
    """
    ending = "" if number == 1 else "es" if noun.endswith(("ch", "s")) else "s"
    return f"{number:,} {noun}{ending}"


def counts_text(counts: Counts) -> str:
    """How much a query matches, in words."""
    parts = ((counts.articles, "article"), (counts.passages, "passage"), (counts.spans, "match"))
    return ", ".join(counted(number, noun) for number, noun in parts)


def nothing_found_lines(found: Found) -> Iterator[str]:
    """How often each part of the query occurs, those that occur nowhere pointed at, and words like them."""
    yield "nothing found"
    if not found.parts:
        return
    widest = max(width(printable(part.text)) for part in found.parts)
    figures = [counted(part.articles, "article") for part in found.parts]
    widest_figure = max(map(len, figures))
    for part, figure in zip(found.parts, figures, strict=True):
        text = printable(part.text)
        line = f"  {text}{' ' * (widest - width(text))}  {figure:>{widest_figure}}"
        if part.articles == 0:
            line += "  ← nowhere"
        if _DAY.fullmatch(part.text):
            line += f"; for what was published then, date:{part.text}"
        elif part.suggestions:
            line += f"; did you mean {_either([printable(word) for word in part.suggestions])}?"
        yield line
    if len(found.parts) > 1 and all(part.articles for part in found.parts):
        yield "  each occurs, but nowhere as asked for together"


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def query_error_lines(error: QueryError, columns: int = 80) -> Iterator[str]:
    """What is wrong with a query, and below it the query with a caret under the place."""
    yield f"Error: {printable(str(error))}"
    if not 0 <= error.position <= len(error.query) or not error.query.strip():
        return
    query, at = printable(error.query), len(printable(error.query[: error.position]))
    before = fit_end(query[:at], max(1, columns * 2 // 3))
    after = query[at:]
    cut = wrap(after, max(1, columns - 2 - width(before)))
    yield f"  {before}{after[: cut[0][1]] if cut else ''}"
    yield f"  {' ' * width(before)}^"

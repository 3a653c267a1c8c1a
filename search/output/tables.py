"""How an article, an index and counts look in a terminal.

Pure functions from records to lines, names to the left, figures below each other. The commands `show`,
`stats`, `facets` and `terms` print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.stemming import rules_of
from dateline.indexer.format.fields import FIELDS, Field
from dateline.indexer.shown.paths import shown_path
from dateline.search.highlight.printable import fit, printable, width, wrap
from dateline.search.output.bars import bar
from dateline.search.output.marks import cut_spans, paragraph_places, text_spans
from dateline.search.output.page import Screen, marked_lines
from dateline.search.results import ArticleHit, citation
from dateline.search.tallies import FacetCount, Stats, TermCount

if TYPE_CHECKING:
    from dateline.indexer.article import Article

__all__ = ["article_page", "facet_lines", "size_text", "stats_lines", "term_lines"]


# What stands before a paragraph that is none of the running text.
_SIGNS: Final[dict[str, str]] = {
    "kicker": "[headline] ",
    "standfirst": "[standfirst] ",
    "caption": "[caption] ",
    "quote": "> ",
    "list": "• ",
    "table": "| ",
}


def article_page(article: Article, screen: Screen, hit: ArticleHit | None = None) -> Iterator[str]:
    """The heading, the fields that have a value, and the paragraphs with a blank line before each.

    Where the article is the hit of a query with all its passages, what matched is marked.
    """
    yield from marked_lines(article.heading, hit.title_spans if hit and article.title else (), screen)
    yield ""
    values = [(field.show, _value(article, field)) for field in FIELDS if field.show]
    yield from _named([(name, value) for name, value in values if value], screen)
    spans = text_spans(article.text, hit.passages) if hit else []
    marks = cut_spans(spans, paragraph_places(paragraph.text for paragraph in article.paragraphs))
    for paragraph, inside in zip(article.paragraphs, marks, strict=True):
        sign = _SIGNS.get(paragraph.kind, "")
        yield ""
        shifted = [(start + len(sign), end + len(sign)) for start, end in inside]
        yield from marked_lines(sign + paragraph.text, shifted, screen)


def _value(article: Article, field: Field) -> str | None:
    """What `show` says of a field."""
    if field.kind == "date":
        date = article.date or ""
        if not article.date_text or article.date_text == date:
            return date
        return f"{date} ({article.date_kind.replace('_', ' ')}: “{article.date_text}”)".strip()
    if field.name == "author" and article.author_kind == "inferred":
        return f"{article.author} (inferred)"
    value: str | None = _file(article) if field.compared == "path" else getattr(article, field.name)
    return value.replace("\n", "; ") if value and field.compared == "named" else value


def _file(article: Article) -> str | None:
    if article.path is None:
        return None
    lines = article.title_lines or next((part.lines for part in article.paragraphs if part.lines), None)
    return citation(shown_path(article.path), None, lines, article.locator)


def stats_lines(stats: Stats, screen: Screen) -> Iterator[str]:
    """What an index holds; of many sources or languages the most frequent."""
    dates = f"{stats.first_date} to {stats.last_date}" if stats.first_date else "none"
    rows = [
        ("articles", f"{stats.articles:,}"),
        ("passages", f"{stats.passages:,}"),
        ("dates", dates),
        ("sources", _tally(stats.sources)),
        ("languages", _tally(stats.languages)),
        ("stems", _stems([code for code, _ in stats.languages])),
        ("size", size_text(stats.bytes)),
        ("format", f"version {stats.format}, {stats.segments:,} segment{'s' * (stats.segments != 1)}"),
        ("index", stats.folder),
    ]
    yield from _named(rows, screen)


def _stems(languages: Iterable[str]) -> str:
    """By which rules words of these languages become terms: docs/languages.md."""
    by_rules: dict[str, list[str]] = {}
    for code in languages:
        by_rules.setdefault(rules_of(code), []).append(code or "(none)")
    return "; ".join(f"{', '.join(codes)}: {rules}" for rules, codes in by_rules.items()) or "none"


def _tally(values: Sequence[tuple[str, int]], most: int = 8) -> str:
    shown = [f"{value or '(none)'} {count:,}" for value, count in values[:most]]
    rest = len(values) - most
    return ", ".join([*shown, f"{rest:,} more"] if rest > 0 else shown) or "none"


def size_text(size: int) -> str:
    """
    A number of bytes for people.

    >>> size_text(900), size_text(1_234_567)
    ('900 bytes', '1.2 MB')
    """
    if size < 1000:
        return f"{size} bytes"
    amount, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount >= 999.95:
            amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}"


def facet_lines(
    facets: Sequence[FacetCount], columns: int | None = None, *, blocks: bool = True
) -> Iterator[str]:
    """A value a line, after how many articles have it; with a bar after it where there are `columns`."""
    lines = list(_figured([((facet.articles,), facet.value or "(none)") for facet in facets]))
    if columns is None:
        return iter(lines)
    return _with_bars(lines, [facet.articles for facet in facets], columns, blocks)


def _with_bars(lines: Sequence[str], counts: Sequence[int], columns: int, blocks: bool) -> Iterator[str]:
    """The lines cut to half the columns, and a bar after each."""
    most = max(counts, default=0)
    half = columns // 2
    lines = [
        line if width(line) <= half else f"{fit(line, half - 1)}{'…' if blocks else '-'}" for line in lines
    ]
    widest = max(map(width, lines), default=0)
    for line, count in zip(lines, counts, strict=True):
        drawn = bar(count, most, columns - widest - 3, blocks=blocks)
        yield f"{line}{' ' * (widest - width(line))}  {drawn}"


def term_lines(terms: Sequence[TermCount]) -> Iterator[str]:
    """A word a line, after how often it occurs and in how many articles."""
    return _figured([((term.count, term.articles), term.text) for term in terms])


def _figured(rows: Sequence[tuple[tuple[int, ...], str]]) -> Iterator[str]:
    figures = [[f"{number:,}" for number in numbers] for numbers, _ in rows]
    widths = [max(map(len, column)) for column in zip(*figures, strict=True)]
    for numbers, (_, text) in zip(figures, rows, strict=True):
        columns = [f"{number:>{size}}" for number, size in zip(numbers, widths, strict=True)]
        yield f"{'  '.join(columns)}  {printable(text)}"


def _named(rows: Iterable[tuple[str, str | None]], screen: Screen) -> Iterator[str]:
    """Names and values in two columns; a long value goes on below itself."""
    for name, value in rows:
        lines = _folded(value or "", screen, indent=11)
        yield screen.dim(f"{name:<9}") + "  " + next(lines, "")
        for line in lines:
            yield " " * 11 + line


def _folded(text: str, screen: Screen, *, indent: int = 0) -> Iterator[str]:
    text = printable(text)
    if screen.columns is None or width(text) <= screen.columns - indent:
        yield text
        return
    for start, end in wrap(text, screen.columns - indent):
        yield text[start:end]

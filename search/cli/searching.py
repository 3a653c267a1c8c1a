"""`dateline search`: the passages that say it, as a page for people or as data for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.indexer.format.fields import OPTIONS
from dateline.search.cli.options import (
    QueryCommand,
    color_option,
    command,
    filter_options,
    index_option,
    limit_option,
    match_option,
    passages_option,
    synonyms_option,
)
from dateline.search.cli.streams import (
    FOUND,
    NOTHING,
    WRONG,
    say,
    say_found,
    say_read,
    say_wrong,
    screen_for,
    use_utf8,
    write,
    write_json,
)

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.output.page import Screen
    from dateline.search.results import Found

__all__ = ["search"]

FORMATS: Final = ("json", "jsonl", "csv", "ris", "bibtex", "html")


@command(
    "search",
    """
dateline search drug trafficking                all the words, anywhere in an article
dateline search '"border guards" -Kabul'        a phrase; without a word
dateline search 'Tokayev w/s Afghan*' -n 3      in one sentence; any ending
dateline search title:summit --after 2013-05    in the title; from a date on
dateline search drone --by passage --sort newest --json
dateline search -f questions.txt --csv          a query a line
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, metavar="QUERY...")
@index_option
@limit_option(10, "articles (passages with --by passage)")
@passages_option
@match_option
@click.option(
    "--by",
    type=click.Choice(["article", "passage"]),
    default="article",
    show_default=True,
    help="What the conditions hold in, and what a row is.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="The order of the rows.",
)
@filter_options
@click.option(
    "--indexed-after",
    metavar="WHEN",
    help="Came into the index later: 2026-05-28, 2026-05-28T09:30, or last-run of the saved searches.",
)
@synonyms_option
@click.option(
    "--expand", is_flag=True, help="Look also for words that go with the query's in the best articles."
)
@click.option("--why", is_flag=True, help="Show what each part of the query gave to a passage's score.")
@click.option(
    "-f",
    "file",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    help="Read queries from a file, one a line; - is standard input.",
)
@click.option("--json", is_flag=True, help="One JSON object (docs/output.md).")
@click.option("--jsonl", is_flag=True, help="One JSON object an article, one a line.")
@click.option("--csv", is_flag=True, help="One passage a row: left, match, right, cite …")
@click.option("--ris", is_flag=True, help="References for Zotero, EndNote.")
@click.option("--bibtex", is_flag=True, help="References for LaTeX.")
@click.option("--html", is_flag=True, help="A page that stands alone, also on paper.")
@click.option(
    "-l", "--list", "list_only", is_flag=True, help="Only the files of all matching articles, one a line."
)
@click.option("-c", "--count", "count_only", is_flag=True, help="Only count: articles, passages, matches.")
@color_option
def search(
    words: tuple[str, ...],
    folder: tuple[str, ...],
    file: str | None,
    list_only: bool,
    count_only: bool,
    color: str,
    **options: Any,
) -> int:
    """Find the passages that say it: articles best first, what matched highlighted.

    QUERY is words, "phrases", -word, OR, ( ), word*, =exactly, a NEAR/5 b, a w/s b, title:, source:, date: …
    (docs/query.md). Put it in single quotes where the shell would read its signs. A single - reads queries
    from standard input.
    """
    from dateline.search.archive import Archive

    queries = _queries(words, file)
    if not queries:
        raise click.UsageError(f"No queries in {'standard input' if file in (None, '-') else file}.")
    several = len(queries) > 1
    formats = [name for name in FORMATS if options.pop(name)]
    if list_only + count_only + len(formats) > 1 and not (count_only and formats == ["json"]):
        raise click.UsageError("Choose one of -l, -c and the output formats.")
    output = formats[0] if formats else None
    if output == "html" and several:
        raise click.UsageError("--html takes one query.")
    options["indexed_after"] = _moment(options["indexed_after"], folder)
    with Archive.open(folder) as archive:
        if count_only:
            return _each(queries, lambda query, _: _count(archive, query, options, as_json=output == "json"))
        if list_only:
            return _each(queries, lambda query, _: _list(archive, query, options))
        if output is not None:
            use_utf8()
            return _each(
                queries,
                lambda query, number: _export(archive, query, options, output, number if several else None),
            )
        screen = screen_for(color)
        return _each(
            queries,
            lambda query, number: _page(archive, query, options, screen, number if several else None),
        )


def _moment(typed: str | None, folders: Sequence[str]) -> str | None:
    """The moment typed to `--indexed-after`. UsageError where it is none."""
    if typed is None:
        return None
    if typed == "last-run":
        from dateline.search.saved import SavedSearches

        ran = [last for folder in folders if (last := SavedSearches(folder).last_run())]
        if not ran:
            raise click.UsageError("No saved search has run yet. Give --indexed-after a time.")
        return min(ran)
    from dateline.search.query.given import given_moment

    try:
        given_moment("--indexed-after", typed)
    except ValueError as error:
        raise click.UsageError(f"{error}, or last-run.") from error
    return typed


def _queries(words: Sequence[str], file: str | None) -> list[str]:
    """The queries to ask: the words as one, or the lines of a file that are not blank."""
    if file is None and list(words) == ["-"]:
        words, file = (), "-"
    if file is None:
        if not words:
            raise click.UsageError("Missing query. Give words, or a file of queries with -f FILE.")
        return [" ".join(words)]
    if words:
        raise click.UsageError("Give a query or -f FILE, not both.")
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    queries = [line.strip() for line in raw.decode("utf-8-sig", "replace").splitlines()]
    return [query for query in queries if query]


def _each(queries: Sequence[str], answer: Callable[[str, int], int]) -> int:
    """Answer one query after the other, numbered from 0; the exit code of all.

    Of several queries one that can't be read is told about and the others are answered.
    """
    from dateline.search.errors import QueryError

    codes: list[int] = []
    for query in queries:
        if len(queries) > 1:
            say(f"query: {query}")
        try:
            codes.append(answer(query, len(codes) - codes.count(WRONG)))
        except QueryError as error:
            if len(queries) == 1:
                raise
            say_wrong(error)
            codes.append(WRONG)
    return WRONG if WRONG in codes else min(codes, default=NOTHING)


def _page(archive: Archive, query: str, options: dict[str, Any], screen: Screen, number: int | None) -> int:
    """The answer for a person; of several each under its query."""
    from dateline.search.output.page import answer_lines, query_lines

    found = archive.search(query, **options)
    say_found(found, unit=options["by"])
    if number is not None:
        write(query_lines(query, number, screen))
    write(answer_lines(found, screen))
    return FOUND if found else NOTHING


def _export(archive: Archive, query: str, options: dict[str, Any], output: str, number: int | None) -> int:
    """The answer for a program; `number` counts the queries where there are several, from 0."""
    found = archive.search(query, **options)
    say_found(found, unit=options["by"])
    write(_exported(found, query, output, number, options["why"]), end="")
    return FOUND if found else NOTHING


def _exported(found: Found, query: str, output: str, number: int | None, why: bool) -> Iterator[str]:
    if output in {"ris", "bibtex"}:
        from dateline.search.output import references

        return references.ris(found) if output == "ris" else references.bibtex(found)
    if output == "html":
        from dateline.search.output.webpage import html_page

        return html_page(found, query=query)
    from dateline.search.output import export

    if output == "json":
        return export.json_object(found, query=query, why=why)
    named = None if number is None else query
    if output == "jsonl":
        return export.jsonl(found, query=named, why=why)
    return export.csv_passages(found, query=named, header=not number)


def _list(archive: Archive, query: str, options: dict[str, Any]) -> int:
    """The files of all articles that match, each once; the id of an article without a file."""
    from dateline.indexer.shown.paths import shown_path
    from dateline.indexer.shown.printable import printable

    found = archive.search(query, **{**options, "passages": 0})
    if found.total > len(found):
        found = archive.search(query, **{**options, "passages": 0, "limit": found.total})
    say_found(found, unit=options["by"], shown=False)
    names = (shown_path(article.path) if article.path else article.id for article in found)
    write(dict.fromkeys(map(printable, names)))
    return FOUND if found else NOTHING


def _count(archive: Archive, query: str, options: dict[str, Any], *, as_json: bool) -> int:
    """How much matches in the whole index."""
    found = archive.search(query, **{**options, "limit": 1, "passages": 0})
    counts = archive.count(query, **{name: options[name] for name in _COUNTED_WITH})
    say_read(found)
    if as_json:
        write_json(query=query, articles=counts.articles, passages=counts.passages, spans=counts.spans)
    else:
        from dateline.search.output.page import counts_text

        write([counts_text(counts)])
    return FOUND if counts.articles else NOTHING


_COUNTED_WITH: Final = ("match", "by", "after", "before", "indexed_after", "synonyms", *OPTIONS)

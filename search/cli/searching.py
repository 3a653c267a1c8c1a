"""`dateline search`: the passages that say it, as a page for people or as data for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.indexer.format.fields import OPTIONS
from dateline.search.cli.answers import Form, chosen_form, write_data, write_names, write_page
from dateline.search.cli.options import (
    QueryCommand,
    color_option,
    command,
    filter_options,
    hyperlink_option,
    index_option,
    limit_option,
    match_option,
    offset_of,
    output_options,
    page_options,
    pager_option,
    passages_option,
    synonyms_option,
)
from dateline.search.cli.streams import (
    FOUND,
    NOTHING,
    WRONG,
    say,
    say_read,
    say_wrong,
    screen_for,
    shown_in_pages,
    write,
    write_json,
)

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.errors import QueryError
    from dateline.search.results import Found

__all__ = ["search"]


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
@page_options
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
    type=click.Choice(["relevance", "newest", "oldest", "added"]),
    default="relevance",
    show_default=True,
    help="The order of the rows; added: what came into the index last first.",
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
@output_options
@color_option
@hyperlink_option
@pager_option
def search(
    words: tuple[str, ...],
    folder: tuple[str, ...],
    file: str | None,
    page: int | None,
    offset: int | None,
    color: str,
    links: str,
    pager: bool,
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
    from_file = file is not None or list(words) == ["-"]
    form = chosen_form(options)
    if form.data == "html" and several:
        raise click.UsageError("--html takes one query.")
    if (page or offset) and (form.names or form.count):
        raise click.UsageError("-l, --ids and -c tell of all articles: there are no pages of them.")
    options |= {"offset": offset_of(page, offset, options["limit"])}
    options |= {"passages": form.passages(options["passages"])}
    options |= {"indexed_after": _moment(options["indexed_after"], folder)}
    screen = screen_for(color, links)
    with Archive.open(folder) as archive:

        def answer(query: str, number: int) -> int:
            named = number if several else None
            if form.count:
                return _count(archive, query, options, form, from_file)
            if form.names:
                return write_names(archive, _every(archive, query, options), form, unit=options["by"])
            found = archive.search(query, **options)
            if form.data:
                return write_data(
                    found, form, query=query, number=named, why=options["why"], unit=options["by"]
                )
            return write_page(found, screen, query=query, number=named, folders=folder, unit=options["by"])

        refused = _write_uncounted if form.count and from_file else None
        return shown_in_pages(lambda: _each(queries, answer, refused, form), pager and form.is_page)


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
    """The queries to ask: the words as one, or the lines of a file that are not blank and no comments."""
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
    return [query for query in queries if query and not query.startswith("#")]


def _each(
    queries: Sequence[str],
    answer: Callable[[str, int], int],
    refused: Callable[[str, QueryError, Form], None] | None,
    form: Form,
) -> int:
    """Answer one query after the other, numbered from 0; the exit code of all.

    Of several queries one that can't be read is told about, `refused` of it, and the others are answered.
    """
    from dateline.search.errors import QueryError

    codes: list[int] = []
    for query in queries:
        if len(queries) > 1:
            say(f"query: {query}")
        try:
            codes.append(answer(query, len(codes) - codes.count(WRONG)))
        except QueryError as error:
            if len(queries) == 1 and refused is None:
                raise
            say_wrong(error)
            if refused is not None:
                refused(query, error, form)
            codes.append(WRONG)
    return WRONG if WRONG in codes else min(codes, default=NOTHING)


def _every(archive: Archive, query: str, options: dict[str, Any]) -> Found:
    """All articles that match, without passages."""
    found = archive.search(query, **{**options, "passages": 0})
    if found.total > len(found):
        found = archive.search(query, **{**options, "passages": 0, "limit": found.total})
    return found


def _count(archive: Archive, query: str, options: dict[str, Any], form: Form, named: bool) -> int:
    """How much matches in the whole index; of queries from a file each line names its own."""
    found = archive.search(query, **{**options, "limit": 1, "passages": 0})
    counts = archive.count(query, **{name: options[name] for name in _COUNTED_WITH})
    say_read(found)
    if form.data:
        write_json(query=query, articles=counts.articles, passages=counts.passages, spans=counts.spans)
    else:
        from dateline.search.output.page import counts_text

        _write_counted(query if named else None, counts_text(counts))
    return FOUND if counts.articles else NOTHING


def _write_uncounted(query: str, error: QueryError, form: Form) -> None:
    """The line of a query that can't be read, so that each query has one."""
    if form.data:
        write_json(query=query, error=str(error))
    else:
        _write_counted(query, f"error: {error}")


def _write_counted(query: str | None, told: str) -> None:
    from dateline.indexer.shown.printable import printable

    write([printable(told if query is None else f"{query}: {told}")])


_COUNTED_WITH: Final = ("match", "by", "after", "before", "indexed_after", "synonyms", *OPTIONS)

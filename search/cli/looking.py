"""What else can be looked at: the whole index, every match, words, similar articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from dateline.indexer.beside import place_beside
from dateline.indexer.format.index.names import SAVED_SUFFIX, SYNONYMS_NAME
from dateline.indexer.opensearch.address import is_address
from dateline.search.cli.answers import chosen_form, say_reading, write_data, write_names, write_page
from dateline.search.cli.naming import named_article
from dateline.search.cli.opened import opened
from dateline.search.cli.options import (
    QueryCommand,
    as_text,
    color_option,
    command,
    csv_option,
    demand_one_form,
    hyperlink_option,
    index_option,
    json_option,
    limit_option,
    output_options,
    pager_option,
    passages_option,
    query_options,
)
from dateline.search.cli.streams import (
    FOUND,
    NOTHING,
    say,
    screen_for,
    shown_in_pages,
    terminal_columns,
    use_utf8,
    write,
    write_json,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.search.output.kwic import KwicSort
    from dateline.search.output.page import Screen
    from dateline.search.query.asked import Match
    from dateline.search.results import Found
    from dateline.search.tallies import KwicLine

__all__ = ["kwic", "like", "looked_for", "stats", "terms"]

_WORDS_SAID: Final = 8  # of those that `like` looked for
_PIPED_COLUMNS: Final = 160  # of KWIC lines, which need an end even where there is no terminal


@command("stats", "dateline stats\ndateline stats --index ~/archive.index --json")
@index_option
@json_option
@color_option
def stats(folder: tuple[str, ...], as_json: bool, color: str) -> int:
    """Tell what the index holds: articles, passages, dates, sources, languages, size, format."""
    with opened(folder) as archive:
        held = archive.stats()
    if as_json:
        from dateline.search.output.export import json_record

        write_json(**json_record(held))
    else:
        from dateline.search.output.tables import stats_lines

        write(stats_lines(held, screen_for(color)))
        for address in filter(is_address, folder):
            place = place_beside(address)
            say(f"its saved searches lie in {place}{SAVED_SUFFIX}, its synonyms in {place}/{SYNONYMS_NAME}")
    return FOUND


@command(
    "kwic",
    """
dateline kwic border
dateline kwic 'secur*' --sort right              the same continuations together
dateline kwic '"drug trafficking"' --csv > lines.csv
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@index_option
@limit_option(100, "matches")
@click.option(
    "--sort",
    type=click.Choice(["none", "left", "right"]),
    default="none",
    show_default=True,
    help="Order all the lines by the words on one side of the match; -n takes the first of them.",
)
@query_options
@json_option
@csv_option("match a row: left, match, right, cite, id, date")
@color_option
@hyperlink_option
@pager_option
def kwic(
    words: tuple[str, ...],
    folder: tuple[str, ...],
    limit: int,
    sort: KwicSort,
    match: Match,
    color: str,
    links: str,
    pager: bool,
    as_json: bool,
    as_csv: bool,
    **filters: Any,
) -> int:
    """Show every match on a line of its own, in its context, aligned: keyword in context."""
    demand_one_form(as_json, as_csv)
    query = " ".join(words)
    screen = screen_for(color, links)

    def answer() -> int:
        with opened(folder) as archive:
            found = say_reading(archive, query, match=match, **filters)
            lines = archive.kwic(query, limit=limit, sort=sort, match=match, **filters)
            if len(lines) == limit and (total := archive.count(query, match=match, **filters).spans) > limit:
                order = "" if sort == "none" else f" by the words on the {sort}"
                say(f"first {limit:,} of {total:,} matches{order} shown")
        if found and not lines:
            say("nothing to show: the query asks these articles for no word, only filters or exclusions")
        if as_json:
            write_json(query=query, lines=lines)
        elif as_csv:
            from dateline.search.output.export import kwic_csv

            use_utf8()
            write(kwic_csv(lines), end="")
        else:
            _write_aligned(lines, screen)
        return FOUND if lines else NOTHING

    return shown_in_pages(answer, pager and not (as_json or as_csv))


def _write_aligned(lines: Sequence[KwicLine], screen: Screen) -> None:
    from dateline.search.output.kwic import aligned, has_room_for_cites
    from dateline.search.output.page import MARK, RESET

    columns = terminal_columns(_PIPED_COLUMNS)
    if not has_room_for_cites(lines, columns):
        say("note: a wider terminal shows where each stands, as do --csv and --json")
    mark = (MARK, RESET) if screen.color else ("[", "]")
    write(aligned(lines, columns, mark=mark, links=screen.links))


@command("terms", "dateline terms traff\ndateline terms тадж -n 20")
@click.argument("prefix", metavar="PREFIX")
@index_option
@limit_option(50, "words")
@json_option
@pager_option
def terms(prefix: str, folder: tuple[str, ...], limit: int, as_json: bool, pager: bool) -> int:
    """List words of the index that begin with PREFIX: how often, in how many articles, as written."""
    prefix = as_text(prefix)
    with opened(folder) as archive:
        counts = archive.terms(prefix, limit=limit)

    def answer() -> int:
        from dateline.search.output.tables import term_lines

        if as_json:
            write_json(prefix=prefix, terms=counts)
        else:
            write(term_lines(counts))
        if not counts:
            say("nothing found")
        return FOUND if counts else NOTHING

    return shown_in_pages(answer, pager and not as_json)


@command("like", "dateline like seeds/003_dd9f77a6c879bfad.txt:27\ndateline like bc1c39172bea -n 3 --json")
@click.argument("article_id", metavar="N|ID")
@index_option
@limit_option(10, "articles")
@passages_option
@output_options
@color_option
@hyperlink_option
@pager_option
def like(
    article_id: str,
    folder: tuple[str, ...],
    limit: int,
    passages: int | None,
    color: str,
    links: str,
    pager: bool,
    **options: Any,
) -> int:
    """Find articles like one you have, by the words that set it apart.

    ID is an article's id, or a file with or without a line, as `dateline search` prints it; N a row of the
    answer that was shown last at a terminal.
    """
    form = chosen_form(options)
    screen = screen_for(color, links)
    query = f"like {article_id}"

    def answer() -> int:
        with named_article(folder, article_id) as (archive, meant, folders):
            found = archive.like(meant, limit=limit, passages=form.passages(passages))
            said = looked_for(archive.get(meant).heading, found)
            if form.count:
                return _count_like(found, query, said, as_json=form.data is not None)
            if form.names:
                if found.total > len(found):
                    found = archive.like(meant, limit=found.total, passages=0)
                return write_names(archive, found, form, read_as=said)
            if form.data:
                return write_data(found, form, query=query, number=None, read_as=said)
            return write_page(found, screen, query=query, number=None, folders=folders, read_as=said)

    return shown_in_pages(answer, pager and form.is_page)


def looked_for(heading: str, found: Found) -> str:
    """What was looked for, in a line: the most telling words of an article."""
    words = found.read_as.partition(": ")[2].split(" OR ")
    more = f" and {len(words) - _WORDS_SAID:,} more" if len(words) > _WORDS_SAID else ""
    return f"like “{heading}”, by its words {', '.join(words[:_WORDS_SAID])}{more}"


def _count_like(found: Found, query: str, said: str, *, as_json: bool) -> int:
    from dateline.search.output.page import counted

    if as_json:
        write_json(query=query, articles=found.total, passages=found.passage_total)
    else:
        say(said)
        write([f"{counted(found.total, 'article')}, {counted(found.passage_total, 'passage')}"])
    return FOUND if found.total else NOTHING

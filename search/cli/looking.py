"""What else can be looked at: one article, the whole index, every match, counts, words, similar articles."""

from __future__ import annotations

import shutil
from typing import Any, Final

import click

from search.cli.options import (
    QueryCommand,
    color_option,
    command,
    filter_options,
    index_option,
    json_option,
    limit_option,
    match_option,
    passages_option,
)
from search.cli.streams import FOUND, NOTHING, say, say_found, screen_for, use_utf8, write

__all__ = ["facets", "kwic", "like", "show", "stats", "terms"]

FIELDS: Final = ("source", "place", "author", "lang", "year", "month")

PIPED_COLUMNS: Final = 160  # of KWIC lines, which need an end even where there is no terminal


@command(
    "show",
    """
dateline show seeds/003_dd9f77a6c879bfad.txt#2
dateline show ID --json
""",
)
@click.argument("article_id", metavar="ID")
@index_option
@json_option
@color_option
def show(article_id: str, folder: str, as_json: bool, color: str) -> int:
    """Print the cleaned article with its fields. Searching with --json, or -l, tells ids."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        article = archive.get(article_id)
    if as_json:
        from search.export import VERSION, json_line, json_record

        use_utf8()
        write([json_line({"v": VERSION, "heading": article.heading, **json_record(article)})])
    else:
        from search.tables import article_page

        write(article_page(article, screen_for(color)))
    return FOUND


@command("stats", "dateline stats\ndateline stats --index ~/archive.index --json")
@index_option
@json_option
@color_option
def stats(folder: str, as_json: bool, color: str) -> int:
    """Tell what the index holds: articles, passages, dates, sources, languages, size, format."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        held = archive.stats()
    if as_json:
        from search.export import VERSION, json_line, json_record

        use_utf8()
        write([json_line({"v": VERSION, **json_record(held)})])
    else:
        from search.tables import stats_lines

        write(stats_lines(held, screen_for(color)))
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
    help="Order the lines by the words on one side of the match.",
)
@filter_options
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="One match a row: left, match, right, cite, id, date.")
@color_option
def kwic(words: tuple[str, ...], folder: str, color: str, as_json: bool, as_csv: bool, **options: Any) -> int:
    """Show every match on a line of its own, in its context, aligned: keyword in context."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        lines = archive.kwic(" ".join(words), **options)
    if as_json or as_csv:
        from search.export import json_line, json_record, kwic_csv

        use_utf8()
        if as_json:
            write(json_line(json_record(line)) for line in lines)
        else:
            write(kwic_csv(lines), end="")
    elif lines:
        from search.kwic import aligned
        from search.page import MARK, RESET

        screen = screen_for(color)
        columns = shutil.get_terminal_size().columns if screen.columns else PIPED_COLUMNS
        write(aligned(lines, columns, mark=(MARK, RESET) if screen.color else ("[", "]")))
    if not lines:
        say("nothing found")
    return FOUND if lines else NOTHING


@command(
    "facets",
    """
dateline facets 'border guards' source
dateline facets drone year --source Kazinform
dateline facets 'after:2013' month --json
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, required=True, metavar=f"QUERY... {'|'.join(FIELDS)}")
@index_option
@match_option
@filter_options
@json_option
def facets(words: tuple[str, ...], folder: str, as_json: bool, **options: Any) -> int:
    """Count all the articles that match by source, place, author, language, year or month."""
    from search.archive import Archive

    *query, field = words
    if field not in FIELDS or not query:
        raise click.UsageError(f"End with the field to count by: {', '.join(FIELDS)}.")
    with Archive.open(folder) as archive:
        counts = archive.facets(" ".join(query), field, **options)
    if as_json:
        from search.export import json_line, json_record

        use_utf8()
        write(json_line(json_record(count)) for count in counts)
    else:
        from search.tables import facet_lines

        write(facet_lines(counts))
    if not counts:
        say("nothing found")
    return FOUND if counts else NOTHING


@command("terms", "dateline terms traff\ndateline terms тадж -n 20")
@click.argument("prefix", metavar="PREFIX")
@index_option
@limit_option(50, "words")
@json_option
def terms(prefix: str, folder: str, limit: int, as_json: bool) -> int:
    """List words of the index that begin with PREFIX: how often, in how many articles, as written."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        counts = archive.terms(prefix, limit=limit)
    if as_json:
        from search.export import json_line, json_record

        use_utf8()
        write(json_line(json_record(count)) for count in counts)
    else:
        from search.tables import term_lines

        write(term_lines(counts))
    if not counts:
        say("nothing found")
    return FOUND if counts else NOTHING


@command("like", "dateline like seeds/000_69fb188c55964f96.txt\ndateline like ID -n 3 --json")
@click.argument("article_id", metavar="ID")
@index_option
@limit_option(10, "articles")
@passages_option
@json_option
@color_option
def like(article_id: str, folder: str, limit: int, passages: int, as_json: bool, color: str) -> int:
    """Find articles like one you have, by the words that set it apart."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        found = archive.like(article_id, limit=limit, passages=passages)
        say_found(found)
        if as_json:
            from search.export import json_object

            use_utf8()
            write(json_object(found, query=f"like {article_id}"), end="")
        else:
            from search.page import answer_lines

            write(answer_lines(found, screen_for(color)))
    return FOUND if found else NOTHING

"""How much is there of it: by period, by source, place, author, language?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from dateline.indexer.format.fields import FACETS, OPTIONS, facet_of
from dateline.search.cli.answers import say_reading
from dateline.search.cli.opened import opened
from dateline.search.cli.options import (
    QueryCommand,
    as_text,
    color_option,
    command,
    csv_option,
    demand_one_form,
    index_option,
    json_option,
    pager_option,
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
    from collections.abc import Callable, Sequence

    from dateline.search.archive import Archive
    from dateline.search.output.page import Screen
    from dateline.search.periods import PeriodUnit, Timeline
    from dateline.search.tallies import FacetCount

__all__ = ["facets", "timeline"]

Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

_PIPED_COLUMNS: Final = 80  # of bars, which need an end even where there is no terminal


def _picture_option(kind: str, help_: str) -> Callable[[Decorated], Decorated]:
    path = click.Path(dir_okay=False, writable=True)
    return click.option(f"--{kind}", metavar="FILE", type=path, help=help_)


@command(
    "timeline",
    """
dateline timeline border guards
dateline timeline drone --by year --compare missile --compare '"air raid"'
dateline timeline 'oil price' --after 2013 --csv > oil.csv
dateline timeline oil --svg oil.svg
dateline timeline --source Kazinform         how many articles of a source there are
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, metavar="[QUERY...]")
@index_option
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month", "year"]),
    help="What a bar is of.  [default: day, month or year, by how long it is]",
)
@click.option("--compare", multiple=True, metavar="QUERY", help="Beside it another query; may be repeated.")
@query_options
@json_option
@csv_option("period a row: its days, articles, total, share")
@_picture_option("svg", "Draw it into FILE as well.")
@_picture_option("png", 'The same in pixels: pip install "dateline[plot]".')
@color_option
@pager_option
def timeline(
    words: tuple[str, ...],
    folder: tuple[str, ...],
    by: PeriodUnit | None,
    compare: tuple[str, ...],
    as_json: bool,
    as_csv: bool,
    svg: str | None,
    png: str | None,
    color: str,
    pager: bool,
    **options: Any,
) -> int:
    """Count the articles that match over time, beside all the articles of the archive.

    Without a query all articles are counted. ISO weeks begin on Monday. Articles without a date, and those
    dated by less than a bar is of, are counted below.
    """
    demand_one_form(as_json, as_csv)
    queries = (" ".join(words), *map(as_text, compare))
    screen = screen_for(color)

    def answer() -> int:
        with opened(folder) as archive:
            for query in queries:
                _say_reading(archive, query, **options)
            timelines = archive.timelines(queries, by=by, **options)
        _draw(timelines, svg, png)
        if as_json:
            from dateline.search.output.timeline import timeline_record

            write_json(**timeline_record(timelines))
        elif as_csv:
            from dateline.search.output.timeline import timeline_csv

            use_utf8()
            write(timeline_csv(timelines), end="")
        elif any(one.articles for one in timelines):
            from dateline.search.output.bars import has_blocks
            from dateline.search.output.timeline import timeline_lines

            blocks = has_blocks(sys.stdout.encoding)
            write(timeline_lines(timelines, screen, terminal_columns(_PIPED_COLUMNS), blocks=blocks))
        return FOUND if any(one.articles for one in timelines) else NOTHING

    return shown_in_pages(answer, pager and not (as_json or as_csv))


def _draw(timelines: Sequence[Timeline], svg: str | None, png: str | None) -> None:
    """Write the pictures that were asked for; whole, or not at all where they can't be drawn."""
    if png is not None:
        from io import BytesIO

        from dateline.search.output.timeline_png import write_timeline_png

        drawn = BytesIO()
        try:
            write_timeline_png(timelines, drawn)
        except ImportError as error:
            raise click.UsageError(
                '--png draws with matplotlib: pip install "dateline[plot]". --svg needs nothing'
            ) from error
        _write_picture(png, drawn.getvalue())
    if svg is not None:
        from dateline.search.output.timeline_svg import timeline_svg

        _write_picture(svg, timeline_svg(timelines).encode())


def _write_picture(path: str, content: bytes) -> None:
    """OSError names the file: of a full disk Python's own does not."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        error.filename = error.filename or path
        raise
    say(f"drawn: {path}")


@command(
    "facets",
    """
dateline facets 'border guards' source
dateline facets drone source lang -n 5       the five most frequent of each
dateline facets author                       of all articles
dateline facets election year --by month     all the words are the query
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, metavar=f"[QUERY...] {'|'.join(FACETS)}...")
@index_option
@click.option(
    "--by",
    multiple=True,
    metavar="FIELD",
    callback=lambda _, __, given: _fields(given),
    help="Count by this field, and all the words are the query; may be repeated.",
)
@click.option(
    "-n", "limit", type=click.IntRange(min=1), metavar="N", help="Show at most this many values of a field."
)
@query_options
@json_option
@csv_option("value a row: field, value, articles")
@color_option
@pager_option
def facets(
    words: tuple[str, ...],
    folder: tuple[str, ...],
    by: tuple[str, ...],
    limit: int | None,
    as_json: bool,
    as_csv: bool,
    color: str,
    pager: bool,
    **options: Any,
) -> int:
    """Count all the articles that match by source, place, author, language, year or month.

    Without a query all articles are counted. The fields come last.
    """
    demand_one_form(as_json, as_csv)
    query, fields = (" ".join(words), by) if by else _told_apart(words)
    fields = tuple(dict.fromkeys(fields))
    screen = screen_for(color)

    def answer() -> int:
        with opened(folder) as archive:
            _say_reading(archive, query, **options)
            every = {field: archive.facets(query, field, **options) for field in fields}
            for field, counts in every.items():
                if counts and "." in field and not any(count.value for count in counts):
                    _say_unstated(archive, field)
        counted = {field: _most_frequent(counts, limit) for field, counts in every.items()}
        if as_json:
            from dateline.search.output.export import json_record

            told = [{"field": field, "facets": json_record(counts)} for field, counts in counted.items()]
            write_json(query=query, **(told[0] if len(told) == 1 else {"fields": told}))
        elif as_csv:
            from dateline.search.output.export import csv_table

            rows = [(name, one.value, one.articles) for name, counts in counted.items() for one in counts]
            use_utf8()
            write(csv_table(("field", "value", "articles"), rows), end="")
        else:
            _write_facets(counted, every, screen)
        return FOUND if any(every.values()) else NOTHING

    return shown_in_pages(answer, pager and not (as_json or as_csv))


def _fields(given: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of `--by`, when all may be counted by."""
    for field in given:
        if facet_of(field) is None:
            raise click.BadParameter(f"{field!r} is none of {', '.join(FACETS)} and meta.NAME")
    return given


def _told_apart(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The query, and the fields that end the line."""
    end = len(words)
    while end and facet_of(words[end - 1]) is not None:
        end -= 1
    if end == len(words):
        raise click.UsageError(f"End with the fields to count by: {', '.join(FACETS)}, meta.NAME.")
    return " ".join(words[:end]), tuple(words[end:])


def _most_frequent(counts: Sequence[FacetCount], limit: int | None) -> Sequence[FacetCount]:
    """The `limit` most frequent values in the order they have, and how many articles have none."""
    if limit is None:
        return counts
    most = sorted((one for one in counts if one.value is not None), key=lambda one: -one.articles)[:limit]
    kept = {one.value for one in most} | {None}
    return [one for one in counts if one.value in kept]


def _write_facets(
    counted: dict[str, Sequence[FacetCount]],
    every: dict[str, tuple[FacetCount, ...]],
    screen: Screen,
) -> None:
    from dateline.search.output.bars import has_blocks
    from dateline.search.output.tables import facet_lines

    columns = terminal_columns(None)
    for number, (field, counts) in enumerate(counted.items()):
        if len(counted) > 1:
            write([*([""] if number else []), screen.dim(f"# {field}")])
        write(facet_lines(counts, columns, blocks=has_blocks(sys.stdout.encoding)))
        if left := len(every[field]) - len(counts):
            say(f"{field}: {left:,} more")


def _say_unstated(archive: Archive, field: str) -> None:
    """That nothing stands under a name, as meta.section, and which names are like it."""
    like: list[str] = []
    if field.replace(".", "").isidentifier():
        like = [word for part in archive.search(f"{field}:x", limit=1).parts for word in part.suggestions]
    meant = f"; did you mean {' or '.join(like)}?" if like else ""
    say(f"note: none of them states {field}{meant}")


def _say_reading(archive: Archive, query: str, **options: Any) -> None:
    """How the query is read, and why where it finds nothing; without a query, of which articles all are."""
    if query.strip():
        say_reading(archive, query, **options)
        return
    from dateline.search.query.reading import every_article, restrict

    within = {name: options[name] for name in ("after", "before", *OPTIONS)}
    say(f"read as: {restrict(every_article(), **within).read_as}")

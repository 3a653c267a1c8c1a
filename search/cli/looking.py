"""What else can be looked at: one article, the whole index, every match, words, similar articles."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.search.cli.answers import chosen_form, write_data, write_names, write_page
from dateline.search.cli.options import (
    QueryCommand,
    as_text,
    color_option,
    command,
    filter_options,
    index_option,
    json_option,
    limit_option,
    match_option,
    output_options,
    pager_option,
    passages_option,
    synonyms_option,
)
from dateline.search.cli.streams import (
    FOUND,
    NOTHING,
    say,
    say_found,
    screen_for,
    shown_in_pages,
    use_utf8,
    write,
    write_json,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.indexer.article import Article
    from dateline.search.archive import Archive
    from dateline.search.output.kwic import KwicSort
    from dateline.search.output.page import Screen
    from dateline.search.query.asked import Match
    from dateline.search.results import Found
    from dateline.search.tallies import FileArticle, KwicLine

__all__ = ["kwic", "like", "show", "stats", "terms"]

_LINE_DIGITS: Final = 19  # of a number that is no line any more

PIPED_COLUMNS: Final = 160  # of KWIC lines, which need an end even where there is no terminal


@command(
    "show",
    """
dateline show seeds/003_dd9f77a6c879bfad.txt:27    the article a search cited
dateline show bc1c39172bea --json                  by its id
dateline show bc1c39172bea --raw                   what was kept and dropped of its file
""",
)
@click.argument("article_id", metavar="ID")
@index_option
@click.option("--raw", is_flag=True, help="Read its file again: what is kept and dropped, line by line.")
@json_option
@color_option
def show(article_id: str, folder: tuple[str, ...], raw: bool, as_json: bool, color: str) -> int:
    """Print the cleaned article with its fields.

    ID is an article's id, or a file with or without a line, as `dateline search` prints it.
    """
    from dateline.search.archive import Archive

    with Archive.open(folder) as archive:
        article = archive.get(_meant(archive, article_id))
    if raw:
        _show_raw(article, as_json)
    elif as_json:
        from dateline.search.output.export import json_record

        write_json(heading=article.heading, **json_record(article))
    else:
        from dateline.search.output.tables import article_page

        write(article_page(article, screen_for(color)))
    return FOUND


def _show_raw(article: Article, as_json: bool) -> None:
    """What became of each part of an article's file. An index keeps no more of it than is in the article."""
    from dateline.indexer.shown.account import account, account_lines
    from dateline.indexer.shown.paths import shown_path

    if article.path is None:
        raise click.UsageError(f"{article.id} was given by a script: there is no file to read again")
    read = click.get_current_context().find_root().obj
    articles: tuple[Article, ...] = read(article.path)
    texts = [paragraph.text for paragraph in article.paragraphs]
    first = next((paragraph.lines for paragraph in article.paragraphs if paragraph.lines), None)
    again = next(
        (other for other in articles if [paragraph.text for paragraph in other.paragraphs] == texts), None
    )
    if again is None:
        again = next(
            (
                other
                for other in articles
                if len(articles) == 1 or first in [paragraph.lines for paragraph in other.paragraphs]
            ),
            None,
        )
        if again is None:
            raise click.UsageError(f"{shown_path(article.path)} does not hold this article any more")
        say("note: the file, or how it is read, has changed since it was indexed; this is what is read now")
    parts = account(again)
    if as_json:
        write_json(id=article.id, path=article.path, parts=parts)
    else:
        write(account_lines(parts))


@command("stats", "dateline stats\ndateline stats --index ~/archive.index --json")
@index_option
@json_option
@color_option
def stats(folder: tuple[str, ...], as_json: bool, color: str) -> int:
    """Tell what the index holds: articles, passages, dates, sources, languages, size, format."""
    from dateline.search.archive import Archive

    with Archive.open(folder) as archive:
        held = archive.stats()
    if as_json:
        from dateline.search.output.export import json_record

        write_json(**json_record(held))
    else:
        from dateline.search.output.tables import stats_lines

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
@match_option
@filter_options
@synonyms_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="One match a row: left, match, right, cite, id, date.")
@color_option
@pager_option
def kwic(
    words: tuple[str, ...],
    folder: tuple[str, ...],
    limit: int,
    sort: KwicSort,
    match: Match,
    color: str,
    pager: bool,
    as_json: bool,
    as_csv: bool,
    **filters: Any,
) -> int:
    """Show every match on a line of its own, in its context, aligned: keyword in context."""
    from dateline.search.archive import Archive

    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    query = " ".join(words)
    screen = screen_for(color)

    def answer() -> int:
        with Archive.open(folder) as archive:
            found = _say_reading(archive, query, match=match, **filters)
            lines = archive.kwic(query, limit=limit, sort=sort, match=match, **filters)
            if len(lines) == limit and (total := archive.count(query, match=match, **filters).spans) > limit:
                say(f"first {limit:,} of {total:,} matches shown")
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

    columns = shutil.get_terminal_size().columns if screen.columns else PIPED_COLUMNS
    if not has_room_for_cites(lines, columns):
        say("note: a wider terminal shows where each stands, as do --csv and --json")
    write(aligned(lines, columns, mark=(MARK, RESET) if screen.color else ("[", "]")))


def _say_reading(archive: Archive, query: str, **options: Any) -> Found:
    """How the query is read, and why where it finds nothing; its first article."""
    found = archive.search(query, limit=1, passages=0, **options)
    say_found(found, shown=False)
    return found


@command("terms", "dateline terms traff\ndateline terms тадж -n 20")
@click.argument("prefix", metavar="PREFIX")
@index_option
@limit_option(50, "words")
@json_option
def terms(prefix: str, folder: tuple[str, ...], limit: int, as_json: bool) -> int:
    """List words of the index that begin with PREFIX: how often, in how many articles, as written."""
    from dateline.search.archive import Archive

    prefix = as_text(prefix)
    with Archive.open(folder) as archive:
        counts = archive.terms(prefix, limit=limit)
    if as_json:
        write_json(prefix=prefix, terms=counts)
    else:
        from dateline.search.output.tables import term_lines

        write(term_lines(counts))
    if not counts:
        say("nothing found")
    return FOUND if counts else NOTHING


@command("like", "dateline like seeds/003_dd9f77a6c879bfad.txt:27\ndateline like bc1c39172bea -n 3 --json")
@click.argument("article_id", metavar="ID")
@index_option
@limit_option(10, "articles")
@passages_option
@output_options
@color_option
@pager_option
def like(
    article_id: str,
    folder: tuple[str, ...],
    limit: int,
    passages: int | None,
    color: str,
    pager: bool,
    **options: Any,
) -> int:
    """Find articles like one you have, by the words that set it apart.

    ID is an article's id, or a file with or without a line, as `dateline search` prints it.
    """
    from dateline.search.archive import Archive

    form = chosen_form(options)
    screen = screen_for(color)
    query = f"like {article_id}"

    def answer() -> int:
        with Archive.open(folder) as archive:
            found = archive.like(_meant(archive, article_id), limit=limit, passages=form.passages(passages))
            if form.count:
                return _count_like(found, query, as_json=form.data is not None)
            if form.names:
                return write_names(archive, found, form)
            if form.data:
                return write_data(found, form, query=query, number=None)
            return write_page(found, screen, query=query, number=None)

    return shown_in_pages(answer, pager and form.is_page)


def _count_like(found: Found, query: str, *, as_json: bool) -> int:
    from dateline.search.output.page import counted

    if as_json:
        write_json(query=query, articles=found.total, passages=found.passage_total)
    else:
        say(f"read as: {found.read_as}")
        write([f"{counted(found.total, 'article')}, {counted(found.passage_total, 'passage')}"])
    return FOUND if found.total else NOTHING


def _demand_no_members(archive: Archive, said: str) -> None:
    """UsageError that names one, where what was said is a file with articles in files in it."""
    path = "" if "\0" in said else os.path.realpath(said)
    if not path or re.search(r'["*?\\]', path):
        return
    within = archive.search(f'path:"{path}!/*"', limit=1, passages=0)
    if within:
        from dateline.indexer.shown.paths import shown_path

        cite = shown_path(within[0].cite)
        raise click.UsageError(f"{said} holds {within.total:,} articles in files in it. Name one, as {cite}")


def _meant(archive: Archive, said: str) -> str | FileArticle:
    """The article that is meant: by its id, or as `path` or `path:line`, seen from the current folder."""
    folders = archive.folders_having(said)
    if folders:
        if len(folders) > 1:
            say(f"note: {said} is an article of {folders[0]}; another is in {', '.join(folders[1:])}")
        return said
    path, line = said, None
    found = archive.in_file(said)
    if not found:
        before, _, after = said.rpartition(":")
        after = after.removeprefix("p")  # of a page
        if before and after.isdecimal() and len(after) < _LINE_DIGITS and int(after):
            path, line = before, int(after)
            found = archive.in_file(path, line)
    if not found:
        of_file = archive.in_file(path)
        if not of_file:
            _demand_no_members(archive, said)
            return said  # which is told to be missing
        unit = _unit(archive, of_file)
        raise click.UsageError(f"{path} has no article at {unit} {line}. {_held(path, of_file, unit)}")
    if len(found) > 1 and line is None:
        raise click.UsageError(_held(path, found, _unit(archive, found)))
    if len({article.id for article in found}) > 1 or len(found) > 1:
        others = ", ".join(dict.fromkeys(article.id for article in found[1:]))
        say(f"note: {said} is the article {found[0].id}; there is also {others}")
    return found[0]


def _unit(archive: Archive, found: Sequence[FileArticle]) -> str:
    """What tells the articles of a file apart: "line", or "page"."""
    return archive.get(found[0]).locator or "line"


def _held(path: str, found: Sequence[FileArticle], unit: str) -> str:
    """How many articles a file holds, and how one of them is named."""
    mark = "p" if unit == "page" else ""
    lines = sorted({article.lines[0] for article in found if article.lines})
    if not lines:
        named = f"Name one by its id: {found[0].id}"
    elif len(lines) == 1:
        named = f"Name it by its {unit}: {path}:{mark}{lines[0]}"
    else:
        named = f"Name one by a {unit} of it, from {path}:{mark}{lines[0]} to {path}:{mark}{lines[-1]}"
    count = f"{len(found):,} article{'s' * (len(found) != 1)}"
    return f"{path} holds {count}. {named}"

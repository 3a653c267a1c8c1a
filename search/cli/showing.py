"""`dateline show`: one article with its fields, what matches in it marked, or what became of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dateline.search.cli.naming import named_article
from dateline.search.cli.options import (
    AskingCommand,
    color_option,
    command,
    index_option,
    json_option,
    pager_option,
)
from dateline.search.cli.streams import FOUND, say, screen_for, shown_in_pages, write, write_json

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.archive import Archive
    from dateline.search.output.page import Screen
    from dateline.search.results import ArticleHit
    from dateline.search.tallies import FileArticle

__all__ = ["show", "write_article"]


@command(
    "show",
    """
dateline show 3                                    the third hit of the last answer
dateline show seeds/003_dd9f77a6c879bfad.txt:27    the article a search cited
dateline show bc1c39172bea --json                  by its id
dateline show bc1c39172bea -q 'drug trafficking'   with what matches marked
dateline show bc1c39172bea --raw                   what was kept and dropped of its file
""",
    AskingCommand,
)
@click.argument("article_id", metavar="N|ID")
@index_option
@click.option("-q", "query", metavar="QUERY", help="Mark what matches a query.")
@click.option("--raw", is_flag=True, help="Read its file again: what is kept and dropped, line by line.")
@json_option
@color_option
@pager_option
def show(
    article_id: str,
    folder: tuple[str, ...],
    query: str | None,
    raw: bool,
    as_json: bool,
    color: str,
    pager: bool,
) -> int:
    """Print the cleaned article with its fields.

    ID is an article's id, or a file with or without a line, as `dateline search` prints it; N a row of the
    answer that was shown last at a terminal.
    """
    if query is not None and (raw or as_json):
        raise click.UsageError("-q marks the article as it is printed: leave out --raw and --json.")
    screen = screen_for(color)

    def answer() -> int:
        with named_article(folder, article_id) as (archive, meant, _):
            if not (raw or as_json):
                return write_article(archive, meant, query, screen)
            article = archive.get(meant)
        if raw:
            _show_raw(article, as_json)
        else:
            from dateline.search.output.export import json_record

            write_json(heading=article.heading, **json_record(article))
        return FOUND

    return shown_in_pages(answer, pager and not as_json)


def write_article(archive: Archive, meant: str | FileArticle, query: str | None, screen: Screen) -> int:
    """The article for a person, what matches a query marked."""
    from dateline.search.output.tables import article_page

    article = archive.get(meant)
    hit = None if query is None else _marked(archive, meant, query)
    write(article_page(article, screen, hit))
    return FOUND


def _marked(archive: Archive, meant: str | FileArticle, query: str) -> ArticleHit | None:
    """The article as a hit of the query; it is said when it is none."""
    hit = archive.marked(meant, query)
    if hit is None:
        say(f"note: nothing is marked: this article is not found by {query}")
    return hit


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

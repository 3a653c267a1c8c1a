"""`dateline open`: a hit in the editor at its line, its saved file or the original in the browser."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Final

import click

from dateline.indexer.opensearch.address import is_address
from dateline.search.cli.naming import meant_article, meant_row, ranked
from dateline.search.cli.options import command, index_option
from dateline.search.cli.streams import FOUND, WRONG, say

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.archive import Archive

__all__ = ["open_article", "open_command"]

# What a browser shows. A system may run what it is given of other kinds.
_SHOWN: Final = (
    ".html",
    ".htm",
    ".xhtml",
    ".xht",
    ".shtml",
    ".mht",
    ".mhtml",
    ".pdf",
    ".txt",
    ".text",
    ".md",
)
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20\x7f]+", re.IGNORECASE)


@command(
    "open",
    """
dateline open 3              the third hit of the last answer, in $EDITOR at its line
dateline open 3 --browser    the file as it was saved
dateline open seeds/003_dd9f77a6c879bfad.txt:27
dateline open bc1c39172bea --url
""",
)
@click.argument("name", metavar="N|ID")
@index_option
@click.option("--browser", "where", flag_value="browser", help="Open the saved page or PDF in the browser.")
@click.option("--url", "where", flag_value="url", help="Open the original on the web in the browser.")
def open_command(name: str, folder: tuple[str, ...], where: str | None) -> int:
    """Open a hit in $VISUAL or $EDITOR, at its line.

    N is a row of the answer that was shown last at a terminal. ID is an article's id, or a file with or
    without a line, as `dateline search` prints it. A PDF is opened in the browser.
    """
    from dateline.search.archive import Archive

    row = ranked(name)
    with Archive.open(folder if row is None else row.folders) as archive:
        if row is None:
            article, line = _named(archive, name)
        else:
            article, line = archive.get(meant_row(archive, row, name)), row.line
    far = any(map(is_address, folder if row is None else row.folders))
    return open_article(article, line, where, far=far)


def open_article(article: Article, line: int | None, where: str | None = None, *, far: bool = False) -> int:
    """Open an article in the editor at a line; where that is "browser" or "url", there. The exit code.

    One that is `far` came from a server: another machine may have its file.
    """
    if where == "url":
        return _browse(_original(article))
    path = _file(article, far)
    if where == "browser" or article.locator == "page":
        return _browse(_saved(path))
    return _edit(path, line)


def _named(archive: Archive, name: str) -> tuple[Article, int | None]:
    """The article that is named, and the line."""
    from dateline.search.output.links import cited_place

    article = archive.get(meant_article(archive, name))
    line = None if name == article.id else cited_place(name)[1]
    return article, line or _first_line(article)


def _first_line(article: Article) -> int | None:
    lines = article.title_lines or next((part.lines for part in article.paragraphs if part.lines), None)
    return lines[0] if lines else None


def _file(article: Article, far: bool) -> str:
    """The file of an article, if it is one of its own and is there."""
    from dateline.indexer.shown.paths import shown_path

    if article.path is None:
        raise click.UsageError(f"{article.id} was given by a script: there is no file. See: dateline show")
    if not os.path.isfile(article.path):
        outer = article.path.partition("!/")[0]
        shown = shown_path(article.path)
        if outer != article.path and os.path.isfile(outer):
            raise click.UsageError(f"{shown} lies in another file. To read it: dateline show {article.id}")
        gone = "is not on this machine" if far else "is not there any more"
        raise click.UsageError(f"{shown} {gone}. The index has its text: dateline show {article.id}")
    return article.path


def _saved(path: str) -> str:
    """The address of a saved file, if it is of a kind that a browser shows."""
    from dateline.indexer.shown.paths import shown_path
    from dateline.search.output.links import file_address

    if not path.lower().endswith(_SHOWN):
        raise click.UsageError(f"{shown_path(path)} is nothing a browser shows. Open it without --browser")
    return file_address(path)


def _original(article: Article) -> str:
    """The address of an article on the web."""
    if article.url is None:
        raise click.UsageError(f"{article.id} states no address. Open its file: without --url")
    if _WEB_ADDRESS.fullmatch(article.url) is None:
        raise click.UsageError(f"{article.url} is no address of the web: it is not opened")
    return article.url


def _edit(path: str, line: int | None) -> int:
    from dateline.search.cli.editors import editor_command, persons_editor

    editor = persons_editor()
    if editor is None:
        raise click.UsageError("there is no editor. Name yours in $EDITOR")
    try:
        ended = subprocess.run(editor_command(editor, path, line), check=False).returncode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise click.UsageError(f"{editor} can't be started: {reason}. Name another in $EDITOR") from error
    if ended:
        say(f"{editor} ended with exit code {ended}")
    return WRONG if ended else FOUND


def _browse(address: str) -> int:
    import webbrowser

    say(f"opening {address}")
    if not webbrowser.open(address):
        raise click.UsageError("there is no browser. Name yours in $BROWSER")
    return FOUND

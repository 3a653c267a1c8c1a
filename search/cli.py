"""What does a person type to ask, and what do they see?

Data goes to stdout, talk to stderr: how the query was read, how much was found, warnings. The commands
return the exit code: 0 found, 1 nothing found; 2, for a query that can't be read, is given here too, with a
caret under the place.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from search.archive import Archive
    from search.errors import QueryError
    from search.page import Screen
    from search.results import Found

__all__ = ["facets", "kwic", "like", "search", "show", "stats", "terms"]

FIELDS: Final = ("source", "place", "author", "lang", "year", "month")
FORMATS: Final = ("json", "jsonl", "csv", "ris", "bibtex", "html")

# Lines longer than this are hard to read, shorter ones are broken anyway. Chosen by eye.
WIDEST: Final = 100
NARROWEST: Final = 40
PIPED_COLUMNS: Final = 160  # of KWIC lines, which need an end even where there is no terminal

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

FOUND, NOTHING, WRONG = 0, 1, 2


class QueryCommand(click.Command):
    """A command whose words are a query, which may begin with a dash: `-Kabul` leaves Kabul out.

    What looks like one of the command's own options is one; so `-n 5` and `-n5` are, `-nuclear` is a word.
    After `--` everything is a word. An unknown `--option` is an error, never a word.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options first and the query's words after `--`, where click takes them as they are."""
        options, words = self._told_apart(args)
        return super().parse_args(ctx, [*options, "--", *words])

    def _told_apart(self, args: Sequence[str]) -> tuple[list[str], list[str]]:
        takes_value = {
            name: not option.is_flag and not option.count
            for option in self.params
            if isinstance(option, click.Option)
            for name in (*option.opts, *option.secondary_opts)
        }
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                words += rest
            elif arg in takes_value:
                options.append(arg)
                if takes_value[arg]:
                    options += [value for value in (next(rest, None),) if value is not None]
            elif arg in {"-h", "--help"} or (arg.startswith("--") and not arg[2:3].isspace()):
                options.append(arg)
            elif takes_value.get(arg[:2]) and arg[2:].isdecimal():
                options += [arg[:2], arg[2:]]
            else:
                words.append(arg)
        return options, words

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a query that can't be read is shown with a caret under the place."""
        from search.errors import QueryError

        try:
            return super().invoke(ctx)
        except QueryError as error:
            _say_wrong(error)
            return WRONG


# ------------------------------------------------------------------------------------------- shared options


def _index_option(command: Decorated) -> Decorated:
    return click.option(
        "--index",
        "folder",
        envvar="DATELINE_INDEX",
        default="index",
        metavar="DIR",
        help="Where the index lies.  [$DATELINE_INDEX, else ./index]",
    )(command)


def _limit_option(default: int, what: str) -> Callable[[Decorated], Decorated]:
    return click.option(
        "-n",
        "limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        metavar="N",
        help=f"Show at most this many {what}.",
    )


def _filter_options(command: Decorated) -> Decorated:
    options = (
        click.option("--after", metavar="DATE", help="Published on or after: 2013, 2013-05, 2013-05-28."),
        click.option(
            "--before", metavar="DATE", help="Published on or before; 2013 includes the whole year."
        ),
        click.option("--source", metavar="S", help="From this source."),
        click.option("--place", metavar="P", help="With this place in the dateline."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _match_option(command: Decorated) -> Decorated:
    return click.option(
        "--match",
        type=click.Choice(["all", "any"]),
        default="all",
        show_default=True,
        help="Ask for all the words, or rank by how many there are.",
    )(command)


def _color_option(command: Decorated) -> Decorated:
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colours; auto: on a terminal, unless NO_COLOR is set.",
    )(command)


def _json_option(command: Decorated) -> Decorated:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/output.md).")(command)


def _command(
    name: str, examples: str, cls: type[click.Command] = click.Command
) -> Callable[[Callable[..., int]], click.Command]:
    lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
    epilog = f"\b\nExamples:\n{lines}"
    return click.command(
        name, cls=cls, epilog=epilog, context_settings={"help_option_names": ["-h", "--help"]}
    )


# --------------------------------------------------------------------------------------------- the commands


@_command(
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
@_index_option
@_limit_option(10, "articles (passages with --by passage)")
@click.option(
    "-p",
    "passages",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="Show at most this many passages of an article.",
)
@_match_option
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
@_filter_options
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
@click.option("--json", "output", flag_value="json", help="One JSON object (docs/output.md).")
@click.option("--jsonl", "output", flag_value="jsonl", help="One JSON object an article, one a line.")
@click.option("--csv", "output", flag_value="csv", help="One passage a row: left, match, right, cite …")
@click.option("--ris", "output", flag_value="ris", help="References for Zotero, EndNote.")
@click.option("--bibtex", "output", flag_value="bibtex", help="References for LaTeX.")
@click.option("--html", "output", flag_value="html", help="A page that stands alone, also on paper.")
@click.option(
    "-l", "--list", "list_only", is_flag=True, help="Only the files of all matching articles, one a line."
)
@click.option("-c", "--count", "count_only", is_flag=True, help="Only count: articles, passages, matches.")
@_color_option
def search(
    words: tuple[str, ...],
    folder: str,
    file: str | None,
    output: str | None,
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
    from search.archive import Archive

    queries = _queries(words, file)
    if output == "html" and len(queries) > 1:
        raise click.UsageError("--html takes one query.")
    if list_only + count_only + (output is not None) > 1 and not (count_only and output == "json"):
        raise click.UsageError("Choose one of -l, -c and the output formats.")
    with Archive.open(folder) as archive:
        if count_only:
            return _worst(_count(archive, query, options, as_json=output == "json") for query in queries)
        if list_only:
            return _worst(_list(archive, query, options) for query in queries)
        asking = _Asking(archive, queries, options)
        if output is not None:
            _write_data(asking, output)
        else:
            _write_page(asking, _screen(color))
        return asking.code


@_command(
    "show",
    """
dateline show seeds/003_dd9f77a6c879bfad.txt#2
dateline show ID --json
""",
)
@click.argument("article_id", metavar="ID")
@_index_option
@_json_option
@_color_option
def show(article_id: str, folder: str, as_json: bool, color: str) -> int:
    """Print the cleaned article with its fields. Searching with --json, or -l, tells ids."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        article = archive.get(article_id)
    if as_json:
        from search.export import VERSION, json_line, json_record

        _use_utf8()
        _write([json_line({"v": VERSION, "heading": article.heading, **json_record(article)})])
    else:
        from search.tables import article_page

        _write(article_page(article, _screen(color)))
    return FOUND


@_command("stats", "dateline stats\ndateline stats --index ~/archive.index --json")
@_index_option
@_json_option
@_color_option
def stats(folder: str, as_json: bool, color: str) -> int:
    """Tell what the index holds: articles, passages, dates, sources, languages, size, format."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        held = archive.stats()
    if as_json:
        from search.export import VERSION, json_line, json_record

        _use_utf8()
        _write([json_line({"v": VERSION, **json_record(held)})])
    else:
        from search.tables import stats_lines

        _write(stats_lines(held, _screen(color)))
    return FOUND


@_command(
    "kwic",
    """
dateline kwic border
dateline kwic 'secur*' --sort right              the same continuations together
dateline kwic '"drug trafficking"' --csv > lines.csv
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@_index_option
@_limit_option(100, "matches")
@click.option(
    "--sort",
    type=click.Choice(["none", "left", "right"]),
    default="none",
    show_default=True,
    help="Order the lines by the words on one side of the match.",
)
@_filter_options
@_json_option
@click.option("--csv", "as_csv", is_flag=True, help="One match a row: left, match, right, cite, id, date.")
@_color_option
def kwic(words: tuple[str, ...], folder: str, color: str, as_json: bool, as_csv: bool, **options: Any) -> int:
    """Show every match on a line of its own, in its context, aligned: keyword in context."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        lines = archive.kwic(" ".join(words), **options)
    if as_json or as_csv:
        from search.export import json_line, json_record, kwic_csv

        _use_utf8()
        if as_json:
            _write(json_line(json_record(line)) for line in lines)
        else:
            _write(kwic_csv(lines), end="")
    elif lines:
        from search.kwic import aligned
        from search.page import MARK, RESET

        screen = _screen(color)
        columns = shutil.get_terminal_size().columns if screen.columns else PIPED_COLUMNS
        _write(aligned(lines, columns, mark=(MARK, RESET) if screen.color else ("[", "]")))
    if not lines:
        _say("nothing found")
    return FOUND if lines else NOTHING


@_command(
    "facets",
    """
dateline facets 'border guards' source
dateline facets drone year --source Kazinform
dateline facets 'after:2013' month --json
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, required=True, metavar=f"QUERY... {'|'.join(FIELDS)}")
@_index_option
@_match_option
@_filter_options
@_json_option
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

        _use_utf8()
        _write(json_line(json_record(count)) for count in counts)
    else:
        from search.tables import facet_lines

        _write(facet_lines(counts))
    if not counts:
        _say("nothing found")
    return FOUND if counts else NOTHING


@_command("terms", "dateline terms traff\ndateline terms тадж -n 20")
@click.argument("prefix", metavar="PREFIX")
@_index_option
@_limit_option(50, "words")
@_json_option
def terms(prefix: str, folder: str, limit: int, as_json: bool) -> int:
    """List words of the index that begin with PREFIX: how often, in how many articles, as written."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        counts = archive.terms(prefix, limit=limit)
    if as_json:
        from search.export import json_line, json_record

        _use_utf8()
        _write(json_line(json_record(count)) for count in counts)
    else:
        from search.tables import term_lines

        _write(term_lines(counts))
    if not counts:
        _say("nothing found")
    return FOUND if counts else NOTHING


@_command("like", "dateline like seeds/000_69fb188c55964f96.txt\ndateline like ID -n 3 --json")
@click.argument("article_id", metavar="ID")
@_index_option
@_limit_option(10, "articles")
@click.option(
    "-p",
    "passages",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="Show at most this many passages of an article.",
)
@_json_option
@_color_option
def like(article_id: str, folder: str, limit: int, passages: int, as_json: bool, color: str) -> int:
    """Find articles like one you have, by the words that set it apart."""
    from search.archive import Archive

    with Archive.open(folder) as archive:
        found = archive.like(article_id, limit=limit, passages=passages)
        _say_found(found)
        if as_json:
            from search.export import json_object

            _use_utf8()
            _write(json_object(found, query=f"like {article_id}"), end="")
        else:
            from search.page import answer_lines

            _write(answer_lines(found, _screen(color)))
    return FOUND if found else NOTHING


# ------------------------------------------------------------------------------------------ asking, writing


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


class _Asking:
    """Answers queries one after the other, tells on stderr what was read and found, keeps the exit code."""

    def __init__(self, archive: Archive, queries: Sequence[str], options: dict[str, Any]) -> None:
        self._archive = archive
        self._options = options
        self.queries = queries
        self.several = len(queries) > 1
        self.why: bool = options["why"]
        self.code = NOTHING

    def __iter__(self) -> Iterator[tuple[str, Found]]:
        from search.errors import QueryError

        for query in self.queries:
            if self.several:
                _say(f"query: {query}")
            try:
                found = self._archive.search(query, **self._options)
            except QueryError as error:
                if not self.several:
                    raise
                _say_wrong(error)
                self.code = WRONG
                continue
            _say_found(found)
            if found and self.code != WRONG:
                self.code = FOUND
            yield query, found


def _write_page(asking: _Asking, screen: Screen) -> None:
    from search.page import answer_lines

    for number, (query, found) in enumerate(asking):
        if asking.several:
            _write(["", screen.dim(f"# {query}")] if number else [screen.dim(f"# {query}")])
        _write(answer_lines(found, screen))


def _write_data(asking: _Asking, output: str) -> None:
    _use_utf8()
    if output == "csv" and asking.several:
        from search.export import csv_of_answers

        _write(csv_of_answers(asking), end="")
        return
    for query, found in asking:
        _write(_exported(found, query, output, asking), end="")


def _exported(found: Found, query: str, output: str, asking: _Asking) -> Iterator[str]:
    if output in {"ris", "bibtex"}:
        from search import references

        return references.ris(found) if output == "ris" else references.bibtex(found)
    if output == "html":
        from search.webpage import html_page

        return html_page(found, query=query)
    from search import export

    if output == "json":
        return export.json_object(found, query=query, why=asking.why)
    if output == "jsonl":
        return export.jsonl(found, query=query if asking.several else None, why=asking.why)
    return export.csv_passages(found)


def _list(archive: Archive, query: str, options: dict[str, Any]) -> int:
    """The files of all articles that match, each once; the id of an article without a file."""
    found = archive.search(query, **{**options, "passages": 0})
    if found.total > len(found):
        found = archive.search(query, **{**options, "passages": 0, "limit": found.total})
    _say_found(found, shown=False)
    _write(dict.fromkeys(article.path or article.id for article in found))
    return FOUND if found else NOTHING


def _count(archive: Archive, query: str, options: dict[str, Any], *, as_json: bool) -> int:
    found = archive.search(query, **{**options, "limit": 1, "passages": 0})
    counts = archive.count(query, **{name: options[name] for name in _COUNTED_WITH})
    _say_read(found)
    if as_json:
        from search.export import VERSION, json_line, json_record

        _use_utf8()
        _write([json_line({"v": VERSION, "query": query, **json_record(counts)})])
    else:
        from search.page import counts_text

        _write([counts_text(counts)])
    return FOUND if counts.articles else NOTHING


_COUNTED_WITH: Final = ("match", "by", "after", "before", "source", "place")


def _worst(codes: Iterable[int]) -> int:
    """Of several queries: found when one of them found something."""
    return min(codes, default=NOTHING)


def _say_read(found: Found) -> None:
    _say(f"read as: {found.read_as}")
    for warning in found.warnings:
        _say(f"note: {warning}")


def _say_found(found: Found, *, shown: bool = True) -> None:
    from search.page import counted, nothing_found_lines

    _say_read(found)
    if not found:
        for line in nothing_found_lines(found):
            _say(line)
        return
    more = f" · first {len(found):,} shown" if shown and found.total > len(found) else ""
    _say(f"{counted(found.total, 'article')}, {counted(found.passage_total, 'passage')}{more}")


def _say_wrong(error: QueryError) -> None:
    from search.page import query_error_lines

    for line in query_error_lines(error, shutil.get_terminal_size().columns):
        _say(line)


def _say(line: str) -> None:
    from search.terminal_text import printable

    sys.stderr.write(f"{printable(line)}\n")


def _write(lines: Iterable[str], end: str = "\n") -> None:
    for line in lines:
        sys.stdout.write(f"{line}{end}")


def _use_utf8() -> None:
    """What another program reads is UTF-8, whatever the terminal speaks."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def _screen(color: str) -> Screen:
    from search.page import Screen

    terminal = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colored = color == "always" or (color == "auto" and terminal and not plain)
    columns = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns)) if terminal else None
    return Screen(columns, colored)

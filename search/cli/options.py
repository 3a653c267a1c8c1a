"""What do several commands take in the same way?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format.fields import OPTIONS
from dateline.indexer.settings import default_index
from dateline.search.cli.index_names import IndexName, named_indexes
from dateline.search.cli.streams import WRONG, say_wrong

__all__ = [
    "AskingCommand",
    "QueryCommand",
    "as_text",
    "color_option",
    "command",
    "csv_option",
    "demand_one_form",
    "filter_options",
    "hyperlink_option",
    "index_option",
    "json_option",
    "limit_option",
    "match_option",
    "offset_of",
    "output_options",
    "page_options",
    "pager_option",
    "passages_option",
    "query_options",
    "synonyms_option",
]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# Options are ASCII letters, so that `-中` is a word. `-n=5` is none of click's forms.
_LIKE_AN_OPTION: Final = lazy_pattern("-(?:[A-Za-z]|[a-z][0-9][A-Za-z0-9]*|[a-z]=.*)")

_UNREAD: Final = lazy_pattern("[\ud800-\udfff]")
_SEVERAL: Final = lazy_pattern("-([A-Za-z]{2,})[0-9]*")


class AskingCommand(click.Command):
    """A command that takes a query; one that can't be read is shown with a caret under the place."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, with the exit code of a wrong query."""
        from dateline.search.errors import QueryError

        try:
            return super().invoke(ctx)
        except QueryError as error:
            say_wrong(error)
            return WRONG


class QueryCommand(AskingCommand):
    """A command whose words are a query, which may begin with a dash: `-Kabul` leaves Kabul out.

    What looks like one of the command's own options is one; so `-n 5` and `-n5` are, `-nuclear` is a word.
    After `--` everything is a word. What looks like an option of another command is an error, never a word:
    an unknown `--option`, a dash and one letter, a dash and a small letter with a number (`-x5`; `-G7` leaves
    out a name). So are several options in one, `-lc`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options first and the query's words after `--`, where click takes them as they are."""
        if ctx.resilient_parsing:  # a shell asks what may follow on what was typed so far
            return super().parse_args(ctx, args)
        options, words = self._told_apart(args, ctx)
        return super().parse_args(ctx, [*options, "--", *map(as_text, words)])

    def _told_apart(self, args: Sequence[str], ctx: click.Context) -> tuple[list[str], list[str]]:
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
                    value = next(rest, None)
                    if value is None:
                        raise click.BadOptionUsage(arg, f"Option {arg!r} requires an argument.", ctx)
                    options.append(value)
            elif arg == "-h" or (arg.startswith("--") and len(arg) > 2):
                options.append(arg)
            elif takes_value.get(arg[:2]) and arg[2:3].isdecimal():
                options += [arg[:2], arg[2:]]  # click says what is wrong with -n5x
            elif self._is_several(arg):
                raise self._several_options(arg)
            elif _LIKE_AN_OPTION.fullmatch(arg):
                raise self._no_such_option(arg)
            else:
                words.append(arg)
        return options, words

    def _is_several(self, arg: str) -> bool:
        """Whether each letter after the dash is an option of the command: `-lc`, `-cn5`."""
        found = _SEVERAL.fullmatch(arg)
        names = {name for option in self.params for name in (*option.opts, *option.secondary_opts)}
        return found is not None and all(f"-{letter}" in {*names, "-h"} for letter in found[1])

    def _several_options(self, arg: str) -> click.ClickException:
        letters = re.findall("[A-Za-z]", arg)
        number = arg.lstrip("-" + "".join(letters))
        apart = " ".join(f"-{letter}" for letter in letters) + (f" {number}" if number else "")
        return click.ClickException(
            f"{arg} may be options of {self.name} or a word. For the options, type {apart}. "
            f"""To leave out the word {arg[1:]!r}, type '-"{arg[1:]}"', or -- before the query"""
        )

    def _no_such_option(self, arg: str) -> click.ClickException:
        excluded = f"""'-"{arg[1:]}"'"""
        return click.ClickException(
            f"{arg} is no option of {self.name}. "
            f"To leave out the word {arg[1:]!r}, type {excluded}, or -- before the query"
        )


def as_text(word: str) -> str:
    """A word of the command line as text: bytes that are no UTF-8 become U+FFFD."""
    return word if word.isascii() else _UNREAD.sub("\ufffd", word)


def command(
    name: str, examples: str, cls: type[click.Command] = click.Command
) -> Callable[[Callable[..., int]], click.Command]:
    """Make a click command of a function that returns an exit code; `examples` end its help, one a line."""
    lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
    epilog = f"\b\nExamples:\n{lines}"
    return click.command(
        name, cls=cls, epilog=epilog, context_settings={"help_option_names": ["-h", "--help"]}
    )


def index_option(command: Decorated) -> Decorated:
    """`--index`, once or more, else $DATELINE_INDEX, else as settings say: folders or addresses."""
    return click.option(
        "--index",
        "folder",
        envvar="DATELINE_INDEX",
        multiple=True,
        type=IndexName(),
        default=lambda: (default_index(),),
        metavar="DIR",
        callback=named_indexes,
        help="Where the index lies: a folder, or opensearch://host:9200/name; several are searched as one.  "
        "[$DATELINE_INDEX, else as dateline.toml says, else ./index]",
    )(command)


def limit_option(default: int, what: str) -> Callable[[Decorated], Decorated]:
    """`-n`."""
    return click.option(
        "-n",
        "limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        metavar="N",
        help=f"Show at most this many {what}.",
    )


def passages_option(command: Decorated) -> Decorated:
    """`-p`."""
    return click.option(
        "-p",
        "passages",
        type=click.IntRange(min=0),
        metavar="N",
        help="Show at most this many passages of an article.  [1; as data 3]",
    )(command)


def page_options(command: Decorated) -> Decorated:
    """`--page` and `--offset`."""
    command = click.option(
        "--offset", type=click.IntRange(min=0), metavar="N", help="Pass over the first N rows."
    )(command)
    return click.option(
        "--page", type=click.IntRange(min=1), metavar="N", help="The Nth page of -n rows each."
    )(command)


def offset_of(page: int | None, offset: int | None, limit: int) -> int:
    """How many rows are passed over."""
    if page is not None and offset is not None:
        raise click.UsageError("Give --page or --offset, not both.")
    return (page - 1) * limit if page is not None else offset or 0


def pager_option(command: Decorated) -> Decorated:
    """`--no-pager`."""
    return click.option(
        "--no-pager",
        "pager",
        flag_value=False,
        default=True,
        is_flag=True,
        help="Print a long answer at once.  [a terminal: $DATELINE_PAGER, $PAGER, less]",
    )(command)


def output_options(command: Decorated) -> Decorated:
    """The forms in which a command prints articles: `--json` to `-c`."""
    options = (
        click.option("--json", is_flag=True, help="One JSON object (docs/output.md)."),
        click.option("--jsonl", is_flag=True, help="One JSON object an article, one a line."),
        click.option("--csv", is_flag=True, help="One passage a row: left, match, right, cite …"),
        click.option("--ris", is_flag=True, help="References for Zotero, EndNote."),
        click.option("--bibtex", is_flag=True, help="References for LaTeX."),
        click.option("--html", is_flag=True, help="A page that stands alone, also on paper."),
        click.option("-l", "--list", is_flag=True, help="Only the files of all the articles, one a line."),
        click.option("--ids", is_flag=True, help="Only the ids of all the articles, one a line."),
        click.option("-c", "--count", is_flag=True, help="Only count: articles, passages, matches."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filter_options(command: Decorated) -> Decorated:
    """`--after`, `--before`, `--source`, `--place`."""
    options = (
        click.option("--after", metavar="DATE", help="Published on or after: 2013, 2013-05, 2013-05-28."),
        click.option(
            "--before", metavar="DATE", help="Published on or before; 2013 includes the whole year."
        ),
        *(click.option(f"--{name}", metavar=name[0].upper(), help=help_) for name, help_ in OPTIONS.items()),
    )
    for option in reversed(options):
        command = option(command)
    return command


def match_option(command: Decorated) -> Decorated:
    """`--match`."""
    return click.option(
        "--match",
        type=click.Choice(["all", "any"]),
        default="all",
        show_default=True,
        help="Ask for all the words, or rank by how many there are.",
    )(command)


def synonyms_option(command: Decorated) -> Decorated:
    """`--no-synonyms`."""
    return click.option(
        "--no-synonyms",
        "synonyms",
        flag_value=False,
        default=True,
        is_flag=True,
        help="Look for what was typed alone, not for its synonyms in synonyms.txt.",
    )(command)


def query_options(command: Decorated) -> Decorated:
    """What is said beside a query wherever one is asked, counted or kept: `--match` to `--no-synonyms`."""
    return match_option(filter_options(synonyms_option(command)))


def color_option(command: Decorated) -> Decorated:
    """`--color`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colours; auto: on a terminal, unless NO_COLOR is set.",
    )(command)


def _link_format(ctx: click.Context, param: click.Parameter, form: str) -> str:
    if form != "file":  # what holds unless a person says otherwise
        from dateline.search.output.links import make_links

        try:
            make_links(form)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    return form


def hyperlink_option(command: Decorated) -> Decorated:
    """`--hyperlink-format`."""
    return click.option(
        "--hyperlink-format",
        "links",
        envvar="DATELINE_HYPERLINK_FORMAT",
        default="file",
        metavar="FORMAT",
        callback=_link_format,
        help="What headings and citations lead to at a terminal: file, vscode, none …, or '{path}:{line}'.  "
        "[$DATELINE_HYPERLINK_FORMAT, else file]",
    )(command)


def json_option(command: Decorated) -> Decorated:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/output.md).")(command)


def csv_option(row: str) -> Callable[[Decorated], Decorated]:
    """`--csv`; `row` says what a row is, and its columns."""
    return click.option("--csv", "as_csv", is_flag=True, help=f"One {row}.")


def demand_one_form(as_json: bool, as_csv: bool) -> None:
    """UsageError where both are asked for."""
    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")

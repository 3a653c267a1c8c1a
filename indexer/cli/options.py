"""Which options do the commands share that write to an index, and what is taken for a value of one?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from dateline.indexer.cli.wording import at_least
from dateline.indexer.settings import RECORD_FIELDS, default_index

__all__ = [
    "HELP",
    "index_option",
    "map_option",
    "paths_argument",
    "run_options",
    "wait_option",
    "watch_option",
]

HELP: Final = {"help_option_names": ["-h", "--help"]}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _named(_: click.Context, parameter: click.Parameter, given: str | tuple[str, ...]) -> Any:
    """What was given, when it names something: an empty name, as of a variable not set, is no folder."""
    if "" in ((given,) if isinstance(given, str) else given):
        what = "the index" if parameter.name == "folder" else "what to index"
        raise click.BadParameter(f"'' is no name. Give the folder of {what}, or . for the current one")
    return given


def _mapped(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The keys of each field that `headline=title,name=title` names, in the order in which they are tried."""
    fields: dict[str, tuple[str, ...]] = {}
    for pair in filter(None, ",".join(given).split(",")):
        key, equals, field = (part.strip() for part in pair.rpartition("="))
        if not equals or not key:
            raise click.BadParameter(f"{pair!r} is no KEY=FIELD. As in: --map headline=title,body=text")
        if field not in RECORD_FIELDS:
            turned = f" Turned round: {field}={key}?" if key in RECORD_FIELDS else ""
            raise click.BadParameter(
                f"{field!r} is no field of a record; there are {', '.join(RECORD_FIELDS)}.{turned}"
            )
        fields[field] = tuple(dict.fromkeys((*fields.get(field, ()), key)))
    return fields


def paths_argument(command: _Command) -> _Command:
    """The paths to index."""
    return click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(), callback=_named)(command)


def map_option(command: _Command) -> _Command:
    """`--map` of `index`."""
    return click.option(
        "--map",
        "map_fields",
        multiple=True,
        metavar="KEY=FIELD,…",
        callback=_mapped,
        help="How records name the fields: headline=title,body=text; remembered. Of several keys for a field "
        "the first is taken that a record has.",
    )(command)


def index_option(command: _Command) -> _Command:
    """`--index` of a command that writes."""
    return click.option(
        "--index",
        "folder",
        envvar="DATELINE_INDEX",
        type=str,
        default=default_index,
        metavar="DIR",
        callback=_named,
        help="Where the index lies: a folder, or opensearch://HOST:9200/NAME.  [$DATELINE_INDEX, else as "
        "dateline.toml says, else ./index]",
    )(command)


def wait_option(command: _Command) -> _Command:
    """`--wait` of a command that writes."""
    return click.option(
        "--wait",
        type=at_least(0, whole=False),
        default=0,
        metavar="S",
        help="Wait so many seconds for another command that writes to the index.",
    )(command)


def watch_option(command: _Command) -> _Command:
    """`--watch`."""
    return click.option(
        "--watch",
        is_flag=True,
        help="Go on with what comes, changes and goes, and run the saved searches then. "
        'Needs: pip install "dateline[watch]".',
    )(command)


def run_options(command: _Command) -> _Command:
    """The options of a run that `index` and `update` share."""
    options = [
        click.option("--full", is_flag=True, help="Read everything again, changed or not."),
        click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be read."),
        click.option("--prune", is_flag=True, help="Drop what is gone, however much it is."),
        click.option("--list-skipped", is_flag=True, help="Name every file that was not read, and why."),
        click.option("--json", "as_json", is_flag=True, help="Write the report to stdout, as JSON."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong."),
        click.option(
            "--memory",
            "memory_mb",
            type=at_least(16),
            default=256,
            show_default=True,
            metavar="MB",
            help="How much to hold before writing.",
        ),
        click.option(
            "--jobs",
            type=at_least(1),
            default=None,
            metavar="N",
            help="How many processes read and clean.  [the cores for 200 files and more, else 1]",
        ),
        wait_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command

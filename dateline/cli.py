"""What happens when somebody types `dateline`?

The front door: one command made of the two rooms' commands. A room is entered, and its modules loaded, only
when one of its commands is used. Here, and only here, errors become lines and exit codes: 0 found, 1 nothing
found, 2 wrong usage, query or index, 130 interrupted; a reader that went away (`| head`) is no error.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from dateline.overview import ABOUT, COMMANDS, EXAMPLES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["COMMANDS", "cli", "main"]

_COMPLETING: Final = "_DATELINE_COMPLETE"  # what click's completion scripts set
_HYPHEN: Final = "\ue000"  # stands for one while lines are wrapped, which would end at it
_EXAMPLE: Final = re.compile(r"(\s*\S.*?)\s{2,}(\S.*)")  # and what is said of it


class ClosedPipe(Exception):
    """Whoever read the output went away. Not an OSError, of which click would make exit code 1."""


class HelpPage(click.HelpFormatter):
    """Help of which no line ends inside a word: neither at a hyphen nor in an example."""

    def write_text(self, text: str) -> None:
        """Text wrapped at blanks; examples as they are, and what is said of one below it where it is long."""
        if not text.startswith("\b\nExamples:"):
            super().write_text(text.replace("-", _HYPHEN))
            return
        lines = text.split("\n")[1:]
        fit = max(map(len, lines)) + self.current_indent <= self.width
        for line in lines:
            found = None if fit else _EXAMPLE.fullmatch(line)
            self.write(f"{'':>{self.current_indent}}{found[1] if found else line}\n")
            if found:
                with self.indentation(), self.indentation(), self.indentation():
                    super().write_text(found[2].replace("-", _HYPHEN))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        """Options and what they do."""
        super().write_dl([(name, about.replace("-", _HYPHEN)) for name, about in rows], *args, **options)

    def getvalue(self) -> str:
        """The whole page."""
        return super().getvalue().replace(_HYPHEN, "-")


class HelpContext(click.Context):
    """A context whose help is such a page."""

    formatter_class = HelpPage


def _wrap_at_words(command: click.Command) -> None:
    command.context_class = HelpContext
    for inner in getattr(command, "commands", {}).values():
        _wrap_at_words(inner)


class Rooms(click.Group):
    """Commands that are imported when they are used."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a closed pipe comes out as ClosedPipe."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ClosedPipe from error
        return result

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; of an unknown one, tell which may have been meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            close = get_close_matches(args[0].lower(), COMMANDS)  # whose first letter is seldom wrong
            meant = next((name for name in close if name[0] == args[0][0].lower()), None)
            advice = f" Did you mean {meant!r}?" if meant else ""
            ctx.fail(f"No such command {args[0]!r}.{advice}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing them, and the options."""
        from click.shell_completion import CompletionItem

        named = [CompletionItem(name, help=about) for name, (_, about) in COMMANDS.items()]
        return [
            *(item for item in named if item.value.startswith(incomplete)),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order a person meets the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_command")
        _wrap_at_words(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    from dateline.indexer.format.kernels import described

    try:
        number = version("dateline")
    except PackageNotFoundError:
        number = "(not installed)"
    click.echo(f"dateline {number}\nkernels: {described()}")
    ctx.exit()


@click.group(cls=Rooms, help=ABOUT, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and leave.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Full-text search over your own archive of news articles."""
    ctx.obj = _read_again


def _read_again(path: str) -> Any:
    """The articles of a file as it is now: what `show --raw`, in the other room, asks for."""
    from dateline.indexer.intake import read

    return read(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code. Never shows a traceback for what a user can mend."""
    # One query keeps no second core busy: the threads of numpy's linear algebra cost more than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that can't show a letter gets "?", not a traceback
            stream.reconfigure(errors="replace")
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if _COMPLETING in os.environ:
        _complete()
    if not arguments and sys.stdin.isatty() and sys.stdout.isatty():
        arguments = ["prompt"]
    if not arguments:
        click.echo(cli.get_help(click.Context(cli, info_name="dateline")), err=True)
        sys.exit(2)
    try:
        with warnings.catch_warnings():
            if not sys.warnoptions:
                warnings.showwarning = _say_warning
            code = cli.main(args=arguments, prog_name="dateline", standalone_mode=False) or 0
    except click.UsageError as error:
        _say(_usage(error))
        code = 2
    except click.ClickException as error:
        _say(f"Error: {error.format_message()}")
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except ClosedPipe:
        # Python flushes stdout once more as it ends; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        line = _mendable(error)
        if line is None:
            raise
        _say(line)
        code = 2
    sys.exit(code)


def _complete() -> NoReturn:
    """Tell a shell what may follow. What goes wrong is told to nobody: it would stand in the prompt."""
    code = 1
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = cli.main(args=[], prog_name="dateline", standalone_mode=False) or 0
    sys.exit(code)


def _say_warning(message: Warning | str, *_: object, **__: object) -> None:
    """A warning as a line; with -W it is shown as Python shows it."""
    _say(f"Warning: {message}")


def _say(line: str) -> None:
    from dateline.indexer.cli.saying import say  # names may hold anything, line breaks too

    say(line)


def _usage(error: click.UsageError) -> str:
    """What to say of a command line that is none, in a line, and where to read how it is typed."""
    from dateline.indexer.cli.wording import usage_words

    line = f"Error: {usage_words(error)}"
    if error.ctx is None:
        return line
    if (
        isinstance(error, click.NoSuchOption)
        and isinstance(error.ctx.command, Rooms)
        and not error.possibilities
    ):
        name = error.option_name
        line = f"Error: {name} goes after the command, as in dateline search oil {name}"
    return f"{line if line.endswith('?') else line.rstrip('.') + '.'} See: {error.ctx.command_path} -h"


def _mendable(error: Exception) -> str | None:
    """What to say of an error that a user can do something about; None for a fault of the program."""
    from dateline.indexer.format.errors import DatelineError

    if isinstance(error, DatelineError):
        return f"Error: {error}"
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"Error: {where}{error.strerror}"
    return None

"""`dateline help` and `dateline completion`: the manual that is installed, and what a shell completes."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from typing import Final

import click

from dateline.overview import COMMANDS, overview
from dateline.search.cli.options import command, pager_option
from dateline.search.cli.streams import screen_for, shown_in_pages, write

__all__ = ["completion", "help_command"]

SHELLS: Final = ("bash", "zsh", "fish")


def _topics(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """The pages and commands that begin so."""
    from dateline.manual import page_names

    return [name for name in (*page_names(), *COMMANDS) if name.startswith(begun)]


@command(
    "help",
    """
dateline help                the commands, and the pages of the manual
dateline help query          the query language
dateline help output         what is printed, JSON and CSV among it
dateline help search         the same as dateline search -h
""",
)
@click.argument("topic", required=False, metavar="[PAGE|COMMAND]", shell_complete=_topics)
@pager_option
@click.pass_context
def help_command(ctx: click.Context, topic: str | None, pager: bool) -> int:
    """Show a page of the manual: query, commands, output, formats, script …

    The pages are installed with the program. Piped, a page is printed as it is written, in Markdown.
    """
    from dateline.manual import page_names, page_text, terminal_lines

    name = (topic or "").lower().removeprefix("docs/").removesuffix(".md")
    if not name:
        write([overview(), f"Pages of the manual, as dateline help PAGE:\n  {', '.join(page_names())}"])
        return 0
    text = page_text(name)
    if text is None and name in COMMANDS:
        root = ctx.find_root()
        assert isinstance(root.command, click.Group)
        meant = root.command.get_command(root, name)
        assert meant is not None
        with meant.make_context(name, [], parent=root, resilient_parsing=True) as asked:
            write([asked.get_help()])
        return 0
    if text is None:
        close = get_close_matches(name, [*page_names(), *COMMANDS], n=1)
        advice = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(page_names())}"
        raise click.UsageError(f"There is no page {topic!r}. {advice}")
    screen = screen_for("auto")
    if screen.columns is None:
        write([text], end="")
        return 0
    lines = terminal_lines(text, screen.columns, **({} if screen.color else {"bold": ("", "")}))

    def answer() -> int:
        write(lines)
        return 0

    return shown_in_pages(answer, pager)


@command(
    "completion",
    """
dateline completion bash >> ~/.bashrc
dateline completion zsh >> ~/.zshrc
dateline completion fish > ~/.config/fish/completions/dateline.fish
""",
)
@click.argument("shell", required=False, type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str | None) -> int:
    """Print what a shell needs to complete commands, options and files with Tab.

    Without a shell, for that of $SHELL.
    """
    from click.shell_completion import get_completion_class

    shell = shell or os.path.basename(os.environ.get("SHELL", ""))
    found = get_completion_class(shell) if shell in SHELLS else None
    if found is None:
        raise click.UsageError(f"Name the shell: {', '.join(SHELLS)}.")
    script = found(ctx.find_root().command, {}, "dateline", "_DATELINE_COMPLETE")
    sys.stdout.write(script.source_template % script.source_vars())
    return 0

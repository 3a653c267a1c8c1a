"""What does a person type once, so that no later command needs to be told where everything lies?"""

from __future__ import annotations

import os
from typing import Final

import click

from dateline.indexer.cli.saying import say
from dateline.indexer.settings import FILE_NAME, settings_text

__all__ = ["init"]

EXAMPLES: Final = """
\b
Examples:
  dateline init ~/articles                        from now on: dateline index, dateline update
  dateline init news export.jsonl --index ../ix   several sources; the index elsewhere
"""


@click.command("init", epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path())
@click.option(
    "--index",
    "folder",
    default="index",
    show_default=True,
    metavar="DIR",
    help="Where the index is to lie.",
)
def init(folders: tuple[str, ...], folder: str) -> None:
    """Write down in ./dateline.toml what an archive is made of.

    Commands in this folder and below find the index by it; `dateline index` and `dateline update` take the
    sources it names, what it leaves out, and how it says that JSON lines name the fields of an article.
    """
    for name in (*folders, folder):
        _demand_name(name)
    for name in folders:
        if not os.path.lexists(name):
            raise click.ClickException(f"{name}: there is no such file or folder")
    content = settings_text(folders, folder).encode("utf-8")
    try:
        with open(FILE_NAME, "xb") as file:
            file.write(content)
    except FileExistsError:
        raise click.ClickException(
            f"{FILE_NAME} is there already. Change it, or remove it and run this again"
        ) from None
    say(f"wrote {FILE_NAME} · the index will lie in {folder} · next: dateline index")


def _demand_name(name: str) -> None:
    if not name:
        raise click.UsageError("'' is no name. Give a folder, or . for the current one")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise click.ClickException(f"{name}: the name is not valid UTF-8. Rename it") from None

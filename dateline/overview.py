"""The commands of `dateline`, and the page that lists them.

The page is written here, and not by click, because loading click takes twice as long as all else when
somebody only asks which commands there are. tests/test_cli.py compares it with the page that click writes.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ABOUT", "COMMANDS", "EXAMPLES", "WIDTH", "overview"]

ABOUT: Final = "Full-text search over your own archive of news articles."

# Each command: the module it lives in and its line in `dateline -h`, so that help loads no room.
COMMANDS: Final = {
    "init": ("dateline.indexer.cli.starting", "Write down what an archive is made of, in dateline.toml."),
    "index": ("dateline.indexer.cli.indexing", "Index the articles in files and folders."),
    "update": ("dateline.indexer.cli.indexing", "Read again what changed in all that was indexed."),
    "sources": ("dateline.indexer.cli.keeping", "List what the index was made of, or tell it was moved."),
    "remove": ("dateline.indexer.cli.keeping", "Take articles or sources out of the index."),
    "check": ("dateline.indexer.cli.checking", "Tell whether the index is whole."),
    "repair": ("dateline.indexer.cli.checking", "Make a damaged index whole, reading its files again."),
    "copy": ("dateline.indexer.cli.copying", "Copy the index to another folder or server, and compare."),
    "read": ("dateline.indexer.cli.reading", "Show what is read of files, and index nothing."),
    "search": ("dateline.search.cli.searching", "Find the passages that say it."),
    "prompt": ("dateline.search.cli.prompting", "Ask line after line; dateline alone does the same."),
    "saved": ("dateline.search.cli.saving", "Keep searches, and tell what came in since."),
    "show": ("dateline.search.cli.showing", "Print an article with its fields."),
    "open": ("dateline.search.cli.opening", "Open a hit in the editor or the browser."),
    "stats": ("dateline.search.cli.looking", "Tell what the index holds."),
    "kwic": ("dateline.search.cli.looking", "Show every match on a line of its own, aligned."),
    "facets": ("dateline.search.cli.counting", "Count the matching articles by fields."),
    "timeline": ("dateline.search.cli.counting", "Count the matching articles over time."),
    "terms": ("dateline.search.cli.looking", "List words of the index with their counts."),
    "like": ("dateline.search.cli.looking", "Find articles like one you have."),
    "serve": ("dateline.search.cli.serving", "Show the archive in a browser."),
    "help": ("dateline.helping", "Show a page of the manual."),
    "completion": ("dateline.helping", "Print what a shell needs to complete commands with Tab."),
}

EXAMPLES: Final = """
\b
Examples:
  dateline index ~/articles
  dateline search drug trafficking
  dateline search '"border guards" -Kabul' --after 2013
  dateline COMMAND -h
"""

WIDTH: Final = 80  # columns for which the page is written


def overview() -> str:
    """What `dateline -h` prints in a terminal of `WIDTH` columns and more, or into a pipe."""
    widest = max(map(len, COMMANDS))
    commands = [f"  {name:{widest}}  {about}" for name, (_, about) in COMMANDS.items()]
    examples = [f"  {line}".rstrip() for line in EXAMPLES.strip().splitlines()[1:]]
    return "\n".join(
        [
            "Usage: dateline [OPTIONS] COMMAND [ARGS]...",
            "",
            f"  {ABOUT}",
            "",
            "Options:",
            "  --version   Print the version and leave.",
            "  -h, --help  Show this message and exit.",
            "",
            "Commands:",
            *commands,
            "",
            *examples,
            "",
        ]
    )

"""What does a person type to know whether an index is whole and to make it so, and what do they see?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dateline.indexer.cli.closing import say_skipped
from dateline.indexer.cli.options import index_option, wait_option
from dateline.indexer.cli.saying import say
from dateline.indexer.opensearch.address import AddressError, is_address, parse_address
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.printable import printable

if TYPE_CHECKING:
    from dateline.indexer.format.index.repair import Repaired

__all__ = ["check", "repair"]

ABOUT: Final = """
Read the index and compare it with its checksums: is every file there, and whole?

Exits with 0 when it is, with 1 when something is damaged, which is named.
"""

EXAMPLES: Final = """
\b
Examples:
  dateline check                           every byte against its checksum
  dateline check --deep                    … and what the bytes say
"""


@click.command("check", help=ABOUT, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@index_option
@click.option("--deep", is_flag=True, help="Also compare what every article and posting says.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(folder: str, deep: bool, as_json: bool) -> None:
    """Say what is wrong with the index."""
    _demand_folder(folder, "check", "Of a server, the state of its cluster tells: GET /_cluster/health")
    from dateline.indexer.format.index.check import check as findings_of

    findings = list(findings_of(Path(folder), deep=deep))
    damaged = [finding for finding in findings if finding.damage]
    if as_json:
        click.echo(json_line([asdict(finding) for finding in findings], ascii_only=True))
    else:
        for finding in findings:
            holds = f"  (holds {finding.holds})" if finding.holds else ""
            click.echo(printable(f"{finding.file}: {finding.reason}{holds}"))
    if damaged:
        files = len({finding.file for finding in damaged})
        say(
            f"{files} file{'s are' if files != 1 else ' is'} damaged, the others are whole. "
            "To mend it: dateline repair"
        )
        sys.exit(1)
    if not as_json:
        say("The index is whole")


def _demand_folder(index: str, what: str, instead: str) -> None:
    """AddressError for an index on a server, which has no files to look at."""
    if is_address(index):
        address = str(parse_address(index))
        raise AddressError(address, f"{what} is for an index in a folder. {instead}", example=False)


ABOUT_REPAIR: Final = """
Make a damaged index whole: put aside what is damaged, and read its files again.

What is damaged is kept in the folder `damaged` of the index. Articles in it that are whole themselves go on;
others are read again from their sources. What a script gave as records can't be read again: what is lost of
it is named.
"""

EXAMPLES_REPAIR: Final = """
\b
Examples:
  dateline repair                          mend ./index
  dateline repair --index /mnt/news.index  … another
  dateline repair --no-read                read nothing from the sources now
"""

_MOST_NAMED: Final = 10


@click.command(
    "repair",
    help=ABOUT_REPAIR,
    epilog=EXAMPLES_REPAIR,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@index_option
@click.option("--no-read", is_flag=True, help="Leave reading files again to the next update.")
@wait_option
def repair(folder: str, no_read: bool, wait: float) -> None:
    """Put aside what is damaged and read its files again."""
    _demand_folder(folder, "repair", "A server mends itself; to read all anew: dateline update --full")
    from dateline.indexer.repairing import repair as mend

    repaired = mend(Path(folder), wait=wait)
    if not repaired.findings:
        say("The index is whole")
        return
    for finding in repaired.findings:
        holds = f"  (held {finding.holds})" if finding.holds else ""
        say(f"left out {finding.file}: {finding.reason}{holds}")
    if repaired.aside:
        say(f"The damaged files are kept: {', '.join(str(Path(folder) / name) for name in repaired.aside)}")
    taken = f", {repaired.salvaged:,} of them out of damaged files" if repaired.salvaged else ""
    say(f"{_articles(repaired.articles)} could be kept{taken}")
    if repaired.revived:
        say(f"{repaired.revived:,} of them may be ones that had been deleted")
    if not repaired.sources_known:
        say("The index has forgotten its sources. Give them again: dateline index PATH")
    elif no_read:
        say("Files of which articles are missing are read again by: dateline update")
    else:
        _read_again(Path(folder), wait)
    _say_lost(Path(folder), repaired)


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


def _read_again(folder: Path, wait: float) -> None:
    """Bring the index up to date with its sources; what is wrong with a file is said."""
    from dateline.indexer.builder import update

    report = update(index=folder, wait=wait)
    for skipped in report.skipped:
        if skipped.cause == "trouble" and not skipped.before:
            say_skipped([skipped])
    say(f"{_articles(report.articles)} now that files were read again")


def _say_lost(folder: Path, repaired: Repaired) -> None:
    """Name the articles that were in what is damaged and are not in the index now."""
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.indexer.format.index.source_table import Roots
    from dateline.indexer.format.index.toc import read_toc

    roots = Roots(read_toc(folder).sources, folder)
    with IndexReader.open(folder) as reader:
        lost = [one for one in repaired.lost if reader.find_article(one.id or "") is None]
    records = [one.id or "" for one in lost if one.path == ""]
    files = sorted({roots.resolve(one.path) for one in lost if one.path})
    for found, what in (
        (records, "that a script gave are lost. Their ids"),
        (files, "of these files could not be read again"),
    ):
        if found:
            count = len(records) if found is records else sum(one.path != "" for one in lost)
            more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
            say(f"{_articles(count)} {what}: {', '.join(found[:_MOST_NAMED])}{more}")
    if repaired.unnamed:
        say(
            f"{_articles(repaired.unnamed)} could not even be named. Those of files are read again with "
            "their files, those that a script gave are lost"
        )

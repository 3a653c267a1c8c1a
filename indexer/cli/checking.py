"""What does a person type to know whether an index is whole and to make it so, and what do they see?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from dateline.indexer.cli.indexing import index_option, wait_option
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.printable import printable

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
@click.option("--deep", is_flag=True, help="Also take out every article and posting.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(folder: str, deep: bool, as_json: bool) -> None:
    """Say what is wrong with the index."""
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
        click.echo(
            f"{files} file{'s are' if files != 1 else ' is'} damaged, the others are whole. "
            "To mend it: dateline repair",
            err=True,
        )
        sys.exit(1)
    if not as_json:
        click.echo("The index is whole", err=True)


ABOUT_REPAIR: Final = """
Make a damaged index whole: leave out what is damaged, and read its files again.

What a script gave as records can't be read again; how many articles are left is said.
"""

EXAMPLES_REPAIR: Final = """
\b
Examples:
  dateline repair                          mend ./index
  dateline repair --index /mnt/news.index  … another
"""


@click.command(
    "repair",
    help=ABOUT_REPAIR,
    epilog=EXAMPLES_REPAIR,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@index_option
@wait_option
def repair(folder: str, wait: float) -> None:
    """Leave out what is damaged and read its files again."""
    from dateline.indexer.builder import update
    from dateline.indexer.format.index.repair import repair as mend

    repaired = mend(Path(folder), wait=wait)
    if not repaired.findings:
        click.echo("The index is whole", err=True)
        return
    for finding in repaired.findings:
        holds = f"  (held {finding.holds})" if finding.holds else ""
        click.echo(printable(f"left out {finding.file}: {finding.reason}{holds}"), err=True)
    click.echo(f"{repaired.articles:,} articles were whole", err=True)
    if repaired.lost_toc:
        click.echo("The index has forgotten its sources. Give them again: dateline index PATH", err=True)
        return
    report = update(index=folder, wait=wait)
    for skipped in report.skipped:
        if skipped.cause == "trouble":
            click.echo(printable(f"skipped {skipped}"), err=True)
    click.echo(f"{report.articles:,} articles now that their files were read again", err=True)

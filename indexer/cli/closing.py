"""What is said when a run is over: what could not be read, what was passed over, and the sum of it all?

What is wrong is named the first time; after that it is counted, as long as the file is as it was. All counts
of files add up: those that were met are new, changed, unchanged or skipped, and the skipped are told by why.
What lies in a file (a member of an archive, a line of records) is no file, and counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from dateline.indexer.cli.saying import say
from dateline.indexer.format.index.source_table import outermost_file
from dateline.indexer.shown.paths import shown_path

if TYPE_CHECKING:
    from dateline.indexer.errors import Skipped
    from dateline.indexer.report import Report

__all__ = ["MOST_SKIPPED_SHOWN", "news_line", "say_report", "say_skipped", "why_nothing"]

# A run that skips a thousand files names the first of them and counts the rest.
MOST_SKIPPED_SHOWN: Final = 20
_MOST_KINDS_SHOWN: Final = 6
_FOLDERS: Final = ("folder", "closed")  # causes that are told of folders
_UNREADABLE: Final = "unreadable"
_BEFORE: Final = "as before"


def say_report(report: Report, *, dry_run: bool, list_skipped: bool, quiet: bool, noun: str) -> None:
    """Name what is wrong, then count what was passed over, then everything; `noun` is what was seen."""
    wrong = [one for one in report.skipped if one.cause == "trouble" and not one.before]
    say_skipped(report.skipped if list_skipped else wrong[:MOST_SKIPPED_SHOWN])
    if len(wrong) > MOST_SKIPPED_SHOWN and not list_skipped:
        say(f"… and {len(wrong) - MOST_SKIPPED_SHOWN:,} more: --list-skipped names them")
    if quiet:
        return
    counted = list(_passed_over(report, noun))
    for place, line in enumerate(counted, 1):
        say(line + (" (--list-skipped)" if place == len(counted) and not list_skipped else ""))
    parts = [
        f"{_counted(report.seen, noun)}: {report.new:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged, {report.files_skipped:,} skipped",
        *([f"{report.removed:,} removed"] if report.removed else []),
        f"{_counted(report.articles, 'article')}, {_counted(report.passages, 'passage')}",
    ]
    say(" · ".join(parts) + (" (dry run: nothing written)" if dry_run else ""))


def news_line(report: Report) -> str:
    """What a run brought, in a line: only what is not nothing."""
    counts = {"new": report.new, "changed": report.changed, "removed": report.removed}
    brought = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
    return f"{brought} · {_counted(report.articles, 'article')}, {_counted(report.passages, 'passage')}"


def say_skipped(skipped: Iterable[Skipped]) -> None:
    """A line for each, its path as seen from here, what lies in one folder together."""
    for one in skipped:
        where = shown_path(one.path)
        line = "" if one.line is None else f":{one.line}"
        say(f"skipped {where}{line}: {one.reason}", whole=where)


def why_nothing(report: Report, noun: str) -> str:
    """Why a run came to nothing, and what to do next."""
    said = "there is nothing there to read"
    if report.seen:
        which = f"the {noun} could not" if report.seen == 1 else f"none of {report.seen:,} {noun}s could"
        said = f"{which} be read"
    if noun == "record":
        return f'{said}. A record is a line of JSON with its "text"; by another name: --map KEY=text'
    return f"{said}. Which kinds of files are: dateline index -h"


def _passed_over(report: Report, noun: str) -> Iterator[str]:
    """What was passed over, by why: files, what lies in files, folders. Nothing where all of it is named."""
    files: Counter[str] = Counter()
    members: Counter[str] = Counter()
    folders: Counter[str] = Counter()
    for one in report.skipped:
        if one.cause in _FOLDERS:
            folders[one.reason] += 1
        elif outermost_file(one.path)[1]:
            members[_why(one)] += 1
        elif one.cause != "trouble" or one.before:
            files[_why(one)] += 1
    if files:  # those not named one by one; the others of which nothing was read are
        files[_UNREADABLE] = max(0, report.files_skipped - files.total())
        yield f"{_counted(report.files_skipped, noun)} skipped: {_listed(+files)}"
    if +members:
        yield f"in archives {_counted(members.total(), 'member')} skipped: {_listed(members)}"
    if folders:
        yield f"{_counted(folders.total(), 'folder')} left out: {_listed(folders)}"


def _why(skipped: Skipped) -> str:
    """Why a file was passed over, in a word or two; of a kind that is not read, its suffix."""
    if skipped.cause == "trouble":
        return _BEFORE if skipped.before else _UNREADABLE
    if skipped.cause == "extra":
        return f"for which to run {skipped.reason.rpartition(': ')[2]}"
    if skipped.cause == "kind":
        name = skipped.path.replace("\\", "/").rpartition("/")[2]
        dot = name.rfind(".")
        return name[dot:].lower() if dot > 0 else "without a suffix"
    return "linked elsewhere" if skipped.cause == "link" else skipped.cause


def _listed(counts: Counter[str]) -> str:
    """So many of each, the unreadable first, then the most frequent; the rarest are left out of many."""
    first = [_UNREADABLE, _BEFORE]
    order = sorted(counts.items(), key=lambda one: (one[0] not in first, -one[1]))
    shown = [f"{count:,} {why}" for why, count in order[:_MOST_KINDS_SHOWN]]
    rest = sum(count for _, count in order[_MOST_KINDS_SHOWN:])
    return ", ".join([*shown, *([f"{rest:,} others"] if rest else [])])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"

"""`--watch`: how does an index keep up with what changes while somebody looks?

It is looked at everything once, and then when something has changed and is quiet again. A file that is still
being written is left for the next look; what changes during a look is heard of after it. Between two looks
nothing is held: no lock, no index. What a look brought is a line with the time, then the saved searches of
the index are run, by the program itself in a process of its own: this room knows nothing of searching.

Nothing that goes wrong in a look ends the watch: it is said once, and looked at again later.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from dateline.indexer.cli.closing import MOST_SKIPPED_SHOWN, news_line
from dateline.indexer.cli.saying import say
from dateline.indexer.format.errors import DatelineError, IndexLocked
from dateline.indexer.format.index.names import SAVED_SUFFIX
from dateline.indexer.shown.paths import shown_path

if TYPE_CHECKING:
    from dateline.indexer.progress import Later
    from dateline.indexer.report import Report
    from dateline.indexer.sources import Found
    from dateline.indexer.watching import Changes

__all__ = ["Watching", "tell_news"]

QUIET_S: Final = 1.0  # nothing was heard of for so long: it is whole. Programs that write pause for less
PATIENCE_S: Final = 10.0  # what is quiet does not wait longer for what is not
LONGEST_S: Final = 300.0  # a file that is never quiet is read after so long: it may be a log
RETRY_S: Final = 60.0  # after what went wrong
LOCKED_S: Final = 2.0  # while somebody else writes
SELDOM_S: Final = 3600.0  # what nobody tells of, as some drives in a network, is looked for so often
_EMPTY_S: Final = 3600.0  # for so long a new file without content is about to be written

_PROGRAM: Final = (
    # Without the current folder: what lies there is somebody's, and hides nothing.
    "import sys; sys.path[:] = filter(None, sys.path); from dateline.__main__ import command; command()"
)


class Watching:
    """A watch over what an index is made of.

    `look` brings the index up to date and is given what tells whether a file is to be read later; None: there
    was nothing to look at. `concern` tells which changes are worth it, `told` is called with the folder of
    the index when a look has brought something.
    """

    def __init__(
        self,
        look: Callable[[Later], Report | None],
        changes: Changes,
        *,
        concern: Callable[[set[str]], set[str]],
        index: str,
        quiet: bool = False,
        told: Callable[[str], None] = lambda folder: tell_news(folder),
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._look = look
        self._changes = changes
        self._concern = concern
        self._index = index
        self._quiet = quiet
        self._told = told
        self._sleep = sleep
        self._clock = clock
        self._now = now
        self._first: float | None = None  # when the first change was heard of that was not looked at
        self._recent: dict[str, float] = {}  # files heard of while they may still be written
        self._unquiet: dict[str, float] = {}  # files that were left, since when
        self._left: set[str] = set()  # at the last look, as they were being written
        self._due = clock() + SELDOM_S
        self._took = 0.0
        self._said: set[str] = set()
        self._gone: frozenset[str] = frozenset()

    def begin(self, look: Callable[[Later], Report]) -> Report:
        """The first look, of which all is said by who asks for it; waits for who else writes."""
        while True:
            try:
                report = look(self._is_later)
            except IndexLocked as error:
                self._fail_locked(error)
                self._sleep(LOCKED_S)
                continue
            self._look_again()
            return report

    def run(self, first: Report, paths: Sequence[str]) -> NoReturn:
        """Tell what the first look brought, and watch until somebody stops it. KeyboardInterrupt."""
        gc.enable()  # a command lives for a moment and needs none; this one does not
        if first.articles:
            self._told(self._index)
        if not self._quiet:
            more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
            self._say(f"watching {shown_path(paths[0])}{more}; Ctrl-C ends it" if paths else "watching")
        while True:
            self.step()

    def step(self) -> None:
        """Listen for a moment, and look where it is time. KeyboardInterrupt."""
        changed = self._concern(self._changes.wait())
        now = self._clock()
        self._tell_gone()
        if changed:
            self._first = now if self._first is None else self._first
            self._recent.update(dict.fromkeys(changed, now))
        self._recent = {path: at for path, at in self._recent.items() if now - at < QUIET_S}
        waited = self._first is not None and (not self._recent or now - self._first >= self._patience())
        if waited or now >= self._due:
            self.look()

    def look(self) -> None:
        """Look at everything, and say what came of it."""
        self._first = None
        self._due = self._clock() + SELDOM_S
        self._left.clear()
        begun = self._clock()
        try:
            report = self._look(self._is_later)
        except IndexLocked as error:
            self._fail_locked(error)
            return
        except (DatelineError, OSError) as error:
            self._fail(f"Error: {error}", RETRY_S)
            return
        except Exception as error:
            self._fail(f"Error: a fault of Dateline: {type(error).__name__}: {error}", RETRY_S)
            return
        finally:
            self._took = self._clock() - begun
        self._look_again()
        if report is None:
            return
        lines = list(_wrong_lines(report))
        for line in lines:
            if line not in self._said:
                self._say(line)
        self._said = set(lines)
        if report.new or report.changed or report.removed:
            if not self._quiet:
                self._say(news_line(report))
            self._told(self._index)

    def _look_again(self) -> None:
        """Look again soon for what was left; not so soon for what was left before."""
        if self._left:
            now = self._clock()
            anew = any(now - self._unquiet[path] < PATIENCE_S for path in self._left)
            self._due = now + (QUIET_S if anew else self._patience())
        self._unquiet = {path: at for path, at in self._unquiet.items() if path in self._left}

    def _patience(self) -> float:
        """Of a large archive that takes long to look at, most of the time nothing is looked at."""
        return max(PATIENCE_S, 5 * self._took)

    def _is_later(self, found: Found) -> bool:
        """Whether a file is still being written, or about to be."""
        path = found.path
        age = self._now() - found.modified_ns / 1e9
        if found.size == 0 and 0 <= age < _EMPTY_S:
            return True  # it is heard of when there is something in it
        now = self._clock()
        if not (0 <= age < QUIET_S or now - self._recent.get(path, -QUIET_S) < QUIET_S):
            return False
        if now - self._unquiet.setdefault(path, now) >= LONGEST_S:
            return False
        self._left.add(path)
        return True

    def _fail_locked(self, error: IndexLocked) -> None:
        self._fail(f"{error.folder} is being written by {error.holder}; waiting", LOCKED_S)

    def _fail(self, line: str, seconds: float) -> None:
        if line not in self._said:
            self._say(line)
        self._said = {line}
        self._due = self._clock() + seconds

    def _tell_gone(self) -> None:
        gone = self._changes.gone
        for path in sorted(gone - self._gone):
            self._say(f"{shown_path(path)} is gone; what was read of it stays, and it is waited for")
        for path in sorted(self._gone - gone):
            self._say(f"{shown_path(path)} is there again")
        self._gone = gone

    def _say(self, line: str) -> None:
        at = time.strftime("%H:%M:%S", time.localtime(self._now()))
        say(f"{at}  {line}")


def _wrong_lines(report: Report) -> Iterator[str]:
    wrong = [one for one in report.skipped if one.cause == "trouble" and not one.before]
    for one in wrong[:MOST_SKIPPED_SHOWN]:
        line = "" if one.line is None else f":{one.line}"
        yield f"skipped {shown_path(one.path)}{line}: {one.reason}"
    if len(wrong) > MOST_SKIPPED_SHOWN:
        yield f"… and {len(wrong) - MOST_SKIPPED_SHOWN:,} more skipped"


def tell_news(folder: str) -> None:
    """Run the saved searches of an index, where there are any; their news goes where this program's goes."""
    if not any(Path(os.path.abspath(folder) + SAVED_SUFFIX).glob("*.json")):
        return
    command = [sys.executable, "-c", _PROGRAM, "saved", "run", "--quiet", "--index", folder]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    except OSError as error:
        say(f"Error: the saved searches could not be run: {error}")
        return
    if done.returncode not in (0, 1, 2):  # what is wrong was said
        say(f"Error: the saved searches ended with {done.returncode}. What is new will be told again")

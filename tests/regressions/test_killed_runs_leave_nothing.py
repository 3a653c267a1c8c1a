"""A run with `--jobs` that was killed left its processes behind, asleep for good, and they held its lock.

Every later run said that the index was being written, by a process that was no more. A process that was
killed alone cost the run 43 lines of traceback. Now they end with their parent, whatever ends it, hold
nothing of it, and cost the file they were at.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.indexer import build
from tests.indexer import reader_of_steps
from tests.places import HOUSE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")

# One job for each file; the files say to their reader that it sleep.
RUN = """
import sys
from dateline.indexer import batches
from dateline.indexer.workers import process
batches._BATCH_FILES = 1
process.MODULES.append(sys.argv.pop(1))
from dateline.indexer.readers import registry
registry.READERS = (*registry.READERS, registry.Reader("steps", (".steps",), "steps"))
from dateline.cli import main
main()
"""


def started(folder: Path, files: int) -> subprocess.Popen[str]:
    """`dateline index in --index index --jobs 2` over files that keep their readers asleep."""
    (folder / "in").mkdir()
    for number in range(files):
        (folder / "in" / f"{number}.steps").write_text(f"mark {folder / f'{number}.read'}\nsleep 60")
    (folder / "in" / "z.txt").write_text("Border guards met in Osh.\n")
    command = [sys.executable, "-c", RUN, reader_of_steps.__file__, "index", "in"]
    return subprocess.Popen(
        [*command, "--index", "index", "--jobs", "2"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_signals,
    )


def _hear_signals() -> None:
    """A run that nohup or a shell's `&` began is deaf to these, and so is what it begins."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def children(parent: int) -> list[int]:
    """What runs of the session that this process leads, itself left out."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            stat = Path("/proc", entry, "stat").read_text("utf-8")
            state, _, _, session = stat.rpartition(") ")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if entry.isdecimal() and state != "Z" and int(session) == parent and int(entry) != parent:
            found.append(int(entry))
    return found


def wait_for(number: int, parent: int, seconds: float) -> list[int]:
    end = time.monotonic() + seconds
    while len(found := children(parent)) != number and time.monotonic() < end:
        time.sleep(0.02)
    return found


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_no_process_outlives_its_run_and_the_next_one_gets_in(tmp_path: Path, ending: signal.Signals) -> None:
    run = started(tmp_path, 4)
    try:
        assert len(wait_for(2, run.pid, 20)) == 2
        time.sleep(0.2 if ending == signal.SIGKILL else 0.6)  # while they begin, and while they read
        run.send_signal(ending)
        run.communicate(timeout=5)
        assert wait_for(0, run.pid, 1) == []
    finally:
        run.kill()
    assert build([tmp_path / "in" / "z.txt"], index=tmp_path / "index").articles == 1
    assert list((tmp_path / "index").glob("*.spill")) == []


def test_ctrl_c_ends_a_run_within_a_second(tmp_path: Path) -> None:
    run = started(tmp_path, 4)
    try:
        assert len(wait_for(2, run.pid, 20)) == 2
        time.sleep(0.6)
        begun = time.monotonic()
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: everybody gets it
        _, said = run.communicate(timeout=5)
        assert time.monotonic() - begun < 4  # a fifth of one, on a machine with nothing else to do
        assert "Traceback" not in said
        assert children(run.pid) == []
    finally:
        run.kill()
    assert list((tmp_path / "index").glob("*.spill")) == []


def test_a_process_that_is_killed_costs_the_file_it_read(tmp_path: Path) -> None:
    run = started(tmp_path, 1)
    try:
        end = time.monotonic() + 60
        while not (tmp_path / "0.read").exists() and time.monotonic() < end:
            time.sleep(0.02)
        os.kill(int((tmp_path / "0.read").read_text()), signal.SIGKILL)
        _, said = run.communicate(timeout=20)
    finally:
        run.kill()
    assert run.returncode == 0
    assert said.splitlines()[0] == (
        "skipped in/0.steps: the process that read it was killed (signal 9), perhaps out of memory"
    )
    assert said.splitlines()[1].startswith("2 files: 1 new")

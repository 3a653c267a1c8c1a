"""What is left of an index when the disk fails?

    python -m benchmarks.torture.faults [--every 1]

A session of commits and checkpoints runs again and again; each time one of its file operations fails: with
ENOSPC, EIO, EDQUOT, EINTR, once or from then on, or a write that is cut short. Then, where root runs it, on a
file system that is really full, at every size from nothing to enough. The index must open, verify, hold what
was acknowledged, and take a small commit; the error must be one of ours, of one line.

Null control: the session without faults. Sabotage: segments that are damaged, and an index that is gone,
must be found out.
"""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.torture.operations import Operation, Watch
from benchmarks.torture.states import STATES, fast, goes_on, session, state_of, wrong_with
from dateline.indexer.format.errors import DatelineError

__all__ = ["FAULTS", "full_disk", "main", "operations", "tortured"]

FAULTS = ["ENOSPC", "EIO", "EDQUOT", "EINTR", "short write"]


def operations() -> int:
    """How many file operations a session has."""
    with tempfile.TemporaryDirectory(dir=fast()) as folder, Watch(Path(folder)) as watch:
        session(Path(folder) / "ix", lambda _: None)
        return len(watch.done)


def tortured(
    faults: Sequence[str], places: Sequence[int], spoil: Callable[[Path], object] | None = None
) -> tuple[int, Counter[str]]:
    """How many sessions failed at one of these operations, by each fault, and what is wrong afterwards.

    `spoil` is done to each index before it is looked at.
    """
    wrong: Counter[str] = Counter()
    runs = 0
    for fault in faults:
        # A call that is interrupted is tried again, for ever if need be, as is the rest of a short write.
        for stays in (False, True) if fault not in ("EINTR", "short write") else (False,):
            for place in places:
                runs += 1
                with tempfile.TemporaryDirectory(dir=fast()) as folder:
                    found = _one(Path(folder) / "ix", fault, stays, place, spoil)
                if found is not None:
                    wrong[f"{fault}: {found.replace(folder, '…')}"] += 1
    return runs, wrong


def _one(
    folder: Path, fault: str, stays: bool, place: int, spoil: Callable[[Path], object] | None
) -> str | None:
    count = 0
    acknowledged = 0

    def before(operation: Operation) -> int | None:
        nonlocal count
        count += 1
        if count < place or (count > place and not stays):
            return None
        if fault == "short write":
            return len(operation.data) // 2 or None
        number = getattr(errno, fault)
        raise OSError(number, os.strerror(number), operation.path)

    def acknowledge(state: int) -> None:
        nonlocal acknowledged
        acknowledged = state

    failed: Exception | None = None
    with Watch(folder.parent, before):
        try:
            session(folder, acknowledge)
        except Exception as error:  # of what kind it is is looked at
            failed = error
    if failed is not None and (not isinstance(failed, DatelineError) or "\n" in str(failed)):
        return f"not an error of ours: {type(failed).__name__}: {failed}"
    if failed is None and acknowledged != len(STATES) - 1:
        return "an error was passed over"
    if not folder.exists():
        return None if acknowledged == 0 else "the folder is gone"
    if spoil is not None:
        spoil(folder)
    return wrong_with(folder, acknowledged)


def full_disk(sizes: Sequence[int]) -> Counter[str] | str:
    """What is wrong after sessions on file systems of so many kilobytes; or why it can't be tried."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux, to mount a small file system"
    mount = Path(tempfile.mkdtemp())
    wrong: Counter[str] = Counter()
    try:
        for size in sizes:
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(mount)],
                capture_output=True,
                check=False,
            )
            if done.returncode:
                return f"mount: {done.stderr.decode().strip()}"
            try:
                found = _on_full_disk(mount)
            finally:
                subprocess.run(["umount", str(mount)], check=True)
            wrong[found or "right"] += 1
    finally:
        mount.rmdir()
    return wrong


def _on_full_disk(mount: Path) -> str | None:
    ballast = mount / "ballast"
    acknowledged = [0]
    try:
        session(mount / "ix", acknowledged.append)
    except DatelineError:
        pass
    except Exception as error:
        return f"not an error of ours: {type(error).__name__}: {error}"
    with ballast.open("wb", buffering=0) as file:  # not a byte is left
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    try:
        found = state_of(mount / "ix")
    except Exception as error:
        return f"can't be read: {type(error).__name__}: {error}"
    if found not in STATES[acknowledged[-1] :]:
        return f"acknowledged state {acknowledged[-1]} lost"
    full = goes_on(mount / "ix", found)
    if full is None or "IndexUnwritable" not in full:
        return f"a commit onto a full disk: {full}"
    if state_of(mount / "ix") != found:
        return "a commit onto a full disk changed what is there"
    subprocess.run(["mount", "-o", "remount,size=8m", str(mount)], check=True)
    return goes_on(mount / "ix", found)


def damage(folder: Path) -> None:
    """Change a byte in the middle of every segment."""
    for path in folder.glob("*.segment"):
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 3] ^= 255
        path.write_bytes(raw)


def empty(folder: Path) -> None:
    """Remove all there is."""
    for path in folder.iterdir():
        path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when the index or the harness fails."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="fail each so many operations")
    options = parser.parse_args(arguments)
    total = operations()
    _, null = tortured(["EIO"], [total + 1])
    print(f"{total} operations in a session; null control: {dict(null) or 'nothing wrong'}")
    runs, wrong = tortured(FAULTS, range(1, total + 1, options.every))
    print(f"{runs} sessions with a fault: {sum(wrong.values())} wrong")
    for what, count in wrong.most_common(10):
        print(f"  {count} × {what}")
    full = full_disk(range(16, 400, 8 * options.every))
    if isinstance(full, str):
        print(f"full file systems: skipped ({full})")
        full = Counter()
    else:
        print(f"full file systems: {sum(full.values())}, {full.pop('right', 0)} right")
        for what, count in full.most_common(10):
            print(f"  {count} × {what}")
    spoilt, seen = tortured(["EIO"], [total + 1, total], damage)
    removed, lost = tortured(["EIO"], [total + 1, total], empty)
    print(f"sabotage: {sum(seen.values()) + sum(lost.values())} of {spoilt + removed} found out")
    missed = sum(seen.values()) + sum(lost.values()) < spoilt + removed
    return int(bool(null or wrong or full or missed))


if __name__ == "__main__":
    sys.exit(main())

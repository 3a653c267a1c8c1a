"""Is every damage of an index named, and answered with the right answer or as damage, nothing else?

    python -m benchmarks.torture.damage [--flips 2000] [--cuts 400] [--others 200] [--absurd 300]

One file of an index of 300 articles is harmed at a time: a bit flipped, the end cut off, a page zeroed, bytes
added, two files swapped, one removed, something foreign in its place. `check` must name it; each of 35
questions must be answered as the whole index answers it, or with IndexDamaged. `absurd` are arrays with other
values under right checksums: there an answer may differ, but nothing may crash or end in an error that is not
ours, and a deep check names what can't be.

`repair` then makes it whole, without reading any source: a deep check must find nothing more, and each of the
articles is there as it was, or named as lost, or counted.

Trials run in processes that may take 1 GB more than they begin with, so that a crash of the interpreter and
an absurd claim of memory are seen; under a sanitizer (`make sanitize`) each array has memory of its own, so
that a read beyond its end is. Null control: nothing harmed. Sabotage: checksums are not compared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.torture.apart import keep_apart
from benchmarks.torture.asking import DAMAGED, answers, archive_of
from benchmarks.torture.believing import believe_all
from benchmarks.torture.rewriting import rewrite
from benchmarks.torture.states import fast
from dateline import Archive
from dateline.indexer.format.index.check import check
from dateline.indexer.format.index.toc import encode_toc, read_toc
from dateline.indexer.format.storage.array_file import ArrayFile
from dateline.indexer.repairing import repair

__all__ = ["KINDS", "MIXED", "Figures", "main", "tortured"]

_MORE_BYTES = 1 << 30  # of address space, beyond what a process has when its trials begin
_PAGE = 4096
_MEND_EVERY = 4  # trials: a repair takes as long as three of them

Harm = Callable[[Path, random.Random], "set[str]"]  # which files must be named


def _pick(folder: Path, chance: random.Random) -> Path:
    """A file the index consists of: each as likely as the others half of the time, else by its size."""
    files = sorted({"index.toc", *read_toc(folder).files()})
    weights = None if chance.random() < 0.5 else [(folder / name).stat().st_size for name in files]
    return folder / chance.choices(files, weights)[0]


def _nothing(folder: Path, chance: random.Random) -> set[str]:
    return set()


def _flip(folder: Path, chance: random.Random) -> set[str]:
    path = _pick(folder, chance)
    raw = bytearray(path.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)
    return {path.name}


def _cut(folder: Path, chance: random.Random) -> set[str]:
    path = _pick(folder, chance)
    os.truncate(path, chance.choice([0, 1, chance.randrange(path.stat().st_size), path.stat().st_size - 1]))
    return {path.name}


def _zero(folder: Path, chance: random.Random) -> set[str]:
    path = _pick(folder, chance)
    raw = bytearray(path.read_bytes())
    start = chance.randrange(0, len(raw), _PAGE)
    before = bytes(raw[start : start + _PAGE])
    raw[start : start + _PAGE] = bytes(len(before))
    path.write_bytes(raw)
    return {path.name} if any(before) else set()


def _grow(folder: Path, chance: random.Random) -> set[str]:
    path = _pick(folder, chance)
    with path.open("ab") as file:
        file.write(chance.choice([b"\0", b"\n", chance.randbytes(_PAGE)]))
    return {path.name}


def _swap(folder: Path, chance: random.Random) -> set[str]:
    suffix = chance.choice([".segment", ".deletions"])
    files = sorted(name for name in read_toc(folder).files() if name.endswith(suffix))
    one, other = (folder / name for name in chance.sample(files, 2))
    one.rename(folder / "aside")
    other.rename(one)
    (folder / "aside").rename(other)
    return {one.name, other.name}


def _remove(folder: Path, chance: random.Random) -> set[str]:
    path = _pick(folder, chance)
    path.unlink()
    return {path.name}


def _foreign(folder: Path, chance: random.Random) -> set[str]:
    path = _pick(folder, chance)
    size = path.stat().st_size
    path.unlink()
    what = chance.randrange(7)
    if what == 0:
        path.write_bytes(chance.randbytes(size))
    elif what == 1:
        path.write_text("A letter, saved under this name by mistake.\n", "utf-8")
    elif what == 2:
        path.symlink_to(folder / "elsewhere" / "secret")
    elif what == 3:
        path.symlink_to(path.name)
    elif what == 4 and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    elif what == 5:
        path.mkdir()
    else:
        path.symlink_to(os.devnull)
    return {path.name}


def _absurd(folder: Path, chance: random.Random) -> set[str]:
    """Other values in one array of a segment, whose checksums the table of contents has right."""
    toc = read_toc(folder)
    place = chance.randrange(len(toc.segments))
    entry = toc.segments[place]
    path = folder / entry.file
    file = ArrayFile(path)
    name = chance.choice([name for name in file.names() if file.length(name)])
    values = file.array(name).copy()
    what, at = chance.randrange(5), chance.randrange(len(values))
    if what == 0:
        values[at] = chance.randrange(int(np.iinfo(values.dtype).max) + 1)
    elif what == 1:
        values = values[:at]
    elif what == 2:
        values = values[::-1].copy()
    elif what == 3:
        values = np.full_like(values, np.iinfo(values.dtype).max)
    else:
        values = np.frombuffer(chance.randbytes(values.nbytes), values.dtype)
    rewrite(path, {name: values})
    new = ArrayFile(path)
    segments = list(toc.segments)
    segments[place] = replace(entry, size=new.size, checksum=new.directory_checksum)
    (folder / "index.toc").write_bytes(encode_toc(replace(toc, segments=tuple(segments))))
    return set()


KINDS: dict[str, Harm] = {
    "null": _nothing,
    "flip": _flip,
    "cut": _cut,
    "zero": _zero,
    "grow": _grow,
    "swap": _swap,
    "remove": _remove,
    "foreign": _foreign,
    "absurd": _absurd,
}


MIXED = "mixed"  # one kind after the other


class Figures(Counter[str]):
    """How many trials there were, and what came out of them."""

    def wrong(self) -> int:
        """How many came out as nothing may."""
        return sum(
            self[what] for what in ("not named", "other errors", "crashes", "other answers", "not mended")
        )


def tortured(
    kind: str, trials: int, *, articles: int = 300, sabotage: bool = False, seed: int = 0
) -> tuple[Figures, Counter[str]]:
    """Harm an index in one way (or `MIXED`) again and again; what came out, and examples of what is wrong."""
    figures, examples = Figures(), Counter[str]()
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        archive_of(Path(folder) / "whole", articles)
        start = seed
        while start < seed + trials:
            start = _batch(folder, kind, start, seed + trials, sabotage, figures, examples)
    return figures, examples


def _batch(
    folder: str, kind: str, start: int, stop: int, sabotage: bool, figures: Figures, examples: Counter[str]
) -> int:
    """Run trials in a process of their own, until it ends; which trial is next."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.torture.damage",
        "--trials",
        folder,
        kind,
        f"{start}",
        f"{stop}",
    ]
    command += ["--sabotage"] if sabotage else []
    done = subprocess.run(command, capture_output=True, timeout=3600, check=False)
    for line in done.stdout.splitlines():
        told = json.loads(line)
        figures.update({"trials": 1, **told["figures"]})
        examples.update(f"{kind} {start}: {one}" for one in told["wrong"])
        start += 1
    if done.returncode:
        figures.update({"trials": 1, "crashes": 1})
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        examples[f"{kind} {start}: exit {done.returncode} {''.join(said)}"] += 1
        start += 1
    return start


def _trials(folder: Path, kind: str, start: int, stop: int, sabotage: bool) -> None:
    """Run trials, and print what came of each on a line. For the process that may crash."""
    if "ASAN_OPTIONS" in os.environ:
        keep_apart()
    else:  # a sanitizer claims terabytes of addresses
        _bound_memory()
    truth = answers(folder / "whole")
    if sabotage:
        believe_all()
    work = folder / "work" / "whole"
    given = kind
    for number in range(start, stop):
        kind = list(KINDS)[number % len(KINDS)] if given == MIXED else given
        shutil.rmtree(work.parent, ignore_errors=True)
        shutil.copytree(folder / "whole", work)
        harmed = KINDS[kind](work, random.Random(f"{kind} {number}"))
        outcome = _outcome(work, kind, harmed, truth, folder / "whole")
        if kind not in ("null", "absurd") and number % _MEND_EVERY == 0:
            outcome.wrong.extend(_mended(work, outcome.figures, folder / "whole"))
        print(json.dumps({"figures": outcome.figures, "wrong": outcome.wrong}), flush=True)


def _bound_memory() -> None:
    try:
        import resource

        with Path("/proc/self/statm").open() as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + _MORE_BYTES, taken + _MORE_BYTES))
    except (ImportError, OSError):  # no such limit here
        return


@dataclass(frozen=True, slots=True)
class _Outcome:
    figures: Figures
    wrong: list[str]


def _outcome(work: Path, kind: str, harmed: set[str], truth: dict[str, str], whole: Path) -> _Outcome:
    """What a trial came to: figures, and what is wrong in words."""
    figures = Figures()
    wrong: list[str] = []
    named = set()
    for finding in check(work, deep=kind in ("absurd", "null")):
        if getattr(finding, "damaged", getattr(finding, "damage", True)):
            named.add(finding.file)
    if harmed - named or (kind == "null" and named):
        figures["not named"] += 1
        wrong.append(f"not named: {sorted(harmed - named)}, named: {sorted(named)}")
    figures["named"] += bool(named)
    for question, answer in answers(work).items():
        answer = answer.replace(str(work), str(whole))
        if answer == DAMAGED:
            figures["answered as damage"] += 1
        elif answer == truth[question]:
            figures["answered right"] += 1
        elif answer.startswith("raises ") and not (kind == "absurd" and "ArticleMissing" in answer):
            figures["other errors"] += 1
            wrong.append(f"{question}: {answer:.200}")
        elif kind == "absurd":
            figures["answered differently under right checksums"] += 1
        else:
            figures["other answers"] += 1
            wrong.append(f"{question}: {_difference(answer, truth[question])}")
    return _Outcome(figures, wrong)


def _mended(work: Path, figures: Figures, whole: Path) -> list[str]:
    """What is wrong with a repair of a damaged index."""
    before = _articles(whole)
    try:
        repaired = repair(work)
        left = [finding for finding in check(work, deep=True) if finding.damage]
        after = _articles(work)
    except Exception as error:
        figures["not mended"] += 1
        return [f"repair: raises {type(error).__name__}: {error}"]
    gone = before.keys() - after.keys()
    named = {lost.id for lost in repaired.lost}
    wrong = [f"after repair: {finding.file}: {finding.reason}" for finding in left]
    if len(gone - named) > repaired.unnamed:
        wrong.append(f"repair: {len(gone - named)} articles are lost without a word")
    if len(after.keys() - before.keys()) > repaired.revived:
        wrong.append(f"repair: {len(after.keys() - before.keys())} articles came back without a word")
    if any(after[one] != before[one] for one in after.keys() & before.keys()):
        wrong.append("repair: an article is another one")
    figures["not mended"] += bool(wrong)
    figures["mended"] += not wrong
    figures["articles kept"] += len(after.keys() & before.keys())
    figures["articles lost and said"] += len(gone)
    return wrong


def _articles(folder: Path) -> dict[str, str]:
    with Archive.open(folder) as archive:
        return {article.id: repr(replace(article, path=None)) for article in archive.articles()}


def _difference(answer: str, truth: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(answer, truth, strict=False)) if a != b), 0)
    return f"{answer[at : at + 60]!r} instead of {truth[at : at + 60]!r}"


def _all(options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    yield "null", 50
    yield "flip", options.flips
    yield "cut", options.cuts
    for kind in ("zero", "grow", "swap", "remove", "foreign"):
        yield kind, options.others
    yield "absurd", options.absurd


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when the index or the harness fails."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--flips", type=int, default=2000)
    parser.add_argument("--cuts", type=int, default=400)
    parser.add_argument("--others", type=int, default=200, help="of each of the other kinds")
    parser.add_argument("--absurd", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sabotage", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--trials", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.trials:
        folder, kind, start, stop = options.trials
        _trials(Path(folder), kind, int(start), int(stop), options.sabotage)
        return 0
    failed = False
    for kind, trials in _all(options):
        figures, examples = tortured(kind, trials, seed=options.seed)
        failed |= figures.wrong() > 0
        _print(kind, figures, examples)
    figures, _ = tortured("flip", 50, sabotage=True, seed=options.seed)
    print(f"sabotage: {figures.wrong()} faults found out in {figures['trials']} trials")
    return int(failed or not figures.wrong())


def _print(kind: str, figures: Figures, examples: Counter[str]) -> None:
    trials = figures.pop("trials")
    told = ", ".join(f"{count:,} {what}" for what, count in sorted(figures.items()) if count)
    print(f"{kind}: {trials:,} trials: {told}", flush=True)
    for example, _ in examples.most_common(5):
        print(f"  {example}")


if __name__ == "__main__":
    sys.exit(main())

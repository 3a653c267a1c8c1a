"""Is memory bounded, and everything accounted for, however much there is?

    python -m benchmarks.torture.limits                          # all of it: twenty minutes, 3 GB of disk
    python -m benchmarks.torture.limits --only articles --articles 100000
    python -m benchmarks.torture.limits --control sabotage       # protections taken out: must be found

A million articles of one JSONL; a hundred thousand files in a folder; a line of 300 MB; a text of 1 GB; a
file of 20 GB that is all holes. Each is made in a temporary folder and indexed by `dateline index` in a
process of its own, of which memory, descriptors and CPU seconds are watched (usage.py), as of what is asked
of the index afterwards. What was seen must be indexed, unchanged or skipped with a reason, and all that was
indexed must be found again.

The bound: no process takes more than `--memory`, `ROOM`, and `BYTES_AN_ARTICLE` for each.

Controls: articles are written, and merged, and four times as many. Null: what is held may not grow by more
than the bound. Sabotage: a buffer that is never written, and merges that hold all values and terms at once,
must be found to.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest import mock

from benchmarks.torture.usage import Usage, dateline, run
from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format.index import merge_columns, merge_keywords, merge_postings
from dateline.indexer.format.index.merge import merge
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.format.storage import frames
from dateline.indexer.passages import passages_and_sentences
from dateline.search import Archive

__all__ = [
    "BYTES_AN_ARTICLE",
    "GROWTH_MB",
    "ROOM",
    "Result",
    "articles",
    "files",
    "growth",
    "large",
    "main",
    "merging",
]

ROOM: Final = 64  # MB beside what --memory says: Python, a merge's range
BYTES_AN_ARTICLE: Final = 100  # of memory; words that are each in one article only take some as well
DESCRIPTORS: Final = 64
GROWTH_MB: Final = 8  # of a buffer of 2 MB: what is left of it, and noise
_BUCKETS: Final = 1000
_WORDS: Final = [f"w{number:x}" for number in range(20_000)]

# Articles written with a buffer of 2 MB, so that a thousand fill it more than once.
_WRITE: Final = """
import sys
from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format.index import writer
from dateline.indexer.passages import split_passages
writer._LEAST_MB = 2
words = [f"w{number:x}" for number in range(3000)]
into = writer.IndexWriter(sys.argv[2], memory_mb=16)
for number in range(int(sys.argv[1])):
    text = " ".join(words[number % 90 * 30 :][:200])
    article = Article(id=str(number), paragraphs=(Paragraph(text),))
    into.add_article(article, split_passages(article))
into.commit(merge=False)
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
_NEVER_WRITTEN: Final = """
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.format.storage import frames
SegmentBuilder.held = property(lambda self: 0)
"""


@dataclass(slots=True)
class Result:
    """What came of one thing done: what it took, and what is wrong with it."""

    name: str
    usage: Usage
    wrong: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """Print it."""
        usage = self.usage
        print(
            f"{self.name:44} {usage.cpu_seconds:7.1f} s CPU {usage.megabytes:5.0f} MB "
            f"{usage.worker_megabytes:5.0f} MB in a worker {usage.descriptors:4} descriptors"
            + "".join(f"\n    WRONG: {what}" for what in self.wrong),
            flush=True,
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """What an index must say: files seen and skipped, articles; `numbers` are found by ids and words."""

    seen: int
    skipped: int
    articles: int
    numbers: int = 0


def _text(number: int) -> str:
    first = number * 7919
    words = " ".join(_WORDS[(first + place * place * 31) % len(_WORDS)] for place in range(20))
    return f"bucket{number % _BUCKETS} {words}."


def write_articles(path: Path, count: int, first: int = 0) -> None:
    """So many short articles, a line each; every thousandth has the same word `bucket…`."""
    with path.open("w", encoding="ascii") as file:
        for number in range(first, first + count):
            record = {"id": f"story-{number}", "title": f"Story {number}", "text": _text(number)}
            file.write(json.dumps(record) + "\n")


def write_files(folder: Path, count: int) -> None:
    """As many files of one article."""
    folder.mkdir()
    for number in range(count):
        (folder / f"story-{number}.txt").write_text(f"Story {number}\n\n{_text(number)}\n", "ascii")


def articles(folder: Path, count: int, memory: int, jobs: int = 1) -> Iterator[Result]:
    """Articles of one JSONL: indexed, asked, checked; then the file grows, and an article goes."""
    source, index = folder / "articles.jsonl", folder / "index"
    write_articles(source, count)
    yield _indexed("index", source, index, Expected(1, 0, count, count), memory, jobs)
    yield from _asked(index, count)
    with source.open("a", encoding="ascii") as file:
        file.write('{"id": "late", "title": "Late", "text": "bucketlate comes late."}\n')
    yield _indexed("a line added", source, index, Expected(1, 0, count + 1, count), memory, jobs)
    yield _bounded(Result("remove one", dateline("remove", "late", "--index", index)), memory, count)


def files(folder: Path, count: int, memory: int, jobs: int = 1) -> Iterator[Result]:
    """Files in a folder: indexed, updated without a change, asked, checked, removed."""
    source, index = folder / "files", folder / "index"
    write_files(source, count)
    yield _bounded(Result("dry run", dateline("index", source, "--index", index, "--dry-run")), memory, count)
    yield _indexed("index", source, index, Expected(count, 0, count), memory, jobs)
    yield from _asked(index, count)
    update = Result("update, nothing changed", dateline("update", "--index", index, "--json"))
    _account(update, Expected(count, 0, count))
    yield _bounded(update, memory, count)
    yield _bounded(Result("sources", dateline("sources", "--index", index)), memory, count)
    gone = Result("remove all", dateline("remove", "--source", source, "--index", index))
    with IndexReader.open(index) as reader:
        if reader.articles:
            gone.wrong.append(f"{reader.articles} articles are left")
    yield _bounded(gone, memory, count)


def large(folder: Path, memory: int, *, line_mb: int, text_mb: int, sparse_gb: float) -> Iterator[Result]:
    """A line, a text and a file of holes, each beside good ones."""
    cases: dict[str, Callable[[Path], object]] = {
        f"a line of {line_mb} MB": lambda path: _long_line(path / "long.jsonl", line_mb),
        f"a text of {text_mb} MB": lambda path: _long_text(path / "long.txt", text_mb),
        f"{sparse_gb:g} GB of holes": lambda path: _holes(path / "holes.jsonl", sparse_gb),
    }
    for name, make in cases.items():
        with tempfile.TemporaryDirectory(dir=folder) as inside:
            source = Path(inside, "files")
            write_files(source, 5)
            make(source)
            # Of the long line the file is read, and the lines around it go in.
            expected = Expected(6, 0, 7) if "line" in name else Expected(6, 1, 5)
            yield _indexed(name, source, Path(inside, "index"), expected, memory, 1)


def _long_line(path: Path, megabytes: int) -> None:
    with path.open("w", encoding="ascii") as file:
        file.write('{"id": "before", "text": "Before it."}\n{"id": "long", "text": "')
        for _ in range(megabytes):
            file.write("word " * (2**20 // 5))
        file.write('"}\n{"id": "behind", "text": "Behind it."}\n')


def _long_text(path: Path, megabytes: int) -> None:
    line = ("Some words of a text that never ends. " * 2 + "\n") * 13_000
    with path.open("w", encoding="ascii") as file:
        for _ in range(megabytes):
            file.write(line[: 2**20])


def _holes(path: Path, gigabytes: float) -> None:
    with path.open("wb") as file:
        file.truncate(int(gigabytes * 2**30))


def _indexed(name: str, source: Path, index: Path, expected: Expected, memory: int, jobs: int) -> Result:
    """Index, and look at what the report says and what is found again."""
    given = ("index", source, "--index", index, "--json", "--memory", memory, "--jobs", jobs)
    result = Result(name, dateline(*given))
    _account(result, expected)
    if not result.wrong:
        result.wrong += _not_found(index, expected)
    return _bounded(result, memory, expected.articles)


def _account(result: Result, expected: Expected) -> None:
    if result.usage.code:
        result.wrong.append(f"exit code {result.usage.code}: {result.usage.output[-300:]}")
        return
    report: dict[str, Any] = json.loads(result.usage.output.splitlines()[-1])
    parts = [report[name] for name in ("new", "changed", "unchanged", "files_skipped")]
    said = (report["seen"], report["files_skipped"], report["articles"])
    if report["seen"] != sum(parts) or said != (expected.seen, expected.skipped, expected.articles):
        result.wrong.append(f"not all is accounted for: {said} of {expected}, parts {parts}")
    if expected.skipped > len(report["skipped"]):
        result.wrong.append(f"not all that was skipped is named: {report['skipped']}")


def _not_found(index: Path, expected: Expected) -> list[str]:
    """What is not in the index though it must be."""
    wrong = []
    with IndexReader.open(index) as reader:
        ids: set[int] = set()
        for segment in reader.segments:
            ids.update(map(hash, segment.keyword_field("id").values))
    missing = sum(hash(f"story-{number}") not in ids for number in range(expected.numbers))
    if missing or len(ids) != expected.articles:
        wrong.append(f"{missing} ids are missing, {len(ids)} are there")
    with Archive.open(index) as archive:
        for bucket in range(0, _BUCKETS, 97) if expected.numbers else ():
            count = archive.count(f"bucket{bucket}").articles
            if count != len(range(bucket, expected.numbers, _BUCKETS)):
                wrong.append(f"{count} articles have bucket{bucket}")
    return wrong


def _asked(index: Path, count: int) -> Iterator[Result]:
    """A first ask, and a check."""
    ask = dateline("search", "bucket7", "--index", index)
    yield _bounded(Result("first search", ask, [] if "Story 7" in ask.output else ["not found"]), 256, count)
    yield _bounded(Result("check", dateline("check", "--index", index)), 256, count)


def _bounded(result: Result, memory: int, count: int) -> Result:
    """Look at what a command took, of an index of so many articles."""
    usage = result.usage
    bound = memory + ROOM + count * BYTES_AN_ARTICLE / 2**20
    if usage.code:
        result.wrong.append(f"exit code {usage.code}: {usage.output[-300:]}")
    for whose, taken in (("it", usage.megabytes), ("a worker", usage.worker_megabytes)):
        if taken > bound:
            result.wrong.append(f"{whose} took {taken:.0f} MB, the bound is {bound:.0f}")
    if usage.descriptors > DESCRIPTORS:
        result.wrong.append(f"{usage.descriptors} descriptors were open")
    return result


def growth(count: int, *, sabotage: bool = False) -> float:
    """Megabytes that writing four times so many records takes more; the sabotage never writes the buffer."""
    taken = []
    for number in (count, 4 * count):
        with tempfile.TemporaryDirectory(prefix="limits-") as folder:
            program = (_NEVER_WRITTEN if sabotage else "") + _WRITE
            usage = run([sys.executable, "-c", program, str(number), folder])
            if usage.code:
                raise RuntimeError(usage.output)
            taken.append(int(usage.output) / 1024)  # by itself: from outside the last moments are not seen
    return taken[1] - taken[0]


def merging(count: int, *, sabotage: bool = False) -> float:
    """Bytes an article that merging four times so many articles takes more, by what Python and numpy ask for.

    With ranges that hold a few thousand, so that a few thousand articles fill several; the sabotage holds
    all at once.
    """
    with (
        tempfile.TemporaryDirectory(prefix="limits-") as name,
        mock.patch.object(merge_columns, "PIECE", 1 << (40 if sabotage else 9)),
        mock.patch.object(merge_keywords, "RANGE_VALUES", 1 << (40 if sabotage else 9)),
        mock.patch.object(merge_postings, "RANGE_TERMS", 1 << (40 if sabotage else 9)),
        mock.patch.object(merge_postings, "RANGE_POSTINGS", 1 << (20 if sabotage else 12)),
        mock.patch.object(frames, "_SAMPLED_BYTES", 1 << (20 if sabotage else 12)),
        mock.patch.object(frames, "_TOGETHER_BYTES", 1 << (20 if sabotage else 12)),
    ):
        folder = Path(name)
        peaks = []
        for number in (count, count, 4 * count):  # the first time modules are loaded
            segments = [_segment(folder, number // 4, part) for part in range(4)]
            tracemalloc.start()
            merge(segments, folder / "merged")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        return (peaks[2] - peaks[1]) / (3 * count)


def _segment(folder: Path, count: int, part: int) -> SegmentReader:
    builder = SegmentBuilder()
    for number in range(part * count, (part + 1) * count):
        article = Article(id=f"story-{number}", paragraphs=(Paragraph(f"bucket{number % 50} of Osh."),))
        builder.add(article, *passages_and_sentences(article))
    path = folder / f"{count}-{part}"
    builder.write(path)
    return SegmentReader(path)


def _controls(name: str) -> bool:
    """Run a control, and tell: whether it found what it must."""
    sabotage = name == "sabotage"
    grown, bytes_held = growth(1000, sabotage=sabotage), merging(4000, sabotage=sabotage)
    found = grown > GROWTH_MB, bytes_held > BYTES_AN_ARTICLE
    print(f"{name} control, a buffer of 2 MB: {grown:.1f} MB more for four times the records")
    print(f"{name} control, a merge: {bytes_held:.0f} bytes for each article")
    return all(found) if sabotage else not any(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as said on the command line; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--line-mb", type=int, default=300)
    parser.add_argument("--text-mb", type=int, default=1024)
    parser.add_argument("--sparse-gb", type=float, default=20)
    parser.add_argument("--memory", type=int, default=256)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", choices=("articles", "files", "large"), default="")
    parser.add_argument("--control", choices=("null", "sabotage"))
    parser.add_argument("--work", type=Path, help="where to make what is indexed (a temporary folder)")
    options = parser.parse_args(arguments)
    if options.control:
        return 0 if _controls(options.control) else 1
    wrong = 0
    for kind in ("articles", "files", "large"):
        if options.only in ("", kind):
            print(kind)
            with tempfile.TemporaryDirectory(prefix="limits-", dir=options.work) as name:
                for result in _results(kind, Path(name), options):
                    result.tell()
                    wrong += len(result.wrong)
    if not options.only:
        wrong += not _controls("null")
        wrong += not _controls("sabotage")
    print(f"{wrong} wrong")
    return 1 if wrong else 0


def _results(kind: str, folder: Path, options: argparse.Namespace) -> Iterator[Result]:
    if kind == "articles":
        yield from articles(folder, options.articles, options.memory, options.jobs)
    elif kind == "files":
        yield from files(folder, options.files, options.memory, options.jobs)
    else:
        yield from large(
            folder,
            options.memory,
            line_mb=options.line_mb,
            text_mb=options.text_mb,
            sparse_gb=options.sparse_gb,
        )


if __name__ == "__main__":
    sys.exit(main())

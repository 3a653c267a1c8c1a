"""Does a reader ever see anything but one whole state, while a writer publishes the next?

    python -m benchmarks.torture.readers [--readers 4] [--commits 300] [--threads 10]

One process adds, changes and deletes articles, merges, and publishes; readers, in processes of their own,
open the index again and again, or keep it open and refresh, and ask all there is to ask of it. Then threads
share one archive that another thread refreshes, and processes are forked amid. An article tells the number of
its state, and the number what every other answer must be: an error, a mixture of two states, or a step back
is wrong.

Null control: readers of an index nobody writes to. Sabotage: a writer whose table of contents is there before
it is whole, and a reader that moves to the next state amid its questions, must be found out.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from threading import Thread
from typing import Any, Final
from unittest import mock

from benchmarks.torture.states import add, fast
from dateline.indexer.format.index import toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Archive

__all__ = ["beside_a_writer", "main", "sabotaged", "shared_by_threads"]

_WORDS: Final = (
    "osh", "border", "guards", "river", "oil", "summit", "harvest", "treaty", "minister", "bridge", "flood",
)  # fmt: skip
_ARTICLES: Final = 60
_MARKER: Final = "marker"
_SEED: Final = 20
_LEAST_ROUNDS: Final = 5
_PATIENCE_S: Final = 300.0


def _changes(step: int) -> Iterator[tuple[str, str | None]]:
    """What a commit does: ids, with the new text, or None for one that is deleted."""
    chance = random.Random(_SEED * 10_000 + step)
    for _ in range(chance.randint(1, 9)):
        number = chance.randrange(_ARTICLES)
        words = " ".join(chance.choices(_WORDS, k=chance.randint(3, 12)))
        yield f"a{number}", None if chance.random() < 0.3 else f"Everybody saw it. {words} in step {step}."
    yield _MARKER, f"Everybody saw it. Stepnumber {step}."


@lru_cache(maxsize=8)
def _state(step: int) -> dict[str, str]:
    """The text of each article after a step."""
    state: dict[str, str] = {}
    for earlier in range(step + 1):
        for article_id, text in _changes(earlier):
            if text is None:
                state.pop(article_id, None)
            else:
                state[article_id] = text
    return state


def _write(folder: Path, first: int, last: int) -> None:
    """Publish these steps."""
    chance = random.Random(first)
    for step in range(first, last):
        writer = IndexWriter(folder, wait=5)
        for article_id, text in _changes(step):
            if text is None:
                writer.delete_article(article_id)
            else:
                add(writer, article_id, text)
        if chance.random() < 0.3:
            writer.checkpoint()
        writer.commit(merge=chance.random() < 0.7, optimize=chance.random() < 0.1)


def _questions(archive: Archive, chance: random.Random, between: Any = None) -> int:
    """Ask all there is to ask of one state, and return its number. AssertionError names what was wrong."""
    [marker] = archive.search("stepnumber", limit=9)
    step = int(marker.passages[0].text.split("Stepnumber ")[1].rstrip("."))
    if between is not None:
        between()
    state = _state(step)
    asked: dict[str, tuple[object, object]] = {
        "stats": (archive.stats().articles, len(state)),
        "count": (archive.count("everybody").articles, len(state)),
        "articles": ({article.id: article.text for article in archive.articles()}, state),
        "facets": (sum(facet.articles for facet in archive.facets("everybody", "lang")), len(state)),
        "kwic": (len(archive.kwic("everybody", limit=999)), len(state)),
        "get": (archive.get(_MARKER).text, state[_MARKER]),
    }
    word = chance.choice(_WORDS)
    having = {article_id for article_id, text in state.items() if word in text.split(". ", 1)[-1].split()}
    asked[f"search {word}"] = ({hit.id for hit in archive.search(word, limit=99)}, having)
    terms = {term.text: term.articles for term in archive.terms(word[:4])}
    asked[f"terms {word}"] = (terms.get(word, 0), len(having))
    archive.like(_MARKER)
    for name, (answer, right) in asked.items():
        assert answer == right, f"{name}: an answer that is not of step {step}"
    return step


def _read(
    folder: Path, begun: Barrier, ended: Event, seed: int, refreshes: bool, hasty: bool, told: Any
) -> None:
    """Ask until the writer has ended, and once more; tell how many rounds there were, and what was wrong."""
    begun.wait(_PATIENCE_S)
    chance, wrong, rounds, last = random.Random(seed), Counter[str](), 0, 0
    archive: Archive | None = None
    more = True
    while more:
        more = not ended.is_set() or rounds < _LEAST_ROUNDS
        try:
            if archive is None or not refreshes:
                archive = Archive.open(folder)
            elif not hasty:
                archive.refresh()
            step = _questions(archive, chance, archive.refresh if hasty and refreshes else None)
            if step < last:
                wrong["a step back"] += 1
            last = step
        except Exception as error:
            wrong[f"{type(error).__name__}: {error}".replace(str(folder), "…")[:200]] += 1
        rounds += 1
    told.put((rounds, last, dict(wrong)))


def beside_a_writer(readers: int, commits: int, *, hasty: bool = False) -> tuple[int, Counter[str]]:
    """How many rounds of questions the readers asked beside so many commits, and what was wrong.

    Every other reader keeps its archive and refreshes; `hasty` ones do so amid their questions.
    """
    context = get_context("spawn")
    wrong: Counter[str] = Counter()
    rounds = 0
    with tempfile.TemporaryDirectory(dir=fast()) as above:
        folder = Path(above) / "ix"
        _write(folder, 0, 3)
        begun, ended, told = context.Barrier(readers + 1), context.Event(), context.Queue()
        given = [(folder, begun, ended, number, number % 2 == 0, hasty, told) for number in range(readers)]
        processes = [context.Process(target=_read, args=one) for one in given]
        for process in processes:
            process.start()
        try:
            begun.wait(_PATIENCE_S)
            _write(folder, 3, 3 + commits)
        finally:
            ended.set()
            for _ in processes:
                asked, last, found = told.get(timeout=_PATIENCE_S)
                rounds += asked
                wrong.update(found)
                if last != 2 + commits and not found:
                    wrong["the last state was not seen at the end"] += 1
            for process in processes:
                process.join()
    return rounds, wrong


def shared_by_threads(threads: int, commits: int) -> tuple[int, Counter[str]]:
    """How many answers threads got of one archive while another refreshed it, and what was wrong.

    Every answer is of one state: the words of an article say of which. Processes are forked meanwhile.
    """
    wrong: Counter[str] = Counter()
    answers = [0] * threads
    with tempfile.TemporaryDirectory(dir=fast()) as above:
        folder = Path(above) / "ix"
        _write(folder, 0, 3)
        archive = Archive.open(folder)
        going = True

        def ask(number: int) -> None:
            chance = random.Random(number)
            while going:
                try:
                    # Of one answer: a search, with its totals. Two answers may be of two states.
                    found = archive.search("everybody", limit=99)
                    texts = {hit.id: hit.passages[0].text for hit in found}
                    step = int(texts[_MARKER].split("Stepnumber ")[1].rstrip("."))
                    assert texts == _state(step), "an answer of two states"
                    assert found.total == len(texts), "a total of another state"
                    archive.count(chance.choice(_WORDS))
                except Exception as error:
                    wrong[f"{type(error).__name__}: {error}".replace(str(folder), "…")[:200]] += 1
                answers[number] += 1

        asking = [Thread(target=ask, args=(number,)) for number in range(threads)]
        for thread in asking:
            thread.start()
        try:
            for step in range(3, 3 + commits):
                _write(folder, step, step + 1)
                archive.refresh()
                if step % 20 == 0 and (reason := _forked(archive)) is not None:
                    wrong[reason] += 1
        finally:
            going = False
            for thread in asking:
                thread.join()
    return sum(answers), wrong


def _forked(archive: Archive) -> str | None:
    """What is wrong in a process that is forked while threads search, and asks the same archive."""
    if not hasattr(os, "fork"):
        return None
    child = os.fork()
    if not child:
        try:
            _questions(archive, random.Random(1))
        except BaseException:
            os._exit(1)
        os._exit(0)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return None if status == 0 else "a forked process got a wrong answer"
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return "a forked process hangs"


def _torn(path: Path, content: bytes) -> None:
    """Write a table of contents where it stands, and be slow about it."""
    half = len(content) // 2
    with path.open("wb") as file:
        file.write(content[:half])
        file.flush()
        time.sleep(0.02)
        file.write(content[half:])


def sabotaged(commits: int = 30) -> dict[str, bool]:
    """For each protection that was taken out, whether readers found out."""
    real = toc.publish

    def publish(folder: Path, new: toc.Toc, check: Any) -> Any:
        told = real(folder, new, check)
        path = folder / "index.toc"
        _torn(path, path.read_bytes())
        return told

    with mock.patch("dateline.indexer.format.index.folder.publish", publish):
        torn = bool(beside_a_writer(2, commits)[1])
    return {
        "a table of contents that is there before it is whole": torn,
        "a reader that moves on amid its questions": bool(beside_a_writer(2, commits, hasty=True)[1]),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run all, print the figures; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture.readers")
    parser.add_argument("--readers", type=int, default=4, metavar="N")
    parser.add_argument("--commits", type=int, default=300, metavar="N")
    parser.add_argument("--threads", type=int, default=10, metavar="N")
    options = parser.parse_args(arguments)
    failed = False
    readers, commits, threads = options.readers, options.commits, options.threads
    runs: list[tuple[str, Callable[[], tuple[int, Counter[str]]]]] = [
        ("null control: nobody writes", lambda: beside_a_writer(readers, 0)),
        (f"{readers} readers beside {commits} commits", lambda: beside_a_writer(readers, commits)),
        (
            f"{threads} threads share an archive beside {commits // 3} commits",
            lambda: shared_by_threads(threads, commits // 3),
        ),
    ]
    for name, run in runs:
        rounds, wrong = run()
        failed |= bool(wrong)
        print(f"{name}: {rounds:,} rounds of questions, {wrong.total()} wrong", flush=True)
        for what, count in wrong.most_common():
            print(f"    {count:,} {what}")
    for what, found in sabotaged().items():
        failed |= not found
        print(f"sabotage: {what}: {'found out' if found else 'NOT FOUND OUT'}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

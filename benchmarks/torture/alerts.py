"""Is what came in told by a saved search, never not at all, and once where nothing went wrong?

    python -m benchmarks.torture.alerts [--plays 200] [--steps 40]

A play is a row of random steps: articles come, change and go, segments are merged, the saved search runs, at
times while a commit is made. Harm is a run that crashes before it noted what it told, or can't note it,
two runs at once, a table of contents that is lost and made anew, an index that is built anew, copied, or
replaced by a copy of earlier days. After each run every article that is in the index and has the word must
have been told, as it is; where no harm was done, exactly once.

Null control: plays without harm. Sabotage: a run that notes before it tells, and one that notes what is in
the index then instead of what it was shown, must be found out.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from unittest import mock

from benchmarks.torture.states import add, fast
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.repairing import repair
from dateline.search import Archive
from dateline.search.saved import SavedSearch, SavedSearches, news

__all__ = ["HARM", "STEPS", "Play", "main", "plays", "sabotaged"]

STEPS: Final = ("add", "add", "change", "delete", "merge", "run", "run", "run_amid")
HARM: Final = ("crash", "full", "two", "repair", "rebuild", "copy", "keep", "restore")
_HARMLESS: Final = ("copy", "keep")  # nothing is told twice for them
SABOTAGE: Final = ("notes before it tells", "notes what is there instead of what was shown")
_SEED: Final = 13
_WORD: Final = "border"


class Play:
    """An index and one saved search of it, with what must have been told; `wrong` says what was not."""

    def __init__(self, folder: Path, sabotage: str | None = None) -> None:
        self.index = folder / "index"
        self._kept = SavedSearches(self.index)
        self._sabotage = sabotage
        self._backup = folder / "backup"
        self._versions: Counter[str] = Counter()
        self._articles: dict[str, str] = {}
        self._copied: dict[str, str] = {}
        self._chance = random.Random(_SEED)
        self._harmed = False
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._commit({self._new(): None})
        self._kept.add(SavedSearch("border", _WORD))

    def act(self, steps: Iterable[str]) -> list[str]:
        """Do these, and run at the end; what was wrong."""
        for step in steps:
            self._harmed |= step in HARM and step not in _HARMLESS
            getattr(self, f"_{step}")()
        self._run()
        return self.wrong

    # -- what happens to the index -------------------------------------------------------------------------

    def _new(self) -> str:
        return f"a{len(self._versions)}"

    def _commit(self, changes: dict[str, str | None]) -> None:
        """Publish articles in a version of their own, every third without the word; "" deletes."""
        with IndexWriter(self.index) as writer:
            for name, gone in changes.items():
                if gone == "":
                    writer.delete_article(name)
                    self._articles.pop(name, None)
                    continue
                self._versions[name] += 1
                word = "river" if self._chance.random() < 0.3 else _WORD
                self._articles[name] = f"The {word} of {name} in version {self._versions[name]}."
                add(writer, name, self._articles[name])

    def _some(self) -> list[str]:
        names = sorted(self._articles)
        return self._chance.sample(names, min(len(names), self._chance.randint(1, 3)))

    def _add(self) -> None:
        first = len(self._versions)
        self._commit({f"a{first + more}": None for more in range(self._chance.randint(1, 3))})

    def _change(self) -> None:
        self._commit(dict.fromkeys(self._some()))

    def _delete(self) -> None:
        self._commit(dict.fromkeys(self._some(), ""))

    def _merge(self) -> None:
        IndexWriter(self.index).commit(optimize=True)

    def _repair(self) -> None:
        if not self._articles:  # of an index without any, nothing is left
            return
        (self.index / "index.toc").unlink()
        repair(self.index)

    def _rebuild(self) -> None:
        if not self._articles:
            return
        shutil.rmtree(self.index)
        with IndexWriter(self.index) as writer:
            for name, text in self._articles.items():
                add(writer, name, text)

    def _copy(self) -> None:
        """Put a copy in its place."""
        self._keep()
        self._restore()

    def _keep(self) -> None:
        shutil.rmtree(self._backup, ignore_errors=True)
        shutil.copytree(self.index, self._backup)
        self._copied = dict(self._articles)

    def _restore(self) -> None:
        """Put the copy in its place, and run: what is told of one that goes on before that, nobody knows.

        An article that was deleted untold, came again with the copy, and is older than what was told of the
        index that the copy replaced, is taken for told then (docs/commands.md).
        """
        if self._copied:
            shutil.rmtree(self.index)
            shutil.copytree(self._backup, self.index)
            self._articles = dict(self._copied)
            self._run()

    # -- runs ----------------------------------------------------------------------------------------------

    def _tell(self, archive: Archive, search: SavedSearch) -> None:
        self.told.update(hit.passages[0].text for hit in news(archive, search))

    def _run(self, *, crash: bool = False, amid: bool = False) -> None:
        search = self._kept.get("border")
        with Archive.open(self.index) as archive:
            shown, seen = dict(self._articles), archive.as_of
            if amid:
                self._add()
            if self._sabotage == SABOTAGE[0] and crash:
                self._kept.note(search, seen=seen)
                return
            self._tell(archive, search)
            if self._sabotage == SABOTAGE[1]:
                archive.refresh()
                seen = archive.as_of
            if not crash:
                self._kept.note(search, seen=seen)
        self._check(shown.values())

    def _run_amid(self) -> None:
        self._run(amid=True)

    def _crash(self) -> None:
        self._run(crash=True)

    def _full(self) -> None:
        with mock.patch("os.fsync", side_effect=OSError(28, "No space left on device")):
            try:
                self._run()
            except OSError:
                return
        self.wrong.append("a full disk was not noticed")

    def _two(self) -> None:
        """Both read, then another commit; the one that was shown less notes last."""
        first = self._kept.get("border")
        with Archive.open(self.index) as archive:
            self._tell(archive, first)
            self._add()
            self._run()
            self._kept.note(first, seen=archive.as_of)

    def _check(self, texts: Iterable[str]) -> None:
        wanted = [text for text in texts if _WORD in text]
        self.wrong += [f"never told: {text}" for text in wanted if not self.told[text]]
        self.wrong += [f"told without the word: {text}" for text in self.told if _WORD not in text]
        if not self._harmed:
            self.wrong += [f"told {count} times: {text}" for text, count in self.told.items() if count > 1]


def plays(number: int, steps: int, *, harm: bool, sabotage: str | None = None) -> tuple[int, list[str]]:
    """So many plays: how many articles were told, and what was wrong."""
    told, wrong = 0, []
    for seed in range(number):
        chance = random.Random(f"{_SEED} {seed}")
        row = chance.choices((*STEPS, *(HARM if harm else ())), k=steps)
        with tempfile.TemporaryDirectory(dir=fast()) as folder:
            play = Play(Path(folder), sabotage)
            wrong += [f"play {seed}: {line}" for line in play.act(row)]
            told += play.told.total()
    return told, wrong


def sabotaged(number: int = 20, steps: int = 20) -> dict[str, bool]:
    """For each sabotage whether it was found out."""
    return {one: bool(plays(number, steps, harm=True, sabotage=one)[1]) for one in SABOTAGE}


def main(arguments: list[str] | None = None) -> int:
    """Run all, print the figures; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture.alerts")
    parser.add_argument("--plays", type=int, default=200, metavar="N")
    parser.add_argument("--steps", type=int, default=40, metavar="N")
    options = parser.parse_args(arguments)
    failed = False
    for name, harm in (("null control: no harm", False), ("with harm", True)):
        told, wrong = plays(options.plays, options.steps, harm=harm)
        failed |= bool(wrong)
        print(f"{name}: {options.plays:,} plays, {told:,} articles told, {len(wrong):,} wrong", flush=True)
        for line in wrong[:20]:
            print(f"    {line}")
    for what, found in sabotaged().items():
        failed |= not found
        print(f"sabotage: a run that {what}: {'found out' if found else 'NOT FOUND OUT'}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

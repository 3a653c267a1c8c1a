"""Whatever is done to the files of two sources, a run brings the index to what they hold, and says all of it.

A machine writes, appends to, alters, damages, renames and removes files of two folders, in which the same
ids come in several files, and takes files out of the index. After each run, every id that a file of a source
holds is in the index once for this source, with the text of a file that holds it; every file is counted; and
another run finds nothing to do. At its end a fresh index of the same files holds the same.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dateline.indexer import Report, build, pieces, remove, update
from dateline.search import Archive
from tests.indexer.here import batches_here

ROOTS = ("one", "two")
TEXTS = ("a.txt", "in/b.txt")
LINES = ("c.jsonl", "d.jsonl", "in/e.jsonl")
UNREADABLE = b"\x00\x01\x02" * 20

roots = st.sampled_from(ROOTS)
line_files = st.builds(os.path.join, roots, st.sampled_from(LINES))
text_files = st.builds(os.path.join, roots, st.sampled_from(TEXTS))
files = line_files | text_files
few_ids = st.lists(st.sampled_from("123456"), min_size=1, max_size=5)


class Sources(RuleBasedStateMachine):
    """Two folders, an index of them, and what it is to hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.index = self.folder / "index"
        self.numbers = 0
        self.clock = 10**9
        self.out: set[str] = set()  # files that were taken out of the index
        self.changed = False
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("dateline.indexer.refresh.build_batches", batches_here)
        self.patch.setattr(pieces, "PIECE_BYTES", 150)  # two lines or three
        self.patch.setattr(pieces, "_CHUNK", 100)
        for root in ROOTS:
            self._put(f"{root}/z.txt", f"Of {root}\n\nThe first story of the border.\n".encode())
        self.had = self._held()
        self._check(build([self.folder / root for root in ROOTS], index=self.index))

    def teardown(self) -> None:
        try:
            self.refresh(full=False)
            tree = self._tree()
            if not any(text == "*" for name, data in tree.items() for _, text in self._holds(name, data)):
                fresh = self.folder / "fresh"
                for name in self.out:
                    (self.folder / name).unlink(missing_ok=True)
                build([self.folder / root for root in ROOTS], index=fresh)
                assert _ids(self.index, self.folder) == _ids(fresh, self.folder)
        finally:
            self.patch.undo()
            shutil.rmtree(self.folder)

    # -- what is done to files -----------------------------------------------------------------------------

    @rule(name=line_files, ids=few_ids, end=st.sampled_from(["\n", ""]))
    def write_lines(self, name: str, ids: list[str], end: str) -> None:
        self._put(name, (self._lines(ids).rstrip() + end).encode())

    @rule(name=line_files, ids=few_ids, end=st.sampled_from(["\n", ""]))
    def append(self, name: str, ids: list[str], end: str) -> None:
        data = self._tree().get(name, b"")
        if UNREADABLE not in data:
            joint = b"\n" if data and not data.endswith(b"\n") else b""
            self._put(name, data + joint + (self._lines(ids).rstrip() + end).encode())

    @rule(name=line_files, broken=st.booleans())
    def alter_the_first_line(self, name: str, broken: bool) -> None:
        data = self._tree().get(name, b"")
        if data and UNREADABLE not in data:
            first, _, rest = data.partition(b"\n")
            self._put(name, (b"{" + first if broken else self._lines(["1"]).encode().strip()) + b"\n" + rest)

    @rule(name=text_files)
    def write_text(self, name: str) -> None:
        self.numbers += 1
        self._put(name, f"Story\n\nThe border story, number {self.numbers:05d}.\n".encode())

    @rule(name=files)
    def damage(self, name: str) -> None:
        if name in self._tree():
            self._put(name, UNREADABLE)

    @rule(name=files)
    def touch(self, name: str) -> None:
        if (data := self._tree().get(name)) is not None:
            self._put(name, data)

    @rule(name=files)
    def take_away(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.changed = True

    @rule(old=line_files, new=line_files)
    def rename(self, old: str, new: str) -> None:
        tree = self._tree()
        if old in tree and old != new:
            (self.folder / new).parent.mkdir(exist_ok=True)
            (self.folder / old).rename(self.folder / new)
            self.changed = True

    @rule(first=line_files, second=line_files)
    def swap(self, first: str, second: str) -> None:
        tree = self._tree()
        if first in tree and second in tree:
            self._put(first, tree[second])
            self._put(second, tree[first])

    # -- what is done to the index -------------------------------------------------------------------------

    @precondition(lambda self: not self.changed)
    @rule(name=files)
    def take_out(self, name: str) -> None:
        if name in self._tree() and name not in self.out and _by_path(self.index, self.folder)[name]:
            remove(self.folder / name, index=self.index)
            self.out.add(name)
            self.changed = True  # what waited for its ids gets in with the next run

    @rule(full=st.booleans())
    def refresh(self, full: bool) -> None:
        self.had = self._held()
        self._check(update(index=self.index, prune=True, full=full))
        again = update(index=self.index)
        assert (again.new, again.changed, again.removed) == (0, 0, 0)

    @rule(root=roots)
    def refresh_a_part(self, root: str) -> None:
        """A run over one source never touches what another holds."""
        other = next(one for one in ROOTS if one != root)
        before = _articles(self.index, self.folder, other)
        build([self.folder / root], index=self.index, prune=True)
        assert _articles(self.index, self.folder, other) == before
        self.changed = True

    # -- what is to be so ----------------------------------------------------------------------------------

    @invariant()
    def no_id_is_there_twice(self) -> None:
        if not self.changed:
            found = _ids(self.index, self.folder)
            assert set(found.values()) <= {1}, found

    def _check(self, report: Report) -> None:
        tree = self._tree()
        assert report.seen == len(tree)
        assert report.seen == report.new + report.changed + report.unchanged + report.files_skipped
        expected: dict[tuple[str, str], set[str]] = {}
        for name, data in tree.items():
            for one, text in self._holds(name, data):
                expected.setdefault((name.partition("/")[0], one), set()).add(text)
        with Archive.open(self.index) as archive:
            assert report.articles == len(list(archive.articles()))
            for article in archive.articles():
                name = _below(article.path, self.folder)
                root = name.partition("/")[0]
                given = article.id.removesuffix(f"@{root}")
                text = article.text if name.endswith(".jsonl") else ""
                allowed = expected.get((root, given if name.endswith(".jsonl") else name))
                assert allowed is not None, (name, article.id)
                assert text in allowed or "*" in allowed, (name, article.id)
        found = _ids(self.index, self.folder)
        assert set(found) == set(expected)
        assert set(found.values()) <= {1}
        self.changed = False

    def _held(self) -> dict[str, set[str]]:
        """The ids that each file has in the index."""
        return _by_path(self.index, self.folder) if self.index.exists() else {}

    def _holds(self, name: str, data: bytes) -> list[tuple[str, str]]:
        """The ids and texts that a file gives the index; of one that can't be read, what it gave, "*"."""
        if name in self.out:
            return []
        if UNREADABLE in data:
            return [(one, "*") for one in self.had.get(name, ())]
        if name.endswith(".txt"):
            return [(name, "")]
        found = []
        for line in data.decode().splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            found.append((record["id"], record["text"]))
        return found or [(one, "*") for one in self.had.get(name, ())]

    def _lines(self, ids: list[str]) -> str:
        made = []
        for one in ids:
            self.numbers += 1
            made.append(json.dumps({"id": one, "text": f"The border, number {self.numbers:05d}."}) + "\n")
        return "".join(made)

    def _put(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.clock += 10
        os.utime(path, (self.clock, self.clock))
        self.changed = True

    def _tree(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for root in ROOTS
            for path in sorted((self.folder / root).rglob("*"))
            if path.is_file()
        }


def _below(path: str | None, folder: Path) -> str:
    return os.path.relpath(path or "", os.path.realpath(folder)).replace(os.sep, "/")


def _articles(index: Path, folder: Path, root: str) -> dict[str, str]:
    with Archive.open(index) as archive:
        return {
            article.id: article.text
            for article in archive.articles()
            if _below(article.path, folder).startswith(f"{root}/")
        }


def _ids(index: Path, folder: Path) -> Counter[tuple[str, str]]:
    """How often a source has each id, as it was given; of a file of text its path."""
    found: Counter[tuple[str, str]] = Counter()
    with Archive.open(index) as archive:
        for article in archive.articles():
            name = _below(article.path, folder)
            root = name.partition("/")[0]
            given = article.id.removesuffix(f"@{root}")
            found[root, given if name.endswith(".jsonl") else name] += 1
    return found


def _by_path(index: Path, folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in (*TEXTS, *LINES)}
    found = {f"{root}/{name}": set() for root in ROOTS for name in found}
    with Archive.open(index) as archive:
        for article in archive.articles():
            name = _below(article.path, folder)
            root = name.partition("/")[0]
            given = article.id.removesuffix(f"@{root}") if name.endswith(".jsonl") else name
            found.setdefault(name, set()).add(given)
    return found


TestSources = Sources.TestCase
TestSources.settings = settings(max_examples=25, stateful_step_count=14, deadline=None)

"""Versions of Dateline to be measured, each really installed: a fresh environment, and no editable install.

What is given may be a revision of this repository ("HEAD~3", a hash), the folder of a checkout, a wheel, or
the interpreter of an environment where some version is installed already.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.results.record import Commit
from benchmarks.speed.processes import ROOT, Interpreter, as_installed
from benchmarks.speed.runners import lucene_program

__all__ = ["Candidate", "InstallError", "install", "install_peers", "versions"]

BENCHMARKS: Final = Path(__file__).parents[1]

# Not part of a version, or left of an earlier build: setuptools would install what lies in `build`.
NOT_COPIED: Final = (".*", "build", "dist", "*.egg-info", "__pycache__")

MADE: Final = "installed.json"  # in an environment: what was installed, written last

# What each peer needs beside Python, as in setup.cfg's extra `bench`; queries are stemmed with PyStemmer.
PEERS: Final = {
    "whoosh": ("whoosh>=2.7.4,<2.8",),
    "whoosh_nostop": ("whoosh>=2.7.4,<2.8",),
    "tantivy": ("tantivy>=0.22",),
    "fts5": (),
    "bm25s": ("bm25s>=0.2", "numpy", "PyStemmer"),
    "lucene": (),  # Java and Maven: see install_peers
}


class InstallError(Exception):
    """A version could not be had or installed: which, and what pip or git said."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An installed version: its name in the tables, its interpreter and its command."""

    label: str
    interpreter: Interpreter
    commit: str = ""
    date: str = ""

    @property
    def command(self) -> Path:
        """The `dateline` of this environment."""
        return self.interpreter.python.with_name("dateline")

    def as_commit(self) -> Commit:
        """What the record keeps of it."""
        return Commit(self.label, self.commit, self.date)


def install(given: str, work: Path) -> Candidate:
    """Install a version below `work`, or take the one that is there. Raises InstallError.

    A commit that an earlier run installed is taken as it is: it can't have changed.
    """
    path = Path(given)
    if path.is_dir():
        return _install_checkout(path.resolve(), work)
    if path.suffix == ".whl" and path.is_file():
        return _install(path.resolve(), path.name.split("-py")[0], work)
    if path.is_file():
        python = Path(
            os.path.abspath(path)
        )  # as it is called: it is a link, and its environment lies beside it
        return Candidate(f"dateline of {python.parent.parent.name}", Interpreter(python, _programs(work)))
    commit = _git(ROOT, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{given}^{{commit}}")
    if not commit:
        raise InstallError(f"{given}: no commit of this repository, folder, wheel or interpreter; give one")
    return _install_commit(commit, work)


def install_peers(runners: Sequence[str], work: Path) -> Interpreter:
    """An environment with the engines compared with; Lucene is fetched and compiled. Raises InstallError."""
    if "lucene" in runners:
        try:
            lucene_program.command()
        except lucene_program.MissingLucene as error:
            raise InstallError(f"lucene: {error}; or leave it out of --peers") from error
    needs = sorted({package for runner in runners for package in PEERS[runner]})
    folder = work / "environments" / "peers"
    if not _is_made(folder, needs):
        _make_environment(folder, needs)
    return Interpreter(_python(folder), _programs(work))


def versions(python: Path) -> dict[str, str]:
    """The packages of an environment, but for those that install packages. Raises InstallError."""
    script = (
        "import importlib.metadata, json;"
        "print(json.dumps({found.name: found.version for found in importlib.metadata.distributions()}))"
    )
    done = subprocess.run(
        [python, "-c", script], capture_output=True, text=True, check=False, env=as_installed()
    )
    if done.returncode:
        raise InstallError(f"{python}: this is no interpreter that runs: {done.stderr.strip()[-600:]}")
    found: dict[str, str] = json.loads(done.stdout)
    return {name: found[name] for name in sorted(found) if name not in ("pip", "setuptools", "wheel")}


def _install_commit(commit: str, work: Path) -> Candidate:
    name = commit[:7]
    source = work / "sources" / name
    if not source.is_dir():
        archive = source.with_suffix(".zip")
        archive.parent.mkdir(parents=True, exist_ok=True)
        _git(ROOT, "archive", "--format=zip", f"--output={archive.resolve()}", commit)
        shutil.unpack_archive(archive, source)
        archive.unlink()
    return _install(source, name, work, commit, _day(ROOT, commit), reuse=True)


def _install_checkout(folder: Path, work: Path) -> Candidate:
    """Install the folder as it is now, from a copy: a build leaves files that the next one installs."""
    commit = _git(folder, "rev-parse", "HEAD")
    changed = bool(commit and _git(folder, "status", "--porcelain"))
    name = f"{commit[:7]}{'+' if changed else ''}" if commit else folder.name
    source = work / "sources" / f"{name}-checkout"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(folder, source, ignore=shutil.ignore_patterns(*NOT_COPIED))
    day = _day(folder, commit) if commit else ""
    return _install(source, name, work, f"{commit}{'+' if changed else ''}", day)


def _install(
    source: Path, name: str, work: Path, commit: str = "", date: str = "", *, reuse: bool = False
) -> Candidate:
    folder, packages = work / "environments" / name, [str(source.resolve())]
    if not (reuse and _is_made(folder, packages)):
        _make_environment(folder, packages)
    return Candidate(f"dateline {name}", Interpreter(_python(folder), _programs(work)), commit, date)


def _make_environment(folder: Path, packages: Sequence[str]) -> None:
    """A fresh environment with some packages, compiled as pip does it."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=bool(packages), symlinks=True)
    if packages:
        pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, *packages], capture_output=True, text=True, check=False, env=as_installed()
        )
        if done.returncode:
            said = done.stderr.strip()[-600:]
            raise InstallError(f"pip could not install {', '.join(packages)}: {said}")
    (folder / MADE).write_text(json.dumps(packages), encoding="utf-8")


def _is_made(folder: Path, packages: Sequence[str]) -> bool:
    """Whether an environment was made with these packages, and to the end."""
    made = folder / MADE
    return made.is_file() and json.loads(made.read_text(encoding="utf-8")) == list(packages)


def _python(environment: Path) -> Path:
    """The interpreter of an environment: absolute, for it is started from another folder."""
    return Path(os.path.abspath(environment)) / "bin" / "python"


def _programs(work: Path) -> Path:
    """A folder with these benchmarks and nothing else: see `Interpreter`."""
    folder = Path(os.path.abspath(work)) / "programs"
    link = folder / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)  # it may be another checkout's
    link.symlink_to(BENCHMARKS, target_is_directory=True)
    return folder


def _day(repository: Path, commit: str) -> str:
    return _git(repository, "show", "--no-patch", "--format=%cI", commit)


def _git(repository: Path, *arguments: str) -> str:
    """What git says, or nothing where it fails: no repository, no such commit."""
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if not done.returncode else ""

"""Where are Lucene and the program that runs it? Fetched from Maven Central (7 MB) and compiled once.

Both lie below the user's cache, not in a checkout: `$XDG_CACHE_HOME/dateline/lucene-VERSION`. Maven and a
Java development kit are needed, for a Java program of ours asks Lucene.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import java

__all__ = ["VERSION", "MissingLucene", "command", "is_fetched", "what_is_missing"]

VERSION: Final = "9.12.3"  # the last line of releases that Java 17 runs
_JAVA: Final = 17
_SOURCE: Final = Path(__file__).with_name("LuceneRunner.java")
_JARS: Final = tuple(
    java.Jar("org.apache.lucene", f"lucene-{name}", VERSION)
    for name in ("core", "analysis-common", "highlighter")
)
_MEMORY: Final = "-Xmx2g"


class MissingLucene(RuntimeError):
    """Lucene can't be had here: the message says what is missing, and how to get it."""


def what_is_missing() -> str:
    """What this machine lacks to run Lucene, with the remedy, in a line; empty where nothing is."""
    missing = []
    if _java_home() is None:
        kit = f"openjdk-{_JAVA}-jdk-headless"
        missing.append(f"there is no Java {_JAVA} or newer with its compiler (apt-get install {kit})")
    if not is_fetched() and shutil.which("mvn") is None:
        missing.append(f"there is no mvn to fetch Lucene {VERSION} with (apt-get install maven)")
    return "; ".join(missing)


def is_fetched() -> bool:
    """Whether the jars are here, so that nothing is fetched."""
    return (_home() / "jars").is_dir()


def command(*arguments: str) -> list[str]:
    """What starts the program: fetched and compiled, where it is not. Raises MissingLucene."""
    home = _java_home()
    if missing := what_is_missing():
        raise MissingLucene(missing)
    classes = _compiled(Path(str(home)))
    path = os.pathsep.join((str(classes), str(_home() / "jars" / "*")))
    return [f"{home}/bin/java", _MEMORY, "-cp", path, _SOURCE.stem, *arguments]


def _java_home() -> str | None:
    return java.java_home(_JAVA, program="javac")


def _home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "dateline" / f"lucene-{VERSION}"


def _fetch() -> None:
    """Put the jars in their place whole: two may be at it at once."""
    home = _home()
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as work:
        try:
            jars = java.fetch(list(_JARS), Path(work))
        except java.FetchError as error:
            raise MissingLucene(f"mvn could not fetch Lucene {VERSION}: {error}") from error
        _move(jars, home / "jars")


def _compiled(java_home: Path) -> Path:
    """The folder with the program as it is now, compiled."""
    if not is_fetched():
        _fetch()
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:12]
    folder = _home() / f"classes-{digest}"
    if folder.is_dir():
        return folder
    with tempfile.TemporaryDirectory(dir=_home()) as work:
        made = Path(work) / "classes"
        compiler = [f"{java_home}/bin/javac", "--release", str(_JAVA), "-cp", f"{_home()}/jars/*"]
        done = subprocess.run(
            [*compiler, "-d", str(made), str(_SOURCE)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise MissingLucene(f"{_SOURCE.name} could not be compiled: {done.stderr.strip()[-600:]}")
        _move(made, folder)
    return folder


def _move(made: Path, place: Path) -> None:
    try:
        made.rename(place)
    except OSError:  # another has just put it there
        if not place.is_dir():
            raise

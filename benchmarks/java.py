"""Which Java is on this machine, and how do jars get here from Maven Central?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["FetchError", "Jar", "fetch", "java_home"]

_COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
_ATTEMPTS: Final = 3


class FetchError(RuntimeError):
    """mvn could not fetch what was asked for: what it said."""


class Jar(NamedTuple):
    """What Maven calls an artifact. What it depends on is fetched too, but for the groups excluded."""

    group: str
    name: str
    version: str
    type: str = "jar"
    excluded: tuple[str, ...] = ()


def java_home(least: int, *, first: str | None = None, program: str = "java") -> str | None:
    """The folder of a Java of at least that version which has a program; None where there is none.

    Looked at in turn: `first`, JAVA_HOME, what is on the path, and where Debian puts them, newest name first.
    """
    on_path = shutil.which(program)
    candidates = [first, os.environ.get("JAVA_HOME")]
    candidates += [str(Path(on_path).resolve().parent.parent)] if on_path else []
    candidates += sorted(map(str, Path("/usr/lib/jvm").glob("*")), reverse=True)
    for candidate in filter(None, candidates):
        programs = Path(candidate) / "bin"
        if not (programs / "java").is_file() or not (programs / program).is_file():
            continue
        command = [str(programs / "java"), "-version"]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
        major = re.search(r'version "(\d+)', said)
        if major and int(major[1]) >= least:
            return candidate
    return None


def fetch(jars: list[Jar], work: Path) -> Path:
    """The folder below `work` with the jars and what they depend on. Raises FetchError."""
    pom, folder = work / "pom.xml", work / "jars"
    pom.write_text("".join(_project(jars)), encoding="utf-8")
    command = ["mvn", "-B", "-q", "-Dstyle.color=never", "-f", str(pom), _COPY, f"-DoutputDirectory={folder}"]
    for attempt in range(_ATTEMPTS):
        ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if ran.returncode == 0:
            return folder
        time.sleep(5 * attempt)
    said = [line for line in ran.stdout.splitlines() if "ERROR" in line][:2]
    raise FetchError(" ".join(said) or ran.stderr[-300:])


def _project(jars: list[Jar]) -> Iterator[str]:
    yield '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
    yield "<groupId>local</groupId><artifactId>fetched</artifactId><version>1</version>"
    yield "<packaging>pom</packaging><dependencies>"
    for jar in jars:
        yield f"<dependency><groupId>{jar.group}</groupId><artifactId>{jar.name}</artifactId>"
        yield f"<version>{jar.version}</version><type>{jar.type}</type><exclusions>"
        for group in jar.excluded:
            yield f"<exclusion><groupId>{group}</groupId><artifactId>*</artifactId></exclusion>"
        yield "</exclusions></dependency>"
    yield "</dependencies></project>"

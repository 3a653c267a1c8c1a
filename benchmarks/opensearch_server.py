"""Where is an OpenSearch server to run on this machine, without Docker and without a page of downloads?

Maven Central has all of one: the server without modules (`opensearch` of
`org.opensearch.distribution.integ-test-zip`) and, as jars, the two modules that Dateline needs and every
published distribution has: `analysis-common` (tokenizers, token filters) and `lang-painless` (scripts).
`server()` fetches them with `mvn` once, and puts them together in a folder below the user's cache: 60 MB to
fetch, 100 MB there. All of it is Apache-2.0.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import java

__all__ = ["VERSION", "MissingServer", "cache", "java_home", "server", "what_is_missing"]

VERSION: Final = "2.19.6"
_JAVA: Final = 17
# Whatever else the POMs name is in the server's own lib/.
_EXCLUDED: Final = ("org.opensearch", "org.opensearch.client")
_POLICY: Final = """grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
"""


class MissingServer(RuntimeError):
    """No server can be had here: the message says what is missing, and how to get it."""


def cache() -> Path:
    """The folder in which servers and their data lie; outside of every checkout.

    OpenSearch refuses to run as root, so that the nodes of root belong to `nobody`, who may not look into the
    home folder of root.
    """
    given = os.environ.get("DATELINE_OPENSEARCH_CACHE")
    if given:
        return Path(given)
    if os.name == "posix" and os.getuid() == 0:
        return Path("/var/cache/dateline/opensearch")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline" / "opensearch"


def java_home() -> str | None:
    """The folder of a Java that is new enough; None where there is none."""
    return java.java_home(_JAVA, first=os.environ.get("OPENSEARCH_JAVA_HOME"))


def what_is_missing() -> list[str]:
    """What this machine lacks for nodes of its own, each with the remedy; empty where they can be started."""
    missing = []
    if os.name != "posix":
        missing.append("nodes are started on Linux and macOS only: name running ones")
    if java_home() is None:
        missing.append(f"there is no Java {_JAVA} or newer (apt-get install openjdk-17-jre-headless)")
    if not (cache() / f"opensearch-{VERSION}").is_dir() and shutil.which("mvn") is None:
        missing.append("there is no mvn to fetch OpenSearch with (apt-get install maven)")
    return missing


def server() -> Path:
    """The folder of the server, fetched if it is not there. MissingServer when it can't be had."""
    home = cache() / f"opensearch-{VERSION}"
    if home.is_dir():
        return home
    missing = what_is_missing()
    if missing:
        raise MissingServer("; ".join(missing))
    home.parent.mkdir(parents=True, exist_ok=True)
    # Put together beside its place and moved there whole: two may be at it at once.
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="fetching-") as work:
        jars = _fetched(Path(work))
        with zipfile.ZipFile(jars / f"opensearch-{VERSION}.zip") as packed:
            packed.extractall(work)
        made = Path(work) / f"opensearch-{VERSION}"
        for program in (made / "bin").iterdir():
            program.chmod(0o755)
        _add_modules(made / "modules", jars)
        try:
            made.rename(home)
        except OSError:
            if not home.is_dir():
                raise
    return home


def _fetched(work: Path) -> Path:
    """A folder with the packed server and the jars of the modules."""
    wanted = [
        ("org.opensearch.distribution.integ-test-zip", "opensearch", VERSION, "zip"),
        ("org.opensearch.plugin", "lang-painless", VERSION, "jar"),
        ("org.opensearch.plugin", "analysis-common", VERSION, "jar"),
    ]
    jars = [java.Jar(*one, excluded=_EXCLUDED) for one in wanted]
    try:
        return java.fetch(jars, work)
    except java.FetchError as error:
        raise MissingServer(f"mvn could not fetch OpenSearch {VERSION}: {error}") from error


def _add_modules(modules: Path, jars: Path) -> None:
    painless = [f"lang-painless-{VERSION}.jar", f"opensearch-scripting-painless-spi-{VERSION}.jar"]
    painless += ["antlr4-runtime-*.jar", "asm-*.jar"]
    folder = _add_module(modules / "lang-painless", jars, painless, extends="")
    (folder / "plugin-security.policy").write_text(_POLICY)
    analysis = [f"analysis-common-{VERSION}.jar"]
    _add_module(modules / "analysis-common", jars, analysis, extends="lang-painless")


def _add_module(folder: Path, jars: Path, patterns: Sequence[str], *, extends: str) -> Path:
    folder.mkdir(parents=True)
    copied = [Path(shutil.copy(jar, folder)) for pattern in patterns for jar in sorted(jars.glob(pattern))]
    described: Mapping[str, str] = {
        "name": folder.name,
        "description": folder.name,
        "version": VERSION,
        "opensearch.version": VERSION,
        "java.version": "11",
        "classname": next(_plugins(copied[0])),
        "extended.plugins": extends,
        "has.native.controller": "false",
        "custom.foldername": "",
    }
    lines = [f"{name}={value}\n" for name, value in described.items()]
    (folder / "plugin-descriptor.properties").write_text("".join(lines))
    return folder


def _plugins(jar: Path) -> Iterator[str]:
    """The classes of a jar that a server may load as a module: `…Plugin` or `…ModulePlugin`, by version."""
    with zipfile.ZipFile(jar) as packed:
        for name in packed.namelist():
            if re.search(r"/(Painless|Common\w*)(Module)?Plugin\.class$", name):
                yield name.removesuffix(".class").replace("/", ".")

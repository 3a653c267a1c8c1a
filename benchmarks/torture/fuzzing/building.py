"""How is the target of the fuzzer built?

The kernels as they are shipped, against the limited API; what asks them; and the interpreter they are asked
through, all but the last with what a sanitizer and the fuzzer look at.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from dateline.indexer.format.kernels.version import VERSION

__all__ = ["COVERED", "HOUSE", "KERNELS", "SANITIZED", "Unavailable", "build", "tool"]

HOUSE: Final = Path(__file__).parents[3]
KERNELS: Final = HOUSE / "indexer/format/kernels"

SANITIZED: Final = (
    "-fsanitize=fuzzer,address,undefined",
    "-fno-sanitize-recover=undefined",
    "-fno-omit-frame-pointer",
)
COVERED: Final = ("-fsanitize=fuzzer", "-fprofile-instr-generate", "-fcoverage-mapping")

_VERSIONS: Final = range(30, 10, -1)  # of LLVM, where its programs have them in their names


class Unavailable(Exception):
    """Something that is needed is not on this machine."""


def tool(name: str) -> str:
    """Where a program of LLVM is, the one without a version first. Unavailable."""
    for known in (name, *(f"{name}-{version}" for version in _VERSIONS)):
        if path := shutil.which(known):
            return path
    raise Unavailable(f"there is no {name}; apt-get install clang llvm")


def build(
    folder: Path, looked_at: Sequence[str] = SANITIZED, changed: Mapping[str, str] | None = None
) -> Path:
    """The target, built in a folder. Unavailable.

    `changed` has kernels by the names of their files: only they are built, where all has been built before.
    """
    clang = tool("clang")
    include = sysconfig.get_path("include")
    if not (Path(include) / "Python.h").is_file():
        raise Unavailable(f"there is no Python.h in {include}")
    command = [clang, "-g", "-O2", "-ffp-contract=off", *looked_at, f"-I{include}", f"-I{KERNELS}"]
    folder.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[list[str], Path]] = []
    for path in sorted(KERNELS.glob("*.c")):
        defined = [f'-DDATELINE_VERSION="{VERSION}"', "-DPy_LIMITED_API=0x030B0000"]
        made = folder / f"{path.stem}.o"
        if changed is None:
            jobs.append(([*command, *defined, str(path)], made))
        elif path.name in changed:
            other = folder / path.name
            other.write_text(changed[path.name], "utf-8")
            jobs.append(([*command, *defined, str(other)], made))
    if changed is None:
        home = f'-DPYTHON_HOME="{sys.base_prefix}"'
        asking = sorted(Path(__file__).parent.glob("*.c"))
        jobs += [([*command, home, str(path)], folder / f"fuzzing_{path.stem}.o") for path in asking]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda job: _run([*job[0], "-c", "-o", str(job[1])]), jobs))
    target = folder / "target"
    objects = sorted(map(str, folder.glob("*.o")))
    _run([clang, "-g", *looked_at, *objects, *_interpreter(), "-o", str(target)])
    return target


def _interpreter() -> list[str]:
    """What links Python. Unavailable where it can't be."""
    name = f"python{sysconfig.get_config_var('LDVERSION')}"
    libraries, static = sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("LIBPL")
    if sysconfig.get_config_var("Py_ENABLE_SHARED") and list(Path(libraries).glob(f"lib{name}.so*")):
        return [f"-L{libraries}", f"-Wl,-rpath,{libraries}", f"-l{name}"]
    archive = Path(static or libraries) / f"lib{name}.a"
    if not archive.is_file():
        raise Unavailable(f"this Python has no lib{name} that programs can be linked with")
    others = f"{sysconfig.get_config_var('LIBS')} {sysconfig.get_config_var('SYSLIBS')}".split()
    return ["-Wl,-export-dynamic", str(archive), *others, "-lm"]


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"{command[0]} can't build it: {done.stderr.strip()[-2000:]}")

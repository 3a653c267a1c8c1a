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

__all__ = ["COVERED", "HOUSE", "KERNELS", "SANITIZED", "BuildFailed", "Unavailable", "build", "tool"]

HOUSE: Final = Path(__file__).parents[3]
KERNELS: Final = HOUSE / "indexer/format/kernels"

SANITIZED: Final = (
    "-fsanitize=fuzzer,address,undefined",
    "-fno-sanitize-recover=undefined",
    "-fno-omit-frame-pointer",
)
COVERED: Final = ("-fsanitize=fuzzer", "-fprofile-instr-generate", "-fcoverage-mapping")

_LIMITED: Final = ["-DPy_LIMITED_API=0x030B0000"] if sys.version_info >= (3, 11) else []  # as setup.py has it
_SHIPPED: Final = [f'-DDATELINE_VERSION="{VERSION}"', *_LIMITED]
# As the arrays of an input are: yet they are fetched, and several blocks at once.
_SMALL: Final = ["-DSPARSE=0", "-DBLOCK=64"]
_NOTHING: Final = """
#include <Python.h>
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size) { return size && Py_IsInitialized(); }
"""
_VERSIONS: Final = range(30, 10, -1)  # of LLVM, where its programs have them in their names


class Unavailable(Exception):
    """Something that is needed is not on this machine."""


class BuildFailed(Exception):
    """What is on it does not build the kernels, and why."""


def tool(name: str) -> str:
    """Where a program of LLVM is, the one without a version first. Unavailable."""
    for known in (name, *(f"{name}-{version}" for version in _VERSIONS)):
        if path := shutil.which(known):
            return path
    raise Unavailable(f"there is no {name}; apt-get install clang llvm")


def build(
    folder: Path, looked_at: Sequence[str] = SANITIZED, changed: Mapping[str, str] | None = None
) -> Path:
    """The target, built in a folder. Unavailable; BuildFailed.

    `changed` has kernels by the names of their files: only they are built, where all has been built before.
    """
    command = [tool("clang"), "-g", "-O2", "-ffp-contract=off", *looked_at]
    command += [*_SMALL, f"-I{sysconfig.get_path('include')}", f"-I{KERNELS}"]
    libraries = _interpreter()
    folder.mkdir(parents=True, exist_ok=True)
    if changed is None:
        _try(folder, command, libraries)
        for made in folder.glob("*.o"):  # of a kernel that is no more
            made.unlink()
        sources = [*KERNELS.glob("*.c"), *Path(__file__).parent.glob("*.c")]
    else:
        sources = [folder / name for name in changed]
        for path in sources:
            path.write_text(changed[path.name], "utf-8")

    def compiled(path: Path) -> None:
        ours = path.parent == Path(__file__).parent
        defined = [f'-DPYTHON_HOME="{sys.base_prefix}"'] if ours else _SHIPPED
        made = folder / f"{'fuzzing_' if ours else ''}{path.stem}.o"
        _run([*command, *defined, str(path), "-c", "-o", str(made)])

    with ThreadPoolExecutor() as pool:
        list(pool.map(compiled, sources))
    target = folder / "target"
    _run([*command, *map(str, sorted(folder.glob("*.o"))), *libraries, "-o", str(target)])
    return target


def _try(folder: Path, command: Sequence[str], libraries: Sequence[str]) -> None:
    """Unavailable where not even a target that does nothing can be built."""
    source = folder / "nothing.c"
    source.write_text(_NOTHING, "utf-8")
    try:
        _run([*command, str(source), *libraries, "-o", str(folder / "nothing")])
    except BuildFailed as error:
        raise Unavailable(f"no target of libFuzzer with Python in it can be built: {error}") from error


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
        raise BuildFailed(done.stderr.strip()[-2000:])

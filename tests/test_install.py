"""What is installed: one package, whole, that nobody's own modules can hide."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.places import HOUSE


def packages() -> list[str]:
    config = configparser.ConfigParser()
    config.read(HOUSE / "setup.cfg")
    return config["options"]["packages"].split()


def test_every_folder_of_the_rooms_is_installed() -> None:
    rooms = [
        "dateline." + ".".join(path.parent.relative_to(HOUSE).parts)
        for room in ("indexer", "search")
        for path in (HOUSE / room).rglob("__init__.py")
    ]

    assert packages() == ["dateline", "dateline.docs", *sorted(rooms)]


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for room in ("indexer", "search") for path in (HOUSE / room).rglob("*.py")}

    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_an_sdist_is_the_whole_checkout(tmp_path: Path) -> None:
    pytest.importorskip("setuptools", reason="what builds an sdist is not installed")
    made = shutil.ignore_patterns(
        *(".git", ".venv*", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", "*.so", "*.pyd")
    )
    checkout = shutil.copytree(HOUSE, tmp_path / "checkout", ignore=made)
    for leftover in (*checkout.glob(".coverage*"), *checkout.glob("index/[!.]*")):
        leftover.unlink()
    shutil.rmtree(checkout / ".hypothesis", ignore_errors=True)
    files = {path.relative_to(checkout).as_posix() for path in checkout.rglob("*") if path.is_file()}
    program = "from setuptools import build_meta; build_meta.build_sdist('..')"

    subprocess.run([sys.executable, "-c", program], cwd=checkout, check=True, capture_output=True)

    (sdist,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {"docs/query.md", "tests/places.py", "CHANGELOG.md", "seeds/README.md"} <= files
    assert files - held == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there the compiler is not named by a variable")
def test_without_a_compiler_all_but_the_kernels_is_built(tmp_path: Path) -> None:
    made = shutil.ignore_patterns(
        ".git", ".venv*", "build", "*.egg-info", "__pycache__", ".*_cache", "*.so", "tests"
    )
    checkout = shutil.copytree(HOUSE, tmp_path / "checkout", ignore=made)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps"]

    subprocess.run(
        [*command, "--wheel-dir", str(tmp_path), str(checkout)],
        env={**os.environ, "CC": "/bin/false"},
        capture_output=True,
        check=True,
    )

    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
        assert [name for name in archive.namelist() if name.endswith((".so", ".pyd"))] == []
    (tmp_path / "article.txt").write_text("Border guards met.\n")
    python, where = Path(sys.executable), tmp_path / "installed"
    assert "numpy: those in C were not built" in run(python, where, "-m", "dateline", "--version")
    run(python, where, "-m", "dateline", "index", "../article.txt", "--index", "made")
    assert "guards" in run(python, where, "-m", "dateline", "search", "guard", "--index", "made")


SCRIPT = """
import search, indexer                    # the script's own
from dateline import Archive, build

build([{"id": "1", "text": "Border guards met."}], index="archive")
with Archive.open("archive") as archive:
    print(search.MINE, indexer.MINE, len(archive.search("guard")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment with Dateline installed; what it needs is that of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    wheels = folder / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(HOUSE)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stderr)
    (wheel,) = wheels.glob("*.whl")
    site = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    subprocess.run(
        [*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True, capture_output=True
    )
    # Behind it, what Dateline depends on; without the link to this checkout.
    ours = [path for path in sys.path if path.endswith("site-packages")]
    for number, path in enumerate(ours):
        for entry in Path(path).iterdir():
            if "dateline" not in entry.name and not entry.name.startswith("_") and entry.suffix != ".pth":
                target = site / entry.name
                if not target.exists():
                    os.symlink(entry, target)
        assert number < 10
    return folder / "bin" / "python"


def run(python: Path, folder: Path, *arguments: str) -> str:
    others = ("PYTHONPATH", "DATELINE_KERNELS")
    environment = {name: value for name, value in os.environ.items() if name not in others}
    done = subprocess.run(
        [str(python), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_script_with_its_own_search_and_indexer_beside_it_runs(installed: Path, tmp_path: Path) -> None:
    for name in ("search", "indexer"):
        (tmp_path / f"{name}.py").write_text(f'MINE = "my own {name}"\n')
    (tmp_path / "script.py").write_text(SCRIPT)

    assert run(installed, tmp_path, "script.py") == "my own search my own indexer 1\n"


def test_nothing_of_the_checkout_is_needed_once_installed(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import dateline.search, sys; print(dateline.search.__file__)")

    assert not where.startswith(str(HOUSE))


def test_a_copy_beside_somebodys_own_indexer_is_whole(installed: Path, tmp_path: Path) -> None:
    where = run(installed, HOUSE.parent, "-c", "import dateline; print(dateline.__file__)")
    shutil.copytree(Path(where.strip()).parent, tmp_path / "dateline")  # as `pip install --target .` does
    for name in ("indexer", "search"):
        (tmp_path / name).mkdir()
        for module in ("__init__", "article", "archive"):
            (tmp_path / name / f"{module}.py").write_text("raise ImportError('somebody else')\n")
    (tmp_path / "article.txt").write_text("Border guards met.\n")

    run(installed, tmp_path, "-m", "dateline", "index", "article.txt")
    assert "guards" in run(installed, tmp_path, "-m", "dateline", "search", "guards")


def test_the_manual_is_installed(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "-m", "dateline", "help", "query") == (
        (HOUSE / "docs/query.md").read_text("utf-8")
    )
    assert "cleaning, " in run(installed, tmp_path, "-m", "dateline", "help")


def test_the_command_runs_as_a_module(installed: Path, tmp_path: Path) -> None:
    assert "Full-text search" in run(installed, tmp_path, "-m", "dateline", "-h")


def test_the_command_runs_from_a_bare_checkout(tmp_path: Path) -> None:
    assert "Full-text search" in run(Path(sys.executable), HOUSE, "-m", "dateline", "-h")

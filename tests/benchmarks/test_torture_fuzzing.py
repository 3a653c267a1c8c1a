"""The fuzzer asks every kernel, finds nothing with the seeds, and finds a check that is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.torture.fuzzing import __main__ as command
from benchmarks.torture.fuzzing.building import BuildFailed, Unavailable, build
from benchmarks.torture.fuzzing.running import found, fuzz
from benchmarks.torture.fuzzing.sabotage import SABOTAGES, Sabotage, sabotaged
from benchmarks.torture.fuzzing.seeds import write_seeds
from dateline.indexer.format import kernels

AT_ONCE = ("documents that there are not", "a buffer that is kept")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all of the target was built."""
    folder = tmp_path_factory.mktemp("target")
    try:
        build(folder)
    except Unavailable as error:
        pytest.skip(str(error))
    return folder


def test_nothing_is_found_in_what_it_begins_with(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    assert write_seeds(tmp_path / "seeds") > 50

    done = fuzz(whole / "target", [tmp_path / "seeds"], tmp_path / "findings", 0, leaks=True)

    assert found(done) == ""
    assert list((tmp_path / "findings").iterdir()) == []


@pytest.mark.parametrize(
    "sabotage", [one for one in SABOTAGES if one.name in AT_ONCE], ids=lambda one: one.name
)
def test_a_check_that_is_missing_is_found_within_a_minute(
    sabotage: Sabotage, whole: Path, tmp_path: Path
) -> None:
    assert "Sanitizer" in sabotaged(sabotage, whole, tmp_path / "work", 60, seed=1)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.name)
def test_what_a_sabotage_takes_out_is_there(sabotage: Sabotage) -> None:
    (source,) = sabotage.source().values()

    assert sabotage.instead in source


def test_a_sabotage_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not have once"):
        Sabotage("nothing", "field.c", "no such check", "").source()


def test_kernels_that_are_no_c_are_an_error_and_not_skipped(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "work")

    with pytest.raises(BuildFailed, match="error"):
        build(tmp_path / "work", changed={"field.c": "this is no C"})


def test_without_clang_it_is_said_and_nothing_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(command, "_BUILD", tmp_path)

    assert command.main(["--seconds", "1"]) == 0
    assert capsys.readouterr().err.startswith("skipped: there is no clang")


@pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")
def test_every_kernel_is_asked() -> None:
    compiled = kernels.compiled()
    assert compiled is not None
    source = (Path(command.__file__).parent / "target.c").read_text("utf-8")
    types = [one for one in vars(compiled).values() if isinstance(one, type)]
    names = [name for of in (compiled, *types) for name in vars(of) if not name.startswith("_")]

    assert [name for name in names if f'"{name}"' not in source and name != "VERSION"] == []

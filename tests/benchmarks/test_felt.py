"""The run over installed versions: how they are installed, what is measured, and what it prints."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from benchmarks.felt import candidates
from benchmarks.felt.__main__ import main
from benchmarks.felt.building import as_saved, write_files
from benchmarks.felt.candidates import InstallError, install
from benchmarks.results.record import read_record
from benchmarks.speed.documents import Document

# A build backend of the project's own, so that pip needs no network.
BACKEND = """
import zipfile

def build_wheel(folder, settings=None, metadata=None):
    with zipfile.ZipFile(f"{folder}/dateline-1-py3-none-any.whl", "w") as wheel:
        wheel.write("dateline.py")
        for name, text in FILES.items():
            wheel.writestr(f"dateline-1.dist-info/{name}", text)
    return "dateline-1-py3-none-any.whl"
"""
FILES = {
    "METADATA": "Metadata-Version: 2.1\nName: dateline\nVersion: 1\n",
    "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "entry_points.txt": "[console_scripts]\ndateline = dateline:main\n",
    "RECORD": "",
}
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def article(title: str = "", date: str = "", place: str = "") -> Document:
    text = "Guards met.\n\nThey left."
    return Document(id=0, article="0", title=title, date=date, source="", place=place, text=text)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two commits and a change: its command prints 1, 2, and 3."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "backend.py").write_text(f"FILES = {FILES!r}\n{BACKEND}", encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)

    git("init")
    for number in (1, 2):
        (folder / "dateline.py").write_text(f"def main():\n    print({number})\n", encoding="utf-8")
        git("add", "-A")
        git("commit", "-m", str(number))
    (folder / "dateline.py").write_text("def main():\n    print(3)\n", encoding="utf-8")
    monkeypatch.setattr(candidates, "ROOT", folder)
    return folder


def said(candidate: candidates.Candidate) -> str:
    done = subprocess.run([candidate.command], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_commits_and_a_checkout_are_installed_beside_each_other(repository: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    first, second, now = (install(given, work) for given in ("HEAD~1", "HEAD", str(repository)))

    assert [said(first), said(second), said(now)] == ["1", "2", "3"]
    assert now.commit == f"{second.commit}+" and now.label == f"{second.label}+"
    assert first.date and first.as_commit().short == first.commit[:7]
    assert not (repository / "build").exists()


def test_a_commit_is_installed_once_and_compiled_whatever_the_environment_says(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = install("HEAD", tmp_path / "work").interpreter.python.parents[1]
    made = (environment / "installed.json").stat().st_mtime_ns

    assert list(environment.glob("lib/python*/site-packages/__pycache__/dateline.*.pyc"))
    install("HEAD", tmp_path / "work")
    assert (environment / "installed.json").stat().st_mtime_ns == made


def test_what_is_no_version_is_told_apart(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="nowhere: no commit of this repository, folder, wheel or interp"):
        install("nowhere", tmp_path)


def test_what_pip_cannot_install_says_why(tmp_path: Path) -> None:
    wheel = tmp_path / "dateline-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w"):
        pass
    with pytest.raises(InstallError, match=r"pip could not install .*dateline-1-py3-none-any\.whl"):
        install(str(wheel), tmp_path / "work")


def test_an_article_is_saved_with_headline_dateline_and_body() -> None:
    whole = article(title="Summit ends", date="2013-05-28", place="Bishkek")
    assert as_saved(whole) == "Summit ends\n\nBISHKEK, May 28, 2013 - Guards met.\n\nThey left.\n"
    assert as_saved(article(date="2013-05")) == "Guards met.\n\nThey left.\n"
    assert as_saved(article(place="Osh")) == "OSH - Guards met.\n\nThey left.\n"


def test_articles_become_files_a_thousand_a_folder(tmp_path: Path) -> None:
    given = tmp_path / "articles.jsonl"
    given.write_text((json.dumps(article(title="T")) + "\n") * 1001, encoding="utf-8")

    assert write_files(given, tmp_path / "files") == 1001
    assert len(list((tmp_path / "files" / "000").iterdir())) == 1000
    assert [file.name for file in (tmp_path / "files" / "001").iterdir()] == ["001000.txt"]
    assert write_files(given, tmp_path / "few", 2) == 2


def test_a_run_prints_what_is_felt_first_and_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same version twice: the second is given as a multiple of the first."""
    out = tmp_path / "out.json"
    size = "--passages 150 --rounds 2 --opens 1 --each 2 --processes 2 --peers fts5".split()  # noqa: SIM905
    versions = ["--before", sys.executable, "--after", sys.executable]
    assert main([*versions, *size, "--work", str(tmp_path / "work"), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    titles = [line.split(" | ")[0].removeprefix("| ") for line in printed.splitlines() if "| term |" in line]
    first = f"dateline of {Path(sys.executable).parents[1].name}"
    assert titles[:3] == ["By article: CPU ms, p50", "By article: CPU ms, p99", "By article: wall ms, p50"]
    assert titles[-1] == f"By passage: CPU time as a multiple of {first}"
    assert printed.index("By article: CPU") < printed.index("Whole processes:") < printed.index("Building an")
    assert f"\n| {first}, first ask | " in printed and f"\n| {first}, again | " in printed

    record = read_record(out)
    cells = {(one.table, one.row, one.column): one.value for one in record.figures}
    by_article, processes = "By article: CPU ms, p50", "Whole processes: CPU ms, median"
    assert cells[by_article, f"{first}, first ask", "term"] > 0
    assert cells[by_article, "fts5, again", "term"] > 0
    assert cells[by_article, f"{first}, again", "snippets shown"] >= 1
    assert cells[processes, first, "search WORD"] > cells[processes, first, "python -c pass"] > 0
    assert cells["Building an index, by article", f"{first} (2)", "files, none changed: CPU s"] > 0
    assert f"Building: CPU time as a multiple of {first}" in {one.table for one in record.figures}
    assert record.about["fts5"].startswith("SQLite ")
    assert "click" in record.machine["libraries"]
    assert cells[by_article.replace("p50", "p99"), f"{first}, first ask", "% with a full collection"] >= 0
    together = "By article, again: two threads"
    assert cells[together, first, "two / one"] > 0.5
    assert cells[together, first, "cores free"] > 0.5
    assert (together, "fts5", "two / one") not in cells


def test_indexes_and_queries_are_kept_where_asked_but_not_those_of_another_corpus(tmp_path: Path) -> None:
    built = tmp_path / "felt" / "indexes" / "fts5" / "article" / "index.db"
    size = "--rounds 1 --opens 1 --each 1 --only asking --peers fts5 --reuse".split()  # noqa: SIM905
    made, stamps = tmp_path / "felt" / "made.json", []
    for passages in ("120", "120", "130"):
        assert main([*size, "--after", sys.executable, "--passages", passages, "--work", str(tmp_path)]) == 0
        stamps.append((built.stat().st_mtime_ns, made.stat().st_mtime_ns))
    assert stamps[0] == stamps[1]
    assert all(last > first for first, last in zip(stamps[0], stamps[2], strict=True))


def test_lucene_without_java_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.java.java_home", lambda *_, **__: None)
    arguments = ["--passages", "120", "--after", sys.executable, "--peers", "lucene"]
    assert main([*arguments, "--work", str(tmp_path)]) == 2
    assert "Error: lucene: there is no Java 17 or newer" in capsys.readouterr().err


def test_an_engine_that_fails_drops_out_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "bin" / "python"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'it has no legs' >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    size = "--passages 120 --rounds 1 --opens 1 --each 1 --only asking --peers fts5".split()  # noqa: SIM905
    versions = ["--before", str(broken), "--after", sys.executable]
    assert main([*versions, *size, "--work", str(tmp_path / "work")]) == 1
    printed = capsys.readouterr().out
    assert f"- dateline of {tmp_path.name}: FAILED: it has no legs" in printed
    assert "\n| fts5, first ask | " in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--peers", "altavista"], "'altavista' is none of whoosh"),
        (["--only", "dreaming"], "'dreaming' is none of asking"),
        (["--rounds", "0"], "0 is less than 1"),
    ],
)
def test_wrong_usage_names_what_there_is(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--work", str(tmp_path), *arguments])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_corpus_or_a_version_that_is_not_there_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--work", str(tmp_path), "--corpus", "/nowhere"]) == 2
    assert "Error: /nowhere: there is no such file or folder" in capsys.readouterr().err
    generated = ["--work", str(tmp_path), "--passages", "100", "--peers", ""]
    assert main([*generated, "--after", "nothing-of-the-kind"]) == 2
    assert "Error: nothing-of-the-kind: no commit" in capsys.readouterr().err
    assert main([*generated, "--after", "/bin/false"]) == 2
    assert "Error: /bin/false: this is no interpreter that runs" in capsys.readouterr().err

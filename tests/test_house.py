"""The arrows between the rooms: who may import whom."""

from __future__ import annotations

import ast

import pytest

from tests.places import HOUSE

MODULES = sorted(
    path.relative_to(HOUSE).as_posix()
    for room in ("indexer", "search")
    for path in (HOUSE / room).rglob("*.py")
)


ARRAYS = ("indexer/format/", "indexer/analysis/", "indexer/whoosh/", "search/arrays/", "search/whoosh_")
KNOWN = ("dateline.indexer.article", "dateline.indexer.analysis", "dateline.indexer.format")


def imported(module: str) -> set[str]:
    """The absolute names of everything a module imports, anywhere in it."""
    package = "dateline." + module.removesuffix(".py").replace("/", ".").rsplit(".", 1)[0]
    names = set()
    for node in ast.walk(ast.parse((HOUSE / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parent, base]).rstrip(".")
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def uses(module: str, *packages: str) -> set[str]:
    return {name for name in imported(module) for package in packages if f"{name}.".startswith(f"{package}.")}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/")])
def test_the_indexer_knows_nothing_of_search(module: str) -> None:
    assert uses(module, "dateline.search", "dateline.cli") == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("search/")])
def test_search_knows_of_the_indexer_the_article_the_analysis_and_the_on_disk_half(module: str) -> None:
    known = (*KNOWN, "dateline.indexer.whoosh") if module.startswith("search/whoosh_engine/") else KNOWN
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(known)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/format/")])
def test_the_on_disk_half_knows_the_article_and_the_analysis(module: str) -> None:
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(KNOWN)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("indexer/cleaning/")])
def test_only_the_cleaner_imports_beautifulsoup(module: str) -> None:
    assert uses(module, "bs4", "lxml") == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/readers/")])
def test_readers_know_the_article_and_nothing_of_cleaning(module: str) -> None:
    known = ("dateline.indexer.article", "dateline.indexer.errors", "dateline.indexer.readers")
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(known)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/cleaning/")])
def test_cleaning_knows_raw_articles_and_the_facts(module: str) -> None:
    known = ("article", "analysis", "cleaning", "facts", "readers.raw")
    known_names = tuple(f"dateline.indexer.{name}" for name in known)
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(known_names)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if "/cli" not in name])
def test_only_the_command_lines_print(module: str) -> None:
    calls = {
        node.func.id
        for node in ast.walk(ast.parse((HOUSE / module).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in calls
    assert uses(module, "click") == set()


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if not name.startswith(ARRAYS)],
)
def test_only_the_on_disk_half_and_the_evaluator_compute_on_arrays(module: str) -> None:
    assert uses(module, "numpy") == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("indexer/whoosh/")])
def test_one_room_imports_whoosh(module: str) -> None:
    assert uses(module, "whoosh") == set()


@pytest.mark.parametrize(
    "module", [name for name in MODULES if not name.startswith(("indexer/whoosh/", "search/whoosh_engine/"))]
)
def test_the_whoosh_room_is_entered_by_the_reference_engine_alone(module: str) -> None:
    assert uses(module, "dateline.indexer.whoosh") == set()


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_pickled(module: str) -> None:
    assert uses(module, "pickle", "marshal", "shelve") == set()

"""The arrows between the rooms: who may import whom."""

from __future__ import annotations

import ast
import re

import pytest

from tests.places import HOUSE

MODULES = sorted(
    path.relative_to(HOUSE).as_posix()
    for room in ("dateline", "indexer", "search")
    for path in (HOUSE / room).rglob("*.py")
)
ARRAYS = (
    "indexer/format/",
    "indexer/analysis/",
    "indexer/cleaning/model/",
    "indexer/whoosh/",
    "search/arrays/",
    "search/ranking/model.py",
    "search/whoosh_engine/",
)
COMMAND_LINES = ("dateline/", "indexer/cli/", "search/cli/")
KNOWN = (
    "dateline.indexer.article",
    "dateline.indexer.analysis",
    "dateline.indexer.format",
    "dateline.indexer.shown",
)
ARCHITECTURE = (HOUSE / "ARCHITECTURE.md").read_text("utf-8")


def drawn(half: str) -> dict[str, int]:
    """The floor of each room of one half of the house, as ARCHITECTURE.md draws it."""
    drawing = ARCHITECTURE.partition(f"► {half}/ ")[2]
    floors: dict[str, int] = {}
    for line in drawing.splitlines()[1:]:
        floor = re.match(r"[ │]+(\d+)  ([\w/]+(?: \| [\w/]+)*)(?:$|  )", line)
        if floor is None:
            break
        floors |= {room.replace("/", "."): int(floor[1]) for room in floor[2].split(" | ")}
    return floors


FLOORS = {half: drawn(half) for half in ("indexer", "search")}


def dotted(module: str) -> str:
    """The name a module is imported by."""
    name = module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    return name if name.startswith("dateline") else f"dateline.{name}"


def imported(module: str) -> set[str]:
    """The absolute names of everything a module imports, anywhere in it."""
    package = dotted(module) if module.endswith("__init__.py") else dotted(module).rsplit(".", 1)[0]
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
def test_search_knows_of_the_indexer_the_article_what_is_shown_settings_and_the_on_disk_half(
    module: str,
) -> None:
    known: tuple[str, ...] = (
        *KNOWN,
        "dateline.indexer.settings",
        "dateline.indexer.beside",
        "dateline.indexer.opensearch",
    )
    known += ("dateline.indexer.whoosh",) if module.startswith("search/whoosh_engine/") else ()
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(known)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/format/")])
def test_the_on_disk_half_knows_the_article_and_the_analysis(module: str) -> None:
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(KNOWN)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("indexer/cleaning/")])
def test_only_the_cleaner_imports_beautifulsoup(module: str) -> None:
    assert uses(module, "bs4", "lxml") == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/readers/")])
def test_readers_know_the_article_and_nothing_of_cleaning(module: str) -> None:
    known: tuple[str, ...] = (
        "dateline.indexer.article",
        "dateline.indexer.errors",
        "dateline.indexer.format.records",  # how any record is made
        "dateline.indexer.readers",
    )
    if module == "indexer/readers/charsets.py":  # an old encoding is told by the language its words are in
        known += ("dateline.indexer.facts.language",)
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(known)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("indexer/cleaning/")])
def test_cleaning_knows_raw_articles_and_the_facts(module: str) -> None:
    known: tuple[str, ...] = (
        *("article", "analysis", "cleaning", "errors", "facts", "readers.limits", "readers.raw"),
        "format.kernels",  # which know letters, and no index
    )
    known_names = tuple(f"dateline.indexer.{name}" for name in known)
    assert {name for name in uses(module, "dateline.indexer") if not name.startswith(known_names)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(COMMAND_LINES)])
def test_only_the_command_lines_print(module: str) -> None:
    calls = {
        node.func.id
        for node in ast.walk(ast.parse((HOUSE / module).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in calls
    assert uses(module, "click") == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(ARRAYS)])
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


def test_there_are_no_circles() -> None:
    houses = {dotted(module): module for module in MODULES}
    arrows = {
        name: {
            target if target in houses else target.rsplit(".", 1)[0]
            for target in imported(module)
            if {target, target.rsplit(".", 1)[0]} & houses.keys()
        }
        - {name}
        for name, module in houses.items()
    }
    assert sum(map(len, arrows.values())) > len(arrows)
    while free := {name for name, below in arrows.items() if not below & arrows.keys()}:
        arrows = {name: below for name, below in arrows.items() if name not in free}
    assert sorted(arrows) == []


def room(name: str) -> str | None:
    """The room of its half a module, or a name in it, is in; none for the half's own names."""
    _, half, *inside = name.split(".")
    return next((room for room in (".".join(inside[:2]), ".".join(inside[:1])) if room in FLOORS[half]), None)


@pytest.mark.parametrize("half", FLOORS)
def test_every_room_is_in_the_drawing(half: str) -> None:
    names = [dotted(module) for module in MODULES if module.startswith(half)]
    inside = [name for name in names if name not in (f"dateline.{half}", "dateline.indexer.format")]
    assert [name for name in inside if room(name) is None] == []
    assert {room(name) for name in inside} == set(FLOORS[half])


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if name.count("/") and not name.startswith("dateline") and room(dotted(name))],
)
def test_a_room_knows_the_floors_below_it(module: str) -> None:
    half, own = dotted(module).split(".")[1], room(dotted(module))
    assert own is not None
    for name in uses(module, f"dateline.{half}"):
        other = room(name)
        assert other is not None, name
        assert other == own or FLOORS[half][other] < FLOORS[half][own], name


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith(("search/", "indexer/"))])
def test_rooms_are_not_entered_through_the_front_door(module: str) -> None:
    rooms = ("dateline.indexer", "dateline.search")
    assert {name for name in uses(module, "dateline") if not name.startswith(rooms)} == set()


DOCUMENTS = sorted(
    path.relative_to(HOUSE).as_posix() for path in [*HOUSE.glob("*.md"), *(HOUSE / "docs").glob("*.md")]
)
PATH = re.compile(r"`((?:dateline|indexer|search|tests|benchmarks|examples|docs)/[\w/.]*)`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_points_at_is_there(document: str) -> None:
    text = (HOUSE / document).read_text("utf-8")
    folder = (HOUSE / document).parent
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if ":" not in link]
    missing = [name for name in PATH.findall(text) if not (HOUSE / name).exists()]
    missing += [name for name in links if name and not (folder / name).exists()]
    assert missing == []

"""The floors of the on-disk half: index stands on segment, segment on storage."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

import pytest

from tests.places import HOUSE
from tests.test_house import MODULES, imported

FORMAT = [name for name in MODULES if name.startswith("indexer/format/")]
ROOMS = ("storage", "segment", "index")


def dotted(module: str) -> str:
    return "dateline." + module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def used(module: str) -> set[str]:
    """The modules of the on-disk half that one imports, anywhere in it."""
    names = imported(module)
    return {
        other for other in FORMAT if any(f"{name}.".startswith(f"{dotted(other)}.") for name in names)
    } - {module}


@pytest.mark.parametrize("module", FORMAT)
def test_no_floor_knows_the_floors_above_it(module: str) -> None:
    room = module.split("/")[2]
    above = ROOMS[ROOMS.index(room) + 1 :] if room in ROOMS else ROOMS
    assert {other for other in used(module) if other.split("/")[2] in above} == set()


def test_there_is_no_circle() -> None:
    order = list(TopologicalSorter({module: used(module) for module in FORMAT}).static_order())
    assert sorted(order) == FORMAT
    assert order.index("indexer/format/segment/sorted_blocks.py") < order.index(
        "indexer/format/segment/text_field.py"
    )


@pytest.mark.parametrize("module", [*FORMAT, *(m for m in MODULES if m.startswith("indexer/analysis/"))])
def test_modules_are_called_by_their_names(module: str) -> None:
    there = {name.rsplit("/", 1)[1] for name in MODULES}
    assert set(re.findall(r"\b\w+\.py\b", (HOUSE / module).read_text("utf-8"))) - there == set()

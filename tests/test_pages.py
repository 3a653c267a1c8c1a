"""The pages for people who work on Dateline name what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.places import HOUSE

PAGES = sorted(
    path.relative_to(HOUSE).as_posix()
    for pattern in ("*.md", "examples/*.md", "tests/**/README.md", "benchmarks/*.md", ".github/**/*.md")
    for path in HOUSE.glob(pattern)
    if not any(part.startswith(".venv") or part == ".pytest_cache" for part in path.parts)
)
PLACES = re.compile(r"`((?:tests|benchmarks|docs|indexer|search|dateline|examples)/[\w./-]+)`")


def read(page: str) -> str:
    return (HOUSE / page).read_text("utf-8")


def test_the_pages_are_found() -> None:
    assert {"README.md", "SECURITY.md", "RELEASING.md", ".github/ISSUE_TEMPLATE/bug.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(page))

    assert [link for link in links if not ((HOUSE / page).parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", ["SECURITY.md", "RELEASING.md", "CONTRIBUTING.md", "tests/judged/ours/README.md"]
)
def test_the_places_a_page_names_are_there(page: str) -> None:
    assert [place for place in PLACES.findall(read(page)) if not (HOUSE / place).exists()] == []


def test_every_promise_of_safety_names_a_test() -> None:
    promised = read("SECURITY.md").split("## What is promised")[1].split("\n## ")[0]
    promises = re.split(r"^- ", promised, flags=re.MULTILINE)[1:]

    assert len(promises) > 5
    assert [promise for promise in promises if not re.search(r"`tests/[\w./]+`", promise)] == []


def test_a_report_is_asked_for_the_query_how_it_was_read_and_the_version() -> None:
    asked = read(".github/ISSUE_TEMPLATE/bug.md")

    assert [
        word for word in ("read as:", "dateline --version", "expected", "system") if word not in asked
    ] == []


def test_each_python_that_is_promised_is_in_the_list_of_a_release() -> None:
    least = re.search(r"python_requires = >=3\.(\d+)", Path(HOUSE / "setup.cfg").read_text("utf-8"))

    assert least is not None
    assert f"for v in 3.{least[1]} " in read("RELEASING.md")

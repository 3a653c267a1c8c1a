"""Is everything a person can type or import written down?"""

from __future__ import annotations

import dataclasses
import json
import re

import click
import pytest

import dateline
from dateline import indexer, search
from dateline.cli import COMMANDS, cli
from dateline.search.results import ArticleHit, Found, PassageHit
from tests.places import HOUSE

README = (HOUSE / "README.md").read_text("utf-8")
PAGE = (HOUSE / "docs/commands.md").read_text("utf-8")
SCRIPT = (HOUSE / "docs/script.md").read_text("utf-8")
OUTPUT = (HOUSE / "docs/output.md").read_text("utf-8")

SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found
    return found


def options(name: str) -> list[str]:
    """Those of a command and of the commands below it."""
    found = command(name)
    below = list(found.commands.values()) if isinstance(found, click.Group) else []
    return [
        opt
        for one in (found, *below)
        for param in one.params
        if isinstance(param, click.Option)
        for opt in param.opts
        if opt != "--index"
    ]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    missing = [
        option for option in options(name) if not re.search(rf"`{re.escape(option)}\b", SECTIONS[name])
    ]

    assert missing == []


@pytest.mark.parametrize("name", list(COMMANDS))
def test_no_option_is_documented_that_is_not_there(name: str) -> None:
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)", SECTIONS[name])) - {"-nuclear", "-n5", "--"}

    assert documented - set(options(name)) == set()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_in_the_readme_and_the_overview(name: str) -> None:
    assert re.search(rf"\b{name}\b", README)
    assert f"## {name}\n" in PAGE


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [
        param.name for param in command(name).params if isinstance(param, click.Option) and not param.help
    ]

    assert silent == []


@pytest.mark.parametrize("name", sorted({*dateline.__all__, *search.__all__, *indexer.__all__}))
def test_every_public_name_is_documented(name: str) -> None:
    assert re.search(rf"`{name}\b", SCRIPT)


def names_of(record: type) -> list[str]:
    """What a script reads of a record."""
    if dataclasses.is_dataclass(record):
        return [field.name for field in dataclasses.fields(record)]
    return [name for name in dir(record) if not name.startswith("_") and name not in {"count", "index"}]


@pytest.mark.parametrize("record", [Found, ArticleHit, PassageHit])
def test_every_field_of_a_result_is_documented(record: type) -> None:
    missing = [name for name in names_of(record) if not re.search(rf"[`.]{name}\b", SCRIPT)]

    assert missing == []


def test_every_field_of_a_result_is_in_the_grammar_of_the_output() -> None:
    names = {name for record in (ArticleHit, PassageHit, Found) for name in names_of(record)}
    names -= {"to_dicts", "to_pandas"}

    assert {name for name in names if f'"{name}"' not in OUTPUT} == set()


def test_every_method_of_an_archive_is_documented() -> None:
    public = [name for name in dir(search.Archive) if not name.startswith("_")]

    assert [name for name in public if not re.search(rf"[.]{name}\b", SCRIPT)] == []


def test_the_links_of_the_documentation_lead_somewhere() -> None:
    dead = [
        f"{page.name}: {link}"
        for page in [HOUSE / "README.md", *(HOUSE / "docs").glob("*.md")]
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]

    assert dead == []


def test_the_grammar_names_the_version_that_is_printed() -> None:
    from dateline.search.output.export import VERSION

    assert f'"v": {json.dumps(VERSION)}' in OUTPUT

"""docs/cleaning.md names the rules by which text is dropped: all that the code has, and no others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from dateline import read
from dateline.indexer.article import AROUND
from dateline.indexer.cleaning.model.places import RULES
from dateline.indexer.errors import SourceError
from tests.places import HOUSE

READ = HOUSE / "tests/indexer/readers"


def documented() -> set[str]:
    """The first column of the tables of rules."""
    page = (HOUSE / "docs/cleaning.md").read_text("utf-8")
    tables = re.findall(r"^\| rule \| what it drops \|\n\|---\|---\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    return {name for table in tables for name in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)}


def strings(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_rule_of_the_code_is_documented() -> None:
    assert not AROUND.union(RULES) - documented()
    used = set()
    for folder in ("programs", "saved", "documents"):
        for path in sorted((READ / folder).iterdir()):
            if path.suffix in (".docx", ".html", ".md", ".odt", ".pdf", ".rtf", ".txt", ".json"):
                try:
                    articles = read(path)
                except SourceError:
                    continue
                used |= {drop.rule for article in articles for drop in article.dropped}
    assert len(used) > 8
    assert not used - documented()


def test_every_documented_rule_is_one_of_the_code() -> None:
    said = {text for folder in ("cleaning", "readers") for text in strings(HOUSE / "indexer" / folder)}
    assert len(documented()) >= 20
    assert not documented() - said - AROUND

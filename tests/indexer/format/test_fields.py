"""The table of fields, and what follows from it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from typing import get_args

import pytest

from dateline import Archive
from dateline.indexer.article import Article
from dateline.indexer.cleaning import clean
from dateline.indexer.format import fields
from dateline.indexer.format.fields import BY_NAME, FACETS, FIELDS, OPTIONS, FacetField, TextName
from dateline.indexer.format.segment.stored_articles import unpack
from dateline.indexer.format.segment.stored_heads import unpack_head
from dateline.indexer.readers.records import read_record
from dateline.search.results import ArticleHit
from tests.places import HOUSE

MODULES = sorted(
    path.relative_to(HOUSE).as_posix()
    for room in ("dateline", "indexer", "search")
    for path in (HOUSE / room).rglob("*.py")
    if path != HOUSE / "indexer/format/fields.py"
)
NAMES = {
    name
    for field in FIELDS
    for name in (
        field.name,
        field.plural,
        *(one.name for one in field.typed),
        *(one.name for one in field.facets),
    )
    if name
}


def literals(tree: ast.AST) -> list[list[str]]:
    """The texts of each collection that is written out: tuples, lists, sets, keys, a string of words."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            items = node.elts
        elif isinstance(node, ast.Dict):
            items = [key for key in node.keys if key is not None]
        else:
            continue
        found.append(
            [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        )
    return found


@pytest.mark.parametrize("module", MODULES)
def test_no_other_module_lists_the_fields(module: str) -> None:
    tree = ast.parse((HOUSE / module).read_text("utf-8"))
    listed = [texts for texts in literals(tree) if len(NAMES.intersection(texts)) > 2]
    # Of what is measured of a block of a page some is named as fields are.
    assert [texts for texts in listed if 4 * len(NAMES.intersection(texts)) > len(texts)] == []


def test_a_list_of_fields_would_be_noticed() -> None:
    assert literals(ast.parse('A = ("source", "place", "author")')) == [["source", "place", "author"]]
    assert literals(ast.parse('Literal["source", "lang"]')) == [["source", "lang"]]


def test_names_are_unique() -> None:
    for names in (
        [field.name for field in FIELDS],
        [typed.name for field in FIELDS for typed in field.typed],
        [facet.name for field in FIELDS for facet in field.facets],
        [field.ris for field in FIELDS if field.ris],
        [field.bibtex for field in FIELDS if field.bibtex],
    ):
        assert len(names) == len(set(names))


def test_a_field_is_an_attribute_of_an_article_and_so_are_its_values() -> None:
    attributes = {*(field.name for field in dataclasses.fields(Article)), "text"}
    parts = {field.name for field in FIELDS if field.kind == "text within"}
    assert {name for field in FIELDS for name in (field.name, field.plural) if name} - parts <= attributes


def test_a_hit_has_the_fields_that_json_has() -> None:
    hit = {field.name for field in dataclasses.fields(ArticleHit)}
    assert {name for field in FIELDS if field.json for name in (field.name, field.plural) if name} <= hit


def test_a_record_gives_the_fields_it_may_give_and_no_others() -> None:
    record = {field.name: "en" for field in FIELDS}
    [article] = clean(read_record(record))
    given = {field.name for field in FIELDS if getattr(article, field.name, None) == "en"}
    assert given == {field.name for field in FIELDS if field.record} - {"date"}
    assert (article.date_text, article.heading) == ("en", "en")


def test_what_can_be_filtered_by_option_is_a_parameter_of_a_search() -> None:
    assert set(OPTIONS) == set(inspect.signature(Archive.search).parameters) & set(BY_NAME)


def test_the_names_to_count_by_are_those_the_type_has() -> None:
    assert get_args(FacetField) == tuple(FACETS)
    assert get_args(TextName) == tuple(field.name for field in FIELDS if field.kind.startswith("text"))


def test_filters_say_how_they_compare() -> None:
    keywords = [field for field in FIELDS if field.kind == "keyword"]
    assert [field.name for field in keywords if field.compared is None or not field.typed] == []


def test_the_table_loads_nothing() -> None:
    tree = ast.parse(inspect.getsource(fields))
    assert {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} == {
        "__future__",
        "typing",
    }
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Import)] == []


def test_every_field_comes_back_from_its_record_and_columns() -> None:
    record = b'["Title",null,null,null,null,"AFP","By","https://example.org","page"]'
    keywords = {name: "x" if name == "id" else name for name in fields.SINGLE_FIELDS}
    article = unpack(unpack_head(record, ()), {}, keywords, {"authors": ()}, ["Text."])
    assert [getattr(article, field.name) for field in FIELDS if field.stored] == [
        "Title",
        "AFP",
        "By",
        "https://example.org",
        "page",
        "exact",
    ]


def table() -> list[list[str]]:
    """The rows of the page, from the code."""
    rows = []
    for field in FIELDS:
        typed = ", ".join(f"`{one.name}:`" for one in field.typed)
        counted = ", ".join(f"`{facet.name}`" for facet in field.facets)
        rows.append(
            [
                f"`{field.name}`" + (f", `{field.plural}`" if field.plural else ""),
                typed,
                field.compared or "",
                f"`--{field.name}`" if field.option else "",
                counted,
                "yes" if field.record else "",
                field.ris or "",
                field.bibtex or "",
            ]
        )
    return rows


def test_the_documentation_has_the_table() -> None:
    page = (HOUSE / "docs/fields.md").read_text("utf-8")
    lines = [line.strip("|").split("|") for line in re.findall(r"^\|.*\|$", page, re.MULTILINE)]
    assert [[cell.strip() for cell in line] for line in lines[2:]] == table()

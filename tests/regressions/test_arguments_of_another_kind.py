"""`after=1987`, `search([...])`, `source=[...]`, `limit="10"` raised AttributeError and the like from deep
inside. A year is a date, a list is any of its texts, and all else is an error that names the argument."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import numpy
import pytest

from dateline.indexer import build
from dateline.search import Archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    build(
        [
            {"id": "a", "text": "Oil fell.", "date": "1987-03-01", "source": "Kazinform", "place": "Baku"},
            {"id": "b", "text": "Oil rose.", "date": "1988-03-01", "source": "Reuters", "place": "Oslo"},
            {"id": "c", "text": "Oil held.", "date": "1989-03-01", "source": "The Times, London"},
        ],
        index=folder,
    )
    with Archive.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"after": 1988}, {"b", "c"}),
        ({"after": numpy.int64(1988)}, {"b", "c"}),
        ({"before": 1987}, {"a"}),
        ({"after": date(1988, 3, 1)}, {"b", "c"}),
        ({"after": datetime(1988, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-9)))}, {"b", "c"}),
        ({"before": datetime(1988, 3, 1)}, {"a", "b"}),
        ({"source": ["Kazinform", "Reuters"]}, {"a", "b"}),
        ({"source": ("Times, London",)}, {"c"}),
        ({"source": {"Reuters"}}, {"b"}),
        ({"source": "Kazinform,Reuters"}, {"a", "b"}),
        ({"place": frozenset({"baku", "oslo"})}, {"a", "b"}),
    ],
)
def test_years_dates_and_lists_are_filters(archive: Archive, filters: dict[str, Any], ids: set[str]) -> None:
    assert {hit.id for hit in archive.search("oil", **filters)} == ids


def test_a_list_is_said_as_any_of_its_texts(archive: Archive) -> None:
    found = archive.search("oil", source={"Reuters", "Kazinform"}, after=1987)
    assert found.read_as == (
        "oil (English, stemmed) AND published 1987 or later AND source: Kazinform or Reuters"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"query": ["oil"]}, {"query": None}, {"query": b"oil"}, {"query": 7},
        {"after": True}, {"after": 1987.0}, {"after": ["1987"]}, {"before": {}}, {"before": timedelta(1)},
        {"source": 7}, {"source": b"Reuters"}, {"source": ["Reuters", 7]}, {"source": {"Reuters": 1}},
        {"place": True}, {"place": [None]},
        {"limit": "10"}, {"limit": None}, {"limit": 1.5}, {"limit": True}, {"passages": None},
        {"by": 3}, {"sort": None}, {"match": ["all"]}, {"expand": "yes"}, {"why": 1},
    ],
    ids=str,
)  # fmt: skip
def test_another_kind_of_thing_is_a_type_error_that_names_the_argument(
    archive: Archive, given: dict[str, Any]
) -> None:
    (name,) = given
    with pytest.raises(TypeError, match=f"^{name} takes "):
        archive.search(given.pop("query", "oil"), **given)


@pytest.mark.parametrize(
    "given",
    [
        {"limit": -1}, {"passages": -3}, {"by": "passages"}, {"sort": "best"}, {"match": "some"},
        {"after": 0}, {"after": -5}, {"before": 19870226}, {"source": []}, {"place": [""]},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_argument_can_be_is_a_value_error_that_names_it(
    archive: Archive, given: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=f"^{next(iter(given))} "):
        archive.search("oil", **given)


def test_the_other_questions_check_their_arguments_too(archive: Archive) -> None:
    with pytest.raises(TypeError, match=r"^query takes text"):
        archive.count(["oil"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^by must be one of"):
        archive.count("oil", by="passages")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^width takes"):
        archive.kwic("oil", width="9")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^sort must be one of"):
        archive.kwic("oil", sort="up")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^limit must be at least 0"):
        archive.like("a", limit=-1)
    with pytest.raises(TypeError, match=r"^source takes"):
        archive.facets("oil", "year", source=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [None, 5, ["x"], b"x"])
@pytest.mark.parametrize(
    ("call", "argument"), [("terms", "prefix"), ("get", "article_id"), ("like", "article_id")]
)
def test_text_is_asked_for_by_name(archive: Archive, call: str, argument: str, given: object) -> None:
    with pytest.raises(TypeError, match=f"^{argument} takes text, got "):
        getattr(archive, call)(given)


def test_a_number_larger_than_any_count_is_refused_by_name(archive: Archive) -> None:
    with pytest.raises(ValueError, match=r"^limit must be at most "):
        archive.kwic("oil", limit=10**30)


def test_a_snippet_names_the_argument_that_is_wrong(archive: Archive) -> None:
    passage: Any = archive.search("oil")[0].passages[0]
    for length in ("x", 1.5, None, True):
        with pytest.raises(TypeError, match=r"^max_chars takes a whole number, got "):
            passage.snippet(length)
    assert passage.snippet(numpy.int64(5)).text == passage.text
    with pytest.raises(TypeError, match=r"^style takes one of plain, .*, got NoneType"):
        passage.snippet().render(None)
    with pytest.raises(ValueError, match=r"^style 'bold' is none of plain, "):
        passage.snippet().render("bold")

"""What leads a terminal to a file: addresses by a format, out of which nothing breaks."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.output.kwic import aligned
from dateline.search.output.links import LINK_FORMATS, Links, cited_place, make_links
from dateline.search.output.page import Screen, answer_lines
from dateline.search.tallies import KwicLine
from tests.search.output.test_page import article, found

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths as POSIX has them")

LINK = re.compile("\x1b]8;;([^\x1b\x07]*)\x1b\\\\(.*?)\x1b]8;;\x1b\\\\")


@pytest.mark.parametrize(
    ("form", "address"),
    [
        ("file", "file://desk/news/a%20b.txt"),
        ("vscode", "vscode://file/news/a%20b.txt:3:1"),
        ("kitty", "file://desk/news/a%20b.txt#3"),
        ("{path}:{line}", "/news/a%20b.txt:3"),
        ("x://{host}{path}?at={line}", "x://desk/news/a%20b.txt?at=3"),
    ],
)
def test_an_address_is_made_by_a_format(form: str, address: str) -> None:
    links = make_links(form)

    assert links is not None
    assert Links(links.template, "desk").address("/news/a b.txt", 3) == address


@pytest.mark.parametrize("form", ["file://x", "{path}{colour}", "{path}\x1b", "{path}\n", "datei", "{path}é"])
def test_what_is_no_format_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="no format of links"):
        make_links(form)


def test_none_links_nothing() -> None:
    assert make_links("none") is None


@given(st.text(min_size=1), st.sampled_from([name for name in LINK_FORMATS if name != "none"]))
def test_nothing_a_file_is_called_breaks_out_of_a_link(name: str, form: str) -> None:
    links = make_links(form)
    assert links is not None

    path = f"/news/{name}".replace("!/", "").encode("utf-8", "replace").decode()
    linked = links.linked("shown", f"{path}:3", path)

    matched = LINK.fullmatch(linked)
    assert matched is not None
    assert re.fullmatch(r"[!-~]+", matched[1])


def test_headings_and_citations_lead_to_their_line() -> None:
    hit = article()
    path = "/news/a folder/with a long name/story.txt"
    from dataclasses import replace

    passage = replace(hit.passages[0], cite=f"{path}:3")
    hit = replace(hit, path=path, cite=f"{path}:3", passages=(passage,))
    screen = Screen(60, True, Links("{path}:{line}", ""))

    lines = list(answer_lines(found(hit), screen))

    linked = [LINK.search(line) for line in lines]
    assert linked[0] and linked[0][1] == "/news/a%20folder/with%20a%20long%20name/story.txt:3"
    assert linked[-1] and linked[-1][1] == linked[0][1]
    assert linked[1:-1] == [None] * (len(lines) - 2)


@pytest.mark.parametrize("path", [None, "relative.txt", "/news/all.zip!/a.txt"])
def test_what_is_no_file_of_its_own_is_no_link(path: str | None) -> None:
    assert Links("file://{path}", "").linked("shown", f"{path}:3", path) == "shown"


def test_a_shortened_citation_leads_to_the_whole_path() -> None:
    path = "/news/a-folder-with-a-long-name/and-another-one/story.txt"
    (line,) = aligned([KwicLine("a", "the old ", "border", " post", f"{path}:7", None)], 80,
                      links=Links("{path}:{line}", ""))  # fmt: skip

    linked = LINK.search(line)
    assert linked is not None
    assert linked[1] == f"{path}:7"
    assert linked[2] == "…/and-another-one/story.txt:7"


def test_a_page_is_no_line() -> None:
    assert cited_place("a.pdf:p3") == ("a.pdf", None)
    assert cited_place("a.txt:٣") == ("a.txt:٣", None)

"""The server: which address is answered by which page, and how."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from dateline.search.web.app import make_app
from tests.search.tiny import new_article, write_segments
from tests.search.web.asking import ask


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    folder = tmp_path_factory.mktemp("served")
    write_segments(
        folder,
        [
            new_article(
                "a", "Border guards met.", title="Guards meet", date="2013-05-28", source="Kazinform"
            ),
            new_article("b", "The border was quiet.", date="2013-06-01", source="The Astana Times"),
        ],
    )
    return make_app([str(folder)])


def test_a_search_lists_the_articles_with_what_matched_marked(app: Starlette) -> None:
    reply = ask(app, "/search?q=border+guards")

    assert reply.status == 200
    assert '<a href="/a/a?q=border+guards"><mark>Guards</mark> meet</a>' in reply.text
    assert "<mark>Border</mark> <mark>guards</mark> met." in reply.text


def test_an_article_is_a_page_and_one_that_is_not_there_too(app: Starlette) -> None:
    assert "The border was quiet." in ask(app, "/a/b?q=border").text
    assert ask(app, "/a/zebra").status == 404

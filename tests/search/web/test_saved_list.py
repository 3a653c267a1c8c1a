"""The searches that are kept, on the first page, with how much is new to each."""

from __future__ import annotations

from pathlib import Path

from dateline.search import Archive
from dateline.search.saved import SavedSearch, SavedSearches
from dateline.search.web.app import make_app
from tests.search.tiny import new_article, write_segments
from tests.search.web.asking import ask
from tests.search.web.browsing import seen


def test_what_came_in_since_is_counted_and_has_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    write_segments(folder, [new_article("a", "Border guards met.", source="Reuters")])
    kept = SavedSearches(folder)
    with Archive.open(folder) as archive:
        kept.add(SavedSearch("Guards & <others>", "border guards", seen=archive.as_of, ran=archive.as_of))
    kept.add(SavedSearch("quiet", "snow", source="Reuters", synonyms=False))
    write_segments(folder, [new_article("b", "More border guards came.", source="Kazinform")])
    app = make_app([str(folder)])

    found = seen(ask(app, "/").text)

    assert found.links["Guards & <others>"] == "/search?q=border+guards"
    assert found.links["quiet"] == "/search?q=snow&source=Reuters&synonyms=off"
    new = seen(ask(app, found.links["1"]).text)
    assert "1 article, 1 passage" in new.text
    assert "More border guards came." in new.text
    assert "Kazinform 1" in new.links
    assert "Reuters" not in new.text
    assert ask(app, found.links["1"].replace("/search?", "/search.json?")).json["total"] == 1


def test_a_search_that_can_not_be_asked_is_told_and_the_page_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    write_segments(folder, [new_article("a", "Border guards met.")])
    kept = SavedSearches(folder)
    kept.add(SavedSearch("wrong", "border ("))
    (kept.folder / "damaged.json").write_text("{")
    reply = ask(make_app([str(folder)]), "/")

    assert reply.status == 200
    assert "can’t be read" in seen(reply.text).text


def test_without_any_there_is_no_list(tmp_path: Path) -> None:
    write_segments(tmp_path, [new_article("a", "Border guards met.")])

    assert "Saved searches" not in ask(make_app([str(tmp_path)]), "/").text

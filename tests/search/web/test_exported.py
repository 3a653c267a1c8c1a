"""The pages of some queries as a folder that opens from the disk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from dateline.search import Archive, QueryError
from dateline.search.web.exported import FolderTaken, export_pages
from tests.search.tiny import new_article, write_segments
from tests.search.web.browsing import seen


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("to_export")
    articles = [
        new_article(
            f"a{n}", f"Border guards met {n}.", title=f"Guards {n}", source="Kazinform", date="2013-05"
        )
        for n in range(25)
    ]
    write_segments(folder, [*articles, new_article("../x", "Snow fell.")])
    return Archive.open(folder)


def test_every_link_leads_to_a_file_beside_it(archive: Archive, tmp_path: Path) -> None:
    written = export_pages(archive, tmp_path / "pages", ["border", "snow", "zebra", "bordr guards"])
    names = {path.name for path in written.folder.iterdir()}

    assert written.first.name in names
    assert written.articles == 26
    reached = {written.first.name}
    waiting = [written.first.name]
    while waiting:
        found = seen((written.folder / waiting.pop()).read_text("utf-8"))
        assert (found.open, found.unclosed) == ([], [])
        for _, attributes in found.elements:
            for name in ("href", "src", "action"):
                target = unquote(attributes.get(name, "#").partition("#")[0])
                assert not target or target in names
                if target.endswith(".html") and target not in reached:
                    reached.add(target)
                    waiting.append(target)
    assert reached == {name for name in names if name.endswith(".html")}


def test_pages_say_what_those_of_the_server_say_and_hold_no_script(archive: Archive, tmp_path: Path) -> None:
    written = export_pages(archive, tmp_path / "pages", ["border"])
    page = (written.folder / "search-1.html").read_text("utf-8")
    second = (written.folder / "search-1-page-2.html").read_text("utf-8")

    assert "25 articles, 25 passages" in page
    assert (page.count("<mark>Border</mark>"), second.count("<mark>Border</mark>")) == (20, 5)
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert (written.folder / "search-1.json").read_text("utf-8").count('"id"') == 25


def test_a_folder_with_something_in_it_is_left_alone(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(FolderTaken, match="--export DIR"):
        export_pages(archive, tmp_path, ["border"])
    with pytest.raises(FolderTaken):
        export_pages(archive, tmp_path / "mine.txt" / "pages", ["border"])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_query_that_can_not_be_read_leaves_no_folder(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        export_pages(archive, tmp_path / "pages", ["border", "("])
    assert not (tmp_path / "pages").exists()

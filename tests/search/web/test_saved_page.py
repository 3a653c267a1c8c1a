"""The saved file of an article: which one is given, as what, and what it can do in a browser."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.passages import passages_and_sentences
from dateline.search import Archive
from dateline.search.web import saved_page
from dateline.search.web.app import make_app
from dateline.search.web.guard import HEADERS
from tests.search.web.asking import Answer, ask
from tests.search.web.browsing import seen
from tests.search.web.test_hostile import check_page

TEXT = "Guards meet\n\nThe border guards met on Tuesday and spoke about the border.\n"
PAGE = (
    "<html><head><title>Patrols</title><script>alert(1)</script></head><body><article><h1>Patrols</h1>"
    "<p>The patrols began on Tuesday along the border, and nobody was hurt in the valley.</p></article>"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved") / "news"
    folder.mkdir()
    (folder / "guards.txt").write_text(TEXT)
    (folder / "patrols.html").write_text(PAGE)
    build(folder, index=folder.parent / "index")
    return folder


@pytest.fixture
def news(built: Path) -> Iterator[Path]:
    """The folder of the files; what a test did to the text is undone."""
    yield built
    (built / "guards.txt").unlink(missing_ok=True)
    (built / "guards.txt").write_text(TEXT)


@pytest.fixture
def app(news: Path) -> Starlette:
    return make_app([str(news.parent / "index")])


def address(news: Path, word: str) -> str:
    with Archive.open(news.parent / "index") as archive:
        return f"/file/{archive.search(word)[0].id}"


def test_a_text_is_shown_around_the_lines_of_the_article(app: Starlette, news: Path) -> None:
    reply = ask(app, f"{address(news, 'guards')}?q=border")

    assert reply.status == 200
    check_page(reply)
    own = [line for line in reply.text.split("<span") if line.startswith(' class="own" id="L')]
    assert [line[18] for line in own] == ["1", "2", "3"]
    assert "The border guards met on Tuesday" in own[2]
    assert "changed" not in reply.text
    back = seen(reply.text).links["← Back to the article"]
    assert back == f"{address(news, 'guards').replace('/file', '/a')}?q=border"


def test_the_page_of_an_article_says_where_it_was_read_and_when(app: Starlette, news: Path) -> None:
    found = seen(ask(app, address(news, "guards").replace("/file", "/a")).text)

    assert re.search(r"Saved file \S*guards.txt:3 Indexed \d{4}-\d\d-\d\d \d\d:\d\d UTC", found.text)
    assert address(news, "guards") in found.links.values()


def test_an_article_is_cited_by_where_it_begins_whatever_is_asked_for(app: Starlette, news: Path) -> None:
    plain = address(news, "patrols").replace("/file", "/a")

    notes = [re.findall(r"note = .*", ask(app, f"{plain}{end}").text) for end in ("", "?q=valley", ".bib")]

    assert notes[0] and notes[0] == notes[1] == notes[2]


def test_a_page_stands_in_a_frame_and_acts_nowhere(app: Starlette, news: Path) -> None:
    reply = ask(app, address(news, "patrols"))
    check_page(reply)
    frame = next(attributes for tag, attributes in seen(reply.text).elements if tag == "iframe")
    framed = ask(app, frame["src"])

    assert frame["sandbox"] == ""
    assert "alert(1)" not in reply.text
    assert reply.headers["content-security-policy"] == (
        f"{HEADERS['content-security-policy']}; frame-src 'self'"
    )
    assert framed.text == PAGE
    alone(framed, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_what_is_compressed_is_shown_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "news").mkdir()
    long = f"{PAGE}{' ' * 4_000}"
    packed = pack(long.encode())
    (tmp_path / "news" / f"patrols.html.{suffix}").write_bytes(packed)
    (tmp_path / "news" / f"guards.txt.{suffix}").write_bytes(pack(TEXT.encode()))
    build(tmp_path / "news", index=tmp_path / "index")
    app = make_app([str(tmp_path / "index")])
    page, text = address(tmp_path / "news", "patrols"), address(tmp_path / "news", "guards")

    assert "<iframe" in ask(app, page).text
    framed = ask(app, f"{page}?as=page")
    assert framed.text == long
    alone(framed, "text/html; charset=utf-8")
    assert ask(app, f"{page}?as=file").body == packed
    assert "The border guards met on Tuesday" in ask(app, text).text

    monkeypatch.setattr(saved_page, "MOST_BYTES", 2_000)
    assert "unpacked it has more than the 2,000 bytes" in ask(app, page).text
    assert ask(app, f"{page}?as=page").status == 404


def alone(reply: Answer, media_type: str) -> None:
    """What was sent has no origin, runs nothing and loads nothing."""
    policy = {piece.strip() for piece in reply.headers["content-security-policy"].split(";")}
    assert reply.headers["content-type"] == media_type
    assert {"sandbox", "default-src 'none'", "form-action 'none'", "frame-ancestors 'self'"} <= policy
    assert "script" not in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_page_as_text_or_file_is_none(app: Starlette, news: Path) -> None:
    file = address(news, "patrols")

    as_text, as_file = ask(app, f"{file}?as=text"), ask(app, f"{file}?as=file")

    alone(as_text, "text/plain; charset=utf-8")
    alone(as_file, "application/octet-stream")
    assert as_file.headers["content-disposition"] == 'attachment; filename="saved.html"'
    assert as_text.text == as_file.text == PAGE
    alone(ask(app, f"{address(news, 'guards')}?as=page"), "text/plain; charset=utf-8")
    assert ask(app, f"{file}?as=script").status == 400


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT, ""),
        (f"{TEXT}More.\n", "It has grown since"),
        (TEXT.replace("guards", "Guards"), "It has changed since"),
        ("", "It has changed since"),
    ],
)
def test_a_file_that_changed_is_said_to_have(app: Starlette, news: Path, content: str, said: str) -> None:
    file = address(news, "guards")
    (news / "guards.txt").write_text(content)

    reply = ask(app, file)

    assert reply.status == 200
    assert said in reply.text
    assert ("since the article was read" in reply.text) == bool(said)


def test_a_file_that_is_gone_is_said_to_be(app: Starlette, news: Path) -> None:
    file = address(news, "guards")
    (news / "guards.txt").unlink()

    reply = ask(app, file)

    assert (reply.status, ask(app, f"{file}?as=text").status) == (404, 404)
    assert "It can’t be shown: it is not there any more." in reply.text
    assert ask(app, file.replace("/file", "/a")).status == 200


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes and links here")
def test_what_came_into_the_place_of_a_file_is_not_opened(app: Starlette, news: Path) -> None:
    file = address(news, "guards")
    secret = news.parent / "secret.txt"
    secret.write_text("the secret")
    (news / "guards.txt").unlink()
    (news / "guards.txt").symlink_to(secret)
    linked = ask(app, file)
    (news / "guards.txt").unlink()
    os.mkfifo(news / "guards.txt")
    piped = ask(app, file)

    assert (linked.status, piped.status) == (404, 404)
    assert "a link is in its place" in linked.text
    assert "no regular file" in piped.text
    assert "secret" not in ask(app, f"{file}?as=text").text


def test_a_path_that_the_index_did_not_read_leads_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    article = Article("a", (Paragraph("Border guards met."),), path=str(secret))
    writer = IndexWriter(tmp_path / "index")
    writer.add_article(article, *passages_and_sentences(article))
    writer.commit()
    app = make_app([str(tmp_path / "index")])

    reply = ask(app, "/file/a")

    assert reply.status == 404
    assert "the index has no record of a file of it" in reply.text
    assert "the secret" not in reply.text + ask(app, "/file/a?as=text").text


def test_no_address_is_a_path(app: Starlette, news: Path) -> None:
    for path in (str(news / "guards.txt"), "../news/guards.txt", "%2e%2e%2fnews%2fguards.txt", "/etc/passwd"):
        assert ask(app, f"/file/{path}").status == 404


def test_what_is_no_text_or_too_large_is_said(
    app: Starlette, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = address(news, "guards")
    (news / "guards.txt").write_bytes(b"PK\x03\x04\0\0\0")
    assert "It is no text: it can be kept as a file." in ask(app, file).text
    monkeypatch.setattr(saved_page, "MOST_BYTES", 3)

    assert "it has 7 bytes, more than the 3 shown here" in ask(app, file).text


def test_a_text_of_another_encoding_is_read(app: Starlette, news: Path) -> None:
    file = address(news, "guards")
    words = "Пограничники встретились во вторник и говорили о положении на границе.\n" * 3
    for encoding in ("utf-16", "cp1251", "utf-8-sig"):
        (news / "guards.txt").write_bytes(words.encode(encoding))
        assert "Пограничники встретились" in ask(app, file).text


def test_a_hostile_text_is_text(app: Starlette, news: Path) -> None:
    file = address(news, "guards")
    hostile = "</pre><script>alert(1)</script>\n\u202eback\x1b[2J\x00\n" + "z" * 100_000
    (news / "guards.txt").write_text(hostile.replace("\x00", ""))

    reply = ask(app, file)

    assert reply.status == 200
    check_page(reply)
    assert len(reply.body) < 60_000


def test_a_file_in_a_file_is_said_to_be(tmp_path: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(tmp_path / "export.zip", "w") as packed:
        packed.writestr("a/guards.txt", TEXT)
    build(tmp_path / "export.zip", index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        article_id = archive.search("guards")[0].id

    reply = ask(make_app([str(tmp_path / "index")]), f"/file/{article_id}")

    assert reply.status == 404
    assert "it lies in another file, as a/guards.txt" in reply.text

"""Files in files: what is read of them, how they are cited, and that each is accounted for."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.indexer import build, members, read, remove, update
from dateline.indexer.report import Report
from dateline.search import Archive

STORY = (
    "Border guards of both states meet in {title}\n\n"
    "OSH, May 2, 2013 - The border guards of both states met in the town of Osh on Monday.\n"
)
PAGE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>The border guards of both states met in the town of Osh on Monday and talked at length.</p></article>"
)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def story(title: str) -> bytes:
    return STORY.format(title=title).encode()


def mail(subject: str, **attached: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@example.org>"
    message["Date"] = "Thu, 02 May 2013 10:00:00 +0600"
    message["Subject"] = subject
    message.set_content("The border guards met in Osh.\n\nThey talked at length.\n")
    message.add_alternative("<p>The border guards met in <b>Osh</b>.</p><p>They talked.</p>", subtype="html")
    for name, data in attached.items():
        message.add_attachment(data, "text", "plain", filename=f"{name}.txt")
    return message


def mailbox(*mails: EmailMessage) -> bytes:
    return b"".join(
        b"From ann@example.org Thu May  2 10:00:00 2013\n" + one.as_bytes() + b"\n\n" for one in mails
    )


def indexed(folder: Path, name: str, data: bytes) -> tuple[Report, list[str]]:
    """What became of a file, and the citations of its articles below the folder."""
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / name).write_bytes(data)
    report = build([folder / "news"], index=folder / "index")
    return report, cited(folder)


def cited(folder: Path) -> list[str]:
    with Archive.open(folder / "index") as archive:
        hits = archive.search("guards", limit=100)
        return sorted(hit.cite.removeprefix(f"{folder.resolve()}/news/") for hit in hits)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), env={"DATELINE_INDEX": str(folder / "index")})


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["a.zip", "a.tar"])
def test_members_of_an_archive_are_cited_inside_it(
    tmp_path: Path, pack: object, request: pytest.FixtureRequest
) -> None:
    assert callable(pack)
    name = "a.zip" if pack is zipped else "a.tar"
    data = pack(
        {"2013/b.txt": story("One"), "c.html": PAGE.format(title="Two").encode(), "d.jpg": b"\xff\xd8\xff"}
    )
    report, cites = indexed(tmp_path, name, data)
    assert cites == [f"{name}!/2013/b.txt:3", f"{name}!/c.html:1"]
    assert (report.seen, report.new, report.files_skipped) == (1, 1, 0)
    assert [(one.path.rpartition("/")[2], one.cause) for one in report.skipped] == [("d.jpg", "kind")]


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)],
)
def test_a_compressed_file_is_cited_as_itself(tmp_path: Path, name: str, pack: object) -> None:
    assert callable(pack)
    assert indexed(tmp_path, name, pack(story("One")))[1] == [f"{name}:3"]


def test_what_lies_in_a_packed_archive_is_cited_in_the_file(tmp_path: Path) -> None:
    data = gzip.compress(tarred({"b/c.txt": story("One")}))
    assert indexed(tmp_path, "a.tar.gz", data)[1] == ["a.tar.gz!/b/c.txt:3"]
    inner = zipped({"mail.mbox": mailbox(mail("One"), mail("Two", report=story("Three")))})
    assert indexed(tmp_path, "z.zip", zipped({"in.zip": inner}))[1][1:] == [
        "z.zip!/in.zip!/mail.mbox!/1",
        "z.zip!/in.zip!/mail.mbox!/2",
        "z.zip!/in.zip!/mail.mbox!/2!/report.txt:3",
    ]


def test_lines_of_json_in_a_compressed_file_keep_their_numbers(tmp_path: Path) -> None:
    lines = b'{"text": "Guards met."}\n{\n{"text": "The guards talked."}\n'
    report, cites = indexed(tmp_path, "a.jsonl.gz", gzip.compress(lines))
    assert cites == ["a.jsonl.gz:1", "a.jsonl.gz:3"]
    assert [one.line for one in report.skipped] == [2]


def test_a_mail_is_read_with_its_fields_and_what_is_attached(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("Talks in Osh", report=story("Annex")).as_bytes())
    first, second = read(tmp_path / "a.eml")
    assert (first.title, first.author, first.date) == ("Talks in Osh", "Ann Lee", "2013-05-02")
    assert [part.text for part in first.paragraphs] == ["The border guards met in Osh.", "They talked."]
    assert second.path == f"{tmp_path}/a.eml!/report.txt"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    files = {"2013/a.txt": story("One"), "2013/b.txt": story("Two"), "2014/c.txt": story("Three")}
    indexed(tmp_path, "x.zip", zipped(files))
    return tmp_path


def test_show_opens_whatever_search_prints(archive: Path) -> None:
    printed = run(archive, "search", "guards", "--json")
    for article in json.loads(printed.stdout)["articles"]:
        shown = run(archive, "show", article["cite"])
        assert (shown.exit_code, article["title"] in shown.stdout) == (0, True)
        below = article["path"].partition("/news/")[2]  # what is above is shown as it is seen from here
        assert below and below in run(archive, "show", article["path"]).stdout


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("path:x.zip", 3),
        ("path:*.zip", 3),
        ("path:x.zip!/2013/*", 2),
        ('path:"x.zip!/2013/a.txt"', 1),
        ("path:*.zip!/2014/*", 1),
        ("path:2014/*", 1),
    ],
)
def test_members_are_filtered_by_their_path(archive: Path, engine: str, query: str, count: int) -> None:
    with Archive.open(archive / "index", engine=engine) as opened:
        assert opened.search(f"guards {query}").total == count


def test_an_archive_is_unchanged_changed_and_gone_as_a_file(archive: Path) -> None:
    where = {"index": archive / "index"}
    path = archive / "news" / "x.zip"
    report = build([archive / "news"], **where)  # type: ignore[arg-type]
    assert (report.seen, report.unchanged, report.articles) == (1, 1, 3)
    path.write_bytes(zipped({"2013/a.txt": story("One"), "d.txt": story("Four")}))
    report = update(**where)  # type: ignore[arg-type]
    assert (report.changed, report.articles) == (1, 2)
    assert cited(archive) == ["x.zip!/2013/a.txt:3", "x.zip!/d.txt:3"]
    path.unlink()
    report = update(prune=True, **where)  # type: ignore[arg-type]
    assert (report.removed, report.articles) == (1, 0)


def test_what_is_removed_of_an_archive_stays_out(archive: Path) -> None:
    index, path = archive / "index", archive / "news" / "x.zip"
    assert remove(f"{path}!/2013", index=index).articles == 2
    assert cited(archive) == ["x.zip!/2014/c.txt:3"]
    build([archive / "news"], index=index, full=True)
    assert cited(archive) == ["x.zip!/2014/c.txt:3"]
    assert remove_all(path, index) == (1, 1)


def remove_all(path: Path, index: Path) -> tuple[int, int]:
    removed = remove(path, index=index)
    return removed.files, removed.articles


def test_a_folder_that_ends_in_the_mark_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "news" / "a!").mkdir(parents=True)
    (tmp_path / "news" / "a!" / "b.txt").write_bytes(story("One"))
    assert indexed(tmp_path, "a", b"")[1] == ["a!/b.txt:3"]
    assert run(tmp_path, "show", f"{tmp_path}/news/a!/b.txt:3").exit_code == 0
    assert remove_all(tmp_path / "news" / "a!", tmp_path / "index") == (1, 1)


def test_names_lead_nowhere_and_are_unique(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name in ("../../up.txt", "/abs.txt", "C:\\win\\c.txt", "a\x1b[31m.txt", "same.txt", "same.txt"):
            archive.writestr(name, story(name))
    report, cites = indexed(tmp_path, "x.zip", packed.getvalue())
    assert cites == [
        f"x.zip!/{name}:3" for name in ("a[31m.txt", "abs.txt", "same.txt", "up.txt", "win/c.txt")
    ]
    assert [one.reason for one in report.skipped] == ["a second member of this name"]
    assert not (tmp_path.parent / "up.txt").exists()


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    page = PAGE.format(title="One").encode()
    for name, pack in (("x.zip", zipped), ("x.tar", tarred)):
        files = {
            "a/p.html": page,
            "a/p_files/ad.html": page,
            "b_files/q.html": page,
            "__MACOSX/._p.html": b"\0",
        }
        folder = tmp_path / name
        folder.mkdir()
        assert indexed(folder, name, pack(files))[1] == [f"{name}!/a/p.html:1", f"{name}!/b_files/q.html:1"]


def test_members_that_are_broken_are_named_and_the_others_go_in(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": story("One"), "b.txt": story("Two") * 50, "empty.txt": b""}))
    place = data.index(b"b.txt") + 40
    data[place : place + 4] = b"\xff\xff\xff\xff"
    report, cites = indexed(tmp_path, "x.zip", bytes(data))
    assert cites == ["x.zip!/a.txt:3"]
    said = [(one.path.rpartition("!/")[2], one.reason.partition(" (")[0]) for one in report.skipped]
    assert said == [("b.txt", "is damaged"), ("empty.txt", "empty")]
    assert (report.seen, report.new) == (1, 1)


def test_a_bomb_is_named_and_what_came_before_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_EXPANDED", 1 << 20)
    bomb = zipped({"a.txt": story("One"), "b.jsonl": b"\n" * (3 << 20), "c.txt": story("Two")})
    (tmp_path / "x.zip").write_bytes(bomb)
    titles = [article.title or "" for article in read(tmp_path / "x.zip")]
    assert [title.rpartition(" ")[2] for title in titles] == ["One", "Two"]
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(b"\n" * (3 << 20)))
    with pytest.raises(Exception, match="a bomb"):
        read(tmp_path / "x.jsonl.gz")


def test_a_file_in_too_many_files_is_named(tmp_path: Path) -> None:
    data = story("One")
    for _ in range(12):
        data = zipped({"in.zip": data}) if data[:2] == b"PK" else zipped({"a.txt": data})
    report, cites = indexed(tmp_path, "x.zip", data)
    assert cites == []
    assert report.skipped[0].reason == "lies in more than 8 files"
    assert (report.seen, report.files_skipped) == (1, 1)


def test_lines_of_standard_input_stay_until_they_are_given_anew(tmp_path: Path) -> None:
    lines = b'{"id": "a", "text": "Guards met."}\n{\n{"id": "b", "text": "The guards talked."}\n'
    environment = {"DATELINE_INDEX": str(tmp_path / "index")}
    said = CliRunner().invoke(cli, ["index", "-"], input=lines, env=environment)
    assert "skipped -:2: not JSON" in said.output
    assert "3 records: 2 new, 0 changed, 0 unchanged, 1 skipped" in said.output
    again = CliRunner().invoke(cli, ["index", "-"], input=lines[:35], env=environment)
    assert "1 record: 0 new, 1 changed" in again.output
    assert "2 articles" in CliRunner().invoke(cli, ["update"], env=environment).output


def test_show_of_an_archive_says_how_an_article_in_it_is_named(archive: Path) -> None:
    said = run(archive, "show", str(archive / "news" / "x.zip"))
    assert said.exit_code == 2
    assert re.search(r"x\.zip holds 3 articles in files in it\. Name one, as .*x\.zip!/201\d/", said.stderr)

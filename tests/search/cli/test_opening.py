"""`dateline open`: a hit in the editor at its line, the saved file and the original in the browser."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.search.cli.editors import editor_command
from tests.terminal import in_terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive, an editor that prints how it was started, and a terminal that has shown an answer."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "-a story.txt").write_text(
        "A dam breaks\n\nNothing.\n\nWater ran down the valley.\n"
    )
    (tmp_path / "news" / "page.html").write_text(
        "<title>Rain</title><link rel=canonical href='https://example.org/rain?a=1&amp;b=2'>"
        "<article><h1>Rain</h1><p>Rain fell on the valley all day, and all night, and nobody minded.</p>"
    )
    build([str(tmp_path / "news")], index=tmp_path / "index")
    build([{"id": "7", "text": "A valley.", "url": "javascript:alert(1)"}], index=tmp_path / "other")
    script = tmp_path / "vim"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/opened.txt"\n')
    script.chmod(0o755)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("EDITOR", f"'{script}' -n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    monkeypatch.setattr("webbrowser._tryorder", None)  # it looks for browsers once
    monkeypatch.setattr("webbrowser._browsers", {})
    monkeypatch.setenv("DATELINE_INDEX", str(tmp_path / "index"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(desk: Path, capfd: pytest.CaptureFixture[str]) -> Typed:
    def typed(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capfd.readouterr()
        return int(left.value.code or 0), out + err

    return typed


def opened(desk: Path) -> list[str]:
    return (desk / "opened.txt").read_text().splitlines()


def rank_of(text: str, file: str) -> str:
    """The row of the answer that cites a file."""
    before = text[: text.index(file)]
    return next(line.split()[0] for line in reversed(before.splitlines()) if "\x1b[1m" in line)


def test_a_row_of_the_last_answer_is_opened_at_its_line(typed: Typed, desk: Path) -> None:
    shown = in_terminal(["search", "valley", "--hyperlink-format", "none"]).text

    assert typed("open", rank_of(shown, "story.txt")) == (0, "")
    assert opened(desk) == ["-n", "+3", str(desk / "news" / "-a story.txt")]


def test_of_an_answer_only_where_it_stands_is_kept_and_for_its_owner(desk: Path) -> None:
    in_terminal(["search", "valley", "-n", "1", "--page", "2"])

    kept = desk / "state" / "dateline" / "last-answer.json"
    told = json.loads(kept.read_text())
    assert told["indexes"] == [str(desk / "index")]
    assert [row[0] for row in told["rows"]] == [2]
    assert "valley" not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert [path.name for path in kept.parent.iterdir()] == ["last-answer.json"]


def test_a_piped_answer_is_not_kept(typed: Typed, desk: Path) -> None:
    typed("search", "valley")

    assert not (desk / "state").exists()
    code, said = typed("open", "1")
    assert code == 2
    assert "Search at a terminal first" in said


def test_a_state_folder_that_cannot_be_written_loses_no_answer(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(desk / "file"))

    shown = in_terminal(["search", "valley"])

    assert shown.code == 0
    assert "story.txt" in shown.text
    assert "Traceback" not in shown.text


@pytest.mark.parametrize(
    "content",
    [
        *("", "[]", "{", '{"v": 1}', '{"v": 1, "indexes": 3, "rows": [[1]]}', "{}", "[" * 100_000),
        '{"v": 1, "indexes": ["index"], "rows": [[1, "x", ["y"], 1]]}',
        '{"v": 1, "indexes": ["index"], "rows": [[1, "x", null, "y"]]}',
        '{"v": 1, "indexes": ["\\ud800"], "rows": [[1, "x", null, null]]}',
        '{"v": 1, "indexes": [], "rows": [[1, "x", null, null]]}',
    ],
)
def test_a_kept_answer_that_is_broken_is_none(typed: Typed, desk: Path, content: str) -> None:
    (desk / "state" / "dateline").mkdir(parents=True)
    (desk / "state" / "dateline" / "last-answer.json").write_text(content)

    code, said = typed("open", "1")

    assert code == 2
    assert "Search at a terminal first" in said


def test_a_row_that_left_the_index_is_not_opened(typed: Typed, desk: Path) -> None:
    (desk / "state" / "dateline").mkdir(parents=True)
    (desk / "secret.txt").write_text("not of the archive")
    rows = [[1, "x", str(desk / "secret.txt"), 1], [2, "x", str(desk / "news" / "-a story.txt"), 1]]
    told = {"v": 1, "indexes": [str(desk / "index")], "rows": rows}
    (desk / "state" / "dateline" / "last-answer.json").write_text(json.dumps(told))

    for row in ("1", "2"):
        code, said = typed("open", row)
        assert code == 2
        assert "not in the index any more. Search again" in said
    assert not (desk / "opened.txt").exists()


def test_a_citation_is_opened_at_its_line(typed: Typed, desk: Path) -> None:
    assert typed("open", "news/-a story.txt:3")[0] == 0
    assert opened(desk)[1] == "+3"
    assert typed("open", "news/-a story.txt")[0] == 0
    assert opened(desk)[1] == "+1"


def test_the_saved_page_and_the_original_are_opened_in_the_browser(typed: Typed, desk: Path) -> None:
    assert typed("open", "news/page.html", "--browser")[0] == 0
    assert opened(desk) == [f"file://{desk}/news/page.html"]
    assert typed("open", "news/page.html", "--url")[0] == 0
    assert opened(desk) == ["https://example.org/rain?a=1&b=2"]


def test_the_address_of_a_file_ends_nothing(typed: Typed, desk: Path) -> None:
    typed("open", "news/-a story.txt", "--browser")

    assert opened(desk) == [f"file://{desk}/news/-a%20story.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["7", "--index", "other", "--url"], "is no address of the web"),
        (["7", "--index", "other"], "given by a script: there is no file"),
        (["news/-a story.txt", "--url"], "states no address"),
        (["nobody"], "no article 'nobody'"),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_line(
    typed: Typed, desk: Path, arguments: list[str], said: str
) -> None:
    code, told = typed("open", *arguments)

    assert (code, told.count("\n")) == (2, 1)
    assert said in told
    assert not (desk / "opened.txt").exists()


def test_a_file_that_is_gone_is_told(typed: Typed, desk: Path) -> None:
    (desk / "news" / "-a story.txt").unlink()

    code, told = typed("open", "news/-a story.txt")

    assert code == 2
    assert "is not there any more" in told


def test_what_a_browser_might_run_is_not_given_to_it(typed: Typed, desk: Path) -> None:
    (desk / "news" / "run.jsonl").write_text('{"id": "run", "text": "Run."}\n')
    build([str(desk / "news")], index=desk / "index")

    code, told = typed("open", "run", "--browser")

    assert code == 2
    assert "nothing a browser shows" in told


def test_an_editor_that_is_not_there_is_told(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    for editor in ("no-such-editor", "vim 'unclosed"):
        monkeypatch.setenv("EDITOR", editor)
        code, told = typed("open", "news/-a story.txt")
        assert code == 2
        assert f"{editor} can't be started" in told


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vi", ["vi", "+3", "/a b"]),
        ("/usr/bin/nvim -R", ["/usr/bin/nvim", "-R", "+3", "/a b"]),
        ("nano", ["nano", "+3", "/a b"]),
        ("emacsclient -t", ["emacsclient", "-t", "+3", "/a b"]),
        ("code -w", ["code", "-w", "--goto", "/a b:3"]),
        ("subl", ["subl", "/a b:3"]),
        ("hx", ["hx", "/a b:3"]),
        ("kate", ["kate", "--line", "3", "/a b"]),
        ("my-editor", ["my-editor", "/a b"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_way(editor: str, words: list[str]) -> None:
    assert editor_command(editor, "/a b", 3) == words
    assert editor_command(editor, "/a b", None)[-1] == "/a b"


# --- show -q


def test_show_marks_what_matches_a_query(typed: Typed) -> None:
    _, out = typed("show", "news/-a story.txt", "-q", "dam valley nowhere")

    assert out.splitlines()[0] == "A [dam] breaks"
    assert "Water ran down the [valley]." in out
    assert "Nothing." in out


def test_show_marks_nothing_of_what_the_query_leaves_out(typed: Typed) -> None:
    code, out = typed("show", "news/-a story.txt", "-q", "valley -water")

    assert code == 0
    assert "note: nothing is marked" in out
    assert "[" not in out


def test_show_tells_what_is_wrong_with_a_query(typed: Typed) -> None:
    code, out = typed("show", "news/-a story.txt", "-q", 'dam "valley')

    assert code == 2
    assert out.splitlines()[1:] == ['  dam "valley', "      ^"]


@pytest.mark.parametrize("command", ["show", "like"])
def test_a_row_of_the_last_answer_is_shown_and_compared_as_it_is_opened(
    typed: Typed, desk: Path, command: str
) -> None:
    in_terminal(["search", "water"], env=dict(os.environ))

    code, said = typed(command, "1", "--index", str(desk / "nowhere"))

    assert code < 2
    assert "A dam breaks" in said


def test_an_id_goes_before_the_row_of_that_number(typed: Typed, desk: Path) -> None:
    build([{"id": "1", "title": "One", "text": "Of it."}], index=desk / "one")
    in_terminal(["search", "water"], env=dict(os.environ))

    assert "One" in typed("show", "1", "--index", str(desk / "one"))[1]


def test_what_is_nothing_is_told_how_an_article_is_named(typed: Typed) -> None:
    code, said = typed("show", "3")

    assert code == 2
    assert "no row 3 is known of the last answer" in said
    assert "path:line" in said


def test_the_name_of_the_only_file_that_has_it_is_enough(typed: Typed, desk: Path) -> None:
    assert "Rain fell" in typed("show", "page.html")[1]
    assert "Rain fell" in typed("show", "page.html:1")[1]

    (desk / "more").mkdir()
    page = (desk / "news" / "page.html").read_text()
    (desk / "more" / "page.html").write_text(page.replace("Rain", "Snow").replace("/rain", "/snow"))
    build([str(desk / "news"), str(desk / "more")], index=desk / "both")
    code, said = typed("show", "page.html:1", "--index", str(desk / "both"))

    assert code == 2
    assert "several files are called page.html" in said

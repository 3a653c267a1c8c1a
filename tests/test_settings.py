"""What a person writes into dateline.toml, every later command goes by."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from dateline.cli import main
from dateline.indexer import build, settings
from dateline.search import search


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture
def run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Run]:
    """The command line, in a folder with two articles in `news`, at home elsewhere."""
    monkeypatch.delenv("DATELINE_INDEX", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    archive = tmp_path / "archive"
    (archive / "news" / "2013").mkdir(parents=True)
    (archive / "news" / "a.txt").write_text("A dam breaks\n\nWater ran down the valley.\n")
    (archive / "news" / "2013" / "b.txt").write_text("A summit\n\nLeaders met in Bishkek.\n")
    monkeypatch.chdir(archive)

    def typed(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capfd.readouterr()
        return Run(int(left.value.code or 0), out, err)

    return typed


Typed = Callable[..., Run]


def test_after_init_no_command_needs_to_be_told(run: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", "news").code == 0
    assert "2 articles" in run("index").err
    monkeypatch.chdir("news/2013")

    assert run("search", "leaders", "-l").out == "b.txt\n"
    assert "articles   2" in run("stats").out
    assert "2 unchanged" in run("update").err
    assert not Path("index").exists()


def test_init_overwrites_nothing(run: Typed) -> None:
    Path("dateline.toml").write_text("# mine\n")

    result = run("init", "news")

    assert result.code == 2
    assert "dateline.toml is there already" in result.err
    assert Path("dateline.toml").read_text() == "# mine\n"


@pytest.mark.parametrize("arguments", [["nowhere"], [""], ["news", "--index", ""], []])
def test_init_of_what_is_not_there_writes_nothing(run: Typed, arguments: list[str]) -> None:
    result = run("init", *arguments)

    assert (result.code, result.err.count("\n")) == (2, 1)
    assert not Path("dateline.toml").exists()


@pytest.mark.parametrize("name", ['q"uo\\te', "Новости ☃ 😀", "~home", "a\x7f\tb"])
def test_any_name_is_read_as_it_was_given(run: Typed, name: str) -> None:
    Path(name).mkdir()
    assert run("init", name, "--index", f"{name}.ix").code == 0

    found = settings.find_settings()

    assert found is not None
    assert found.sources == (os.path.abspath(name),)
    assert found.index == os.path.abspath(f"{name}.ix")


def test_the_option_wins_then_the_variable_then_the_file_then_home(
    run: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("option", "variable", "file", "home", "index"):
        build([{"id": name, "text": f"Told by the {name}."}], index=name)
    (tmp_path / "home" / "dateline").mkdir(parents=True)
    config = tmp_path / "home" / "dateline" / "config.toml"

    def answers(*option: str) -> str:
        read = run("search", "told", "-l", *option).out.strip()
        assert f"index      {Path(read)}" in run("stats", *option).out.replace(os.getcwd() + os.sep, "")
        return read

    assert answers() == "index"
    config.write_text(f"index = {json.dumps(str(Path('home').resolve()))}\n")
    assert answers() == "home"
    Path("dateline.toml").write_text('index = "file"\n')
    assert answers() == "file"
    monkeypatch.setenv("DATELINE_INDEX", "variable")
    assert answers() == "variable"
    assert answers("--index", "option") == "option"


def test_what_is_excluded_is_left_out_and_what_was_removed_stays_out(run: Typed) -> None:
    Path("news/c.txt").write_text("A railway\n\nIt will cost millions.\n")
    Path("dateline.toml").write_text('sources = ["news"]\nexclude = ["2013"]\n')

    assert "2 articles" in run("index").err
    assert run("remove", "news/c.txt").code == 0
    assert "1 article," in run("index").err
    assert "1 article," in run("update").err


def test_update_adds_the_sources_the_file_names(run: Typed) -> None:
    Path("other.txt").write_text("A railway\n\nIt will cost millions.\n")
    Path("dateline.toml").write_text('sources = ["news"]\n')
    run("index")
    Path("dateline.toml").write_text('sources = ["news", "other.txt"]\n')

    assert "1 new, 0 changed, 2 unchanged" in run("update").err
    assert "0 new, 0 changed, 3 unchanged" in run("update").err


def test_update_of_another_index_adds_nothing_to_it(run: Typed) -> None:
    Path("dateline.toml").write_text('sources = ["news"]\n')
    run("index", "news/a.txt", "--index", "another")

    assert "1 article," in run("update", "--index", "another").err


def test_a_source_that_is_gone_is_not_forgotten_unasked(run: Typed) -> None:
    Path("dateline.toml").write_text('sources = ["news"]\n')
    run("index")
    Path("news").rename("moved")

    assert run("index").code == 2
    assert "skipped news: there is no such folder. Was it moved?" in run("update").err
    assert "articles   2" in run("stats").out


def test_without_sources_a_path_is_wanted(run: Typed) -> None:
    Path("dateline.toml").write_text('index = "ix"\n')

    assert "PATH is missing" in run("index").err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_records_may_name_the_fields_otherwise(run: Typed, jobs: str) -> None:
    records = [
        {"headline": "Summit", "body": "Leaders met in Osh.", "writers": ["Ann Lee"], "authors": "Nobody"},
        {"title": "Plain", "text": "Named as always, met too.", "headline": None},
        {"headline": "Broken", "body": 7},
    ]
    Path("a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    Path("dateline.toml").write_text(
        'sources = ["a.jsonl"]\n[fields]\ntitle = "headline"\ntext = "body"\nauthor = "writers"\n'
    )

    result = run("index", "--jobs", jobs)

    assert 'a.jsonl:3: "body" is a number, not text' in result.err
    found = {hit.title: hit.authors for hit in search("met")}
    assert found == {"Summit": ("Ann Lee",), "Plain": ()}


def test_a_script_gives_the_field_map_too(tmp_path: Path) -> None:
    build(
        [{"headline": "Summit", "text": "Leaders met."}], index=tmp_path / "ix", fields={"title": "headline"}
    )

    assert [hit.title for hit in search("leaders", index=tmp_path / "ix")] == ["Summit"]
    with pytest.raises(ValueError, match="'heading', which is none of"):
        build([], index=tmp_path / "ix", fields={"heading": "headline"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("index = \n", "not TOML: invalid value (at line 1"),
        ("\x00", "not TOML"),
        ("a = " + "[" * 5000, "not TOML: nested too deeply"),
        ('indx = "a"\n', 'unknown key "indx"; there are sources, index, exclude, follow, fields'),
        ("index = 7\n", '"index" has a number where text is wanted'),
        ('index = ""\n', '"index" has a name that names nothing'),
        ('index = "a\\u0000"\n', '"index" has a name that names nothing'),
        ('sources = "news"\n', '"sources" is text; write a list: sources = ["…"]'),
        ('sources = ["news", 1979-05-27]\n', '"sources" has a date or time where text is wanted'),
        ("exclude = [true]\n", '"exclude" has true or false where text is wanted'),
        ('follow = "yes"\n', '"follow" is text; write true or false'),
        ("fields = []\n", '"fields" is a list; write a table: [fields]'),
        ('[fields]\nheading = "h"\n', '"fields.heading" is no field of an article'),
        ("[fields]\ntitle = 1.5\n", '"fields.title" has a number where text is wanted'),
        ('"\\u001b[2J" = 1\n', 'unknown key "[2J"'),
        ("#" * (1 << 20) + "\n", "longer than 1,048,576 bytes"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_file_and_key(run: Typed, text: str, said: str) -> None:
    Path("dateline.toml").write_text(text)

    for command in (["search", "met"], ["index"], ["update", "--index", "ix"]):
        result = run(*command)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert result.err.startswith("Error: dateline.toml: ")
        assert said in result.err


def test_a_search_told_where_to_look_reads_no_settings(run: Typed) -> None:
    build([{"id": "a", "text": "Leaders met."}], index="ix")
    Path("dateline.toml").write_text("not TOML")

    assert run("search", "met", "-l", "--index", "ix").out == "a\n"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")
def test_a_file_another_user_laid_into_a_folder_of_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with NamedTemporaryFile(suffix=".toml") as file:
        if os.geteuid() == 0:
            os.chown(file.name, 12345, -1)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: 12345)
        if os.stat(file.name).st_uid == os.stat(os.path.dirname(file.name)).st_uid:
            pytest.skip("the temporary folder is nobody else's")

        with pytest.raises(settings.SettingsError, match="another user"):
            settings.read_settings(file.name)


def test_a_source_that_was_moved_is_still_named_by_the_settings_and_that_is_said(run: Typed) -> None:
    Path("more").mkdir()
    Path("more/c.txt").write_text("A treaty\n\nIt was signed in Minsk.\n")
    assert run("init", "news", "more").code == 0
    assert run("index").code == 0

    os.rename("news", "old")
    gone = run("update")
    assert (gone.code, "Was it moved? Say so: dateline sources mv OLD NEW" in gone.err) == (0, True)
    moved = run("sources", "mv", "news", "old")
    assert moved.err.splitlines()[1:] == ["dateline.toml names news: name the new place there"]
    result = run("update")
    assert result.err == "Error: dateline.toml: names news, and there is no such file or folder\n"
    assert result.code == 2

    Path("dateline.toml").write_text('sources = ["old", "more"]\n')
    assert run("update").code == 0
    removed = run("remove", "--source", "more")
    assert removed.err.splitlines()[1:] == [
        "dateline.toml names more: take it out there too, or it comes back"
    ]


def test_a_map_of_fields_is_remembered_for_its_source(run: Typed) -> None:
    words = "Das Wasser lief durch das Tal, und niemand wusste, wohin. " * 5
    Path("news/a.jsonl").write_text(json.dumps({"kopf": "Damm", "teil": {"inhalt": words}}) + "\n")
    assert run("index", "news", "--map", "kopf=title,teil.inhalt=text").code == 0
    Path("news/b.jsonl").write_text(json.dumps({"kopf": "Brücke", "teil": {"inhalt": words}}) + "\n")
    assert run("update").code == 0
    assert {hit.title for hit in search("Wasser")} == {"Damm", "Brücke"}
    assert run("index", "news", "--map", "teil.inhalt=text").code == 0  # another map reads them anew
    assert {hit.title for hit in search("Wasser")} == {None}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("kopf=headline", "'headline' is no field of a record; there are id, title, text"),
        ("kopf", "'kopf' is no KEY=FIELD"),
        ("=title", "'=title' is no KEY=FIELD"),
        ("title=kopf", "Turned round: kopf=title?"),
    ],
)
def test_a_map_that_maps_nothing_is_refused(run: Typed, given: str, said: str) -> None:
    refused = run("index", "news", "--map", given)
    assert (refused.code, said in refused.err) == (2, True)


def test_what_a_record_states_besides_is_shown_and_found(run: Typed) -> None:
    record = {
        "id": "a1",
        "title": "Dam",
        "text": "Water ran.",
        "section": "World News",
        "tags": ["rain", "dams"],
    }
    Path("news/a.jsonl").write_text(json.dumps(record) + "\n")
    run("index", "news")
    assert [hit.id for hit in search("meta.section:world")] == ["a1"]
    assert [hit.id for hit in search("water meta:dams")] == ["a1"]
    assert [hit.id for hit in search("meta.tags:world")] == []
    assert "section=World News; tags=rain; tags=dams" in " ".join(run("show", "a1").out.split())

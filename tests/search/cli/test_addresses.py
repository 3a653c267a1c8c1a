"""The address of an index on a server, wherever a person may name the folder of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from dateline.cli import COMMANDS, cli
from dateline.indexer.beside import place_beside
from dateline.indexer.settings import Settings, SettingsError, default_index
from dateline.search.cli.index_names import IndexName
from dateline.search.cli.last_answer import keep_answer, kept_row
from dateline.search.cli.options import index_option
from dateline.search.results import ArticleHit, Found
from dateline.search.saved import SavedSearch, SavedSearches
from dateline.search.synonym_files import synonyms_of

ADDRESS = "opensearch://127.0.0.1:9200,127.0.0.1:9201/news"
ASKED = {
    "search": ["border"],
    "saved": [],
    "show": ["x"],
    "open": ["x"],
    "stats": [],
    "kwic": ["border"],
    "facets": ["border"],
    "timeline": ["border"],
    "terms": ["bord"],
    "like": ["x"],
    "serve": [],
}


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests is looked at."""
    monkeypatch.delenv("DATELINE_INDEX", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


def named(*arguments: str) -> tuple[str, ...]:
    """The indexes that a command is given."""

    @click.command()
    @index_option
    def asked(folder: tuple[str, ...]) -> tuple[str, ...]:
        return folder

    given = asked.main(arguments, standalone_mode=False)
    assert isinstance(given, tuple)
    return given


@pytest.mark.parametrize("before", [[], ["index"], ["index", "opensearchs://[::1]:9200/b?ca=/etc/ca.pem"]])
@pytest.mark.parametrize("after", [[], ["/srv/old"], ["opensearch://host/c"]])
def test_the_variable_names_folders_and_addresses(
    before: list[str], after: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [*before, ADDRESS, *after]
    monkeypatch.setenv("DATELINE_INDEX", os.pathsep.join(given))

    assert IndexName().split_envvar_value(os.environ["DATELINE_INDEX"]) == given
    assert named("--index", "other") == ("other",)


def test_an_address_is_searched_alone(command_line: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = command_line("search", "border", "--index", "index", "--index", ADDRESS)

    assert (code, out) == (2, "")
    assert f"{ADDRESS} is on a server, and searched alone" in err


@pytest.mark.parametrize("command", ASKED)
def test_a_wrong_address_is_told_by_every_command_in_a_line_without_its_password(
    command: str, command_line: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = command_line(
        command, *ASKED[command], "--index", "opensearch://ann:s3cret@search.example/news"
    )

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "DATELINE_OPENSEARCH_USER" in err
    assert "s3cret" not in err


def test_these_are_all_the_commands_that_search() -> None:
    searching = {name for name, (module, _) in COMMANDS.items() if module.startswith("dateline.search")}

    assert searching - {"prompt"} == ASKED.keys()  # the prompt needs a terminal
    assert all(cli.get_command(click.Context(cli), name) for name in searching)


def test_settings_name_an_address_whose_certificate_is_beside_them(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text('index = "opensearchs://search.example/news?ca=ca.pem"\n')

    assert default_index() == f"opensearchs://search.example:9200/news?ca={tmp_path}/ca.pem"


def test_settings_hold_for_their_address_however_its_hosts_are_ordered() -> None:
    settings = Settings("dateline.toml", index=ADDRESS)

    assert settings.is_of("opensearch://127.0.0.1:9201,127.0.0.1/news")
    assert not settings.is_of("opensearch://127.0.0.1:9201,127.0.0.1/sport")
    assert not settings.is_of("index")
    assert not Settings("dateline.toml").is_of(ADDRESS)


def test_a_wrong_address_in_settings_is_told_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text('index = "opensearch://host/News"\n')

    with pytest.raises(SettingsError, match=r'dateline.toml: "index": .*capitals'):
        default_index()


def test_saved_searches_of_an_address_lie_at_home_for_nobody_else(tmp_path: Path) -> None:
    SavedSearches(ADDRESS).add(SavedSearch("border", "border guards"))

    again = SavedSearches("opensearch://127.0.0.1:9201,127.0.0.1/news")
    assert [search.name for search in again.all()] == ["border"]
    assert SavedSearches("opensearch://127.0.0.1/sport").all() == ()
    assert str(again.folder).startswith(str(tmp_path / "state" / "dateline" / "servers" / "news-"))
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "state" / "dateline").stat().st_mode) == 0o700


def test_synonyms_of_an_address_lie_in_the_place_that_stands_for_it(tmp_path: Path) -> None:
    assert synonyms_of([ADDRESS]) is None
    place = Path(place_beside(ADDRESS))
    place.mkdir(parents=True)
    (place / "synonyms.txt").write_text("border, frontier\n")

    assert synonyms_of([ADDRESS]) is not None
    assert synonyms_of(["opensearch://127.0.0.1/sport"]) is None


def test_a_row_of_the_last_answer_is_of_its_address_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hit = ArticleHit(**{**dict.fromkeys(ArticleHit.__dataclass_fields__), "id": "a1", "cite": "a1"})  # type: ignore[arg-type]
    keep_answer(Found((hit,), total=1, passage_total=1, read_as="a"), ["index", ADDRESS])
    (tmp_path / "below").mkdir()
    monkeypatch.chdir("below")

    row = kept_row(1)

    assert row is not None
    assert row.folders == (str(tmp_path / "index"), ADDRESS)

"""Who may ask the server, and what its pages may do in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dateline.search.web.app import make_app
from dateline.search.web.guard import is_loopback
from tests.search.tiny import new_article, write_segments
from tests.search.web.asking import ask

TOKEN = "a-token-of-some-length"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guarded")
    write_segments(folder, [new_article("a", "Border guards met.")])
    return folder


@pytest.fixture(scope="module")
def local(folder: Path) -> Starlette:
    return make_app([str(folder)])


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Starlette:
    return make_app([str(folder)], host="0.0.0.0", token=TOKEN)


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "LOCALHOST:1", "[::1]:8001"])
def test_this_machine_is_answered(local: Starlette, host: str) -> None:
    assert ask(local, "/", headers={"host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1"],
)
def test_another_name_is_refused_so_that_no_site_reads_along(local: Starlette, host: str) -> None:
    reply = ask(local, "/search?q=border", headers={"host": host})

    assert (reply.status, "guards" in reply.text) == (403, False)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_of_another_site_loads_is_refused_and_its_links_are_followed(
    local: Starlette, site: str
) -> None:
    loaded = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}

    assert ask(local, "/search.json?q=border", headers=loaded).status == 403
    assert ask(local, "/search?q=border", headers=followed).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_there(local: Starlette, method: str) -> None:
    assert ask(local, "/search?q=border", method=method).status == 405


def test_an_address_without_end_is_refused(local: Starlette) -> None:
    assert ask(local, f"/search?q={'a' * 70_000}").status == 414


@pytest.mark.parametrize(
    "address", ["/", "/search?q=border", "/a/a", "/a/none", "/nowhere", "/search.json?q=x"]
)
def test_every_reply_says_what_its_page_may_do(local: Starlette, address: str) -> None:
    headers = ask(local, address).headers

    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "address", ["/", "/search?q=border", "/search.json?q=border", "/a/a", "/terms?prefix=b"]
)
def test_without_the_token_nothing_is_told(guarded: Starlette, address: str) -> None:
    reply = ask(guarded, address)

    assert reply.status == 401
    assert "guards" not in reply.text


def test_a_token_is_brought_once_and_kept_in_a_cookie_that_does_not_tell_it(guarded: Starlette) -> None:
    first = ask(guarded, f"/search?q=border&token={TOKEN}")

    assert (first.status, first.headers["location"]) == (303, "/search?q=border")
    cookie = first.headers["set-cookie"]
    assert TOKEN not in cookie
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    again = ask(guarded, "/search?q=border", headers={"cookie": cookie.partition(";")[0]})
    assert (again.status, "guards" in again.text, TOKEN in again.text) == (200, True, False)


def test_a_wrong_token_or_cookie_opens_nothing(guarded: Starlette) -> None:
    assert ask(guarded, "/?token=wrong").status == 401
    assert ask(guarded, "/?token=").status == 401
    assert ask(guarded, "/?token=%C3%BC%00").status == 401
    assert ask(guarded, "/", headers={"cookie": f"dateline={TOKEN}"}).status == 401
    assert ask(guarded, "/", headers={"cookie": '=;;"\\'}).status == 401
    assert ask(guarded, "/", headers={"authorization": "Bearer wrong"}).status == 401


def test_a_program_brings_the_token_with_each_request(guarded: Starlette) -> None:
    by_header = ask(guarded, "/search.json?q=border", headers={"authorization": f"Bearer {TOKEN}"})
    by_address = ask(guarded, f"/search.atom?q=border&token={TOKEN}")

    assert (by_header.status, by_address.status) == (200, 200)
    assert TOKEN not in by_address.text


def test_the_address_after_the_token_is_one_of_this_server(guarded: Starlette) -> None:
    reply = ask(guarded, f"//evil.example/?token={TOKEN}")

    assert not reply.headers["location"].startswith("//")


def test_styles_are_no_secret_and_no_path_leads_to_other_files(guarded: Starlette, local: Starlette) -> None:
    (style,) = re.findall(r'href="(/static/style-[^"]+)"', ask(guarded, "/").text)
    reply = ask(guarded, style)

    assert (reply.status, reply.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    for name in ("style.css", "..%2Fapp.py", "%2e%2e/app.py", "x" * 300, "%00"):
        assert ask(local, f"/static/{name}").status == 404


def test_what_listens_to_this_machine_alone() -> None:
    assert [is_loopback(host) for host in ("localhost", "127.0.0.1", "127.9.9.9", "::1")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "::", "192.168.1.2", "example.org", "")] == [False] * 5

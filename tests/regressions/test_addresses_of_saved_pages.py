"""The address of a page that a browser, SingleFile or an archive of the web saved was lost, and its
source with it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import read

TEXT = "<p>The ministry of transport said on Tuesday that the bridge over the river would be closed.</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<!DOCTYPE html>\n<!-- saved from url=(0033)https://valleypost.example/bridge -->\n<html><body>",
        "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://valleypost.example/bridge \n"
        " saved date: Thu Mar 07 2019 10:00:00 GMT+0100\n--><body>",
        '<link rel=canonical href="https://web.archive.org/web/20190308101112/https://valleypost.example/bridge">',
        '<meta property="og:url" content="http://web.archive.org/web/20190308id_/https://valleypost.example/bridge">',
        "<!-- saved from url=(0025)https://valleypost.example/bridge --><link rel=canonical href=/bridge>",
    ],
)
def test_the_address_is_that_of_the_page(tmp_path: Path, source: str) -> None:
    (tmp_path / "a.html").write_text(f"{source}<title>Bridge closes</title>{TEXT}", "utf-8")
    [article] = read(tmp_path / "a.html")
    assert article.url == "https://valleypost.example/bridge"
    assert (article.source, article.source_kind) == ("valleypost.example", "inferred")

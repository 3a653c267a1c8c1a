"""Tags that were never closed, or closed in themselves, took the rest of a page with them; text in a shadow
root, in `noscript` or in `noframes` was not read; NULs made a page binary data."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline import read as read_file
from tests.regressions.story import STORY, TITLE, page, paragraphs, read, texts


@pytest.mark.parametrize(
    "tag",
    [
        *("button class=share", "a href=/x", "object", "video", "audio", "map", "canvas", "select", "option"),
        *(
            "svg/",
            "svg class=i /",
            "script src=a /",
            "iframe src=a /",
            "style /",
            "textarea",
            "xmp",
            "noembed",
        ),
        *("span class=share", "b", "font size=2", "!-- never closed", "noscript", "svg"),
    ],
)
def test_a_tag_that_is_never_closed_takes_nothing_along(tag: str) -> None:
    markup = page(
        f"{paragraphs(STORY[:3])}<{tag}>{paragraphs(STORY[3:])}".replace("!-- never closed>", "!--")
    )
    assert texts(read(markup)) == list(STORY)


def test_nor_does_a_self_closed_one_before_one_that_is_closed() -> None:
    body = f"{paragraphs(STORY[:3])}<svg /><p>{STORY[3]}</p><svg><path/></svg>{paragraphs(STORY[4:])}"
    assert texts(read(page(body))) == list(STORY)


def test_a_title_that_is_never_closed_takes_nothing_along() -> None:
    assert texts(read(page(paragraphs()).replace("</title>", ""))) == list(STORY)


def test_text_in_a_declarative_shadow_root_is_read() -> None:
    root = f'<news-body><template shadowrootmode="open">{paragraphs()}</template></news-body>'
    assert texts(read(page(root))) == list(STORY)
    assert texts(read(page(f"{paragraphs()}<template><p>Never shown by itself.</p></template>"))) == list(
        STORY
    )


def test_text_for_browsers_without_scripts_is_read_where_there_is_no_other() -> None:
    assert texts(read(page(f"<div id=app></div><noscript>{paragraphs()}</noscript>"))) == list(STORY)
    assert texts(read(page(f"{paragraphs()}<noscript><p>Switch it on, please.</p></noscript>"))) == list(
        STORY
    )


def test_text_for_browsers_without_frames_is_read_without_its_tags() -> None:
    frames = f"<frameset><frame src=a.html><noframes>{paragraphs(STORY[:4])}</noframes></frameset>"
    assert texts(read(f"<html><head><title>Bridge</title></head>{frames}</html>")) == list(STORY[:4])


def test_words_of_inline_elements_neither_fuse_nor_split() -> None:
    article = read(
        page(
            "<div><span>Interview with the mayor</span><span>Reading of the plans.</span></div>"
            f"<p><span class=dropcap>N</span> <span>othing was said on Monday.</span></p>{paragraphs()}"
            "<p>The minis<!-- -->ter of trans<wbr>port left.</p><p>About 10<sup>6</sup> litres flow.</p>"
            "<my-text>He said so.</my-text><my-text>Nobody else did.</my-text>"
            "<p><span>A</span> man from the <b>Mac</b>Donald <i>family</i> was <b>there</b>.</p>"
        )
    )
    assert "mayor Reading" in article.text
    assert "Nothing was said on Monday." in article.text
    assert "The minister of transport left." in article.text
    assert "About 106 litres flow." in article.text
    assert "so. Nobody" in article.text
    assert "A man from the MacDonald family was there." in article.text


@pytest.mark.parametrize(
    "spans",
    [
        "<span></span>" * 10_000,
        "<span>" * 10_000,
        "<span class=share>" * 10_000,
        "<p><span></span></p>" * 10_000,
    ],
)
def test_ten_thousand_empty_spans_cost_a_moment(spans: str) -> None:
    started = time.process_time()
    assert texts(read(page(paragraphs() + spans))) == list(STORY)
    assert time.process_time() - started < 3


def test_a_page_with_a_few_nuls_is_a_page(tmp_path: Path) -> None:
    file = tmp_path / "bridge.html"
    file.write_bytes(page(paragraphs()).replace(" bridge ", " br\0idge ").encode())
    [article] = read_file(file)
    assert (article.title, texts(article)) == (TITLE, list(STORY))


def test_text_for_browsers_without_plugins_is_read_where_there_is_no_other() -> None:
    article = read(f"<html><title>{TITLE}</title><body><noembed>{paragraphs()}</noembed></body></html>")
    assert texts(article) == list(STORY)

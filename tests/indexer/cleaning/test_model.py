"""The model over the rules: what it keeps of a page, and what is said when its file is damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dateline.indexer.cleaning import body
from dateline.indexer.cleaning.model import Clues, Verdict
from dateline.indexer.cleaning.model.ancestry import Ancestry
from dateline.indexer.cleaning.model.features import columns_of
from dateline.indexer.cleaning.model.forest import UNIT
from dateline.indexer.cleaning.model.names import parts
from dateline.indexer.cleaning.model.smoothing import smooth
from dateline.indexer.cleaning.model.stored import PATH, load, read_model, write_model
from dateline.indexer.cleaning.outline import outline
from dateline.indexer.cleaning.page import clean_page
from dateline.indexer.errors import SourceError

STORY = (
    "The harbour council voted on Tuesday evening to dredge the old basin before the winter storms arrive.",
    "Boats had run aground there four times since the spring, the harbour master said in his yearly report.",
    "Work begins in October and will cost the town about three million crowns, most of it from the state.",
    "Fishermen welcomed the vote, though some had asked for a deeper channel on the northern side.",
    "“We can live with four metres,” said Ida Holm, who has fished from the basin for thirty years.",
    "The council will decide on the second part of the plan, a new slipway, when it meets again in March.",
)
TEASERS = "".join(
    f'<div class="card"><a href="/{number}"><h3>Another story of the day, number {number}</h3></a></div>'
    for number in range(12)
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Council votes to dredge the basin</title></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav></header>
<main><article><h1>Council votes to dredge the basin</h1><div class="article-content">
{"".join(f"<p>{line}</p>" for line in STORY)}</div></article>
<section class="teaser-list"><h2>More stories</h2>{TEASERS}</section></main>
<footer><p>Harbour Times, 1 Quay Street. All rights reserved.</p></footer></body></html>"""


def test_a_page_is_its_story_and_nothing_else() -> None:
    [article] = clean_page(PAGE)
    assert [paragraph.text for paragraph in article.paragraphs] == [*STORY]


def test_what_the_model_drops_and_keeps_against_the_rules_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It drops the second paragraph, and keeps the footer."""

    def decide(page: object, verdict: Verdict, clues: Clues) -> tuple[int, ...]:
        [footer] = [number for number, rule in verdict.dropped if "Quay Street" in texts[number]]
        return (*(number for number in verdict.kept if number != verdict.kept[1]), footer)

    texts = [block.text for block in outline(PAGE).blocks]
    monkeypatch.setattr(body, "decide", decide)
    choice = body.choose_body(outline(PAGE), Clues(title="Council votes to dredge the basin"))
    rules = {texts[number]: rule for number, rule in choice.dropped}
    assert rules[STORY[1]] == "model"
    assert "Harbour Times, 1 Quay Street. All rights reserved." not in rules
    assert rules["Home"] == "navigation"
    assert len(choice.kept) + len(choice.dropped) == len(texts)


def test_what_the_rules_know_by_what_it_is_is_not_judged() -> None:
    page = outline(
        f"<body><p>{STORY[0]}</p><figure><figcaption>{STORY[1]}</figcaption></figure><p>{STORY[2]}</p>"
    )
    blocks, _, _ = columns_of(page, Verdict((0, 1, 2), (), frozenset((0,))), Clues(), {})
    assert blocks.tolist() == [2]


def test_a_page_without_blocks_has_no_columns() -> None:
    blocks, columns, _ = columns_of(outline(""), Verdict((), ()), Clues(), {})
    assert (blocks.tolist(), columns) == ([], {})


def test_every_number_of_a_block_is_one() -> None:
    """Whatever the page states, and for whichever blocks: the trees know no NaN."""
    clues = Clues("Council votes", "Ida Holm", STORY[0], "Harbour Times", "\n".join(STORY))
    page = outline(PAGE + "<p>İ</p><li>١٢<ul><li>" + "<div>" * 90 + "deep")
    verdict = Verdict((), tuple((number, "outside") for number in range(len(page.blocks))))
    blocks, columns, _ = columns_of(page, verdict, clues, {"article-content": 120})
    assert all(np.isfinite(column).all() and len(column) == len(blocks) for column in columns.values())


def test_elements_are_found_from_the_innermost_outwards() -> None:
    page = outline("<main><div class=a><p><span>Words.</span></p></div></main>")
    found = Ancestry(page)
    assert [page.elements[number].tag for number in found.around(0)] == ["p", "div", "main", "body"]
    assert [page.elements[number].tag for number in found.containers(0)] == ["div", "main", "body"]


def test_a_name_is_its_parts() -> None:
    assert parts("article-content is_wide7") == {
        "article",
        "content",
        "article-content",
        "is",
        "wide",
        "is-wide",
    }


@pytest.mark.parametrize(
    ("weights", "kept"),
    [
        ([3, -0.5, 3], "yyy"),  # between two of one parent
        ([3, -2, 3], "yny"),  # too unlikely
        ([3, None, 3], "yny"),  # no candidate
        ([0.5, -3, -3, -3, -3], "nnnnn"),  # alone
        ([2, -3, -3, -3, -3], "ynnnn"),  # alone, and sure
        ([0.5, 0.1, -3], "yyn"),
    ],
)
def test_gaps_are_closed_and_scraps_dropped(weights: list[float | None], kept: str) -> None:
    units = [None if weight is None else int(weight * UNIT) for weight in weights]
    assert "".join("ny"[own] for own in smooth(units, [0] * len(units))) == kept


def test_a_gap_between_two_of_other_parents_stays() -> None:
    assert smooth([3 * UNIT, -UNIT // 2, 3 * UNIT], [0, 1, 2]) == [True, False, True]


def test_a_lone_block_that_the_rules_keep_too_stays() -> None:
    assert smooth([UNIT // 2, -3 * UNIT], [0, 0], {0}) == [True, False]


def test_the_same_model_is_the_same_bytes(tmp_path: Path) -> None:
    write_model(tmp_path / "again.npz", load())
    assert read_model(tmp_path / "again.npz").odds == load().odds
    write_model(tmp_path / "twice.npz", read_model(tmp_path / "again.npz"))
    assert (tmp_path / "again.npz").read_bytes() == (tmp_path / "twice.npz").read_bytes()


def test_the_model_is_small() -> None:
    assert PATH.stat().st_size < 500_000


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "flipped", "text"])
def test_a_damaged_model_is_named_with_what_to_do(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "blocks.npz"
    data = PATH.read_bytes()
    changed = {
        "empty": b"",
        "cut": data[: len(data) // 2],
        "flipped": data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 255]) + data[len(data) // 2 + 1 :],
        "text": b"version https://git-lfs.github.com/spec/v1\n",
    }
    if damage != "gone":
        path.write_bytes(changed[damage])
    with pytest.raises(SourceError, match="install Dateline again") as raised:
        read_model(path)
    assert str(path) in str(raised.value)


def test_nodes_that_lead_nowhere_are_refused(tmp_path: Path) -> None:
    with np.load(PATH, allow_pickle=False) as arrays:
        changed = dict(arrays)
    changed["left"] = changed["left"].copy()
    changed["left"][0] = len(changed["left"])
    np.savez_compressed(tmp_path / "blocks.npz", **changed)
    with pytest.raises(SourceError, match="leads nowhere"):
        read_model(tmp_path / "blocks.npz")


def test_a_text_is_cleaned_without_the_model() -> None:
    program = (
        "import sys\n"
        "from dateline.indexer.cleaning import clean\n"
        "from dateline.indexer.readers.raw import RawText\n"
        "clean(RawText('Summit in Bishkek\\n\\nLeaders of six states met on May 28, 2013.'))\n"
        "print([name for name in sys.modules if name.startswith('dateline.indexer.cleaning.model')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

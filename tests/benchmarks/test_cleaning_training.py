"""Training the block model: which blocks a body is, what names tell, trees that say what LightGBM says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cleaning.gold import Gold, Page, PageSet
from benchmarks.cleaning.training.alignment import align
from benchmarks.cleaning.training.examples import Example, examples, site_of
from benchmarks.cleaning.training.forests import fold_sites, forest_of
from benchmarks.cleaning.training.odds import learn_odds
from dateline.indexer.cleaning.model.forest import UNIT

SAMPLE = json.loads(Path(__file__).with_name("lightgbm_sample.json").read_text("utf-8"))
STORY = (
    "The harbour council voted on Tuesday to dredge the old basin before winter.",
    "Boats had run aground there four times since the storms of last spring.",
    "Work begins in October and will cost the town about three million crowns.",
)


def example(tmp_path: Path, gold: Gold, extra: str = "", number: int = 1) -> Example:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY)
    page = f'<body><div class="story-text">{paragraphs}</div><div class="promo-box">{extra}</div></body>'
    path = tmp_path / f"{number}.html"
    path.write_text(page, "utf-8")
    [found] = examples(PageSet("harbour", (Page(str(number), path, gold),)), 1.0)
    return found


def test_trees_say_what_lightgbm_says() -> None:
    """Twelve rows, two of them on a threshold; scores as LightGBM gave them when the sample was made."""
    scores = forest_of(SAMPLE).weigh(np.array(SAMPLE["rows"])) / UNIT
    assert scores.tolist() == pytest.approx(SAMPLE["raw_scores"], abs=len(SAMPLE["tree_info"]) / UNIT)


def test_no_rows_have_no_scores() -> None:
    assert forest_of(SAMPLE).weigh(np.zeros((0, 4))).tolist() == []


def test_a_body_is_its_blocks_in_order() -> None:
    blocks = ["Front page", STORY[0], "Share this story with friends", STORY[1], STORY[2]]
    assert align(blocks, "\n".join(STORY)) == [False, True, False, True, True]


def test_a_teaser_that_repeats_a_sentence_is_not_the_body() -> None:
    assert align([STORY[1], STORY[0], STORY[1], STORY[2]], "\n".join(STORY)) == [False, True, True, True]


def test_a_block_of_one_word_is_found_where_it_stands() -> None:
    assert align(["Work", STORY[0], "Costs", STORY[2]], f"{STORY[0]}\nCosts\n{STORY[2]}") == [
        False,
        True,
        True,
        True,
    ]


def test_nothing_is_aligned_with_nothing() -> None:
    assert align([], "words") == []
    assert align(["words"], "") == [False]


def test_a_page_is_what_the_cleaner_asks(tmp_path: Path) -> None:
    found = example(
        tmp_path, Gold(body="\n".join(STORY)), "<p>Sign up for our newsletter today, it is free.</p>"
    )
    assert [block.text for block in found.page.blocks][:3] == [*STORY]
    assert list(found.everywhere) == [True, True, True, False]
    assert found.taught
    assert not found.weak


def test_a_gold_of_another_text_is_not_taught(tmp_path: Path) -> None:
    assert not example(
        tmp_path, Gold(body="Quite another story, of which this page has no word at all.")
    ).taught


def test_snippets_tell_of_their_blocks_alone(tmp_path: Path) -> None:
    gold = Gold(present=("run aground",), absent=("newsletter today",))
    found = example(tmp_path, gold, "<p>Sign up for our newsletter today, it is free.</p>")
    known = {int(block): bool(label) for block, label, weight in zip(
        found.blocks, found.labels, found.weights, strict=True) if weight > 0}  # fmt: skip
    assert known.items() <= {1: True, 3: False}.items()
    assert known[1]


def test_names_around_articles_have_odds_above_none(tmp_path: Path) -> None:
    gold = Gold(body="\n".join(STORY))
    pages = [example(tmp_path, gold, "<p>Buy now: boots, sails.</p>", number) for number in range(5)]
    odds = learn_odds(pages)
    assert odds["story-text"] > 0 > odds["promo-box"]
    assert learn_odds(pages[:3]) == {}  # too few pages


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.globe.example/a", "globe.example"),
        ("https://news.bbc.co.uk/1", "bbc.co.uk"),
        (None, "page:7"),
    ],
)
def test_a_site_is_its_registered_domain(url: str | None, site: str) -> None:
    assert site_of(url, "7") == site


def test_no_site_is_in_two_folds() -> None:
    sites = [f"{number % 10}.example" for number in range(50)]
    folds = fold_sites(sites, 3, 0)
    assert {len({fold for own, fold in zip(sites, folds, strict=True) if own == site}) for site in sites} == {
        1
    }
    assert set(folds) == {0, 1, 2}

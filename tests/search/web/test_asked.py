"""The state of a search page in its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.web.asked import PageState
from dateline.search.web.errors import WrongAddress

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@given(
    st.builds(
        PageState,
        q=TEXT,
        page=st.integers(1, 100),
        n=st.integers(1, 100),
        sort=st.sampled_from(["relevance", "newest", "oldest"]),
        by=st.sampled_from(["article", "passage"]),
        match=st.sampled_from(["all", "any"]),
        passages=st.integers(0, 10),
        after=TEXT,
        before=TEXT,
        source=TEXT,
        place=TEXT,
        synonyms=st.booleans(),
        expand=st.booleans(),
    )
)
def test_every_state_is_read_back_from_its_address(state: PageState) -> None:
    assert PageState.of(parse_qsl(state.address, keep_blank_values=True)) == state


def test_an_address_says_what_was_chosen_and_nothing_else() -> None:
    assert PageState().address == ""
    assert PageState(q="oil & gas", page=2, sort="newest").address == "q=oil+%26+gas&page=2&sort=newest"


def test_another_choice_begins_at_the_first_page() -> None:
    assert PageState(q="oil", page=7).changed(sort="oldest").page == 1
    assert PageState(q="oil", page=7).changed(page=8).page == 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([("page", "0")], "“page” takes a number up to 10,000"),
        ([("page", "-1")], "“page” takes"),
        ([("page", "١")], "“page” takes"),
        ([("page", "9" * 5000)], "“page” takes"),
        ([("n", "101")], "“n” takes a number up to 100"),
        ([("sort", "date")], "relevance or newest or oldest"),
        ([("by", "")], "article or passage"),
        ([("indexed_after", "soon")], "2026-05-28T09:30Z"),
        ([("synonyms", "yes")], "on or off"),
        ([("q", "a"), ("q", "b")], "“q” is given twice"),
        ([("querry", "a")], "“querry” is nothing a search takes"),
    ],
)
def test_what_an_address_can_not_say_is_named(arguments: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(WrongAddress, match=re.escape(said)):
        PageState.of(arguments)

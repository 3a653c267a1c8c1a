"""Query nodes are plain records that say what they mean."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.query.building import with_boost
from dateline.search.query.comparison import fold_value, same_form
from dateline.search.query.nodes import (
    LEAVES,
    Alternatives,
    And,
    AndMaybe,
    AtLeast,
    DateRange,
    Every,
    KeywordFilter,
    Leaf,
    Near,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Together,
    Word,
    leaves,
)

DRONE = Word(None, "drone", ("drone",))
GUARDS = Word(None, "guards", ("guard", "guards"))
NODES: list[Query] = [
    DRONE,
    with_boost(GUARDS, 2.0),
    Word("title", "Organisation", ("organiz",), exact="Organisation"),
    Pattern("lead", "secur", "prefix"),
    Pattern(None, "lukashenka", "fuzzy", terms=("lukashenka",)),
    Sequence(None, (DRONE, GUARDS)),
    Alternatives((DRONE, Sequence(None, (GUARDS, DRONE)))),
    Near(DRONE, GUARDS, 5),
    Near(DRONE, GUARDS, 5, ordered=True),
    Together(DRONE, GUARDS, "sentence"),
    AtLeast(3, DRONE),
    KeywordFilter("source", ("Kazinform", "Interfax")),
    DateRange("2013", None),
    And((DRONE, Not(GUARDS))),
    Or((DRONE, Every())),
    AndMaybe(DRONE, GUARDS),
]


@pytest.mark.parametrize("node", NODES, ids=repr)
def test_a_repr_can_be_pasted(node: Query) -> None:
    assert eval(repr(node)) == node


@pytest.mark.parametrize("node", NODES, ids=repr)
def test_a_copy_is_equal_and_hashes_alike(node: Query) -> None:
    same = copy.deepcopy(node)
    assert same == node
    assert hash(same) == hash(node)


@pytest.mark.parametrize("node", NODES, ids=repr)
def test_a_node_never_changes(node: Query) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(node, next(iter(type(node).__dataclass_fields__)), None)


def test_nodes_that_differ_in_anything_are_unequal() -> None:
    for node in NODES:
        assert [other for other in NODES if other == node] == [node]
        assert node != Every()
        assert (node != copy.copy(node)) is False


@pytest.mark.parametrize("node", [node for node in NODES if isinstance(node, LEAVES)], ids=repr)
def test_a_boost_is_set_on_a_copy(node: Leaf) -> None:
    boosted = with_boost(node, 3.0)
    assert boosted.boost == 3.0
    assert node.boost != 3.0
    assert with_boost(boosted, node.boost) == node


def test_the_words_and_filters_of_a_tree_come_in_the_order_typed() -> None:
    tree = And((DRONE, Or((Near(DRONE, GUARDS, 5), DateRange("2013", None))), Not(AtLeast(2, GUARDS))))
    assert list(leaves(tree)) == [DRONE, DRONE, GUARDS, DateRange("2013", None), GUARDS]


def test_the_field_of_a_node_is_that_of_its_parts() -> None:
    title = Word("title", "drone", ("drone",))
    assert Near(title, title, 5).fieldname == "title"
    assert AtLeast(2, title).fieldname == "title"
    assert Alternatives((title, title)).fieldname == "title"
    assert DateRange("2013", None).fieldname == "date"


@pytest.mark.parametrize(
    ("first", "last", "inside", "outside"),
    [
        ("2013", None, ["2013", "2013-01-01", "2014"], ["2012", "2012-12-31"]),
        (None, "2013", ["2012", "2013", "2013-12-31"], ["2014", "2014-01-01"]),
        ("2013-05", "2013-09", ["2013-05", "2013-05-01", "2013-09-30"], ["2013", "2013-04-30", "2013-10"]),
        ("2013-05-28", "2013-05-28", ["2013-05-28"], ["2013-05", "2013-05-27", "2013-05-29"]),
    ],
)
def test_a_range_of_dates_holds_both_ends_and_partial_dates_at_their_beginning(
    first: str | None, last: str | None, inside: list[str], outside: list[str]
) -> None:
    dates = DateRange(first, last)

    def holds(value: str) -> bool:
        return (dates.low is None or dates.low <= value) and (dates.high is None or value < dates.high)

    assert [value for value in inside if not holds(value)] == []
    assert [value for value in outside if holds(value)] == []


@pytest.mark.parametrize(
    ("field", "wanted", "accepted", "refused"),
    [
        ("source", "times", ["The Times", "Astana Times", "TIMES"], ["Timeshare News", "Sometimes"]),
        ("source", "astana times", ["The Astana Times"], ["Astana, The Times", "Times Astana"]),
        ("place", "Bogotá", ["BOGOTA", "bogotá", "Bogota D.C."], ["Bogot"]),
        ("author", "o'brien", ["Pat O’Brien"], ["Pat Brien"]),
        ("id", "N7", ["n7", "N7"], ["n70", "an7"]),
        ("path", "2013/", ["seeds/2013/a.txt"], ["seeds/2014/a.txt"]),
        ("path", "*.TXT", ["seeds/a.txt"], ["seeds/a.txt.html"]),
        ("path", "[a]?.txt", ["[a]1.txt"], ["a1.txt", "[a].txt"]),
        ("language", "en", ["en", "en-GB"], ["enm", "ru"]),
    ],
)
def test_a_filter_compares_values_without_case_and_accents(
    field: str, wanted: str, accepted: list[str], refused: list[str]
) -> None:
    node = KeywordFilter(field, ("nothing like it", wanted))
    assert [value for value in accepted if not node.accepts(value)] == []
    assert [value for value in refused if node.accepts(value)] == []


def test_a_value_without_a_word_accepts_nothing() -> None:
    assert not KeywordFilter("source", ("…",)).accepts("The Times")


@pytest.mark.parametrize(
    ("written", "exact", "same"),
    [
        ("Organisation", "Organisation", True),
        ("Organization", "Organisation", False),
        ("organisation", "Organisation", False),
        ("Organisation", "organisation", True),
        ("ORGANISATION", "Organisation", False),
        ("Élysée", "Elysee", True),
        ("élysée", "Elysee", False),
        ("Elysée", "Élysée", False),
        ("Elysee", "Élysée", False),
        ("E\u0301lyse\u0301e", "Élysée", True),
        ("O’Brien", "O'Brien", True),
        ("Tajik‑Afghan", "Tajik-Afghan", True),
    ],
)
def test_exact_is_spelling_and_case_and_accents_where_they_were_typed(
    written: str, exact: str, same: bool
) -> None:
    assert same_form(written, exact) is same


@given(st.text(max_size=40))
def test_folding_a_value_twice_is_folding_it_once(value: str) -> None:
    assert fold_value(fold_value(value)) == fold_value(value)

"""Terms are found, and told to be near a word, as Python does it."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format import kernels
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment.text_field import TextField
from dateline.indexer.passages import split_passages
from dateline.search.arrays.show.suggestions import near_by_steps, near_strings

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

WORDS = [
    *(
        "border",
        "borders",
        "boarder",
        "broder",
        "order",
        "bordr",
        "robder",
        "бордер",
        "бордюр",
        "边界",
        "naïve",
    ),
    *(
        "naïve",
        "a",
        "ab",
        "abc",
        "abcd",
        "ba",
        "bac",
        "x" * 70,
        "x" * 66,
        "é",
        "éa",
        "zz",
        "\U0001f600\U0001f601",
    ),
]


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> TextField:
    folder = tmp_path_factory.mktemp("terms")
    article = Article(id="1", paragraphs=(Paragraph(" ".join(WORDS)),), language="xx")
    writer = IndexWriter(folder)
    writer.add_article(article, split_passages(article))
    writer.commit()
    return IndexReader.open(folder).segments[0].text_field("text")


def test_every_term_has_its_number_and_no_other_word_has_any(field: TextField) -> None:
    for number, term in enumerate(field.terms(0, field.size)):
        assert field.compiled.find(term) == number
        for other in (term + b"\0", term[:-1], b"\xff" + term, b""):
            place = field.place(other)
            expected = place if place < field.size and field.term(place) == other else -1
            assert field.compiled.find(other) == expected


@given(
    word=st.one_of(st.sampled_from(WORDS), st.text("abcdorre é边", max_size=8)).filter(
        lambda w: len(w) <= 64
    ),
    most=st.integers(0, 3),
    data=st.data(),
)
def test_the_same_terms_are_near(field: TextField, word: str, most: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, field.size))
    last = data.draw(st.integers(first, field.size))
    expected = [
        (first + place, typos) for place, typos in near_strings(word, field.strings(first, last), most)
    ]
    assert field.compiled.near(word, first, last, most) == expected


def test_a_word_too_long_and_terms_that_are_not_there_are_refused(field: TextField) -> None:
    with pytest.raises(ValueError, match="letters"):
        field.compiled.near("x" * 65, 0, 1, 1)
    for first, last in ((-1, 1), (0, field.size + 1)):
        with pytest.raises(ValueError, match="not there"):
            field.compiled.near("border", first, last, 1)


def test_offsets_that_can_not_be_are_refused(tmp_path: Path) -> None:
    import numpy as np

    compiled = kernels.compiled()
    assert compiled is not None

    def tell(blocks: kernels.Blocks, block: int) -> NoReturn:
        raise ValueError(blocks.name, block)

    def given_as(array: np.ndarray) -> kernels.Blocks:
        compared = bytearray(b"\1")
        return kernels.Blocks(tell, "given", array.data, np.zeros(1, np.uint32).data, None, None, compared)

    small = given_as(np.array([0, 0], np.uint8))
    for offsets in ([0, 9], [2, 1], [250, 255]):
        arrays = [None] * 13 + [
            given_as(np.array(offsets, np.uint8)),
            given_as(np.frombuffer(b"abc", np.uint8)),
        ]
        arrays[6] = small
        broken = compiled.Field(tuple(arrays))
        with pytest.raises(ValueError, match="can't be"):
            broken.find(b"b")
        with pytest.raises(ValueError, match="can't be"):
            broken.near("b", 0, 1, 1)


@given(
    word=st.sampled_from([word for word in WORDS if len(word) <= 64]) | st.text("abcdorre é边", max_size=8),
    strings=st.lists(st.sampled_from(WORDS) | st.text("abcdorre é边", max_size=9), max_size=20),
    most=st.integers(0, 3),
)
def test_the_same_strings_are_near(word: str, strings: list[str], most: int) -> None:
    assert list(near_strings(word, strings, most)) == list(near_by_steps(word, strings, most))


def test_terms_found_at_once_are_those_found_one_by_one(field: TextField) -> None:
    terms = [word.casefold().encode() for word in WORDS] + [b"", b"nowhere", b"zzz", b"border"]
    one_by_one = [field.compiled.find(term) for term in terms]
    field.look_for(terms[3:])

    assert field.find_all(terms) == list(map(field.find, terms)) == one_by_one
    assert 10 < sum(number >= 0 for number in one_by_one) < len(terms) - 3


def test_what_is_no_term_is_refused(field: TextField) -> None:
    for given_terms in (["border"], [b"border", None], (b"border",)):
        with pytest.raises((TypeError, SystemError)):
            field.compiled.find_all(given_terms)

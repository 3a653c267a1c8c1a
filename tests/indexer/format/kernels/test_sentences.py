"""Where sentences begin, told with the kernel: as the rules in Python tell it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.indexer.facts.sentences import iterate_sentences, sentence_starts
from dateline.indexer.format.kernels import compiled

WORDS = st.sampled_from(
    [*"AaZ19x.!?…؟۔।。！-'\"”’“‘«»(){}_—¿ЯяÉé \n\t\xa0\u2009\x1c", "Mr", "al", "ca", "No", "pp", "Inc", "U.S",
     "u.k", "Ph.D", "12", "1999", "the", "The", "He", "Oktober", "z. B.", "J.-P", "J.K", "O'Brien", "it’s",
     "г", "т.е", "Москва", "x" * 30, "A" * 30, "...", ".”", ".)", "?!", "\n\n", ". ", ".\n", " \n \n",
     "seven letters and more", "gewiß, überall"]
)  # fmt: skip
TEXTS = st.lists(st.tuples(WORDS | st.text(max_size=2), st.sampled_from(["", "", " ", ". ", "."]))).map(
    lambda pairs: "".join(word + after for word, after in pairs)
)

pytestmark = pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")


@given(TEXTS, st.sampled_from(["en", "de", None]))
@example("On 3. Oktober. 3. A", "de")
@example("x\u2009. - X.\xa0Y. ca. The al. the U.S. The St. Paul", "en")
@example(f"{'A' * 30}. X {'A' * 30}. X {'1' * 30}. X", "en")
@example("\ud800. A", "en")
def test_sentences_begin_where_the_rules_say(text: str, language: str | None) -> None:
    assert sentence_starts(text, language) == list(iterate_sentences(text, language))


def test_a_place_that_is_unclear_is_left_to_the_rules() -> None:
    kernels = compiled()
    assert kernels is not None
    words: tuple[frozenset[str], ...] = (
        frozenset(["mr"]),
        frozenset(),
        frozenset(),
        frozenset(["mr"]),
        frozenset(["the"]),
    )
    assert kernels.sentences("One. Two. Éa. Mr. X", words, False) == [0, 5, -9, -13]
    assert kernels.sentences("“One.” «Да». The", words, False) == [0, -5, -12]
    assert kernels.sentences("一。二", words, False) is None
    with pytest.raises(TypeError):
        kernels.sentences("One.", (set(), *words[1:]), False)

"""Strings of a sorted list one typo away from a word."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.segment.sorted_blocks import BlockLookup
from dateline.search.arrays.match.typos import near

WORDS = st.text("abв", max_size=5)


class InMemory:
    """A list in blocks of two, so that little is enough to have many."""

    block_size = 2

    def __init__(self, strings: list[str]) -> None:
        self.all = sorted(strings)
        self.firsts = self.all[::2]
        self.lookup = BlockLookup(lambda block: "\n".join(self._block(block)), self._block)

    def _block(self, block: int) -> list[str]:
        return self.all[2 * block : 2 * block + 2]

    def beginning(self, prefix: str) -> list[str]:
        return [string for string in self.all if string.startswith(prefix)]


def is_one_typo(word: str, string: str, letters: str) -> bool:
    """Whether a letter missing, too many, wrong, or two swapped, make the string of the word."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        wrong = [head + letter + tail[1:] for letter in letters if tail]
        many = [head + letter + tail for letter in letters]
        swapped = head + tail[1:2] + tail[:1] + tail[2:]
        if string in (head + tail[1:], swapped, *wrong, *many):
            return True
    return False


@given(st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=12), st.sampled_from(["", "a", "aв"]))
def test_all_strings_one_typo_away_are_found_and_no_others(
    strings: list[str], words: list[str], letters: str
) -> None:
    blocks = InMemory(strings)
    for word in {*words, *strings}:
        expected = {string for string in strings if string and is_one_typo(word, string, letters)}
        assert near(word, letters, blocks) & set(strings) == expected


def test_all_short_words_are_found_in_a_list_of_many_blocks() -> None:
    strings = ["".join(letters) for size in range(6) for letters in product("abв", repeat=size)]
    blocks = InMemory(strings[::3])
    for word in strings:
        expected = {string for string in strings[::3] if string and is_one_typo(word, string, "aв")}
        assert near(word, "aв", blocks) & set(strings[::3]) == expected

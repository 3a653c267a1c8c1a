"""Which chunks between blanks have been met, and what does each become?

Reading a text only numbers its chunks, at the speed of a dictionary (a kernel's, where there is one). What
they become is asked of the analyzer when a buffer is inverted, for all new ones at once: a list of words is
lower-cased, spelt and stemmed at a third of what its words cost one by one.

A chunk has entries (a form, and at which of the chunk's positions it stands) and positions (where in the
chunk each begins). Both are rows of a CSR; `rows` says which row a chunk's number has.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.analysis.tokens import TOKEN, Analyzer, analyzer
from dateline.indexer.format import kernels
from dateline.indexer.format.segment.gathering import Rows
from dateline.indexer.format.storage.array_file import AnyArray

__all__ = ["Vocabulary"]

# What a token becomes: the number of its form where that is all (one entry, one position, at its start), else
# (form, position) of each entry and where in the token each position begins. Plain numbers spare the garbage
# collector a hundred thousand tuples: half the time of learning a vocabulary.
_Expansion = int | tuple[tuple[tuple[int, int], ...], tuple[int, ...]]
_Tokens = list[tuple[int, str]]  # of a chunk: where in it each begins

_MARKS: Final = ',.;:!?()[]"“”'  # a token neither begins nor ends with one
_AT_ONCE: Final = 1 << 15  # chunks learnt together: bounds what their lists take
_CHARS_AT_ONCE: Final = 1 << 19  # and their code points: each may be a part of its own
_KEPT_POSITIONS: Final = 4  # of a token: one of more parts (a clause of Chinese) hardly comes again


class Vocabulary:
    """Chunks of all languages, numbered, and the entries each one expands to."""

    def __init__(self) -> None:
        self.forms: defaultdict[str, int] = defaultdict(count().__next__)  # "term NUL form"
        self._chunks = kernels.chunk_table()
        self._words = kernels.chunk_table()  # of ASCII letters and digits, as chunks have them between marks
        self._word_forms = array("I")  # the form of each
        self._languages: defaultdict[str, int] = defaultdict(count().__next__)  # as they are numbered there
        self._tokens: dict[str, dict[str, _Expansion]] = {}
        self._learnt = 0  # how many chunks have rows
        self._numbers = array("I")  # the chunk of each row
        self.lengths = array("I")  # code points of each row's chunk
        self.entries_start = array("I", [0])
        self.entry_forms = array("I")
        self.entry_positions = array("I")
        self.positions_start = array("I", [0])
        self.position_offsets = array("I")  # where in its chunk each position begins

    def number(self, texts: list[bytes], language: str) -> tuple[bytes, bytes]:
        """The number of each chunk of texts in one language (a normalised code), and how many each has.

        The texts are in UTF-8, the numbers of four bytes each.
        """
        return self._chunks.number(texts, self._languages[language])

    def __len__(self) -> int:
        return len(self._chunks)

    def learn(self) -> None:
        """Give every chunk met since the last call its row."""
        for language, number in self._languages.items():
            found, numbers, rest = self._chunks.words(self._learnt, number, self._words)
            self._learn_words(language, np.frombuffer(found, np.uint32).reshape(-1, 4))
            places = np.frombuffer(numbers, np.uint32).tolist()
            for batch in _batches(rest):
                self._learn(language, rest[batch], places[batch])
        self._learnt = len(self._chunks)

    def _learn_words(self, language: str, found: NDArray[np.uint32]) -> None:
        """Give chunks that are a word their rows: its number, the word's, where that begins, length."""
        new, _ = self._words.since(len(self._word_forms))
        for batch in _batches(new):
            keys = map("\0".join, zip(analyzer(language).terms(new[batch]), new[batch], strict=True))
            self._word_forms.extend(map(self.forms.__getitem__, keys))
        numbers, words, starts, lengths = found.T
        self._add_rows(numbers, lengths, np.frombuffer(self._word_forms, np.uint32)[words], starts)

    def _add_rows(self, numbers: AnyArray, lengths: AnyArray, forms: AnyArray, starts: AnyArray) -> None:
        """Give chunks of one entry each their rows."""
        begins = np.arange(1, len(numbers) + 1)
        for column, values in (
            (self._numbers, numbers),
            (self.lengths, lengths),
            (self.entries_start, begins + len(self.entry_forms)),
            (self.positions_start, begins + len(self.position_offsets)),
            (self.entry_forms, forms),
            (self.entry_positions, np.zeros(len(numbers))),
            (self.position_offsets, starts),
        ):
            column.frombytes(values.astype(np.uint32).tobytes())

    def rows(self) -> Rows:
        """What each chunk becomes; all have been learnt."""
        numbers = np.frombuffer(self._numbers, np.uint32)
        rows = np.empty(len(numbers), np.uint32)
        rows[numbers] = np.arange(len(rows), dtype=np.uint32)
        columns = (
            self.lengths,
            self.entries_start,
            self.entry_forms,
            self.entry_positions,
            self.positions_start,
            self.position_offsets,
        )
        return Rows(rows, *(np.frombuffer(column, np.uint32) for column in columns))

    def _learn(self, language: str, chunks: Sequence[str], numbers: Sequence[int]) -> None:
        # A run of letters and digits between marks is one token: TOKEN need not be asked.
        words = [chunk if chunk.isalnum() else chunk.strip(_MARKS) for chunk in chunks]
        starts = list(map(str.find, chunks, words))
        found: dict[int, _Tokens] = {}
        for place, word in enumerate(words):
            if not word.isalnum():
                tokens = [(match.start(), match[0]) for match in TOKEN.finditer(chunks[place])]
                if len(tokens) == 1:
                    starts[place], words[place] = tokens[0]
                else:
                    words[place] = ""
                    found[place] = tokens
        expansions = self._tokens.setdefault(language, {})
        many = self._expand_all(words, found.values(), analyzer(language), expansions)

        expanded = list(map(expansions.get, words))  # None where there is none or several tokens
        single = [place for place, expansion in enumerate(expanded) if type(expansion) is int]
        columns = zip(
            *((numbers[at], len(chunks[at]), expanded[at], starts[at]) for at in single), strict=True
        )
        if single:
            self._add_rows(*(np.array(column, np.uint32) for column in columns))
        for place, expansion in enumerate(expanded):
            if type(expansion) is not int:
                tokens = found[place] if place in found else [(starts[place], words[place])]
                expanded_tokens = [(start, expansions[token]) for start, token in tokens]
                self._add(numbers[place], len(chunks[place]), expanded_tokens)
        for token in many:
            del expansions[token]

    def _expand_all(
        self,
        words: Iterable[str],
        found: Iterable[_Tokens],
        analyzer: Analyzer,
        expansions: dict[str, _Expansion],
    ) -> list[str]:
        """Analyse the tokens that are not among `expansions` yet; those of them that have many positions."""
        met = dict.fromkeys(words)
        met.update((token, None) for tokens in found for _, token in tokens)
        met.pop("", None)
        new = [token for token in met if token not in expansions]
        forms = [analyzer.plain_form(token) for token in new]
        plain = list(filter(None, forms))
        keys = map("\0".join, zip(analyzer.terms(plain), plain, strict=True))
        numbers = map(self.forms.__getitem__, keys)
        for token, form in zip(new, forms, strict=True):
            expansions[token] = next(numbers) if form else self._expand(token, analyzer)
        return [token for token in new if _is_long(expansions[token])]

    def _expand(self, token: str, analyzer: Analyzer) -> _Expansion:
        entries = analyzer.entries(token)
        if len(entries) == 1 and not entries[0].start and not entries[0].position:
            return self.forms[f"{entries[0].term}\0{entries[0].form}"]
        offsets = [0] * (entries[-1].position + 1 if entries else 0)
        found: dict[tuple[str, int], int] = {}  # a term has one form at a position
        for entry in entries:
            found.setdefault((entry.term, entry.position), self.forms[f"{entry.term}\0{entry.form}"])
            offsets[entry.position] = entry.start
        return tuple((form, position) for (_, position), form in found.items()), tuple(offsets)

    def _add(self, number: int, length: int, tokens: Sequence[tuple[int, _Expansion]]) -> None:
        """Give a chunk of these tokens (start, expansion) its row."""
        position = 0
        for start, expansion in tokens:
            if isinstance(expansion, int):
                self.entry_forms.append(expansion)
                self.entry_positions.append(position)
                self.position_offsets.append(start)
                position += 1
                continue
            entries, offsets = expansion
            for form, place in entries:
                self.entry_forms.append(form)
                self.entry_positions.append(position + place)
            self.position_offsets.extend([start + offset for offset in offsets])
            position += len(offsets)
        self._numbers.append(number)
        self.lengths.append(length)
        self.entries_start.append(len(self.entry_forms))
        self.positions_start.append(len(self.position_offsets))


def _is_long(expansion: _Expansion) -> bool:
    return not isinstance(expansion, int) and len(expansion[1]) > _KEPT_POSITIONS


def _batches(chunks: Sequence[str]) -> Iterator[slice]:
    """The chunks in parts of bounded length, in chunks and, but for the last of each, in code points."""
    ends = np.cumsum(list(map(len, chunks)), dtype=np.int64)
    start = chars = 0
    while start < len(chunks):
        stop = min(int(np.searchsorted(ends, chars + _CHARS_AT_ONCE)) + 1, start + _AT_ONCE, len(chunks))
        yield slice(start, stop)
        start, chars = stop, int(ends[stop - 1])

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.format.segment.chunks import Vocabulary
from dateline.indexer.format.segment.inversion import Inverted, TextBuffer, invert

WORDS = st.sampled_from(
    ["Tajik-Afghan", "Afghan's", "1,200", "U.S.", '"Leaders', "leaders,", "(Bishkek)", "organisation",
     "Известия",
     "a/b", "O’Brien", "—", "", "«Да»", "l'État", "2013-05-28", "中国", "e.g.", "...", "AT&T's", "[1]",
     "x" * 70]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=6), max_size=12).map(" ".join)
DOCUMENTS = st.lists(st.tuples(TEXTS, st.sampled_from(["en", "ru", "fr", "tr", "xx"])), max_size=6)

Documents = list[tuple[str, str]]  # text, language
Occurrence = tuple[bytes, int, int, int]  # term, document, position, start


def expected(documents: Documents) -> list[Occurrence]:
    """Each occurrence as `tokens` has it."""
    return sorted(
        {
            (token.term.encode(), number, token.position, token.start)
            for number, (text, language) in enumerate(documents)
            for token in analyzer(language).tokens(text.replace("\n", " "))
        }
    )


def found(inverted: Inverted) -> list[Occurrence]:
    occurrences = []
    postings = inverted.postings
    first = 0
    for term, name in enumerate(inverted.terms):
        for posting in range(postings.postings_start[term], postings.postings_start[term + 1]):
            document = int(postings.documents[posting])
            for position in postings.positions[first : first + postings.frequencies[posting]].tolist():
                start = int(postings.token_offsets[int(postings.token_start[document]) + position])
                occurrences.append((name, document, position, start))
            first += int(postings.frequencies[posting])
    return sorted(occurrences)


def filled(vocabulary: Vocabulary, documents: Documents) -> TextBuffer:
    buffer = TextBuffer(vocabulary)
    for text, language in documents:
        buffer.add(text.encode(), language)
    return buffer


@given(DOCUMENTS, DOCUMENTS)
def test_postings_are_the_tokens_of_the_texts(documents: Documents, more: Documents) -> None:
    vocabulary = Vocabulary()
    assert found(invert(vocabulary, filled(vocabulary, documents))) == expected(documents)
    again = found(invert(vocabulary, filled(vocabulary, more)))
    assert again == expected(more)  # some chunks known, some new


def test_every_chunk_has_a_row_of_its_own() -> None:
    vocabulary = Vocabulary()
    buffer = filled(vocabulary, [("one Two-Three two", "en"), ("один one", "ru"), ("four", "en")])
    assert list(buffer.chunks) == [0, 1, 2, 3, 4, 5]
    vocabulary.learn()
    known = vocabulary.rows()
    assert sorted(known.rows.tolist()) == [0, 1, 2, 3, 4, 5]
    assert known.lengths[known.rows].tolist() == [3, 9, 3, 4, 3, 4]
    assert len(vocabulary) == 6

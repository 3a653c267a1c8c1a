from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from benchmarks.torture.rewriting import rewrite
from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.format.errors import DatelineError
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment.text_field import TextField
from tests.indexer.format.conftest import Cut, Draw, Make, Write

# {(term, document): [(position, form)]}
Occurrences = dict[tuple[bytes, int], list[tuple[int, str]]]


def occurrences_by_analysis(segment: SegmentReader, name: str) -> tuple[Occurrences, list[list[int]]]:
    """What a field must hold by the analyzer's account, and where the tokens of each document start."""
    found: dict[tuple[bytes, int], dict[int, str]] = {}
    starts = []
    languages = segment.keyword_field("language")
    total = segment.passages if name == "text" else segment.articles
    for document in range(total):
        article = int(segment.article_of[document]) if name == "text" else document
        text = segment.passage_text(document) if name == "text" else segment.article(article).title or ""
        begins: dict[int, int] = {}
        for token in analyzer(languages.value(article) or "xx").tokens(text):
            entry = found.setdefault((token.term.encode(), document), {})
            entry.setdefault(token.position, token.form)
            begins.setdefault(token.position, token.start)
        starts.append([begins[position] for position in sorted(begins)])
    return {key: sorted(entry.items()) for key, entry in found.items()}, starts


def occurrences_by_index(field: TextField) -> Occurrences:
    found: Occurrences = {}
    for i in range(field.size):
        forms = [form for form, _ in field.forms_of(i)]
        offsets = field.occurrence_offsets(i)
        assert np.diff(offsets).tolist() == field.frequencies(i).tolist()
        numbers = field.forms[int(offsets[0]) : int(offsets[-1])]
        assert np.bincount(numbers).tolist() == [count for _, count in field.forms_of(i)]
        for place, document in enumerate(field.documents(i).tolist()):
            span = slice(int(offsets[place]), int(offsets[place + 1]))
            found[field.term(i), document] = [
                (position, forms[form])
                for position, form in zip(
                    field.positions[span].tolist(), field.forms[span].tolist(), strict=True
                )
            ]
    return found


@pytest.mark.parametrize("merged", [False, True])
def test_postings_positions_forms_and_starts_are_those_of_the_analyzer(
    tmp_path: Path, draw: Draw, write: Write, merged: bool
) -> None:
    chance = random.Random(3)
    for first in range(0, 60, 20):
        write(tmp_path, *(draw(number, chance) for number in range(first, first + 20)))
    if merged:
        with IndexWriter(tmp_path) as writer:
            for number in (3, 27, 44):
                writer.delete_article(f"a{number}")
        IndexWriter(tmp_path).commit(optimize=True)
    reader = IndexReader.open(tmp_path)
    for segment in reader.segments:
        for name in ("text", "title"):
            field = segment.text_field(name)
            expected, starts = occurrences_by_analysis(segment, name)
            assert occurrences_by_index(field) == expected
            assert [field.token_starts(document).tolist() for document in range(len(starts))] == starts
            several = list(range(1, len(starts), 2))
            together = field.token_starts_of(several)
            for row, document in enumerate(several):
                positions = np.arange(len(starts[document]))
                assert together.at(np.full(len(positions), row), positions).tolist() == starts[document]
            assert field.lengths.tolist() == [len(document) for document in starts]
            assert (field.documents_total, field.length_total) == (len(starts), sum(map(len, starts)))


@pytest.fixture
def field(tmp_path: Path, write: Write, make: Make) -> TextField:
    texts = ["Border guards met.", "The border. The Border!", "Zebra crossing; borders, border's."]
    return write(tmp_path, *(make(n, text) for n, text in enumerate(texts))).segments[0].text_field("text")


def test_terms_are_found_by_bytes_range_and_prefix(field: TextField) -> None:
    terms = [field.term(i) for i in range(field.size)]
    assert terms == sorted(terms) == field.terms(0, field.size)
    assert [field.find(term) for term in terms] == list(range(field.size))
    assert [field.find(term) for term in (b"", b"bordeaux", b"zzz", b"\xff")] == [-1] * 4
    assert field.terms(*field.range(b"border", b"n")) == [t for t in terms if b"border" <= t < b"n"]
    assert field.terms(*field.range(b"m", None)) == [term for term in terms if term >= b"m"]
    assert field.terms(*field.prefix(b"bo")) == [b"border"]
    assert field.terms(*field.prefix(b"")) == terms
    assert field.terms(*field.prefix(b"\xff")) == field.terms(*field.range(b"z", b"b")) == []


def test_look_up_agrees_with_a_list_across_the_sampled_terms(
    tmp_path: Path, write: Write, make: Make
) -> None:
    words = sorted({f"w{number * 7919 % 10000}" for number in range(1000)})
    field = write(tmp_path, make(1, " ".join(words))).segments[0].text_field("text")
    assert [field.find(word.encode()) for word in words] == list(range(1000))
    assert [field.find(f"{word}x".encode()) for word in words] == [-1] * 1000


def test_a_term_has_documents_frequencies_and_forms(field: TextField) -> None:
    i = field.find(b"border")
    assert field.document_frequency(i) == 3
    assert field.documents(i).tolist() == [0, 1, 2]
    assert field.frequencies(i).tolist() == [1, 2, 2]
    assert dict(field.forms_of(i)) == {"border": 2, "Border": 2, "borders": 1}
    offsets = field.occurrence_offsets(i)
    some = np.array([2, 0])
    assert field.occurrence_offsets(i, some).tolist() == offsets[some].tolist()
    assert len(field.occurrence_offsets(i, some[:0])) == 0


def test_occurrence_offsets_hold_over_many_postings(tmp_path: Path, write: Write, make: Make) -> None:
    chance = random.Random(5)
    texts = ["x " * chance.randrange(1, 5) + "y " * chance.randrange(0, 3) for _ in range(700)]
    field = write(tmp_path, *(make(n, text) for n, text in enumerate(texts))).segments[0].text_field("text")
    for i in range(field.size):
        whole = field.occurrence_offsets(i)
        assert np.diff(whole).tolist() == field.frequencies(i).tolist()
        some = np.array(chance.sample(range(field.document_frequency(i)), 50))
        assert field.occurrence_offsets(i, some).tolist() == whole[some].tolist()
        few = np.arange(3)
        assert field.occurrence_offsets(i, few).tolist() == whole[:3].tolist()


def test_sentences_and_paragraphs_begin_at_positions(tmp_path: Path, make: Make) -> None:
    article = make(1, "One two. Three.", "Four five. Six. …")
    text = article.text
    from dateline.indexer.article import Passage

    with IndexWriter(tmp_path) as writer:
        starts = [0, text.index("Three"), text.index("Six"), text.index("…")]
        writer.add_article(article, [Passage(0, len(text))], [starts])
        writer.add_article(make(2), [])
        writer.add_article(make(3, "…", "Word."), [Passage(0, 1), Passage(3, 8)])
    field = IndexReader.open(tmp_path).segments[0].text_field("text")
    assert field.sentence_offsets.tolist() == [0, 4, 5, 6]
    assert field.sentence_positions.tolist() == [0, 2, 3, 5, 0, 0]
    assert field.sentence_starts_of([0, 2]) == [(0, 9, 17, 28), (0,)]
    assert (field.paragraph_offsets.tolist(), field.paragraph_positions.tolist()) == (
        [0, 2, 3, 4],
        [0, 3, 0, 0],
    )


def test_keywords_are_codes_of_sorted_values(tmp_path: Path, write: Write, make: Make) -> None:
    dates = ["2013-05-28", None, "2013", "2014-01", "2013-05-28"]
    segment = write(tmp_path, *(make(n, "x", date=date) for n, date in enumerate(dates))).segments[0]
    field = segment.keyword_field("date")
    assert list(field.values) == ["2013", "2013-05-28", "2014-01"]
    assert field.values[-1] == "2014-01"
    assert field.codes.tolist() == [2, 0, 1, 3, 2]
    assert [field.value(article) for article in range(5)] == dates
    assert [field.find(value) for value in ("2013", "2014-01", "2015", "")] == [1, 3, 0, 0]
    assert field.range("2013", "2014") == (1, 3)
    assert field.range(None, None) == (1, 4)
    assert field.range("2014", "2013") == (3, 3)
    assert field.articles(2).tolist() == [0, 4]
    for _ in range(40):  # from many look-ups on it goes another way
        assert [field.articles(code).tolist() for code in (0, 1, 2)] == [[], [2], [0, 4]]
    with pytest.raises(IndexError):
        field.values[3]


def test_a_field_nobody_filled_is_empty(tmp_path: Path, write: Write, make: Make) -> None:
    segment = write(tmp_path, make(1, "x", language=None)).segments[0]
    place = segment.keyword_field("place")
    assert (len(place.values), place.codes.tolist(), place.value(0), place.find("x")) == (0, [0], None, 0)
    title = segment.text_field("title")
    assert (title.size, title.documents_total, title.lengths.tolist(), title.find(b"x")) == (0, 1, [0], -1)
    assert title.prefix(b"a") == (0, 0)
    assert title.token_starts(0).tolist() == []
    assert segment.passage_lines(0) is None


def test_articles_and_passages_are_mapped(tmp_path: Path, write: Write, make: Make) -> None:
    segment = write(tmp_path, make(1, "One.", "Two."), make(2), make(3, "Three.")).segments[0]
    assert segment.first_passage.tolist() == [0, 2, 2, 3]
    assert segment.article_of.tolist() == [0, 0, 2]
    assert segment.heads([1])[0]["heading"] == "a2"


def test_an_article_is_found_by_id_where_it_is_live(
    tmp_path: Path, write: Write, make: Make, cut: Cut
) -> None:
    write(tmp_path, make(1, "Old."), make(2, "Two."))
    with IndexWriter(tmp_path) as writer:
        writer.update_article(make(1, "New."), cut(make(1, "New.")))
    with IndexReader.open(tmp_path) as reader:
        found = reader.find_article("a1")
        assert found is not None
        segment, ordinal = found
        assert segment.article(ordinal).text == "New."
        assert reader.find_article("a7") is None


def test_every_flipped_bit_of_a_segment_is_found(tmp_path: Path, write: Write, make: Make) -> None:
    reader = write(tmp_path, make(1, "Border guards met.", "The border.", title="Summit"), make(2, "Two."))
    path = reader.segments[0].path
    entry = reader.segments[0].size
    whole = path.read_bytes()
    assert entry == len(whole)
    chance = random.Random(2)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(DatelineError, match=str(path)):
            SegmentReader(path).verify()


def test_damaged_deletions_are_found_when_the_index_is_opened(
    tmp_path: Path, write: Write, make: Make
) -> None:
    write(tmp_path, make(1, "One."), make(2, "Two."), make(3, "Three."))
    with IndexWriter(tmp_path) as writer:
        writer.delete_article("a2")
    (path,) = tmp_path.glob("*.deletions")
    whole = path.read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 4
        path.write_bytes(damaged)
        with pytest.raises(DatelineError, match=str(path)):
            IndexReader.open(tmp_path)


def test_arrays_stay_valid_after_close(tmp_path: Path, write: Write, make: Make) -> None:
    reader = write(tmp_path, make(1, "Border."))
    documents = reader.segments[0].text_field("text").documents(0)
    reader.close()
    assert documents.tolist() == [0]


def test_damaged_text_is_named_when_it_is_read(tmp_path: Path, write: Write, make: Make) -> None:
    from dateline.indexer.format.errors import IndexDamaged

    reader = write(tmp_path, make(1, *["Border guards met at the river crossing."] * 5))
    segment = reader.segments[0]
    raw = segment.path.read_bytes()
    blob = segment.array("passage.blob").tobytes()
    segment.path.write_bytes(raw.replace(blob, b"\xff" * len(blob)))
    with pytest.raises(IndexDamaged, match=r"array passage\.blob does not match its checksum"):
        SegmentReader(segment.path).passage_text(0)
    segment.path.write_bytes(raw)
    rewrite(segment.path, {"passage.blob": b"\xff" * len(blob)})
    with pytest.raises(IndexDamaged, match=r"array passage\.blob, frame 0"):
        SegmentReader(segment.path).passage_text(0)


def test_plain_words_are_what_the_analyzer_says_in_every_language() -> None:
    """The vocabulary does not ask the analyzer for all there is to a plain word or number."""
    from dateline.indexer.analysis.languages import SUPPORTED
    from dateline.indexer.analysis.tokens import Entry

    for language in (*SUPPORTED, "xx"):
        rules = analyzer(language)
        for word in ("Organisation", "guards", "US", "a", "1987", "F16", "2nd", "x" * 100):
            assert rules.entries(word) == (Entry(rules.term(word), word, 0, 0, len(word)),)


def test_only_who_reads_texts_loads_the_decompressor(tmp_path: Path, write: Write, make: Make) -> None:
    import subprocess
    import sys

    write(tmp_path, make(1, "Border guards met.", title="Summit"))
    code = (
        "import sys\n"
        "from dateline.indexer.format.index.reader import IndexReader\n"
        "(segment,) = IndexReader.open(sys.argv[1]).segments\n"
        "field = segment.text_field('text')\n"
        "print(field.documents(field.find(b'border')).tolist(), 'zstandard' in sys.modules)\n"
        "print(segment.passage_text(0), 'zstandard' in sys.modules)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed == "[0] False\nBorder guards met. True\n"


def test_bytes_that_are_no_text_are_named_when_they_are_read(
    tmp_path: Path, write: Write, make: Make
) -> None:
    from dateline.indexer.format.errors import IndexDamaged

    reader = write(tmp_path, make(1, "Border guards met.", title="Summit"))
    segment = reader.segments[0]
    for name, text, call in (
        ("passage.blob", b"guards", SegmentReader.passage_texts),
        ("head.blob", b"Summit", SegmentReader.heads),
    ):
        blob = segment.array(name).tobytes()
        rewrite(segment.path, {name: blob.replace(text, b"\xff" * len(text))})
        with pytest.raises(IndexDamaged, match=r"of article 0: |frame 0: "):
            call(SegmentReader(segment.path), [0])

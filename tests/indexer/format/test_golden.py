from __future__ import annotations

import importlib.util
import json
import struct
from pathlib import Path
from types import ModuleType

import numpy as np
import zstandard

from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.storage.array_file import AnyArray

GOLDEN = Path(__file__).parent / "golden"


def made() -> ModuleType:
    """The module that wrote the articles, and names them."""
    spec = importlib.util.spec_from_file_location("golden_make", GOLDEN / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_index_of_version_4_is_read_as_it_was_written() -> None:
    with IndexReader.open(GOLDEN / "v6") as reader:
        reader.verify()
        assert (reader.generation, reader.articles, reader.passages) == (2, 3, 4)
        assert reader.languages == {"": 1, "en": 1, "ru": 1}
        articles = made()
        for article in (articles.SUMMIT, articles.RUSSIAN, articles.LATER):
            found = reader.find_article(article.id)
            assert found is not None
            segment, ordinal = found
            assert segment.article(ordinal) == article
            assert segment.heads([ordinal])[0]["heading"] == article.heading
        assert reader.find_article("gone") is None


def test_another_program_reads_a_text_by_what_the_documentation_says() -> None:
    raw = (GOLDEN / "v6" / "000001.segment").read_bytes()
    version, start, length = struct.unpack_from("<8xI4xQQ", raw)
    arrays = json.loads(raw[start : start + length])["arrays"]

    def array(name: str) -> AnyArray:
        code, size, offset = arrays[name]
        return np.frombuffer(raw, code, size, offset)

    def frame(prefix: str, number: int) -> bytes:
        begin, end = array(prefix + "offsets")[number : number + 2].tolist()
        return zstandard.decompress(array(prefix + "blob")[begin:end].tobytes())

    assert version == 6
    assert frame("passage.", 0).split(b"\xff")[2].decode() == made().RUSSIAN.paragraphs[0].text
    heads, bodies = (frame(prefix, 0).split(b"\n") for prefix in ("head.", "article."))
    assert (len(heads), json.loads(heads[0])[:2]) == (3, ["Summit in Bishkek", "exact"])
    assert (len(bodies), json.loads(bodies[0])["l"]) == (3, [1, 1])
    assert b"Border\x001" in frame("text.form_", 0).split(b"\n")
    folded = frame("text.folded_", 0).decode().split("\n")
    assert (folded, array("text.folded_firsts").tobytes().decode()) == (sorted(folded), folded[0])
    entry = folded.index("obrien")
    term = int(array("text.folded_terms")[entry])
    group, place = divmod(term, 64)
    assert frame("text.form_", group).split(b"\n")[place] == b"O'Brien\x001"
    assert frame("text.folded_numbers_", 0)[entry] == 1
    assert len(frame("text.forms_", 0)) == int(array("text.forms_length")[0])


def test_many_values_are_read_by_what_the_documentation_says() -> None:
    first, second = IndexReader.open(GOLDEN / "v6").segments
    names = ("mentions", "codes", "starts", "ends")
    arrays = [first.array(f"keyword.author.{name}").tolist() for name in names]
    assert arrays == [[0, 2, 2, 2], [1, 2], [3, 15], [10, 20]]
    assert list(first.plural_field("author").values) == ["Ann Lee", "Bo Li"]
    assert second.heads([0])[0]["authors"] == ("Bo Li",)


def test_the_postings_of_version_4_are_read() -> None:
    first, second = IndexReader.open(GOLDEN / "v6").segments
    assert first.live_passages is not None
    assert first.live_passages.tolist() == [True, True, True, False]
    field = first.text_field("text")
    assert field.terms(0, field.size) == sorted(field.terms(0, field.size))
    i = field.find(b"border")
    assert (field.documents(i).tolist(), field.frequencies(i).tolist()) == ([0], [1])
    assert field.forms_of(i) == [("Border", 1)]
    offset = int(field.occurrence_offsets(i)[0])
    assert (int(field.positions[offset]), int(field.forms[offset])) == (0, 0)
    assert field.token_starts(0).tolist() == [0, 7, 14, 18, 21]
    begin, end = field.paragraph_offsets[1:3]
    assert field.paragraph_positions[begin:end].tolist() == [0, 3, 4]
    assert first.passage_lines(1) == (4, 9)
    assert first.text_field("title").find(b"summit") >= 0
    assert list(first.keyword_field("language").values) == ["en", "ru"]
    assert list(second.keyword_field("date").values) == ["2014"]

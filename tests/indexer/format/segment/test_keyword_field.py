from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.torture.rewriting import rewrite
from dateline.indexer.article import Article, Mention, Paragraph, Passage
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.merge_keywords import merge_mentions
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.kernels import compiled
from dateline.indexer.format.segment import keyword_field
from dateline.indexer.format.segment.keyword_field import (
    KeywordField,
    Keywords,
    PluralField,
    write_keywords,
    write_mentions,
)
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter

ANN, BO = Mention("Ann Lee", 0, 7), Mention("Bo Li", 9, 14)
names = st.sampled_from(["Ann Lee", "Bo Li", "Zoë", "李明", ""])
lists = st.lists(
    st.lists(st.builds(Mention, names, st.integers(0, 300), st.integers(0, 90_000)), max_size=3), max_size=6
)


def plural(folder: str | Path, *written: list[Mention], name: str = "f") -> PluralField:
    with ArrayFileWriter(Path(folder) / name) as file:
        write_mentions(file, "k.", written)
        file.finish({"articles": len(written)})
    return PluralField(ArrayFile(Path(folder) / name), "k.")


def single(folder: Path, *written: str | None) -> KeywordField:
    with ArrayFileWriter(folder / "s") as file:
        write_keywords(file, "k.", written)
        file.finish({})
    return KeywordField(ArrayFile(folder / "s"), "k.")


@pytest.mark.parametrize("kernel", ["C", "numpy"])
def test_values_come_back_by_either_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: str
) -> None:
    if kernel == "numpy":
        monkeypatch.setattr(keyword_field, "compiled", lambda: None)
    written = ["Zoë", None, "", "李明", "Zoë", *map(str, range(400))]
    field = single(tmp_path, *written)

    assert list(map(field.value_of, range(len(written)))) == written
    assert list(map(field.value, range(len(written)))) == written
    values = sorted({value for value in written if value is not None})
    for asked in (*values, "!", "Z", "zz", "\udcff", "李", "\U0010ffff"):
        assert field.find(asked) == (values.index(asked) + 1 if asked in values else 0)
        assert field.range(asked, None)[0] == 1 + sum(value < asked for value in values)
        assert field.range(None, asked)[1] == 1 + sum(value < asked for value in values)
    for outside in (len(written), 1 << 70):
        with pytest.raises(IndexError):
            field.value_of(outside)


@pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")
@pytest.mark.parametrize(
    ("name", "values"), [("k.codes", [3, 1, 1]), ("k.offsets", [0, 9, 2]), ("k.offsets", [2, 1, 2])]
)
def test_a_value_that_can_not_be_is_damage_and_no_other_memory(
    tmp_path: Path, name: str, values: list[int]
) -> None:
    single(tmp_path, "a", "b", "b")
    rewrite(tmp_path / "s", {name: np.array(values, np.uint8)})
    field = KeywordField(ArrayFile(tmp_path / "s"), "k.")

    with pytest.raises((IndexDamaged, ValueError), match=r"are below|can't be"):
        field.value_of(0)


def by_value(field: Keywords, articles: list[int]) -> dict[str | None, int]:
    counts = field.counts(np.array(articles, np.int64)).tolist()
    return {value: n for value, n in zip([None, *field.values], counts, strict=True) if n}


@given(lists)
def test_any_mentions_come_back_in_their_order(written: list[list[Mention]]) -> None:
    with TemporaryDirectory() as folder:
        field = plural(folder, *written)
        assert [list(field.mentions(article)) for article in range(len(written))] == written


@given(lists, lists, st.data())
def test_merged_fields_have_what_is_live_of_both(
    one: list[list[Mention]], other: list[list[Mention]], data: st.DataObject
) -> None:
    live = [
        np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), bool)
        for n in (len(one), len(other))
    ]
    kept = [part for lists, alive in zip((one, other), live, strict=True) for part in still(lists, alive)]
    with TemporaryDirectory() as folder:
        fields = [plural(folder, *one, name="one"), plural(folder, *other, name="other")]
        with ArrayFileWriter(Path(folder) / "both") as file:
            merge_mentions(file, "k.", fields, live)
            file.finish({"articles": len(kept)})
        both = PluralField(ArrayFile(Path(folder) / "both"), "k.")
        assert [list(both.mentions(article)) for article in range(len(kept))] == kept
        assert list(both.values) == sorted({mention.value for part in kept for mention in part})


def still(lists: list[list[Mention]], alive: np.ndarray) -> list[list[Mention]]:
    return [part for part, is_alive in zip(lists, alive.tolist(), strict=True) if is_alive]


def test_an_article_counts_once_for_each_of_its_values(tmp_path: Path) -> None:
    field = plural(tmp_path, [ANN, BO], [], [BO, BO], [ANN])
    assert by_value(field, [0, 1, 2, 3]) == {"Ann Lee": 2, "Bo Li": 2, None: 1}
    assert by_value(field, [1, 2]) == {"Bo Li": 1, None: 1}
    assert by_value(field, []) == {}


def test_the_articles_of_a_value_are_found_by_its_code(tmp_path: Path) -> None:
    field = plural(tmp_path, [ANN, BO], [], [BO, BO], [ANN])
    assert [field.articles(field.find(name)).tolist() for name in ("Ann Lee", "Bo Li", "B")] == [
        [0, 3], [0, 2], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "having"),
    [
        ([False, True, False], [True, False, False, True]),
        ([False, True, True], [True, False, True, True]),
        ([True, False, True], [True, True, True, False]),
    ],
)
def test_the_articles_having_one_of_some_codes(tmp_path: Path, codes: list[bool], having: list[bool]) -> None:
    field = plural(tmp_path, [ANN, BO], [], [BO, BO], [ANN])
    assert field.having(np.array(codes)).tolist() == having


def test_fields_of_one_value_and_of_many_answer_alike(tmp_path: Path) -> None:
    one, many = single(tmp_path, "Ann Lee", None, "Bo Li"), plural(tmp_path, [ANN], [], [BO])
    for field in (one, many):
        assert by_value(field, [0, 1]) == {"Ann Lee": 1, None: 1}
        assert field.having(np.array([True, False, True])).tolist() == [False, True, True]
        assert (field.articles(2).tolist(), field.articles(0).tolist()) == ([2], [])
        assert (field.find("Bo Li"), field.range("B", None)) == (2, (2, 3))


def test_an_index_without_mentions_has_articles_without_them(tmp_path: Path) -> None:
    field = plural(tmp_path, [], [])
    assert (field.mentions(1), by_value(field, [0, 1])) == ((), {None: 2})


def written(folder: Path, *authors: tuple[Mention, ...]) -> SegmentReader:
    with IndexWriter(folder) as writer:
        for number, mentions in enumerate(authors):
            article = Article(id=f"a{number}", paragraphs=(Paragraph("Met."),), authors=mentions)
            writer.add_article(article, [Passage(0, 4)])
    return IndexReader.open(folder).segments[0]


def test_articles_are_deleted_by_any_of_their_authors(tmp_path: Path) -> None:
    written(tmp_path, (ANN, BO), (ANN,))
    writer = IndexWriter(tmp_path)
    article = Article(id="new", paragraphs=(Paragraph("Met."),), authors=(ANN, BO))
    writer.add_article(article, [Passage(0, 4)])
    assert writer.delete_by_term("author", "Bo Li") == 2
    writer.commit(optimize=True)
    (segment,) = IndexReader.open(tmp_path).segments
    assert [segment.article(n).authors for n in range(segment.articles)] == [(ANN,)]
    assert list(segment.plural_field("author").values) == ["Ann Lee"]


def test_a_field_of_many_values_has_no_single_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="author has many values"):
        written(tmp_path, (ANN,)).keyword_field("author")

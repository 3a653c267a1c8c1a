from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index import merge_columns, merge_keywords
from dateline.indexer.format.segment.keyword_field import KeywordField, write_keywords
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter

columns = st.lists(st.one_of(st.none(), st.text("abé李\U0001f600", max_size=3)), max_size=12)


def field(folder: Path, name: str, values: list[str | None]) -> KeywordField:
    with ArrayFileWriter(folder / name) as file:
        write_keywords(file, "k.", values)
        file.finish({})
    return KeywordField(ArrayFile(folder / name), "k.")


def merged(folder: Path, fields: list[KeywordField], live: list[merge_columns.Live]) -> KeywordField:
    """Merged three values and two articles at a time."""
    with (
        mock.patch.object(merge_keywords, "RANGE_VALUES", 3),
        mock.patch.object(merge_columns, "PIECE", 2),
        ArrayFileWriter(folder / "merged") as file,
    ):
        merge_keywords.merge_keywords(file, "k.", fields, live)
        file.finish({})
    return KeywordField(ArrayFile(folder / "merged"), "k.")


@given(st.lists(columns, min_size=1, max_size=4), st.data())
def test_ranges_and_pieces_join_to_the_values_of_the_live_articles(
    given_columns: list[list[str | None]], data: st.DataObject
) -> None:
    live = [
        data.draw(st.none() | st.lists(st.booleans(), min_size=len(one), max_size=len(one)).map(np.array))
        for one in given_columns
    ]
    live = [None if one is None else one.astype(bool) for one in live]
    expected = [
        value
        for column, alive in zip(given_columns, live, strict=True)
        for place, value in enumerate(column)
        if alive is None or alive[place]
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        fields = [field(folder, str(number), column) for number, column in enumerate(given_columns)]
        found = merged(folder, fields, live)
        assert [found.value(article) for article in range(len(found))] == expected
        assert list(found.values) == sorted({value for value in expected if value is not None})


def test_values_that_are_not_in_their_order_are_refused(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "forged") as file:
        file.add("k.offsets", np.arange(9, dtype=np.uint8))
        file.add("k.blob", b"zyxwvuts")
        file.add("k.codes", np.arange(1, 9, dtype=np.uint8))
        file.finish({})
    forged = KeywordField(ArrayFile(tmp_path / "forged"), "k.")

    with pytest.raises(IndexDamaged, match="not in their order"):
        merged(tmp_path, [forged, field(tmp_path, "other", ["a", "z"])], [None, None])

"""A member of an archive that was removed could not be had again: `index` of the archive left it out.

What was taken out of a file comes back when that file itself is named to `index`, and only then.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from dateline.indexer import build
from dateline.indexer.keeping import remove
from dateline.search import Archive


def found(index: Path) -> int:
    with Archive.open(index) as archive:
        return archive.search("met").total


def test_what_was_taken_out_of_a_file_comes_back_when_the_file_is_named(tmp_path: Path) -> None:
    news, index = tmp_path / "news", tmp_path / "index"
    news.mkdir()
    with ZipFile(news / "x.zip", "w") as archive:
        archive.writestr("a.txt", "Border guards met in Osh on Monday.\n")
        archive.writestr("b.txt", "Traders met in Bishkek on Monday.\n")
    build([news], index=index)
    remove(f"{news / 'x.zip'}!/a.txt", index=index)
    build([news], index=index)
    assert found(index) == 1
    build([news / "x.zip"], index=index)
    assert found(index) == 2

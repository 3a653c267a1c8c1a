"""Arrays of a file lie apart where a sanitizer looks at what is read, and hold the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.torture.apart import copied
from dateline import build

PROGRAM = """
import sys
from pathlib import Path

from benchmarks.torture.apart import keep_apart
from dateline import Archive
from dateline.indexer.format.index.reader import IndexReader

if sys.argv[2] == "apart":
    keep_apart()
field = IndexReader.open(Path(sys.argv[1])).segments[0].text_field("text")
arrays = [one.values for one in field.for_kernel() if one is not None]
print(len({id(array.obj) for array in arrays}) == len(arrays))
with Archive.open(sys.argv[1]) as archive:
    print(archive.search("guards").total)
"""


def test_each_array_has_memory_of_its_own_and_answers_stay(tmp_path: Path) -> None:
    build([{"id": "1", "text": "Border guards met."}], index=tmp_path)

    def run(how: str) -> list[str]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), how]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert run("together") == ["False", "1"]
    assert run("apart") == ["True", "1"]


def test_a_copy_has_the_numbers_and_their_size() -> None:
    numbers = memoryview(b"\1\0\2\0\3\0").cast("H")

    assert copied(numbers) == numbers
    assert copied(numbers).itemsize == 2
    assert len(copied(numbers[:0])) == 0

"""A text of 8 MB of digits took a gigabyte: an alternation under `+` remembers every character it passed.

So did `a-` again and again, which took 200 s besides. What stands without a blank and without an end is
looked through in steps, and costs no more memory than a few times its length.
"""

from __future__ import annotations

import tracemalloc

import pytest

from dateline.indexer.facts.sentences import sentence_starts


@pytest.mark.parametrize("run", ["1", "a-", "a.", "1,"])
def test_a_run_without_end_takes_little(run: str) -> None:
    text = run * ((1 << 18) // len(run))
    sentence_starts(f"The border guards met. {run * 10}")  # what is loaded and kept for good
    tracemalloc.start()
    try:
        sentence_starts(f"The border guards met. {text}")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(text)

"""Files as programs wrote them: what is read of each, whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.indexer.readers.saved_files import GOLDEN, SAVED, names, what_is_read

READ: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize("name", names())
def test_a_file_is_read_as_its_program_meant_it(name: str) -> None:
    assert what_is_read(SAVED / name) == READ[name]


def test_each_golden_has_its_file() -> None:
    assert list(READ) == names()

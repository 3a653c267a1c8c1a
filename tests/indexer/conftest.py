"""Fixtures of the indexer's tests."""

from __future__ import annotations

import pytest

from tests.indexer.here import batches_here


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, which starts faster than others."""
    monkeypatch.setattr("dateline.indexer.refresh.build_batches", batches_here)

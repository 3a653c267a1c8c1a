"""Settings of all tests: a busy machine is no fault of the code, so examples have no deadline."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, which starts faster than others."""
    from tests.indexer.here import batches_here  # few tests need it

    monkeypatch.setattr("dateline.indexer.refresh.build_batches", batches_here)

"""Settings of all tests: a busy machine is no fault of the code, so examples have no deadline."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from hypothesis import settings

settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")

# What a shell runs in the background ignores Ctrl-C, and so would all that the tests run.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, which starts faster than others."""
    from tests.indexer.here import batches_here  # few tests need it

    monkeypatch.setattr("dateline.indexer.refresh.build_batches", batches_here)


@pytest.fixture
def command_line(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`dateline` with arguments, in this process: its exit code, what it printed and what it said."""
    from dateline.cli import main  # few tests need it

    def ran(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        return int(left.value.code or 0), *capfd.readouterr()

    return ran

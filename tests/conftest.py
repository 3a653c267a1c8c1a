"""Settings of all tests: a busy machine is no fault of the code, so examples have no deadline."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from uuid import uuid4

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


@pytest.fixture(scope="session")
def nodes() -> Iterator[str]:
    """`opensearch://host:port,host:port` of two nodes. Without any, skips, or fails where CI is set."""
    from tests.opensearch.served import running_nodes  # few tests need it

    with running_nodes() as base:
        yield base


@pytest.fixture(scope="session")
def session_address(nodes: str) -> Iterator[Callable[[], str]]:
    """A function that gives the address of an index that is not there yet, removed after all tests."""
    yield from _addresses(nodes)


@pytest.fixture
def new_address(nodes: str) -> Iterator[Callable[[], str]]:
    """A function that gives the address of an index that is not there yet, removed after the test."""
    yield from _addresses(nodes)


@pytest.fixture
def address(new_address: Callable[[], str]) -> str:
    """The address of an index that is not there yet, removed after the test."""
    return new_address()


def _addresses(base: str) -> Iterator[Callable[[], str]]:
    from tests.opensearch.served import remove

    given: list[str] = []

    def another() -> str:
        given.append(f"test-{uuid4().hex[:12]}")
        return f"{base}/{given[-1]}"

    try:
        yield another
    finally:
        for name in given:
            remove(base, name)

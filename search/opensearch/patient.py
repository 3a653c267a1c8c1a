"""What is done where a server refuses a question that can be asked otherwise?

A pattern may stand for more words than it looks for beside others. Then all patterns are looked for by
themselves, of which it has no limit, and what comes is looked at by our own evaluator: slower, and no less
right. And an index may be gone because it was built anew: then the new one is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from dateline.indexer.format.errors import NotFound, Refused
from dateline.indexer.opensearch.failures import TOO_MANY_FORMS
from dateline.search.delegating import DelegatingEngine
from dateline.search.opensearch.engine import OpenSearchEngine

if TYPE_CHECKING:
    from dateline.search.opensearch.published import RemoteIndex

__all__ = ["PatientEngine"]

Result = TypeVar("Result")

_GONE: Final = "index_not_found_exception"


class PatientEngine(DelegatingEngine[OpenSearchEngine]):
    """An engine over a server that takes a pattern of any number of words, and outlives `--full`."""

    def __init__(self, index: RemoteIndex) -> None:
        super().__init__(OpenSearchEngine(index))
        self._index = index
        self._slow: OpenSearchEngine | None = None

    def _attempt(self, ask: Callable[[OpenSearchEngine], Result]) -> Result:
        try:
            return self._ask(ask)
        except NotFound as error:
            if error.kind != _GONE or (newer := self._index.newer()) is None:
                raise
            self._engine, self._index, self._slow = OpenSearchEngine(newer), newer, None
            return self._ask(ask)

    def _ask(self, ask: Callable[[OpenSearchEngine], Result]) -> Result:
        try:
            return ask(self._engine)
        except Refused as error:
            if error.kind != TOO_MANY_FORMS:
                raise
            slow = self._slow = self._slow or OpenSearchEngine(self._index, patterns_apart=True)
            return ask(slow)

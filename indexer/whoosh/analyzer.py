"""How does a Whoosh schema carry our analysis?

>>> [(token.text, token.pos) for token in PassageAnalyzer("en")("Drug-trafficking", positions=True)]
[('drugtraffick', 0), ('drug', 0), ('traffick', 1)]
"""

from __future__ import annotations

from collections.abc import Iterator

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token as WhooshToken

from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.analysis.tokens import analyzer

__all__ = ["PassageAnalyzer"]


class PassageAnalyzer(WhooshAnalyzer):  # type: ignore[misc]  # whoosh has no annotations
    """Whoosh's view of the analyzer of one language.

    It yields the terms of the text as Whoosh tokens, ordered by position; several may share one. As Whoosh
    analyzers do, it yields one and the same token object, changed each time.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = normalise_language(language)

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **attributes: object,
    ) -> Iterator[WhooshToken]:
        """The tokens of `value`; `start_pos` and `start_char` are added to their places."""
        token = WhooshToken(positions, chars, removestops=removestops, mode=mode, **attributes)
        for ours in analyzer(self.language).tokens(value):
            token.text = ours.term
            token.boost = 1.0
            token.stopped = False
            if keeporiginal:
                token.original = ours.form
            if positions:
                token.pos = start_pos + ours.position
            if chars:
                token.startchar = start_char + ours.start
                token.endchar = start_char + ours.end
            yield token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PassageAnalyzer) and other.language == self.language

    def __hash__(self) -> int:
        return hash((PassageAnalyzer, self.language))

    def __repr__(self) -> str:
        return f"PassageAnalyzer({self.language!r})"

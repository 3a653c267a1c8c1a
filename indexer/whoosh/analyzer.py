"""Our analysis as a Whoosh schema carries it: what its fields, its parser and its highlighter cut text by.

>>> [(token.text, token.pos) for token in PassageAnalyzer("en")("Drug-trafficking", positions=True)]
[('drugtraffick', 0), ('drug', 0), ('traffick', 1)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token as WhooshToken

from dateline.indexer.analysis.folding import HYPHENS, fold_accents, normalise
from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.analysis.tokens import Token, analyzer

__all__ = ["PassageAnalyzer"]

_EXPRESSION: Final = re.compile(r"[\\\[\](){}^$+|]")  # what no prefix or wildcard has
_AS_WRITTEN: Final = re.compile(r"(\\.|\(\?P)", re.DOTALL)  # in capitals it means something else
_LETTER: Final = r"[^\W\d_]"
_ABBREVIATION: Final = re.compile(rf"(?<!{_LETTER})(?<!\\)(?:{_LETTER}\.)+{_LETTER}(?!{_LETTER})\.?")
_JOINING: Final = re.compile(rf"(?<=[\w*?])[{HYPHENS}]")


class PassageAnalyzer(WhooshAnalyzer):  # type: ignore[misc]  # whoosh has no annotations
    """Whoosh's view of the analyzer of one language.

    It yields the terms of the text as Whoosh tokens, ordered by position; several may share one. A query
    (`mode="query"`) has the parts of a compound alone: `drug-trafficking` then finds "drug trafficking" too,
    and a phrase has one term a place. So has a highlighter (it asks for `removestops=False`): its fragments
    begin where a token does. As Whoosh analyzers do, it yields one and the same token object, changed each
    time.
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
        tokenize: bool = True,
        **attributes: object,
    ) -> Iterator[WhooshToken]:
        """The tokens of `value`; `start_pos` and `start_char` are added to their places.

        Without `tokenize` the whole of it is one: so Whoosh's parser has patterns, regular expressions and
        the ends of ranges made like terms.
        """
        token = WhooshToken(positions, chars, removestops=removestops, mode=mode, **attributes)
        ours = analyzer(self.language).tokens(value) if tokenize else [self._whole(value)]
        if tokenize and (mode == "query" or not removestops):
            ours = list({one.position: one for one in ours}.values())  # the last at each place
        for one in ours:
            token.text = one.term
            token.boost = 1.0
            token.stopped = False
            if keeporiginal:
                token.original = one.form
            if positions:
                token.pos = start_pos + one.position
            if chars:
                token.startchar = start_char + one.start
                token.endchar = start_char + one.end
            yield token

    def _whole(self, value: str) -> Token:
        """A text as one token: the term of a single word; of anything else a pattern over terms.

        Which kind of pattern is not known here. A full stop may stand for any letter, so it stays, but in an
        abbreviation in capitals (U.S.), which a term has without.
        """
        text = _ABBREVIATION.sub(_closed, value)
        for token in analyzer(self.language).tokens(text):
            if token.form == text and token.term.count(".") == text.count("."):
                return token
        return Token(_pattern(text), value, 0, 0, len(value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PassageAnalyzer) and other.language == self.language

    def __hash__(self) -> int:
        return hash((PassageAnalyzer, self.language))

    def __repr__(self) -> str:
        return f"PassageAnalyzer({self.language!r})"


def _closed(abbreviation: re.Match[str]) -> str:
    """An abbreviation without its full stops where it is in capitals, as no pattern needs to be."""
    return abbreviation[0].replace(".", "") if abbreviation[0].isupper() else abbreviation[0]


def _pattern(text: str) -> str:
    """A prefix, a wildcard or a regular expression over terms, its letters folded as theirs are.

    The parts of a compound are joined, as its term is; in a regular expression a dash may mean a range.
    """
    if not _EXPRESSION.search(text):
        text = _JOINING.sub("", text)
    pieces = _AS_WRITTEN.split(text)
    pieces[::2] = [fold_accents(normalise(piece)) for piece in pieces[::2]]
    return "".join(pieces)

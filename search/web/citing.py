"""How is an article cited? As a line of text, of Markdown, as RIS and as BibTeX."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.search.output import references
from dateline.search.output.citing import cited, cited_in_markdown

if TYPE_CHECKING:
    from dateline.search.results import ArticleHit

__all__ = ["Citation", "citations"]


Citation = tuple[str, str, str]  # what it is called, the ending of its address or "", the text


def citations(hit: ArticleHit) -> tuple[Citation, ...]:
    """The ways to cite an article; each text can be copied as it is."""
    hit = replace(hit, passages=())
    return (
        ("Text", "", cited(hit)),
        ("Markdown", "", cited_in_markdown(hit)),
        ("RIS", "ris", "".join(references.ris((hit,))).strip()),
        ("BibTeX", "bib", "".join(references.bibtex((hit,))).strip()),
    )

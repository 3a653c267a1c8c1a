"""Paragraphs that advertise their publisher rather than tell a story, and the publisher they name.

>>> read_promotion("Get The Astana Times stories sent directly to you! Sign up via the website.").source
'The Astana Times'
>>> read_promotion("Readers can sign up for the course, the ministry said.") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Promotion", "read_promotion"]

_MAX_WORDS: Final = 60
_MAX_CHARS: Final = 600


@dataclass(frozen=True, slots=True)
class Promotion:
    """A paragraph that asks readers for something; `source` is the publisher it names."""

    source: str | None = None


# One of these alone is enough, at the beginning of the paragraph.
_CERTAIN: Final = re.compile(
    r"""
    sign\ up\ (?:for|to)\ (?:our|[\w’'\ ]{0,30}newsletter)
    |subscribe\ to\ (?:our|[\w’'\ ]{0,40}(?:newsletter|channel))
    |follow\ (?:us|[\w’'\ ]{1,30})\ on\ (?:x|google\ news|twitter|facebook|instagram|telegram|youtube)\b
    |join\ (?:us\ on|our\ (?:telegram|whatsapp|facebook))
    |download\ (?:our|the\ [\w’'\ ]{0,30})\ app\b
    |share\ this\ (?:article|story|post)
    |(?:read|see|watch|listen)\ (?:also|more|next|too)\s*[:|»>–-]
    |also\ read\s*[:|–-]
    |related(?:\ (?:articles|stories|news|posts))?\s*:
    |click\ here\ (?:to|for)
    |all\ rights\ reserved
    |support\ (?:our|independent)\ journalism
    |want\ more\ stories\ like\ this
    |подписывайтесь\ на|подпишитесь\ на|следите\ за\ (?:нашими\ )?новостями|читайте\ (?:также|нас)
    |присоединяйтесь\ к\ наш|все\ права\ защищены|жазылыңыз|бізге\ жазыл
    |abonnieren\ sie|folgen\ sie\ uns|lesen\ sie\ (?:auch|mehr)\s*:|mehr\ zum\ thema|alle\ rechte\ vorbehalten
    |abonnez-vous|suivez-nous|(?:à\ )?lire\ aussi|tous\ droits\ réservés
    |suscríb[ae]te|síguenos|l[ae]e\ también|lea\ también|todos\ los\ derechos\ reservados
    |abone\ olun|bizi\ takip\ edin
    """,
    re.IGNORECASE | re.VERBOSE,
)
# These too, where little else stands in the paragraph: a credit may stand before a story's words.
_CLAIM: Final = re.compile(r"copyright\ (?:©|\(c\)|\d{4})|©\s*(?:\d{4}|[^\W\d])", re.IGNORECASE)
_CLAIM_WORDS: Final = 12
_RIGHTS: Final = re.compile(
    r"rights reserved|rechte vorbehalten|may not be (?:published|reproduced)|droits réservés"
    r"|derechos reservados|права защищены",
    re.IGNORECASE,
)
# Of these, two must meet: an invitation and something only a publisher offers.
_INVITATION: Final = re.compile(
    r"(?:get|sign up|subscribe|follow|join|download|share|like (?:us|our|this|what|the page)"
    r"|stay|keep up|never miss|don[’']t miss|receive|support|donate|register|become|want)\b",
    re.IGNORECASE,
)
_NETWORK: Final = r"\b(?:facebook|instagram|telegram|youtube|tiktok|twitter|whatsapp|linkedin)\b"
_OFFER: Final = re.compile(
    r"newsletter|\binbox\b|(?:sent|delivered) (?:directly|straight) to you|"
    r"\bour (?:website|channel|page|app|x|twitter|facebook|telegram|youtube)\b|"
    rf"\bnotifications?\b|{_NETWORK}.*{_NETWORK}",
    re.IGNORECASE,
)
# What a story tells is told of others, or of the past.
_REPORTED: Final = re.compile(r"[“”«»\"]|\b(?:said|says|told|wrote)\b")
_TOLD: Final = re.compile(
    r"\b(?:was|were|had|did|said|says|told|wrote|when"
    r"|sagten?|riet(?:en)?|rief(?:en)?|schrieb(?:en)?|hieß|a (?:dit|déclaré|écrit)|ont (?:dit|déclaré|écrit)"
    r"|dijo|dijeron|escribió|сказал[аи]?|заявил[аи]?|написал[аи]?)\b"
)
_NAME: Final = (
    r"(?P<name>(?:The |the )?[A-ZА-ЯЁ][\w.&’'-]*"
    r"(?: (?:of|and|&|the) [A-Z][\w.&’'-]*| [A-ZА-ЯЁ0-9][\w.&’'-]*){0,5})"
)
_NAMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bGet {_NAME} (?:stories|news|newsletter|updates|headlines|delivered|in your inbox)",
        rf"\b[Ff]ollow {_NAME} on\b",
        rf"\b(?:[Ss]ubscribe|[Ss]ign up) (?:to|for) {_NAME}(?:[’']s)? (?:newsletter|channel|app)",
        rf"(?:©|[Cc]opyright)\s*(?:\(c\)\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?,?\s*)?{_NAME}",
        rf"\b[Dd]ownload (?:the )?{_NAME} app\b",
    )
)
_NO_NAMES: Final = frozenset(("Us", "Our", "The", "All", "X", "Facebook", "Twitter", "Telegram", "Instagram"))


def read_promotion(text: str) -> Promotion | None:
    """What a promotion says; None for anything that may be a story's own words."""
    if len(text) > _MAX_CHARS or not (_asks(text) or _claims(text)) or len(text.split()) > _MAX_WORDS:
        return None
    for pattern in _NAMED:
        match = pattern.search(text)
        if match and match["name"] not in _NO_NAMES:
            return Promotion(match["name"].removesuffix(" All").removesuffix("."))
    return Promotion()


def _asks(text: str) -> bool:
    """Whether a paragraph asks its readers for something, and tells nothing."""
    if _CERTAIN.match(text) is None and (_INVITATION.match(text) is None or _OFFER.search(text) is None):
        return False  # most texts: how one begins is soon seen
    if _TOLD.search(text):
        return False
    return _CERTAIN.match(text) is not None or _REPORTED.search(text) is None


def _claims(text: str) -> bool:
    """Whether a paragraph claims rights, and little more."""
    return _CLAIM.match(text) is not None and (
        len(text.split()) <= _CLAIM_WORDS or _RIGHTS.search(text) is not None
    )

"""Which part of a byline on a web page is the name, and is it one?

Pages print more into a byline than a paper does: "Posted by", "View all posts by", "Follow", "Staff Writer",
the day, buttons to share. Those go, at both ends; what is left must look like a name.

>>> credited("Posted by Jane Doe on May 28, 2013"), credited("Jane Doe Follow"), credited("Photo Jane Doe")
('Jane Doe', 'Jane Doe', 'Jane Doe')
>>> [is_credible(name) for name in ("Jane Doe", "By", "Twitter Facebook", "See full bio", "admin")]
[True, False, False, False, False]
>>> read_credit("Ein Artikel von Jane Doe | 27.01.2022 - 12:45"), read_credit("By then they had left")
('Jane Doe', None)
"""

from __future__ import annotations

import html
import re
from typing import Final

from dateline.indexer.analysis.months import month_number
from dateline.indexer.facts.agencies import is_agency

__all__ = ["credited", "is_credible", "read_credit"]

_EDGES: Final = " \t,|·•-–—:：;/\u00a0"
_MOST_TURNS: Final = 4
_MOST_CHARS: Final = 4_000
_LINE_CHARS: Final = 160
_MOST_WORDS: Final = 15  # of one of several
_MOST_DIGITS: Final = 3
_FLAGS: Final = re.IGNORECASE | re.VERBOSE

# What is done to a text, before the word for "by".
_DEED: Final = r"""(?:
    posted|written|published|authored|recipe|guide|insights
    |(?:medically\ )?reviewed|(?:additional\ )?reporting|reported|edited|created
    |story|words
    |(?:guest\ )?post|article|opinion|analysis|text|texte?|photos?|fotos?|images?|view\ all\ posts
    |(?:ein\ )?(?:blog[- ]?)?(?:beitrag|artikel|gastbeitrag)|(?:zeige\ )?alle\ (?:beiträge|artikel)
    |veröffentlicht|geschrieben|gepostet|erstellt|verfasst|publié|rédigé|publicado|escrito|skrevet|skriven|napisał
    )"""
_BY: Final = re.compile(
    rf"""(?:
    (?:{_DEED}(?:\s*(?:&|,|/|\bund\b|\band\b))?\s+)+(?:by|from|von|vom|par|por|di|da|door|av|af)\b\s*[:：]?\s+
    |author\s+(?=(?-i:[A-ZÀ-Þ])\w+$)
    |by\b\s*[:：]?\s+
    |(?:von|vom|par|por|door|av|af|yazar|oleh)\s+(?=\S+\s+\w)  # these are names as well
    |(?:autor(?:in|en|es)?|authors?|auteurs?|автор|penulis|reporters?|redactor)\b\s*[:：]?\s+(?=\S+\s+\w)
    |(?:{_DEED}|autor(?:in)?|auteurs?|authors?|post\ author|redaktion|writers?|quelle|herausgeber|tekst
      |автор|作者|记者|記者|文|글)
     \s*[:：/／]\s*
    |(?:view\ all\ posts|post\ author|author|autor(?:in)?|photos?|fotos?|photograph(?:er)?|text|words)
     \s+(?=\w+\s\w)
    # Where a name follows: "Di Anna Rossi".
    |di\s+(?=(?-i:[A-ZÀ-ÞА-ЯЁ][\w.’'-]+\ [A-ZÀ-ÞА-ЯЁ]))
    |[~—–-]\s+)""",
    _FLAGS,
)
# In an element that is a byline by its name: "Follow Jane Doe", "About Jane Doe". A line alone may be a link.
_ABOUT: Final = re.compile(
    r"(?:follow|about|meet|folge|über)\s+(?=(?-i:[A-ZÀ-ÞА-ЯЁ][\w.’'-]+\ [A-ZÀ-ÞА-ЯЁ]))", re.IGNORECASE
)
# "Posted on May 28 by Ann Lee", "Veröffentlicht am 28. Mai von Ann Lee".
_AMID: Final = re.compile(
    rf"""^{_DEED}\b.{{0,50}}?\s(?:by|von|par|por)\s*[:：]?\s+
    |\b(?:written|posted|published|reported)\ by[:：]?\s+""",
    _FLAGS,
)
_ROLES: Final = r"""(?:
    (?:(?:senior|staff|chief|contributing|associate|assistant|managing|executive|deputy|special|news|national
      |political|business|sports?|health|science|technology|freelance|guest|features?)\s+){0,3}
    (?:staff|writers?|editor(?:[- ]in[- ]chief)?|contributors?|reporters?|correspondents?|columnists?
      |journalists?
      |producers?|photographers?|redakteur(?:in)?|korrespondent(?:in)?|journaliste|periodista|redactora?|redaktion)
    |CNN|Reuters|AP|AFP|dpa|CBS\ News|BBC\ News|Associated\ Press
    )"""
_ROLE_LAST: Final = re.compile(rf"(?:\s*[,|(/·•–—-]\s*|\s+){_ROLES}\)?\.?$", _FLAGS)
_DAY: Final = r"""(?:
    \d{1,4}[./-]\d{1,2}[./-]\d{1,4} | \d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+\.?,?\s+(?:del?\s+)?\d{4}
    | \d{1,2}\s?(?:h|hrs?|hours?|days?|min\w*)\b
    | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-zä]*\.?
      \s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}
    )"""
_TAIL: Final = re.compile(
    rf"""(?:
    (?:\s*[,|(/·•–—-]\s*|\s+)(?:
      alle\ (?:artikel|beiträge)|folgen|seguir|suivre|подписаться
      |[\w.+-]+@[\w-]+\.\S+|\([^().@/]{{2,30}}\)
      |follow(?:ing)?(?:\ (?:us|me|on\ \w+))?|(?:see\ )?full\ bio|bio
      |view\ (?:profile|bio|all).*
      |(?:last\ )?updated.*|published.*|posted.*
      |publi[ée]e?\ le.*|publicado.*|pubblicato.*|mis\ à\ jour.*|опубликовано.*
      |aktualisiert.*|publiziert.*|veröffentlicht.*|stand:.*
      |read\ more.*
      |(?:expert|fact|medically|clinically)?[\s-]*reviewed\ by.*|last\ update.*|sponsored
      |more\ by.*|share(?:\ .*)?|tweet|facebook.*|twitter.*|linkedin.*|e-?mail.*|instagram.*|pinterest.*
      |whatsapp.*
      |print|comments?.*|\d+\ (?:comments?|kommentare?|min\w*).*|vor\ \d.*|edited\ by.*|für\ .*
      |(?:on|am|vom|le|el|il|em|op|den)\ \w+\.?,?\ \d.*|(?:on|am|vom|le|el|il|em|op|den)\ \d.*
      |(?:in|aus)\ \w+(?:\s\w+)?
      |@\w+|(?:mo|di|mi|do|fr|sa|so)[.,]?)
    |\s*[|·•,–—-]?\s*(?:[^\W\d_]+day,?\s+)?{_DAY}.*
    )$|\s*[-|,·•]\s*$|\s+(?-i:on|at)$""",
    _FLAGS,
)
# "Ann Lee 7 March", "Ann Lee March 7": a day without its year, where the word is a month.
_DAY_LAST: Final = re.compile(r"\s+(?:\d{1,2}\.?\s+([^\W\d_]{3,})|([^\W\d_]{3,})\.?\s+\d{1,2})\.?$")
_JOINS: Final = re.compile(r"\s(?:and|und|et|y|e|og|och|en|mit|with|to|the|of)$", re.IGNORECASE)
_NOBODY: Final = re.compile(
    r"""https?:|@|\d{3}|[:：?]$|\b[\w-]+\.(?:de|com|org|net|at|ch|fr|es|co|info|tv|eu|uk|it|ru|pl|nl)\b
    |^(?:(?:posted|written|published|reviewed|edited|veröffentlicht|geschrieben|publié|publicado)
      \ (?:by|von|par|por)
    |admin(?:istrator)?|alle\ beiträge|editors?|redaktion|staff|user|webmaster|von|by|par|por|author|autor
    |guest|publishers?|herausgeber|verlag|letters?\ to\ (?:the\ )?editors?
    |contributors?\ to\ .*|wiki[pm]edia.*
    |unknown|none|null|nan|undefined|anonym(?:ous)?|super\ user|root|comments?|posted(?:\ on)?|artikel\ von
    |alle\ posts.*
    |gesponserte\ inhalte|sponsored.*|written|published|publiziert|veröffentlicht|share|news|nachrichten
    |about|contact
    |home|startseite|more|mehr
    |follow(?!\ (?-i:[A-Z]\w+\ [A-Z])).*
    |the\ author|about\ the\ author|staff\ writer|guest\ author|quelle
    |作者|author\ name
    |(?:see|read|view)\ (?:full|more|all(?!\ posts\ by\ \w)|bio|profile).*
    |neueste\ beiträge|redacción|rédaction|editorial\ team
    |(?:facebook|twitter|instagram|linkedin|pinterest|youtube|tumblr|reddit|whatsapp|telegram|e-?mail|print|x|rss
      |website|tweet|share|save|copy\ link|follow|by|and|,|\s)+
    |(?:add|bookmark|copy|download|e-?mail|leave|listen|load|print|save|send|share|tweet)
      \ (?:a|an|article|it|link|more|on|page|post|story|the|this|to|via|with)(?:\ .*)?
    |(?:artikel\ |seite\ )?(?:drucken|merken|teilen)|partager.*|compartir.*|condividi.*
    |(?:artikel\ )?delen|udostępnij.*|paylaş|поделиться.*
    |(?:last\ )?updated?.*|modified.*|advertisement|log\ ?in|sign\ (?:in|up).*|subscribe.*|menu|search|image
    |photos?|photo\ credits?.*
    |getty.*|privacy.*|copyright.*|all\ rights.*|read\ .*|click\ .*|learn\ .*|by\ .{0,3})$""",
    _FLAGS,
)
# Offices and societies, where nobody is named beside them.
_OFFICE: Final = re.compile(
    r"""[^,;|]*\b(?:
    \w*(?:ministerium|ministerien|verband|verbände|behörden?|verein|vereine|staatskanzlei)
    |(?:bundes|landes|ehren|finanz|jugend|kreis|ordnungs|umwelt|sozial|kultur|gesundheits|kriminal|presse)\w*amt
    |(?:ministry|department|university|institute|council|association|federation)\ (?:of|for)\ .*
    |minist(?:ère|erio|ero)\ .*|министерство\ .*
    )(?:\ [^,;|]*)?""",
    _FLAGS,
)
_PARTS: Final = re.compile(r"[,;،、|\n]|\s(?:and|und|et|y|и)\s")
_NAME: Final = (
    r"[^\W\d_a-zа-яё][\w.’'-]*(?:\s+(?:(?:von|van|de|der|den|del|della|da|di|la|le|al|bin|dos|du|ten|zu)\s+){0,2}"
    r"[^\W\d_a-zа-яё][\w.’'-]*){1,3}"
)
_NAMES: Final = re.compile(
    rf"{_NAME}(?:\s*(?:,|/|&|;|\b(?:and|und|et|y|и|og|och|en)\b)+\s*(?:{_NAME}|[a-z]{{2,4}}))*"
)
_SURE_BY: Final = re.compile(
    rf"{_DEED}\s.{{0,50}}?\b(?:by|von|par|por)\s|(?:autor(?:in)?|author|auteur)\s?[:：]", _FLAGS
)
_PICTURE: Final = re.compile(r"(?:photo|foto|image|bild|grafik|graphic|video|illustration)", re.IGNORECASE)


def credited(byline: str) -> str:
    """The name or names of a byline, without what introduces and follows them; "" where nothing is left."""
    name = byline.replace("\u00a0", " ")
    if "&" in name and ";" in name:
        name = html.unescape(name)
    name = " ".join(name.split()).strip(_EDGES)
    if len(name) > _MOST_CHARS:
        return name
    if _NOBODY.fullmatch(name):
        return ""
    if (amid := _AMID.search(name)) and amid.end() < len(name):
        name = name[amid.end() :]
    for _ in range(_MOST_TURNS):
        before = name
        if by := _BY.match(name) or _ABOUT.match(name):
            name = name[by.end() :].strip(_EDGES)
        name = _TAIL.sub("", name).strip(_EDGES) or name
        if (role := _ROLE_LAST.search(name)) and " " in name[: role.start()].strip(_EDGES):
            left = name[: role.start()].strip(_EDGES)
            name = name if _JOINS.search(left) else left
        if (day := _DAY_LAST.search(name)) and month_number(day[1] or day[2]):
            name = name[: day.start()].strip(_EDGES)
        if name == before:
            break
    return name


def is_credible(name: str) -> bool:
    """Whether that can be the name of an author, or a list of them."""
    if not 1 < len(name) <= _MOST_CHARS or not name[0].isalpha() or _NOBODY.search(name):
        return False
    if _OFFICE.fullmatch(name):
        return False
    parts = _PARTS.split(name)
    words = max(len(part.split()) for part in parts)
    return words <= _MOST_WORDS and sum(sign.isdigit() for sign in name) < _MOST_DIGITS


def read_credit(line: str) -> str | None:
    """The names of a line of a page that is a byline; None where it may be something else.

    A single word is a name where the line says what its bearer did: "Posted by Ann".
    """
    line = " ".join(line.split())
    if len(line) > _LINE_CHARS or _PICTURE.match(line) or not (_BY.match(line) or _AMID.match(line)):
        return None
    name = credited(line)
    if _NAMES.fullmatch(name) or is_agency(name):
        return name
    return name if _SURE_BY.match(line) and len(name.split()) <= 2 and is_credible(name) else None

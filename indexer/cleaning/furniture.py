"""Which blocks of a page are furniture by what they say: "Advertisement", "Up next", a paywall's notice?

Only what stands alone in its block counts, so that no sentence of a story is one.

>>> is_furniture("Advertisement"), is_furniture("Advertisement is a trade like others, he said.")
(True, False)
>>> is_furniture("Lesedauer: 4 Min."), is_furniture("Already a subscriber? Log in here.")
(True, True)
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_furniture", "is_time"]

_LONGEST: Final = 400  # characters
_AROUND: Final = " \t\u00a0.:!…›»«>→|·•*-–—"

_PHRASES: Final = frozenset(
    phrase.strip()
    for line in (
        # advertising
        "advertisement, advertisements, article content, sponsored, sponsored content, promoted",
        "promoted content, skip advertisement, skip ad, advertisement - scroll to continue, anzeige, werbung",
        "publicité, publicidad, publicidade, pubblicità, advertentie, annons, annonse, reklama",
        "reklam, реклама",
        "story continues below, story continues below advertisement, article continues below",
        "article continues after advertisement, article continues after the advertisement",
        "la suite après cette publicité, la suite après la publicité, continua após a publicidade",
        # players and pictures
        "up next, now playing, watch now, play video, play audio, loading, loading video, tap to unmute",
        "image caption, image source, image credit, media caption, enlarge image, enlarge this image",
        "expand image, hide caption, toggle caption, view gallery, open image in gallery",
        "bild vergrößern, placeholder image",
        # what to do with the page
        "share, share this, share this article, share this story, share this post, share this page",
        "share article, share story, save, save article, save story, print, print article, print this page",
        "email, e-mail, email article, bookmark, copy link, copy url, link copied, listen",
        "listen to article, listen to this article, listen to this story, skip to content",
        "skip to main content, back to top",
        "go to top, jump to recipe, scroll down, scroll for more, continue reading, continue reading below",
        "read more, show more, load more, see more, view more, read less, show less, see less, show all",
        "see all, view all, more info, loading comments, sign in, sign up, log in, subscribe, subscribe now",
        "donate, donate now, accept, accept all, accept cookies, accept all cookies, reject all",
        "manage cookies, manage preferences",
        "teilen, merken, drucken, kopieren, artikel teilen, artikel merken, mehr anzeigen, alle anzeigen",
        "zur startseite, zum seitenanfang, nach oben, inhalt laden, inhalt anzeigen, weiterlesen, mehr lesen",
        "externer inhalt, kommentare lesen, kommentar schreiben, kommentare anzeigen",
        "partager, imprimer, sauvegarder, lire la suite, voir plus, compartir, imprimir, leer más, ver más",
        "compartilhar, condividi, stampa, leggi tutto, continua a leggere, delen, lees meer, lees verder",
        "dela, läs mer, del, les mer, udostępnij, czytaj więcej, paylaş",
        "поделиться, читать далее, читать полностью, распечатать",
        "video teilen, mehr themen, mehr zum thema, zum weiterlesen, schriftgröße anpassen",
        "player wird geladen",
        "teilen und weiterempfehlen, teilen kommentare, partager discussion, back to video, embed",
        "recommended videos, loading more, lade weitere inhalte, inhaltsverzeichnis, table of contents",
        "auf dieser seite, empfohlener redaktioneller inhalt, externen inhalt anzeigen, zum anhören",
        "article continues after advertisement, report this ad, this is advertisement",
        # what else there is
        "filed under, topics, tags, related, related articles, related content, related stories",
        "related topics, related posts, most read, trending, trending now, recommended, recommended stories",
        "recommended for you, editor's picks, editor’s picks, editors’ picks",
    )
    for phrase in line.split(",")
)
_COUNTED: Final = re.compile(
    r"(?:(?:reading|read)\ time|lesedauer|temps\ de\ lecture|tiempo\ de\ lectura)[:\s]\D{0,6}\d+\s*min\w*"
    r"|(?:listen\ )?\(?\d+\s*min(?:ute)?s?(?:\ (?:read|listen))?\)?|image\ \d+(?:\ of\ \d+)?|\d+\ /\ \d+",
    re.VERBOSE,
)
# What a page says in place of what it does not show, or of a reader it does not know.
_NOTICE: Final = re.compile(
    r"""(?:
    an\ dieser\ stelle\ (?:findest\ du|finden\ sie|steht|befindet\ sich|ist)\ .{0,60}inhalt
    |(?:dieser?|externer|empfohlener)\ (?:externe[rn]?\ |redaktionelle[rn]?\ )?inhalte?
    \ (?:wird|werden|von|kann)
    |mit\ ihrer\ zustimmung\ wird|zum\ laden\ des\ inhalts
    |empfohlener\ (?:redaktioneller|externer)\ inhalt
    |[\w-]{3,20}[-\ ]inhalte?\ (?:erlauben|anzeigen|laden|aktivieren|zulassen)\b
    |personenbezogene\ daten\ können\ an\ dritt
    |klicken\ sie\ auf\ den\ (?:\w+\ )?button,\ um
    |wir\ respektieren\ (?:deine|ihre)\ privatsphäre
    |ich\ bin\ damit\ einverstanden
    |möchten\ sie\ (?:den|diesen)\ (?:artikel|beitrag)\ teilen
    |wie\ hat\ ihnen\ dieser\ (?:artikel|beitrag)\ gefallen
    |we\ apologize,\ but\ this\ video\ has\ failed
    |try\ refreshing\ your\ browser
    |create\ an\ account\ or\ sign\ in\ to\ continue
    |(?:register|sign\ in)\ (?:/|or)\ (?:register|sign\ in)\ to\ (?:continue|unlock)
    |follow\ related\ authors\ and\ topics
    |authors\ and\ topics\ you\ follow\ will\ be\ added
    |copier/coller\ le\ lien\ embed
    |den\ link\ zum\ einbetten\ des\ videos
    |wir\ benötigen\ ihre\ (?:zustimmung|einwilligung)
    |um\ diesen\ inhalt\ (?:anzuzeigen|zu\ sehen)
    |(?:to|in\ order\ to)\ (?:view|see|display|load|play)\ this\ (?:content|embed|tweet|video|post)\b
    |this\ (?:content|embed|video)\ (?:is\ (?:blocked|hosted\ by)|could\ not\ be\ loaded)
    |this\ (?:content|embed|video)\ can\ ?not\ be\ (?:shown|played)
    |(?:this|the)\ article\ contains\ content\ provided\ by
    |allow\ [\w\ .]{2,30}\ content\?
    |we\ (?:ask|need)\ (?:for\ )?your\ (?:permission|consent)
    |we\ use\ cookies\b
    |this\ (?:web)?site\ uses\ cookies
    |you\ (?:must|need\ to)\ enable\ javascript
    |(?:please\ )?enable\ (?:javascript|cookies)\b
    |your\ browser\ does\ not\ support
    |(?:this|the\ full)\ (?:article|story|content)\ is\ (?:only\ )?
    |(?:this|the\ full)\ (?:article|story|content)\ is\ (?:only\ )?
    (?:for|available\ to|available\ only\ to|reserved\ for)
    \ (?:our\ )?(?:paid\ |premium\ |registered\ )?(?:subscribers|members)
    |already\ (?:a\ subscriber|have\ an\ account|subscribed)\s*\?
    |not\ (?:yet\ )?a\ subscriber\s*\?
    |(?:subscribe|sign\ in|log\ in|register)\ (?:now\ )?to
    \ (?:continue|read\ (?:the\ full|this|more)|unlock)\b
    |to\ continue\ reading|you\ have\ reached\ your\ (?:free\ )?(?:article\ )?limit
    |(?:sie\ sind\ )?(?:bereits|schon)\ (?:abonnent|registriert|kunde)\w*\s*\?
    |jetzt\ (?:abonnieren|weiterlesen|testen)\b
    |(?:diesen|weiterlesen)\ (?:artikel\ )?mit\ (?:dem\ )?[\w+.\ -]{2,30}-?abo\b
    |über\ dieses\ thema\ (?:berichtet|hat|haben)
    |dieser\ artikel\ wurde\ im\ original\b|cet\ article\ a\ été\ initialement\b
    |this\ article\ was\ originally\ published\ in\b
    |you\ have\ full\ access\ to\ this\ article
    |cet?\ (?:article|contenu)\ est\ réservé\ aux\ abonnés
    |il\ vous\ reste\ [\d.,]+\s?%\ de\ cet\ article
    |est[ea]\ (?:contenido|noticia)\ es\ (?:exclusiv[oa]|sólo)\ para\ suscriptores
    )""",
    re.VERBOSE,
)


_TIME_WORDS: Final = re.compile(
    r"\d[\d.,:/’']*|[\W_]+|\b(?:uhr|um|am|on|at|den|vom|from|le|à|el|a|las|les|de|du|del|la|der|die|h|o|and|und|et|y"
    r"|updated?|last|first|published|posted|aktualisiert|veröffentlicht|publiziert|erstellt|stand|update|publié|publicado"
    r"|mis|jour|actualizado|modified|modifié|lesedauer|lesezeit|reading|read|time|min|mins|minuten?|minutes?|minutos?"
    r"|heute|gestern|vor|stunden?|tagen?|today|yesterday|hours?|days?|ago|am|pm|utc|gmt|est|edt|cet|cest|bst|et|ist"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|jan\w*|feb\w*|mar|märz?|march|apr\w*|ma[iy]|jun[ei]?|jul[iy]?|aug\w*|sept?\w*|okt\w*|oct\w*|nov\w*|de[cz]\w*"
    r"|janv\w*|févr\w*|mars|avr\w*|juin|juil\w*|août|enero|febrero|marzo|abril|mayo|junio|julio|agosto|diciembre"
    r"|dpa|afp|ap|reuters|epd|kna|apa|sda|efe)\b",
    re.IGNORECASE,
)
_TIME: Final = re.compile(r"(?:19|20)\d\d|\d\d?[:h]\d\d|\d\s*(?:min|uhr|hour|day|stunde|tag)", re.IGNORECASE)
_MONEY: Final = re.compile(r"[$€£¥₹%]")
_LONGEST_TIME: Final = 100  # characters


def is_time(text: str) -> bool:
    """Whether a block says only when its article was written or changed, or how long it takes to read.

    >>> is_time("Aktualisiert am 15.05.2023 - 13:52 Uhr, Lesedauer: 3 Min."), is_time("In 2013 they met.")
    (True, False)
    """
    if len(text) > _LONGEST_TIME or _TIME.search(text) is None or _MONEY.search(text) is not None:
        return False
    return not _TIME_WORDS.sub("", text)


def is_furniture(text: str) -> bool:
    """Whether a block says only what pages say around any story."""
    if len(text) > _LONGEST:
        return False
    told = text.strip(_AROUND).casefold()
    return told in _PHRASES or _COUNTED.fullmatch(told) is not None or _NOTICE.match(told) is not None

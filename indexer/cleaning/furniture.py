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

__all__ = ["is_furniture"]

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
    |ich\ bin\ damit\ einverstanden,\ dass\ mir|mit\ ihrer\ zustimmung\ wird|zum\ laden\ des\ inhalts
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
    |cet?\ (?:article|contenu)\ est\ réservé\ aux\ abonnés
    |il\ vous\ reste\ [\d.,]+\s?%\ de\ cet\ article
    |est[ea]\ (?:contenido|noticia)\ es\ (?:exclusiv[oa]|sólo)\ para\ suscriptores
    )""",
    re.VERBOSE,
)


def is_furniture(text: str) -> bool:
    """Whether a block says only what pages say around any story."""
    if len(text) > _LONGEST:
        return False
    told = text.strip(_AROUND).casefold()
    return told in _PHRASES or _COUNTED.fullmatch(told) is not None or _NOTICE.match(told) is not None

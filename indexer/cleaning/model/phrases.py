"""Which words of a block tell what it may be? In the languages that news is saved in most.

A word alone decides nothing: how much it counts, and beside what, was learned. Words are whole and lower
case: a set is asked ten times as fast as a pattern.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ANYWHERE", "OPENING"]


def _sets(lines: str) -> dict[str, frozenset[str]]:
    """The sets of words by name; each begins with its name and a colon."""
    found: dict[str, list[str]] = {}
    for word in lines.split():
        if word.endswith(":"):
            words = found.setdefault(word[:-1], [])
        else:
            words.append(word)
    return {name: frozenset(words) for name, words in found.items()}


# By the first word of a block.
OPENING: Final = _sets(
    """
    more: also auch check click continue explore find here lee leer lesen lire listen mehr more next por
        previous read recommended related see up view watch weitere você à читайте по
    button: ad advert advertisement anzeige back categories close comment comments copy email filed follow
        gallery hide home like live loading menu next photo photos play print report reply save search share
        show skip sponsored tag tags topics topic top tweet video werbung
    call: buy discover do don download enjoy get have join keep leave learn let like love need never ready
        sign start stay subscribe support tell thank thanks try want what you
    byline: autor author by edited images last medically par photo photos posted published publicado publié
        reviewed stand story text updated veröffentlicht von words written
    note: correction clarification disclaimer disclosure editor editors hinweis note originally this update
        copyright source sources quelle quellen
    """
)
# Anywhere in it.
ANYWHERE: Final = _sets(
    """
    biography: analyst author autor autorin columnist contributor correspondent editor fellow founder
        freelance journalist journalistin korrespondent photographer producer professor redakteur
        redakteurin reporter writer writes
    follow: bluesky facebook follow folgen instagram linkedin suivez síguenos telegram threads tiktok twitter
        whatsapp youtube
    join: abo abonnez abonnieren abonnés account donate free inbox log login member members newsletter
        newsletters register registrieren sign subscribe subscriber subscribers subscription trial
    credit: ap afp courtesy credit dpa epa file foto getty handout illustration image images imago istock
        photo picture reuters screenshot shutterstock unsplash bild grafik
    legal: affiliate commission consent cookie cookies copyright disclaimer disclosure einwilligung externe
        inhalt inhalte privacy reserved rights rechte terms
    origin: appeared article artikel compiled contributed originally post published reporting republished
    ago: ago days hours minutes min mins read updated uhr
    person: i we my our me us wir ich
    said: said says told according sagte erklärte laut selon dijo сказал заявил
    address: http https www com
    """
)

"""Which words of a query say little about what is asked?

Question and function words, by language, lower case, as they stand in questions. Beside other words they
count half (`ranking.Ranking.function_word`); alone, in a phrase or exactly as written they are words like any
other, and none is ever dropped. Homographs of names and months are left out (us, it, may, will, who). Chosen
by eye.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

__all__ = ["function_words"]

_WORDS: Final[dict[str, str]] = {
    "ar": (
        "أن أو أي أية أين إلى إن التي الذي الذين بعد بين تكون تلك ثم ذلك على عن عند في قبل قد كان كانت "
        "كل كم كما كيف لا لم لماذا لن ما ماذا متى مع من مَن هذا هذه هل هم هناك هو هي و يكون"
    ),
    "de": (
        "aber als am an auch auf aus bei beim das dass dem den der des die dies diese diesem diesen "
        "dieser dieses durch ein eine einem einen einer eines er es für gewesen haben hat hatte hatten "
        "ich ihr im in ins ist kann kein keine konnte können man mit muss müssen nach nicht nur oder "
        "sein sich sie sind so soll sollte um und viel viele vom von vor wann war waren warum was "
        "welche welchem welchen welcher welches wem wen wenn wer werden wessen wie wieso wir wird wo "
        "woher wohin wurde wurden zu zum zur über"
    ),
    "en": (
        "a about am an and any are as at be been being but by can could did do does doing done for from "
        "had has have having he her here him his how i if in into is its me might must my no nor not of "
        "on only or our own same shall she should so some such than that the their them then there "
        "these they this those to too very was we were what when where which who whom whose why with "
        "would you your"
    ),
    "es": (
        "a al como con cuando cuál cuáles cuándo cuánta cuántas cuánto cuántos cómo de del donde dónde "
        "el ella ellas ellos en era eran es esa esas ese eso esos esta estas este esto estos está están "
        "fue fueron ha haber había han hay la las le les lo los más no o para pero por porqué puede "
        "pueden que quien quién quiénes qué se ser si sido sobre son su sus tiene un una unas unos y él"
    ),
    "fr": (
        "a au aux avaient avait avec avoir c ce ces cet cette combien comme comment d dans de des doit "
        "dont du elle elles en est et fut il ils je l la laquelle le lequel les leur leurs mais n ne "
        "nous on ont ou où par pas peut plus pour pourquoi pouvait qu quand que quel quelle quelles "
        "quels qui quoi s sa se ses si son sont sous sur un une vous y à étaient était été être"
    ),
    "kk": (
        "ба бар бе бен болды болып болған біз бірақ бұл да де деп егер еді екен емес жоқ және кім "
        "кімнің ма ме мен не неге неліктен немесе нені неше ол олар осы па пе пен сол сіз та те туралы "
        "қай қайда қайдан қалай қандай қанша қашан үшін"
    ),
    "ky": (
        "ал алар бар би биз бирок болгон болду болуп бул бы да де деп жана же жок жөнүндө кайда кайдан "
        "кайсы кандай канча качан ким кимдин мен менен нече ошол сиз ушул эгер экен эле эмес эмне "
        "эмнеге эмнени үчүн"
    ),
    "ru": (
        "а бы был была были было быть в вам вас во вот все вы где да даже для до его ее ему если еще же "
        "за зачем и из или к как какая какие каким каков какого какое какой каком какую кем когда кого "
        "ком кому которая которое которые который кто куда ли меня мне на не него нет ни нибудь но ну о "
        "он она от откуда по почему при с сколько со так теперь то только ты у уж уже чего чем чему что "
        "эти это этот я"
    ),
    "tg": (
        "агар аз аммо аст ба барои бо буд буданд ва вай гуна дар ин кадом кай ки кист куҷо кӣ ман мо на "
        "нест низ он онҳо ро то чанд чаро чигуна чист чӣ шуд шудааст шумо ё ҳам ҳаст"
    ),
    "tr": (
        "ama bir bu bunlar da daha de değil en fakat gibi göre hangi hangisi her hiç idi ile ise için "
        "kadar kaç ki kim kimdir kime kimin mi midir mu mudur mü müdür mı mıdır nasıl ne neden nedir "
        "nerede nereden nereye niye niçin o olan olarak oldu olduğu olmuştur onlar var vardır ve veya "
        "ya zaman çok şu şunlar"
    ),
    "uz": (
        "agar ammo bilan biz bo'ldi bo'lgan bo'lib bor bu da deb edi ekan emas ham haqida kim kimning "
        "lekin men mi necha nega nima nimaga nimani o'sha qachon qancha qanday qayerda qayerdan qaysi "
        "shu siz u uchun ular va yo'q yoki агар аммо биз билан бор бу бўлган бўлди ва деб йўқ ким лекин "
        "мен нега неча нима сиз у улар учун шу эди экан эмас ёки ўша қаерда қайси қандай қанча қачон "
        "ҳам ҳақида"
    ),
}


@lru_cache(maxsize=64)
def _union(languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for language in languages for word in _WORDS.get(language, "").split())


def function_words(languages: Collection[str]) -> frozenset[str]:
    """The function words of these languages, lower case; none of a language without a list."""
    return _union(tuple(sorted(languages)))

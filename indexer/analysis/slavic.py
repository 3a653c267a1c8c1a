"""Stems for Bulgarian, Czech, Slovak and Ukrainian, by light rules.

Endings of nouns and adjectives are taken off while enough of the word is left, then what changes before them
is made one (Praha, v Praze; Харків, Харкова). Endings of verbs are few: a light stemmer is for what people
look for. Made for this program from the grammars, after the manner of the light stemmers of Dolamic and Savoy
(Information Processing & Management 45, 2009), of whose code nothing is taken. Words come folded.

>>> stems = [LIGHT["cs"](word) for word in ("praha", "praze", "prahy")]
>>> stems == [stems[0]] * 3, LIGHT["uk"]("харкова") == LIGHT["uk"]("харків")
(True, True)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

__all__ = ["LIGHT"]

_LEAST: Final = 3


def _ending(endings: str) -> re.Pattern[str]:
    """Any of the endings at the end of a word; `search` finds the longest first."""
    return re.compile(f"(?:{'|'.join(endings.split())})$")


_CZECH: Final = _ending(
    "ovych ovymi ovemu oveho ovym ovou ovsk[aeyou] eho emu ymi imi ami emi ich ych ach ech im ym am em um"
    " ovi ove ou"
    " ej ete ata aty atum aty iho imu ovat oval[aiy]? uje uji ujeme at al[aiy]? it il[aiy]? et el[aiy]?"
    " ejsi[mh]?"
    " a e i o u y"
)
_SLOVAK: Final = _ending(
    "ovych ovymi ovemu oveho ovym ovou eho emu ymi imi ami emi ich ych ach och iach im ym am om iam em"
    " ovi ove ov"
    " ou ej ata ia iu ie iou ho mu ovat oval[aio]? uje uju at al[aio]? it il[aio]? et el[aio]? ejsi a e i"
    " o u y"
)
_UKRAINIAN: Final = _ending(
    "ами ями ах ях ам ям ові еві єві ою ею єю ом ем єм ого ього ому ьому ими іми їми их іх їх им ім ий ій"
    " їй ої"
    " ів їв ов ев єв ев ення енням енню енні ання анням анню анні увати ував увала ували ати ав ала ало"
    " али ити ив ила ило или є ють є ємо є єте ює ують ає ають"
    " а я о е є и і ї у ю ь й"
)
_BULGARIAN: Final = _ending(
    "овете ищата ището ията ието иите ията иета ският ската ското ските ския ста ове ища ите ата ята ета"
    " ото ето"
    " ът ят стта щта то те ия ии ие ий а я о е и у"
)


def _strip(word: str, ending: re.Pattern[str], times: int) -> str:
    for _ in range(times):
        found = ending.search(word, _LEAST)
        if found is None:
            break
        word = word[: found.start()]
    return word


_CZECH_ENDS: Final = str.maketrans({"c": "k", "z": "h"})


def _west(ending: re.Pattern[str]) -> Callable[[str], str]:
    """Czech and Slovak. The last consonant is softened before some endings, a vowel in front of it is"
    " fleeting."""

    def stem(word: str) -> str:
        stemmed = _strip(word, ending, 1)
        if (
            len(stemmed) > _LEAST
            and stemmed[-2] == "e"
            and stemmed[-1] in "kcnl"
            and stemmed[-3] not in "aeiouy"
        ):
            stemmed = stemmed[:-2] + stemmed[-1]
        if len(stemmed) > _LEAST and stemmed.endswith("st"):  # český, čeští
            stemmed = f"{stemmed[:-2]}sk"
        return stemmed[:-1] + stemmed[-1:].translate(_CZECH_ENDS)

    return stem


_KYIV: Final = re.compile("ки[іє]в(?:а|у|і|ом|е)?$")
_UK_SOFT: Final = str.maketrans({"ц": "к", "з": "г", "с": "х", "ж": "г", "ч": "к", "ш": "х"})


def _ukrainian(word: str) -> str:
    if _KYIV.fullmatch(word):
        return "киів"
    stemmed = _strip(word, _UKRAINIAN, 2)
    if stemmed.endswith("іст"):
        stemmed = f"{stemmed[:-3]}ост"
    if (
        len(stemmed) > _LEAST
        and stemmed[-2] in "ое"
        and stemmed[-1] in "кцн"
        and stemmed[-3] not in "аеиіоуюяєї"
    ):
        stemmed = stemmed[:-2] + stemmed[-1]
    if len(stemmed) > _LEAST - 1 and stemmed[-2] == "і":  # ніч, ночі; стіл, стола
        stemmed = f"{stemmed[:-2]}о{stemmed[-1]}"
    return stemmed[:-1] + stemmed[-1:].translate(_UK_SOFT)


_BG_SOFT: Final = str.maketrans({"ц": "к", "з": "г", "ч": "к", "ж": "г"})


def _bulgarian(word: str) -> str:
    stemmed = _strip(word, _BULGARIAN, 2)
    if (
        len(stemmed) > _LEAST
        and stemmed[-2] in "еъ"
        and stemmed[-1] in "кцнрл"
        and stemmed[-3] not in "аеиоуъюя"
    ):
        stemmed = stemmed[:-2] + stemmed[-1]
    return stemmed[:-1] + stemmed[-1:].translate(_BG_SOFT)


LIGHT: Final[Mapping[str, Callable[[str], str]]] = {
    "bg": _bulgarian, "cs": _west(_CZECH), "sk": _west(_SLOVAK), "uk": _ukrainian,
}  # fmt: skip

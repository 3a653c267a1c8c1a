"""Which accents does a word have that was written without them?

People type names without the accents of their keyboard, and headlines in capitals have none. So accents are
taken off every word before it is stemmed, and `term(word) == term(fold_accents(word))` by construction. But
Snowball's rules know an ending by its accents (-ación, -ează): `accented` puts those back which the ending
alone settles. Where it is wrong it is so for every way the word is written, and nothing is lost.

In Turkish it is the vowels: an ending takes those of the word (vowel harmony), and Snowball looks whether it
did. a and e keep their sides without accents, and the others follow them.

>>> accented("organizacion", "es"), accented("kitaplarinda", "tr"), accented("koyunde", "tr")
('organización', 'kıtaplarında', 'köyünde')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from dateline.indexer.analysis.folding import fold_accents

__all__ = ["ENDINGS", "LAST_LETTERS", "accented"]

# Endings without accents and with them; \\1 is what stood in brackets.
ENDINGS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "ca": ((r"([cs])io$", r"\1ió"),),
    "es": (
        (r"([cs])ion$", r"\1ión"),
        # What only a verb ends with: nació, decidió, existía, tenían, permitirá.
        (
            r"((?<!pr)(?<!^n)ec|conoc|nac|[cpr]ed|pid|decid|incid|ivid|(?<!inc)(?<!comp)(?<!stip)end|ond"
            r"|(?<!^si)(?<![acst])t|xist|sist|abr|cubr|[oue]rr|[crh]ib|um|(?<!nc)(?<!ic)om|prim|u[mp]pl|sal|mor"
            r"|mur|viv|lv|rv|mov|rg|[xlr]ig|teg|cog|^un|reun|fin|^luc)io$",
            r"\1ió",
        ),
        (
            r"((?<!pr)(?<!sp)(?<!^gr)(?<!^su)ec|conoc|^dec|ced|(?<!clo)ped|^pod|^hab|^sab|^deb|crib|cib|hib"
            r"|^(?:con|ob|man|sos|de)?ten|^(?:con|inter)?ven|^(?:com|dis|pro|su|ex|im)?pon|quer|^mor|mit|(?<!r)[ix]st"
            r"|ert|^part|^(?:con|sobre)?viv|serv|^mov|olv|^(?:con|per)?segu|^s[ao]l|^com)ia(n?)$",
            r"\1ía\2",
        ),
        (r"iamos$", "íamos"), (r"abamos$", "ábamos"), (r"ieramos$", "iéramos"), (r"([aei])reis$", r"\1réis"),
        (r"(?<!^s)iria$", "iría"), (r"(?<!^m)(?<!^v)([aei])rian$", r"\1rían"),
        (r"^(hac|habr|podr|deber|tendr|vendr|pondr|saldr|estar|querr|har|dir|dar)ian$", r"\1ían"),
        (r"^(habr|podr|deber|tendr|vendr|pondr|saldr|estar|querr|har|dir|dar)ia$", r"\1ía"),
        (
            r"((?:ec|(?<!v)oc|end|ond|olv|met|^mov)e"
            r"|(?:[rc]ib|[cv]id|[un]d|mit|pet|[sx]ist|egu|umpl|viv|rv|br|urr|er|ert|fin|n[dg])i)"
            r"ra(n?)$",
            r"\1rá\2",
        ),
    ),
    "fr": (
        (r"ee(s?)$", r"ée\1"),
        (r"iere(s?)$", r"ière\1"),
        (r"(?<!diff)(?<!coh)(?<!inh)(?<!adh)(?<!ref)(?<!^g)(?<!lig)erent$", "èrent"),
        # publié, modifié, envoyé, dépassé
        (
            r"(publ|oubl|etud|apprec|assoc|benefic|negoc|remerc|licenc|cop|rel|var|\w\wif|conf)ie(e?s?)$",
            r"\1ié\2",
        ),
        (r"([aou])ye(s?)$", r"\1yé\2"),
        (r"(dep|surp|embarr|debarr|ram|am|ent)asse(e?s?)$", r"\1assé\2"),
    ),
    "lt": (
        (r"(?<!i)e(ti|tis|jo|josi|jau|jai|jome|jote|damas|dama|siu|s|tu)$", r"ė\1"),
        (r"(?<![jim])(?<!it)e$", "ė"),
        (r"c(i(?:o|ai|u|ams|us|uose|ui|umi|ame|a|as|os|oms|ose|omis|ą))$", r"č\1"),
        (r"dz(i(?:o|ai|u|ams|us|uose|ui|umi|ame|a|as|os|oms|ose|omis|ą))$", r"dž\1"),
    ),
    "pl": (
        (r"(\w\w[aeiy])c$", r"\1ć"),
        (r"([aeiyu])l([aoiy]?)$", r"\1ł\2"),
        (r"ow$", "ów"),
    ),
    "pt": (
        (r"([cs])ao$", r"\1ão"), (r"coes$", "ções"), (r"oes$", "ões"), (r"ao$", "ão"),
    ),
    "ro": (
        (r"eaza$", "ează"), (r"easca$", "ească"), (r"^oras(e\w*)$", r"oraș\1"),
        (r"([eit]t)at(i\w*)$", r"\1ăț\2"),
        (r"t(i(?:e|ei|ile|ilor|i|a|un(?:i|e|ea|ii|ile|ilor))?)$", r"ț\1"), (r"esti$", "ești"),
        (r"s(i(?:i|ilor)?)$", r"ș\1"),
        (r"(?<!prote)(?<!are)(?<!ate)(?<!conte)(?<!intere)(?<!manife)ste$", "ște"),
        (r"and(u?)$", r"ând\1"), (r"am$", "ăm"),
    ),
}  # fmt: skip

# What the words end with that one of these finds: for others none is tried, nor compiled. In Romanian: any.
LAST_LETTERS: Final[Mapping[str, str]] = {
    "ca": "o", "es": "anos", "fr": "est", "lt": "aeiosuą", "pl": "acilowy", "pt": "os",
}  # fmt: skip

# Turkish words that the rules below would read otherwise: borrowed ones, and those whose ç or ş Snowball
# would take for the beginning of an ending.
_TURKISH_WORDS: Final = (
    "ilçe parti parça bina aşağı arkadaş rüya savaş kardeş cami final kuruluş anlayış arazi güneş "
    "yahudi ateş kısım kısıt lira yarış yukarı konuş kurşun vatandaş şube ulaş bütçe maaş sanayi barış "
    "analiz takdir fotoğraf paylaş satış uçuş alışveriş artış birleş çalış vicdan lastik başkan başla "
    "başarı kişi değiş yerleş yaklaş işgal işçi dışişleri saha vaka tahsin mardin bira kira rica şifa "
    "villa plastik dikkat sinyal garanti medya kostüm vali mavi salon mimari anonim denge asgari favori "
    "süvari numune"
)

_FRONT: Final = str.maketrans("ou", "öü")
_SOFT_G: Final = re.compile("(?<=[aeiou])g(?=[aeiou]|$)")
_KI: Final = re.compile("(?<=[dt][ae])ki")  # takes no side: dünyadaki
_SH: Final = re.compile(
    "(?<=^[aeiou])s(?=[iu])|(?<=^[^aeiou][aeiou])s(?=[iu])|(?<=m[iu])s(?=[dt][iu]r|l[ae]r|[iu][mz]|s[iu]n|$)"
    "|(?<=.)(?<!y)(?<!l[ae]r)s(?=[ae])"
)


@cache
def _restorer(language: str) -> Callable[[str], str]:
    endings = [(re.compile(plain), with_accents) for plain, with_accents in ENDINGS[language]]

    def restore(word: str) -> str:
        for plain, with_accents in endings:
            restored, found = plain.subn(with_accents, word)
            if found:
                return restored
        return word

    return restore


def _harmonic(word: str) -> str:
    """A Turkish word whose vowels follow the next a or e, and after the last one that."""
    # g after a vowel is ğ; s is ş where Snowball would take it for the s of a possessive or conditional.
    letters = list(_SOFT_G.sub("ğ", _SH.sub("ş", word)))
    vowels = [(place, letter) for place, letter in enumerate(word) if letter in "aeiou"]
    is_front: bool | None = None
    for place, letter in reversed(vowels):
        if letter in "ae":
            is_front = letter == "e"
        elif is_front is not None:
            letters[place] = _side(letter, is_front=is_front)
    last = max((number for number, (_, letter) in enumerate(vowels) if letter in "ae"), default=-1)
    is_front = vowels[last][1] == "e" if last >= 0 else vowels[0][1] == "i" if vowels else False
    for place, letter in vowels[last + 1 :]:
        letters[place] = _side(letter, is_front=is_front)
    for found in _KI.finditer(word):
        letters[found.end() - 1] = "i"
    return "".join(letters)


def _side(letter: str, *, is_front: bool) -> str:
    if is_front:
        return letter.translate(_FRONT)
    return "ı" if letter == "i" else letter


@cache
def _turkish_words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    known = {fold_accents(word): word for word in _TURKISH_WORDS.split()}
    return re.compile("|".join(sorted(known, key=len, reverse=True))), known


def _turkish(word: str) -> str:
    pattern, known = _turkish_words()
    if (found := pattern.match(word)) is None:
        return _harmonic(word)
    # The ending takes the side of the word's last vowel.
    written = known[found[0]]
    return written + _harmonic(word)[found.end() :]


@cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(LAST_LETTERS.get(language, ("",)))


def accented(word: str, language: str) -> str:
    """The folded word with the accents that its ending settles; as it is in a language without rules."""
    if language == "tr":
        return _turkish(word)
    if language not in ENDINGS or not word.endswith(_endings(language)):
        return word
    return _restorer(language)(word)

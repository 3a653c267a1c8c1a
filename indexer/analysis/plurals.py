"""The singular of a word, where Snowball's rules would leave its plural apart.

Snowball takes an ending of verbs off "dólar" that "dólares" has not; and what German borrowed (Autos, Museen,
Firmen) follows no German rule. So a plural is brought to its singular first, and both are stemmed as one.
Words are lower case and without accents. The rules were made for this program, from the grammars; lists name
the words that a rule would join with another (lunes is no luna, mois no moi).

>>> singular("dolares", "es"), singular("travaux", "fr"), singular("museen", "de"), singular("naçoes", "en")
('dolar', 'travail', 'museum', 'naçoes')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

__all__ = ["LAST_LETTERS", "RULES", "own_term", "singular"]

# Replacements of an ending, the first that is found; words that are meant whole stay.
Rules = tuple[tuple[str, str], ...]

_NATIONS: Final = (
    "(?:ingl|franc|portugu|irland|island|holand|finland|tailand|neerland|groenland|japon|chin|escoc|dan"
    "|leon|liban"
    "|sudan|senegal|congol|vien|milan|genov|aragon|cordob|marsell|burgu|camerun|gabon|vietnam|nepal|malt"
    "|marqu"
    "|feligr|montanh|camarones|noruegu|polon|pequin|berlin|londrin)"
)

_SPANISH: Final[Rules] = (
    (r"(enla|indi|compli|cau|sau|codi|verti|apendi|avan|balan|roman|alcan|entron|ro|on|do)ces$", r"\1ce"),
    (r"(?<=[aeo][wy])s$", r""),
    (r"(?<=[bdkmquvz]i)s$|(?<=tribu|iritu)s$", r""),
    (r"^(lunes|martes|miercoles|jueves|viernes|entonces|antes|despues|tres|paris)$", r"\1"),
    (rf"^({_NATIONS})es(?:as?|es)?$", r"\1es"),
    (r"(?<=[aeiou])ces$", "z"),
    (r"^(aleman|catalan|capitan|musulman)as?$", r"\1"),
    (r"(?<=[aeiou][lrndsjxy])es$", ""),
    (r"^dios$", "dios"),
    (r"(?<!^r)(?<!tr)(?<!pr)(?<!blasf)([ae]mos)$", r"\1"),  # of verbs: tenemos
    (r"(?<=\w\w[aeo])s$", ""),
    (r"(?<=[bcdfgklmnprt])s$", ""),
    (r"(?<=[ln]i)s$|(?<=taxi)s$|(?<=menu)s$|(?<=esqui)e?s$|(?<=[rt]i)es$|(?<=[bmt]u)es$", ""),
)

_FRENCH: Final[Rules] = (
    (r"((?:er|ir)ions)$", r"\1"),  # of verbs, as the next
    (r"(?<!vign)(?<!forg)(?<!buch)(?<!ep)(?<!chap)(?<!^h)(erons)$", r"\1"),
    (r"^(vr|ess|qu|g|bal|del|min|rembl|ch)ais$", r"\1ai"),
    (r"(mater|best)iaux$", r"\1iau"),
    (r"^(ro|lo|deslo)yaux$", r"\1yal"),
    (r"^ideaux$", r"ideal"),
    (r"^yeux$", "oeil"),
    (r"^(faux|chaux|taux|deux|mieux|vieux|eux|paix|prix|voix|choix|croix|noix|dix|six|doux|roux|toux"
     r"|epoux|jaloux)$", r"\1"),
    (r"^(trav|b|cor|vitr|soupir|em|vant|surtrav)aux$", r"\1ail"),
    (r"(?<=[ey]au)x$", ""),
    (r"aux$", "al"),
    (r"((?:^|mi|non-?|^ban)lieu|jeu|feu|cheveu|neveu|aveu|dieu|voeu|pneu|hebreu|essieu|pieu|epieu|moyeu"
     r"|tuyau)x$", r"\1"),
    (r"^((?:de)?puis|mois|fois|bois|trois|cours|mars|fonds|sens|ours|gens|vers|hors|alors|dans|sans|temps"
     r"|corps|moins"
     r"|plus|sous|nous|vous|tous|dessus|dessous|puits|remords|toujours|jamais|mais|pays|poids|tiers|gars"
     r"|apres|tres"
     r"|pres|des|les|ces|ses|mes|tes|est|es|pas|bras|cas|tas|gras|bas|las|ras|repas|matelas|compas"
     r"|cadenas|ananas"
     r"|verglas|fracas|embarras|hamas|thomas|nicolas|lucas|damas|texas|kansas|atlas|judas|trepas|tracas|lilas"
     r"|canevas|os|dos|gros|clos|heros|propos|repos|chaos|enclos|cosmos|paris|pris|mis|avis|souris|tapis|iris"
     r"|logis|sursis|colis|maquis|gris|radis|coulis|devis|croquis|parvis|brebis|oasis|tennis|louis|denis"
     r"|bis|virus"
     r"|campus|bus|processus|consensus|jus|abus|refus|lapsus|jesus|corpus|focus|bonus|malus|stimulus"
     r"|cursus|versus"
     r"|hiatus|typhus|obus|intrus|pus|marcus|venus|francois|grandis|us|as|ils|fils|lis|vis)$", r"\1"),
    (r"(permis|promis|soumis|admis|remis|commis|transmis|appris|compris|surpris|repris|entrepris|acquis|conquis"
     r"|requis|exquis|assis|inclus|exclus|reclus|confus|diffus)$", r"\1"),
    (r"(?<=^lo)is$|(?<=^ro)is$|(?<=mplo)is$|(?<=tourno)is$|(?<=onvo)is$|(?<=envo)is$|(?<=beffro)is$"
     r"|(?<=^paro)is$", "i"),
    (r"(?<=[ao])is$", "is"),
    (r"(?<=[aonr]g)(?<!exag)eres?$|(?<=^leg)eres?$|(?<=ch)eres?$|(?<=ill)eres?$", "er"),
    (r"(?<=i)ees?$|(?<=oy)ees?$", "e"),
    (r"^actives?$", "actif"),
    (r"(?<=\w\w[^s])s$", ""),
)  # fmt: skip

_GERMAN: Final[Rules] = (
    (r"((?:mod|int|ext|konz|eis|subalt)ern|extrem|bequem|kurs|vers|impuls|keks|gips)$", r"\1e"),
    (r"^(frei|drei|neu)(?:e[nrsm]?)?$", r"\1"),
    (r"^einzeln(?:e[nrsm]?)?$", r"einzel"),
    (r"^(herr|nachbar|ungar)n$", r"\1"),
    (r"(?<=[aeiou][pwcy])s$|(?<=pp)s$", r""),
    (r"^infos$", r"info"),
    (r"(rad|stud|portfol|szenar|aud)ios$", r"\1io"),
    (r"^(warum|darum|worum|herum|drum|rum|etwas|chaos|kosmos|pathos|ethos|mythos|moos|russ\w*)$", r"\1"),
    (r"(muse|jubila|mausole|lyze|petrole|kolosse)en$", r"\1um"),
    (r"(muse|jubila|mausole|lyze)ums?$", r"\1um"),
    (r"(?<=\w\wi)ums?$", ""),
    (r"(problem|emblem|theorem)$", r"\1e"),
    (r"^(om|op|et)as$", r"\1a"),
    (r"^(om|rom|mam|lim|op)a$", r"\1a"),
    (r"^seen$", "see"),
    (r"((?:zent|spekt)r|alb|for|vis|dat|vot|fakt|ultimat|quant|refer?end|memorand|maxim|minim|optim"
     r"|individu|serum)ums?$",
     r"\1en"),
    (r"(visa)$", "visen"),
    (r"((?:[aeiou]|ir|r|s|g|h|el|m)m|vill|pizz|skal|aren|verand|pagod|er|lam|propagand|aul)as?$", r"\1en"),
    (r"(?<=razzi)as?$", "en"),
    (r"ismus$", "ismen"),
    (r"(vir|glob|zykl|typ|rhythm|radi|algorithm|krok)us$", r"\1en"),
    (r"(kont|risik|sald|fresk)os?$", r"\1en"),
    (r"(bas|dos|thes|prax)is$", r"\1en"),
    (r"(?<=\w\w[eydubgnt]o)s$|(?<=[aeiou][krctmp]o)s$|(?<=(?:nd|nt|lt|rt|rd|sk|zz|mb|mm|nk)o)s$", ""),
    (r"(kilo|silo|solo|euro|buro|zero|diaboli)s$", r"\1"),
    (r"(?<=\w\w[bdfghklmnrtwz]y)s$", ""),
    (r"(tax|sk|gumm|rall|alib|chine|inde|stud|profi?|prom|naz|asi|azub)is$", r"\1i"),
    (r"(akk|men|gn|em|igl|uh|tabu|bij|kanu)us$", r"\1u"),
    (r"^(kaukas|atlas|ananas|thomas|kansas|texas|hamas|damas)$", r"\1"),
    (r"(?<=\w\w[dfgkmnprtvz]a)s$", ""),
    (r"usse[ns]?$", "us"),
    (r"innen$", "in"),
)  # fmt: skip

_ITALIAN: Final[Rules] = (
    (
        r"^((?:font|coll|settim|membr|sav|gabb|dog|piov|padell|tir|quint|ran|lan|giov|dom|adri|luci|giuli|tizi|silv"
        r"|ross|emili|ari|dian|cristi|grazi)an[aei])$",
        r"\1",
    ),
    (r"^(telef|citof|microf)oni$", r"\1ono"),
    (r"^(ap|c|\w\w+)erti$", r"\1erto"),
    (r"^(rep|disp)arti$", r"\1arto"),
    (r"^(divers|vers|pers|dispers|compars|scompars|scars|invers|avvers|univers)i$", r"\1o"),
    (r"(stip|inc|comp)endi$", r"\1endio"),
    (r"andi$", r"ando"),
    (r"^(acqu|ombr|alg)e$", r"\1a"),
    (r"^armi$", r"arma"),
    (r"^(altr|alt|adatt)[aei]$", r"\1o"),
    (r"^([a-z]{1,2}(?<!c)c)h[ie]$", r"\1o"),
    (r"^chiavi$", r"chiave"),
    (r"^superfici$", "superficie"),
    (r"^(edi|bene|sacri|arti|uf|ori|male)fici$", r"\1ficio"),
    (r"^(mod|int|est|gov|cav|cist|lant|tav|cas)erne$", r"\1erna"),
    (r"ive$", r"iva"),
    (r"^(labor|ambul|purg|crem)atori$", r"\1atorio"),
    (r"^risparmi$", r"risparmio"),
    (r"^(mon|segr|concr|interpr|discr|compl|obsol)et[ei]$", r"\1eta"),
    (r"^(?:tele|video)camere$", r"telecamera"),
    (r"^uomini$", "uomo"),
    (r"gh[ie]$", "go"),
    (r"^(oper|not|forn|marin|macell)ai$", r"\1aio"),
    (r"^(att|ann|alt|ors|urt|arc|org)i$", r"\1o"),
    (r"^(art|ost|ent)i$", r"\1e"),
    (r"^(or|ond|erb)e$", r"\1a"),
    (r"^(par|pr|r|s|di|com|poe|qui|m)et[ei]$", r"\1eta"),
    (r"ier[eio]$", "iera"),
    (r"^(milit|nucle|domicili|immobili|famigli|prelimin|aliment|popol|impopol|particol|regol|irregol|singol|circol|famili|sol|lun|salut|element"
     r"|secol|esempl"
     r"|cellul|pol|mol|molecol|titol|scol|aff|alt|ausili|muscol|vascol|oculare?|tutel|spettacol|angol"
     r"|insul|penins"
     r"|peninsul|volg|perpendicol|rettangol|triangol|polic|stell|line|simil|spars|alve|cavi|calam|focol"
     r"|parlament"
     r"|alimentar|altar|vill|sal|colar)are$", r"\1ara"),
    (r"^(op|cam|caratt|cadav|lett|pot|carc|gen|piac|par|dov|av|ess|cen|pov|lib|v|n|sinc|sev|int|aust|alb|num|pan|fed"
     r"|vip|mac|chim"
     r"|vert|sf|atmosf|biosf|cratt?|can|mis|mist|minist|sincr|emisf|prosp|imp|sup|inf|polv|miner|prigioni"
     r"|cerniera|ingegn"
     r"|cell|zucch|veg|fodera|masch|gomm|suoc|passer|bufer|cam|rigo|vigo|pist|temp|chimer|galer|tess"
     r"|ginest)ere$",
     r"\1era"),
    (r"^(ital|sicil|venez|brasil|cristi|egizi|austri|austral|indi|irach|iran|alban|ucrain|tunis|keny"
     r"|nigeri|colomb|peruvi"
     r"|urugua|paragua|bolivi|sir|arm|georg|nig|sudafr|nordafr|afr|israel|amer|sudamer|nordamer"
     r"|latinoamer|mess|repubbl|vat"
     r"|domin|cubi?|prus|padu|tosc|campi?|gi|rus|siber|canad|corsi?|istr|norm|marxi|roma|freudi|calabri"
     r"|anzi|medi"
     r"|quotidi|artig|cristi|parigi|indian|ghan|libi|texi)(ic|i|)an[aeio]$", r"\1\2ana"),
    (r"(?<=\w\w)an[aei]$", "ano"),  # as Snowball takes -ano for a verb, so all forms
    (r"(?<=\w\w\wt)oi$", "oio"),
)  # fmt: skip

_PORTUGUESE: Final[Rules] = (
    (r"(miss|portat|volat)eis$", r"\1il"),
    (r"imos$", r"imo"),
    (r"^(\w{1,3}(?:io|oo|ou)|\w+au)s$", r"\1"),
    (r"(and|end)os$", r"\1o"),
    (r"(?<=[aeo][wy])s$", r""),
    (r"^(mais|pais|jamais|demais|ademais|cais|seis|dois|depois|pois|lapis|tenis|gratis|tres|mes|deus"
     r"|onibus|virus|oasis|antes|simples|paris|atras)$", r"\1"),
    (rf"^({_NATIONS})es(?:as?|es)?$", r"\1es"),
    (r"^caracteres$", "carater"),
    (r"^(ma[eo])s$", r"\1"),
    (r"^(le|re|bo|hero|tax|jur)is$", r"\1i"),
    (r"^([bcdfglmnprstv]{1,2}[iu]a|[aeiou][^aeiou]{1,2}[aeo])s$", r"\1"),
    (r"(?<!^m)arias?$", "ario"),
    (r"eus$", "eu"),
    (r"(?:o|a)es$|aos$", "ao"),
    (r"^(alem|irm|crist|cidad|campe|orf|anci|afeg|catal|guardi|capit|escriv|pag|vil|an|s)as?$", r"\1ao"),
    (r"(?<=\w)ais$", "al"),
    (r"^(fac|dific|ut|inut|fert|infert|ag|hab|frag|versat|rept|projet|foss|text|grac|doc|estere|volat"
     r"|mob)eis$", r"\1il"),
    (r"(?<=\w)eis$", "el"),
    (r"(?<=\w)ois$", "ol"),
    (r"heroi$", "heroi"),
    (r"(?<=\w)uis$", "ul"),
    (r"(?<=\w[bcfnrtvxz])is$", "il"),
    (r"ns$", "m"),
    (r"(?<=[aeiou][rzln])es$", ""),
    (r"(?<=\wes)es$|(?<=^mes)es$|(?<=^gas)es$|(?<=^deus)es$|(?<=evis)es$", ""),
    (r"(?<=[bcdfgklprt])s$", ""),
)  # fmt: skip

RULES: Final[Mapping[str, Rules]] = {
    "de": _GERMAN, "es": _SPANISH, "fr": _FRENCH, "it": _ITALIAN, "pt": _PORTUGUESE,
}  # fmt: skip
# What the words end with that a rule finds: for any other word none is tried, and none compiled, which takes
# a millisecond or more a language.
LAST_LETTERS: Final[Mapping[str, str]] = {
    "de": "aeimnorsu", "es": "as", "fr": "estx", "it": "aeio", "pt": "ais",
}  # fmt: skip
_ANY_ENDING: Final = "russ"  # but for what begins so in German: russisch
# Words that Snowball would join with another, by their own terms: month and table, army and arm.
_OWN_TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    language: {form: forms.split()[0] for forms in listed.split(",") for form in forms.split()}
    for language, listed in {
        "es": "lunes,martes,mes meses,mesa mesas",
        "fr": "cours,mars,vers,fonds,armee armees,musee musees,mere meres,medecine medecines,ville"
        " villes,sens,ours,corps",
        "it": "mania manie,romania,germania",
        "pt": "mes meses,mesa mesas,juizo juizos,mare",
    }.items()
}
_LEAST: Final = 3  # letters of a singular that is shorter than what was written


@cache
def _function(language: str) -> Callable[[str], str]:
    patterns = [(re.compile(pattern), replacement) for pattern, replacement in RULES[language]]

    def to_singular(word: str) -> str:
        for pattern, replacement in patterns:
            changed, found = pattern.subn(replacement, word, count=1)
            if found:
                return changed if len(changed) >= _LEAST else word
        return word

    return to_singular


def own_term(word: str, language: str) -> str | None:
    """The term of a folded word that is not to be stemmed; None for any other."""
    terms = _OWN_TERMS.get(language)
    return None if terms is None else terms.get(word)


@cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(LAST_LETTERS[language])


def singular(word: str, language: str) -> str:
    """The singular of a folded word; the word itself where the language has no rules here."""
    if language not in RULES or not (word.endswith(_endings(language)) or _ANY_ENDING in word):
        return word
    return _function(language)(word)

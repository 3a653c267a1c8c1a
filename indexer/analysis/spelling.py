"""The American spelling of a British word.

Both spellings of a word must become one term. `american` maps a lower-case English word to its American
spelling, any inflection of it; a word that has one spelling only comes back as it is. Endings that many
words share are rules with their exceptions (-ise, -lyse), the rest are lists: a rule for -our or -re would
spoil "four" and "acre". Compiled from Wikipedia, "American and British English spelling differences".

>>> [american(word) for word in ("organisations", "defence", "programme", "travelled", "rise", "four")]
['organizations', 'defense', 'program', 'traveled', 'rise', 'four']
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["american"]

# -ise, and what grammar makes of it. A vowel before it (raise, noise, bruise) never takes z.
_ISE: Final = lazy_pattern(
    r"([a-z]+[b-df-hj-np-tv-z])is(e|ed|er|ers|es|ing|ings|able|ation|ations|ational|ationally)"
)
# What stands before -ise in words whose s is no suffix: advise, rise, wise, surprise, exercise ...
_NOT_ISE: Final = lazy_pattern(
    "advert|ar|chast|chem|circumc|compr|comprom|conc|cr|dem|den|desp|dev|disenfranch|enfranch|enterpr"
    "|exc|exerc|expert|franch|highr|imprec|inc|ir|jan|m|merchand|moonr|mort|overr|parad|prec|prem|prev"
    "|prom|reexc|rep|rev|sunr|surm|telev|treat|uncomprom|unprom|upr|v|val|w"
    "|[a-z]*(?:adv|pr|superv|improv|w)"
)
_YSE: Final = lazy_pattern(r"(anal|paral|catal|electrol|dial|hydrol|psychoanal)ys(e|ed|er|ers|es|ing)")

_OUR_WORDS: Final = (
    "(arb|ard|arm|behavi|cand|clam|col|demean|dol|enam|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|misdemean"
    "|neighb|od|parl|ranc|rig|rum|savi|sav|splend|succ|tum|val|vap|vig)our"
)
_OUR: Final = lazy_pattern(_OUR_WORDS)
_OUR_WORD: Final = lazy_pattern(
    f"(?:bel|be|dis|en|mis|re|un|out|multi|techni|water|tri|bi)?{_OUR_WORDS}[a-z]*"
)

_RE: Final = lazy_pattern(
    r"([a-z]*(?:cent|met|lit|theat|fib|calib|sab|spect|somb|meag|lust|och|sepulch|accout|reconnoit|mit|goit))re(s|d)?"
)
_NOT_RE: Final = frozenset({"lutetre"})

_LL_BASES: Final = (
    "apparel|barrel|bevel|cancel|channel|chisel|counsel|cudgel|dial|duel|enamel|equal|fuel|funnel|gravel|grovel"
    "|gruel|hotel|impanel|imperil|initial|jewel|kennel|label|laurel|level|libel|marshal|marvel|medal|metal|model"
    "|panel|pedal|pencil|petrol|pistol|quarrel|ravel|refuel|relabel|remodel|rival|shovel|shrivel|signal|snivel"
    "|snorkel|spiral|stencil|swivel|symbol|tassel|total|towel|trammel|travel|tunnel|unravel|wool|yodel|council"
)
_LL: Final = lazy_pattern(
    f"(?:mis|re|un|out)?(?:{_LL_BASES})(l)(?:ed|ing|ings|er|ers|or|ors|ation|ous|ously|ist|ists|en)"
)

# Beginnings of words: the first match, longest first, is replaced and the rest of the word kept.
_BEGINNINGS: Final = {
    "aeroplane": "airplane", "aesthe": "esthe", "aetiolog": "etiolog", "ageing": "aging",
    "aluminium": "aluminum", "anaem": "anem", "anaesthe": "anesthe", "archaeo": "archeo",
    "artefact": "artifact", "caesar": "cesar", "cosy": "cozy", "cypher": "cipher", "defence": "defense",
    "diarrhoea": "diarrhea", "draught": "draft", "encyclopaed": "encycloped", "enquir": "inquir",
    "foetal": "fetal", "foetus": "fetus", "furore": "furor", "gynaeco": "gyneco", "haemo": "hemo",
    "haemorr": "hemorr", "jewellery": "jewelry", "leukaem": "leukem", "licence": "license",
    "manoeuvrab": "maneuverab", "manoeuvring": "maneuvering", "mediaeval": "medieval", "mollusc": "mollusk",
    "mould": "mold", "moult": "molt", "moustache": "mustache", "oedema": "edema", "oesoph": "esoph",
    "oestrogen": "estrogen", "offence": "offense", "orthopaed": "orthoped", "paediatr": "pediatr",
    "paedophil": "pedophil", "palaeo": "paleo", "plough": "plow", "practis": "practic",
    "pretence": "pretense", "pyjama": "pajama", "sceptic": "skeptic", "smould": "smold", "sulph": "sulf",
    "yoghurt": "yogurt", "catalogu": "catalog", "councillor": "councilor", "counsellor": "counselor",
    "skilful": "skillful", "wilful": "willful", "enrolment": "enrollment", "fulfilment": "fulfillment",
    "instalment": "installment", "judgement": "judgment", "acknowledgement": "acknowledgment",
    "worshipp": "worship", "kidnapp": "kidnap", "chequebook": "checkbook", "storeyed": "storied",
    "centring": "centering",
}  # fmt: skip
_FIRST_LETTERS: Final = frozenset([beginning[:3] for beginning in _BEGINNINGS])
_BEGINNING: Final = lazy_pattern("|".join(sorted(_BEGINNINGS, key=len, reverse=True)))

# Whole words.
_WORDS: Final = {
    "programme": "program", "programmes": "programs", "kilogramme": "kilogram", "kilogrammes": "kilograms",
    "gramme": "gram", "grammes": "grams", "catalogue": "catalog", "catalogues": "catalogs",
    "catalogued": "cataloged", "dialogue": "dialog", "dialogues": "dialogs", "analogue": "analog",
    "analogues": "analogs", "monologue": "monolog", "monologues": "monologs", "prologue": "prolog",
    "epilogue": "epilog", "manoeuvre": "maneuver", "manoeuvres": "maneuvers", "manoeuvred": "maneuvered",
    "grey": "gray", "greys": "grays", "tyre": "tire", "tyres": "tires", "kerb": "curb", "storey": "story",
    "storeys": "stories", "gaol": "jail", "whisky": "whiskey", "towards": "toward",
    "afterwards": "afterward", "backwards": "backward", "forwards": "forward", "upwards": "upward",
    "downwards": "downward", "enrol": "enroll", "enrols": "enrolls", "fulfil": "fulfill",
    "fulfils": "fulfills", "instal": "install", "distil": "distill", "distils": "distills",
    "instil": "instill", "instils": "instills", "appal": "appall", "enthral": "enthrall",
    "learnt": "learned", "burnt": "burned", "spoilt": "spoiled", "dreamt": "dreamed", "spelt": "spelled",
    "focussed": "focused", "focussing": "focusing", "focusses": "focuses", "benefitted": "benefited",
    "benefitting": "benefiting", "targetted": "targeted", "targetting": "targeting", "biassed": "biased",
    "tsar": "czar", "tsars": "czars", "speciality": "specialty", "specialities": "specialties",
    "orientated": "oriented", "busses": "buses", "axe": "ax", "orientate": "orient", "phoney": "phony",
    "carcase": "carcass", "carcases": "carcasses", "cheque": "check", "cheques": "checks", "aeon": "eon",
    "aeons": "eons", "amoeba": "ameba", "connexion": "connection", "connexions": "connections",
    "reflexion": "reflection",
}  # fmt: skip


def american(word: str) -> str:
    """The American spelling of a lower-case word; words outside a-z and of under four letters stay."""
    if len(word) < 4 or not word.isascii():
        return word
    whole = _WORDS.get(word)
    if whole is not None:
        return whole
    if "is" in word and (found := _ISE.fullmatch(word)) is not None:
        return _ise(word, found[1], found[2])
    if word[:3] in _FIRST_LETTERS and (found := _BEGINNING.match(word)) is not None:
        word = _BEGINNINGS[found[0]] + word[found.end() :]
    if "our" in word and _OUR_WORD.fullmatch(word):
        return _OUR.sub(r"\1or", word)
    if "ll" in word and (found := _LL.fullmatch(word)) is not None:
        return word[: found.start(1)] + word[found.end(1) :]
    if "ys" in word and (found := _YSE.fullmatch(word)) is not None:
        return f"{found[1]}yz{found[2]}"
    if "re" in word and (found := _RE.fullmatch(word)) is not None and word not in _NOT_RE:
        return f"{found[1]}er" + {None: "", "s": "s", "d": "ed"}[found[2]]
    return word


def _ise(word: str, base: str, ending: str) -> str:
    if base.endswith("pract"):
        return f"{base}ic{ending}"
    if _NOT_ISE.fullmatch(base):
        return word
    return f"{base}iz{ending}"

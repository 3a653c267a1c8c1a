"""Words that carry a sentence rather than its subject: articles, prepositions, pronouns, question words.

They are not dropped, neither from the index nor from a query: `to be or not to be` is found. Beside other
words they count less. Compared after analysis, so that all forms of a listed word are meant.

The lists were made for this program, from the grammars: closed word classes and forms of be, have, do, can,
as they stand in questions. Homographs of names and months are left out (in English: us, it, may, will). A
language without a list has no discount.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from dateline.indexer.analysis.languages import normalise_language, script_language
from dateline.indexer.analysis.tokens import analyzer

__all__ = ["FUNCTION_WORDS", "function_terms", "is_function_word"]

Languages = tuple[tuple[str, int], ...]  # codes, and the articles an index has in each

FUNCTION_WORDS: Final[Mapping[str, str]] = {
    "ar": (
        "في من إلى على عن مع هل ما ماذا متى أين كيف كم لماذا لم لا لن من الذي التي الذين أي أية هو هي هم "
        "هذا هذه ذلك تلك كان كانت يكون تكون قد أن إن أو و ثم بين بعد قبل عند كل كما مَن هناك"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber wenn von an bei für mit "
        "über zu zum zur aus in im ins auf als ist sind war waren sein gewesen wird werden wurde wurden hat "
        "haben hatte hatten kann können konnte muss müssen soll sollte was welche welcher welches welchen "
        "welchem wer wem wen wessen wann wo woher wohin warum wieso wie viel viele dass dies diese dieser "
        "dieses diesem diesen es er sie wir ihr ich man nicht kein keine nur auch so sich durch nach vor um "
        "am vom beim"
    ),
    "el": (
        "ο η το οι τα του της των τον την τους τις ένας μία μια ένα ενός μιας και κι ή αλλά σε στο στη "
        "στην στον στου στης στα στους στις στων από για με χωρίς ως προς κατά μετά μεταξύ να θα που πού "
        "πως πώς ότι αν όταν πότε ποιος ποια ποιο ποιοι ποιες ποιου ποιας ποιον ποιους ποιων τι γιατί "
        "πόσο πόσα πόσοι πόσες πόσους πόση είναι ήταν είχε είχαν έχει έχουν δεν μη μην αυτός αυτή αυτό "
        "αυτοί αυτές αυτά αυτού αυτής αυτών εκείνος εκείνη εκείνο οποίος οποία οποίο οποίοι οποίες οποίων "
        "οποίου μπορεί πρέπει όπως καθώς επίσης"
    ),
    "en": (
        "a an the and or but if of at by for with about to from in on into as is are was were be been being "
        "am do does did done doing have has had having can could might must shall should would what which "
        "who whom whose when where why how that this these those its there here any some such than then so "
        "not no nor only own same too very you he she we they them their his her my your our me him i"
    ),
    "es": (
        "el la los las lo un una unos unas de del y o pero si a al por para con sobre en como es son era "
        "eran ser sido fue fueron está están ha han había haber hay puede pueden qué que quién quiénes "
        "quien cuál cuáles cuándo cuando dónde donde cómo cuánto cuánta cuántos cuántas por porqué este "
        "esta estos estas ese esa esos esas eso esto él ella ellos ellas se su sus le les no más tiene"
    ),
    "fr": (
        "le la les l un une des du de d et ou mais si à au aux par pour avec sur sous dans en comme est "
        "sont était étaient être été fut a ont avait avaient avoir peut pouvait doit que qu qui quoi quel "
        "quelle quels quelles dont où quand pourquoi comment combien ce cet cette ces c il elle ils elles "
        "on nous vous je se s son sa ses leur leurs ne n pas plus y lequel laquelle"
    ),
    "hi": (
        "के का की में और को से ने पर है हैं था थे थी थीं हो होता होती होते हुआ हुई हुए कि जो यह वह ये वे "
        "इस उस इन उन इसके उसके क्या कब कहाँ कहां कौन कौनसा किस किसने किसके किसकी किसका किसे कैसे कितने "
        "कितनी कितना क्यों भी तो ही नहीं लिए या तथा एवं अपने अपनी अपना जब तब तक द्वारा जिस जिसे जिसके जिन "
        "किसी कुछ सकता सकते सकती रहा रहे रही किया दिया"
    ),
    "it": (
        "il lo la i gli le un uno una di a da in con su per tra fra del dello della dei degli delle al "
        "allo alla ai agli alle dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo "
        "sulla sui sugli sulle e ed o ma se che chi cui quale quali quando dove come quanto quanta quanti "
        "quante perché cosa non è sono era erano fu furono essere stato stata stati state ha hanno aveva "
        "avevano si ci vi ne anche questo questa questi queste quello quella quelli quelle d l dell all "
        "nell sull dall"
    ),
    "kk": (
        "және мен бен пен не немесе бірақ егер бұл осы сол ол олар біз сіз мен кім кімнің не нені неге "
        "неліктен қалай қандай қай қайда қайдан қашан қанша неше үшін туралы болды болған болып бар жоқ "
        "емес еді екен да де та те ма ме ба бе па пе деп"
    ),
    "ky": (
        "жана менен же бирок эгер бул ушул ошол ал алар биз сиз мен ким кимдин эмне эмнени эмнеге эмне "
        "кандай кайсы кайда кайдан качан канча нече үчүн жөнүндө болду болгон болуп бар жок эмес эле экен "
        "да де деп бы би"
    ),
    "pt": (
        "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com "
        "sobre e ou mas se que quem qual quais quando onde como quanto quanta quantos quantas porque "
        "porquê não é são era eram foi foram ser sido há tem têm tinha tinham este esta estes estas esse "
        "essa esses essas isso isto aquele aquela ele ela eles elas seu sua seus suas lhe ao à aos às "
        "mais"
    ),
    "ro": (
        "un o unui unei unor niște și sau dar dacă de din la în cu pe pentru prin către spre între despre "
        "ca cât câți câte câtă ce care cine cui cum când unde cărui cărei căror este e sunt era erau fi "
        "fost a au avea avut al ai ale nu se să își îi le lui ei lor el ea ele acest această acești "
        "aceste acesta aceasta acel acea acei acele cel cea cei cele după până decât poate pot"
    ),
    "ru": (
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было "
        "вот от меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь "
        "уж вам сколько какой какая какие какое каков который которая которое которые кто где куда откуда "
        "почему зачем чем какую каким какого каком при для это эти этот была были чему чего кого кому ком "
        "кем"
    ),
    "tg": (
        "ва ё аммо агар ин он онҳо вай мо шумо ман кӣ кист чӣ чист чаро чӣ чӣ гуна чигуна чанд куҷо кай "
        "кадом барои дар ба аз бо то ки аст буд буданд шуд шудааст ҳаст нест ҳам на низ ро"
    ),
    "tr": (
        "bir ve veya ya da de ile için ama fakat ki bu şu o bunlar şunlar onlar ne neden niçin niye nasıl "
        "nerede nereye nereden hangi hangisi kim kimin kime kaç kadar mi mı mu mü midir mıdır mudur müdür "
        "olan olarak oldu olduğu olmuştur idi ise değil var vardır gibi en çok daha her hiç göre zaman "
        "nedir kimdir"
    ),
    "uz": (
        "va yoki ammo lekin agar bu shu o'sha u ular biz siz men kim kimning nima nimani nega nimaga qanday "
        "qaysi qayerda qayerdan qachon qancha necha uchun haqida bilan bo'ldi bo'lgan bo'lib bor yo'q emas "
        "edi ekan ham da mi deb ва ёки аммо лекин агар бу шу ўша у улар биз сиз мен ким нима нега қандай "
        "қайси қаерда қачон қанча неча учун ҳақида билан бўлди бўлган бор йўқ эмас эди экан ҳам деб"
    ),
    "vi": (
        "là của và các những cho trong với được bị đã sẽ đang có ở đến về như khi nào gì ai bao nhiêu vì "
        "mà thì này đó nó hoặc nhưng nếu bởi cũng rất"
    ),
}


@cache
def function_terms(language: str) -> frozenset[str]:
    """The terms of a language's function words."""
    listed = FUNCTION_WORDS.get(language, "").split()
    return frozenset(entry.term for word in listed for entry in analyzer(language).entries(word))


@lru_cache(maxsize=1 << 14)
def is_function_word(word: str, languages: Languages) -> bool:
    """Whether a typed word is one, on an index with so many articles in each of `languages`.

    A word may be one in one language and not in another (German `war`, Turkish `en`): it is one if those
    languages that call it one hold more than half of the articles by whose rules it is read.
    """
    asked: list[tuple[int, str]] = []
    for code, articles in languages:
        language = script_language(word, normalise_language(code))
        if language in FUNCTION_WORDS:
            asked.append((articles, language))
    asked.sort(reverse=True)  # the largest may settle it: analysing a list takes a millisecond
    undecided = sum([articles for articles, _ in asked])
    lead = 0  # articles of those that call it one, less the others'
    for articles, language in asked:
        undecided -= articles
        lead += articles if _is_listed(word, language) else -articles
        if abs(lead) > undecided:
            break
    return lead > 0


def _is_listed(word: str, language: str) -> bool:
    terms = function_terms(language)
    entries = analyzer(language).entries(word)
    return bool(entries) and all(entry.term in terms for entry in entries)

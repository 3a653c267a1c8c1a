from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.facts.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The presidents of the member states met in Dushanbe to discuss regional security.", "en"),
        ("CSTO Member State Presidents Discuss Regional Security in Dushanbe", "en"),
        ("Президенты государств обсудили вопросы безопасности в регионе.", "ru"),
        ("Президент Токаев провел совещание", "ru"),
        ("Президент Қасым-Жомарт Тоқаев Астанада жиналыс өткізді", "kk"),
        ("Бүгін Астанада Қауіпсіздік кеңесінің отырысы өтті.", "kk"),
        ("Астана қаласы", "kk"),
        ("Кыргызстандын президенти Садыр Жапаров Бишкекте өткөн жыйынга катышты.", "ky"),
        ("Бишкекте жолугушуу болду, бул тууралуу жана башка маселелер менен", "ky"),
        ("Президенти Ҷумҳурии Тоҷикистон Эмомалӣ Раҳмон дар Душанбе", "tg"),
        ("O‘zbekiston prezidenti Shavkat Mirziyoyev Toshkentda", "uz"),
        ("Toshkentda uchrashuv boʻlib oʻtdi", "uz"),
        ("Ўзбекистон Президенти Шавкат Мирзиёев", "uz"),
        ("Der Bundeskanzler hat gestern gesagt, dass es regnet", "de"),
        ("Le président a déclaré que la réunion est finie", "fr"),
        ("El presidente ha dicho que la reunión se acabó", "es"),
        ("Cumhurbaşkanı Erdoğan Ankara'da konuştu", "tr"),
        ("قال الرئيس إن الاجتماع انتهى", "ar"),
        ("رئیس جمهور گفت که این کشور", "fa"),
        ("Президент України підписав закон", "uk"),
        ("Іван пішов", "uk"),
        ("Беларусь і Расія ў саюзе", "be"),
        ("Il presidente ha detto che la riunione è finita", "it"),
        ("Προέδρος της Δημοκρατίας", "el"),
        ("日本の首相は東京で会談した", "ja"),
        ("中国外交部发言人星期二说", "zh"),
        ("한국 대통령은 서울에서 말했다", "ko"),
        ("นายกรัฐมนตรีกล่าวว่า", "th"),
        ("Ο πρωθυπουργός μίλησε στην Αθήνα", "el"),
        ("ראש הממשלה אמר כי", "he"),
        ("דער פּרעמיער האָט געזאָגט", "yi"),
        ("Հայաստանի վարչապետը", "hy"),
        ("საქართველოს პრემიერ-მინისტრი", "ka"),
        ("प्रधानमंत्री ने दिल्ली में कहा कि सरकार काम कर रही है", "hi"),
        ("प्रधानमन्त्रीले काठमाडौंमा भने र सरकारले काम गरेको छ", "ne"),
        ("தமிழ்நாடு முதலமைச்சர் கூறினார்", "ta"),
        ("প্রধানমন্ত্রী ঢাকায় বলেছেন", "bn"),
        ("Președintele a declarat că România este pregătită pentru alegeri și că nu sunt probleme", "ro"),
        ("Thủ tướng cho biết Việt Nam đã có các biện pháp trong năm nay", "vi"),
        ("Premier powiedział, że nie będzie podwyżek w tym roku", "pl"),
        ("Premiér řekl, že vláda se sejde v pondělí", "cs"),
        ("चूंकि राष्ट्रों के बीच मैत्रीपूर्ण सम्बन्धों को बढ़ाना ज़रूरी है,", "hi"),
        ("विवाह का इरादा रखने वाले स्त्री-पुरुषों की पूर्ण और स्वतन्त्र सहमति पर ही विवाह हो सकेगा और अधिकार", "hi"),
        ("Predseda vlády povedal, že sa stretne s ministrami, ktoré podľa neho", "sk"),
        ("A miniszterelnök azt mondta, hogy a kormány nem emeli az adót", "hu"),
        ("Statsministern sade att det inte är en fråga för regeringen", "sv"),
        ("Statsministeren siger, at det ikke er blevet drøftet af regeringen", "da"),
        ("Statsministeren sier at det ikke er en sak for regjeringen av i dag", "no"),
        ("Pääministeri sanoi, että hallitus on jo päättänyt ja se oli oikein", "fi"),
        ("Peaminister ütles, et see on valitsuse otsus ja aga ka oma", "et"),
        ("Premjeras sakė, kad vyriausybė yra pasirengusi ir kad tai buvo aptarta", "lt"),
        (
            "Presiden mengatakan pemerintah tidak akan menaikkan harga yang telah ditetapkan pada tahun ini",
            "id",
        ),
        ("De premier zei dat het kabinet niet op de vragen van de Kamer wil ingaan", "nl"),
        ("O presidente disse que não há dinheiro para as obras do governo", "pt"),
        ("El president ha dit que amb els pressupostos la Generalitat és més forta", "ca"),
        ("Lehendakariak esan du gobernuak ez du bat egin eta hori izan dela arrazoia", "eu"),
        ("Dúirt an Taoiseach go bhfuil an rialtas ag obair agus go raibh sé sásta leis", "ga"),
        ("La prezidanto diris ke la registaro ne estas preta kaj ke li parolos kun la ministroj", "eo"),
        ("Председник је рекао да ће влада донети закон који је важан за све", "sr"),
        ("Министър-председателят каза, че правителството ще вземе мерки след срещата", "bg"),
    ],
)
def test_a_text_is_told_by_its_letters_and_words(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "123 456", "ok", "— … !", "😀😀😀"])
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert detect_language(text) is None


def test_a_russian_text_may_quote_a_kazakh_name() -> None:
    text = "Президент Казахстана Токаев (Тоқаев) провёл в Астане совещание по вопросам безопасности. " * 3
    assert detect_language(text) == "ru"


def test_an_english_text_may_name_los_angeles() -> None:
    assert (
        detect_language("Los Angeles Rams, Los Angeles Lakers and the Los Angeles Clippers of Los Angeles")
        == "en"
    )


def test_english_tables_are_english() -> None:
    assert detect_language("Shr one dlr vs 73 cts Net 12.6 mln vs 15.8 mln Revs 337.3 mln") == "en"


def test_a_long_text_without_ng_is_mongolian() -> None:
    assert detect_language("Монгол Улсын Ерөнхийлөгч өнөөдөр хүлээн авч уулзлаа. " * 12) == "mn"


@given(st.text(max_size=60))
def test_any_text_has_a_code_or_none(text: str) -> None:
    found = detect_language(text)
    assert found is None or (2 <= len(found) <= 3 and found.islower())

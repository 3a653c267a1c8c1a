"""The names of the months, in the languages of the news."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from dateline.indexer.analysis.month_names import MONTHS_OF

__all__ = ["CAPITALISED", "UNCAPITALISED", "month_number"]

# English, German and Turkish write months with a capital; asking for it keeps "they may 28 …" and "sept"
# (French: seven) out. A full stop after an abbreviation is the pattern's business.
CAPITALISED: Final[dict[int, str]] = {
    1: "January Jan Januar Jänner Ocak",
    2: "February Feb Februar Feber Şubat",
    3: "March Mar März Maerz Mrz Mart",
    4: "April Apr Nisan",
    5: "May Mai Mayıs",
    6: "June Jun Juni Haziran",
    7: "July Jul Juli Temmuz",
    8: "August Aug Ağustos",
    9: "September Sept Sep Eylül",
    10: "October Oct Oktober Okt Ekim",
    11: "November Nov Kasım",
    12: "December Dec Dezember Dez Aralık",
}
# The others write them small. Russian, Kyrgyz, Tajik and Kazakh names are stems: cases are endings.
UNCAPITALISED: Final[dict[int, str]] = {
    1: "janvier janv enero yanvar январ[ьяеюы]\\w* янв қаңтар\\w*",
    2: "février fevrier févr febrero fevral феврал[ьяеюы]\\w* февр ақпан\\w*",
    3: "mars marzo mart марта? марте наурыз\\w*",
    4: "avril avr abril aprel апрел[ьяеюы]\\w* апр сәуір\\w*",
    5: "mai mayo ма[йяе] мамыр\\w*",
    6: "juin junio iyun июн[ьяеюы]\\w* маусым\\w*",
    7: "juillet juil julio iyul июл[ьяеюы]\\w* шілде\\w*",
    8: "août aout agosto avgust август\\w* авг тамыз\\w*",
    9: "septembre septiembre setiembre sentabr сентябр[ьяеюы]\\w* сент қыркүйе[кг]\\w*",
    10: "octobre octubre oktabr октябр[ьяеюы]\\w* окт қазан\\w*",
    11: "novembre noviembre noyabr ноябр[ьяеюы]\\w* нояб қараша\\w*",
    12: "décembre decembre diciembre dekabr декабр[ьяеюы]\\w* дек желтоқсан\\w*",
}
# Short forms that are words of their own elsewhere ("сен" is "you" in Kyrgyz): months where a date is stated,
# and not in running text.
_STATED_ONLY: Final = {2: "фев", 9: "сен", 11: "ноя"}

# What CLDR has not: the Arabic of the Levant and the Maghreb. Names of two words are joined, as `dates` does.
_ARABIC: Final = (
    "كانونـالثاني/جانفي شباط/فيفري آذار/اذار نيسان/أفريل أيار/ايار/ماي حزيران/جوان تموز/جويلية/يوليوز "
    "آب/اب/أوت/غشت أيلول/ايلول/شتنبر تشرينـالأول/تشرينـالاول تشرينـالثاني/نونبر كانونـالأول/كانونـالاول/دجنبر"
)
_HEBREW_IN: Final = "ב"  # written on the name: 7 במרץ 2019


@cache
def _names() -> tuple[tuple[str, ...], ...]:
    """All names of each month."""
    tables = CAPITALISED, UNCAPITALISED, _STATED_ONLY
    return tuple(tuple(" ".join(table.get(month, "") for table in tables).split()) for month in range(1, 13))


@cache
def _plain() -> dict[str, int]:
    """The names as they stand: most of those that are typed, without the 10 ms of compiling patterns."""
    return {name.lower(): month for month, names in enumerate(_names(), 1) for name in names}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("|".join(names), re.IGNORECASE) for names in _names())


@cache
def _of(language: str) -> dict[str, int]:
    """The names of one language as CLDR has them; none for one it is not asked for."""
    months = [MONTHS_OF.get(language, "").split(), *([_ARABIC.split()] if language == "ar" else [])]
    return {
        name: month for table in months for month, names in enumerate(table, 1) for name in names.split("/")
    }


@cache
def _of_all() -> dict[str, int]:
    """The names of all languages; of one that is two months ("listopada") the month of most of them."""
    named: dict[str, Counter[int]] = {}
    for language in MONTHS_OF:
        for name, month in _of(language).items():
            named.setdefault(name, Counter())[month] += 1
    return {name: months.most_common(1)[0][0] for name, months in named.items()}


def month_number(name: str, language: str | None = None) -> int | None:
    """Which month is called that, in any case and in any language; None for what is no month.

    What is another month in `language` (a code or tag) is that: in Croatian `listopada` is October.

    >>> month_number("Maerz"), month_number("мая"), month_number("maart"), month_number("oil")
    (3, 5, 3, None)
    >>> month_number("listopada", "pl"), month_number("listopada", "hr-HR")
    (11, 10)
    """
    low = name.lower()
    if language and (month := _of(language[:2]).get(low)) is not None:
        return month
    month = _plain().get(low)
    if month is not None:
        return month
    found = next((month for month, names in enumerate(_patterns(), 1) if names.fullmatch(name)), None)
    return found or _of_all().get(low) or _of("he").get(low.removeprefix(_HEBREW_IN))

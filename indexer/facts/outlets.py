"""The newspapers, broadcasters and places that stand in bylines beside people, by their exact names.

A word that is somebody's name too is left out, or has conditions: Petra is an agency and a woman, NINA in
capitals is the agency. Whoever is not surely an outlet is a person, so that nobody is lost.

>>> is_outlet("The Associated Press"), is_outlet("Les Murray"), is_outlet("Petra")
(True, False, False)
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.facts.agencies import agency_name, is_agency

__all__ = ["ends_as_outlet", "is_acronym", "is_known", "is_outlet", "is_place", "is_title_word"]


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in listed.split(",") if name.strip())


_OUTLETS: Final = _names("""
    ABC News, Al Arabiya, Al Jazeera, Al Jazeera English, Al-Jazeera, Associated Press, BBC Monitoring,
    BBC Mundo, BBC News, BBC Persian, BBC Sport, BBC World Service, Boston Globe, CBS News, CNN, Chicago
    Tribune, Christian Science Monitor, Corriere della Sera, Current Time, Daily Mail, Daily Mirror,
    Daily Telegraph, Der Spiegel, Der Standard, Deutsche Welle, Die Presse, Die Welt, Die Zeit, El
    Mundo, El País, Eurasianet, Euronews, Financial Times, Fox News, Frankfurter Allgemeine Zeitung,
    Guardian News, Houston Chronicle, Il Sole 24 Ore, Knight Ridder, La Croix, La Nación, La Repubblica,
    La Stampa, La Vanguardia, Le Figaro, Le Monde, Le Parisien, Le Point, Les Echos, Los Angeles Times,
    Moscow Times, NBC News, National Public Radio, Neue Zürcher Zeitung, New York Post, New York Times,
    PR Newswire, Press Association, Press Trust of India, Radio Azattyk, Radio Free Europe, Radio Free
    Europe/Radio Liberty, Radio Liberty, San Francisco Chronicle, Sky News, South China Morning Post,
    Sunday Times, Süddeutsche Zeitung, Times of India, USA Today, United Press International, Voice of
    America, Wall Street Journal, Washington Post, Washington Times, Business Wire, Радио Азаттык, Радио
    Свобода, Русская служба Би-би-си, Би-би-си, Голос Америки, Коммерсантъ, Коммерсант, Известия, 24.kg,
    Radio Ozodi, Радио Озоди, 新华社, 共同社, 共同通信, 연합뉴스
""")
_ACRONYMS: Final = _names("""
    ABC, BBC, CBC, CBS, CNBC, CNN, DW, NBC, NHK, NPR, PBS, RFE, RFE/RL, RFI, RL, RTE, VOA, ZDF
""")
# Agencies whose names are people's too.
_ALSO_PEOPLE: Final = _names("""
    AA, ANI, APA, Antara, Avesta, DHA, Fars, IHA, Kabar, Khovar, MENA, Mehr, NINA, Petra, SANA, SPA,
    Trend, Turan, WAM, Кабар, Ховар
""")
# Words of which outlets' names end, and which are no family names.
_ENDS: Final = _names("""
    news, agency, agencies, magazine, newspaper, media, online, radio, television, tv, newswire, wires,
    reports, university, institute, foundation, ministry, inc, ltd, llc, corp
""")
# Papers are called so; with "staff" or "writer" after it a word of these is no given name.
_TITLES: Final = _names("""
    bee, chronicle, courier, express, gazette, globe, guardian, herald, independent, journal, mail,
    mirror, news, observer, post, press, star, sun, telegraph, times, tribune
""")
# Places of two words and more: without a list they look like people.
_PLACES: Final = _names("""
    Abu Dhabi, Addis Ababa, Buenos Aires, Cape Town, Costa Rica, East Jerusalem, El Salvador, Gaza City,
    Guatemala City, Ho Chi Minh City, Hong Kong, Ivory Coast, Kuala Lumpur, Kuwait City, Las Vegas, Los
    Angeles, Mexico City, New Delhi, New Jersey, New Mexico, New Orleans, New York, New York City, New
    Zealand, North Carolina, North Dakota, North Korea, Panama City, Papua New Guinea, Phnom Penh,
    Port-au-Prince, Puerto Rico, Quezon City, Rio de Janeiro, Salt Lake City, San Diego, San Francisco,
    San José, San Salvador, Santo Domingo, Sao Paulo, São Paulo, Saudi Arabia, Sierra Leone, South
    Africa, South Carolina, South Dakota, South Korea, South Sudan, Sri Lanka, St. Louis, St.
    Petersburg, Tel Aviv, The Hague, United Arab Emirates, United Kingdom, United Nations, United
    States, Washington D.C., Washington DC, West Bank, West Virginia, Санкт-Петербург, Нью-Йорк, Нижний
    Новгород, Ростов-на-Дону, Нур-Султан
""")


def is_acronym(word: str) -> bool:
    """Whether a broadcaster is called by this word, in capitals."""
    return word.isupper() and word.casefold() in _ACRONYMS


def is_outlet(name: str, *, shouted: bool = False) -> bool:
    """Whether that surely is an agency, a paper or a broadcaster; `shouted`: all around is capitals too."""
    bare = _bare(name)
    low = bare.casefold()
    if low in _OUTLETS or is_acronym(bare):
        return True
    if is_agency(bare):
        # Who is called like an agency is one only if it is written as no name is: NINA among small letters.
        written = agency_name(bare)
        capitals = written.isupper() and not (" " in written or bare == written)
        return not capitals and (low not in _ALSO_PEOPLE or (bare.isupper() and not shouted))
    words = bare.split()
    if len(words) > 1 and ends_as_outlet(bare) and is_outlet(words[0], shouted=shouted):
        return True  # Xinhua News Agency
    return low in ("agencies", "wires", "agency")


def ends_as_outlet(name: str) -> bool:
    """Whether the last of several words is one that outlets and offices are called by: Kabul News."""
    words = name.split()
    return len(words) > 1 and words[-1].strip(".,").casefold() in _ENDS


def is_place(name: str) -> bool:
    """Whether that is a place of several words."""
    return " ".join(name.casefold().split()).strip(" ,") in _PLACES


def is_known(name: str) -> bool:
    """Whether that is an outlet of several words, by its exact name."""
    bare = _bare(name)
    return " " in bare and (bare.casefold() in _OUTLETS or is_agency(bare))


def _bare(name: str) -> str:
    bare = name.strip(" .,")
    return bare[4:].strip() if bare[:4].casefold() == "the " else bare


def is_title_word(word: str) -> bool:
    """Whether papers are called by this word: Globe, Herald."""
    return word.casefold() in _TITLES

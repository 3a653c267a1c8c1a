"""The names of the news agencies that datelines name."""

from __future__ import annotations

from typing import Final

__all__ = ["agency_name", "is_agency"]

_NAMES: Final = """
    AA, AFP, AKIpress, ANI, ANSA, AP, APA, APP, AZERTAC, Azertag, Agence France-Presse, Anadolu,
    Anadolu Agency, Antara, Armenpress, Asia-Plus, Associated Press, Avesta, BELTA, Bernama,
    Bloomberg, DHA, DPA, EFE, Fars, IANS, IHA, IRNA, ISNA, ITAR-TASS, Interfax, Interfax-Ukraine,
    Jiji, KCNA, Kabar, Kazinform, Khovar, Kyodo, MENA, Mehr, NINA, PTI, Petra, QNA, RIA Novosti,
    Reuters, SANA, SPA, Sputnik, TASS, Tasnim, Trend, Turan, UNIAN, UPI, Ukrinform, UzA, VNA, WAM,
    Xinhua, Yonhap, БЕЛТА, Интерфакс, Кабар, Казинформ, РИА Новости, Спутник, ТАСС, УНИАН, Ховар
"""
_KNOWN: Final = {name.lower(): name for name in map(str.strip, _NAMES.split(","))}


def is_agency(name: str) -> bool:
    """Whether an agency of that name is known, however it is written."""
    return name.strip(" .").lower() in _KNOWN


def agency_name(name: str) -> str:
    """The name as its bearer writes it if known; else capitals of five letters and more made small."""
    bare = name.strip(" .,")
    if known := _KNOWN.get(bare.lower()):
        return known
    return " ".join(word.capitalize() if word.isupper() and len(word) > 4 else word for word in bare.split())

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.analysis.spelling import american

PAIRS = """
organisation organization|organisations organizations|organisational organizational|organised organized
neutralising neutralizing|criticise criticize|privatisation privatization|realises realizes
analyse analyze|paralysed paralyzed|colour color|colours colors|favourite favorite
neighbourhood neighborhood|labourers laborers|behaviour behavior|behavioural behavioral
honourable honorable|dishonour dishonor|harbour harbor|armoured armored|centre center|centres centers
centred centered|kilometre kilometer|kilometres kilometers|theatre theater|fibre fiber|litres liters
defence defense|defences defenses|defenceless defenseless|offence offense|licence license
pretence pretense|programme program|programmes programs|catalogue catalog|dialogue dialog
travelled traveled|travelling traveling|traveller traveler|cancelled canceled|labelling labeling
modelled modeled|signalled signaled|fuelled fueled|councillors councilors|counsellor counselor
jewellery jewelry|enrol enroll|fulfil fulfill|fulfilment fulfillment|skilful skillful
instalments installments|grey gray|tyres tires|plough plow|sceptical skeptical|ageing aging
judgement judgment|aluminium aluminum|anaemia anemia|paediatric pediatric|archaeology archeology
oestrogen estrogen|manoeuvre maneuver|manoeuvres maneuvers|manoeuvring maneuvering|practised practiced
practising practicing|focussed focused|benefitted benefited|artefacts artifacts|mould mold
towards toward|learnt learned|enquiry inquiry
"""

ONE_SPELLING = """
rise arise rising risen wise otherwise likewise advise advised advisers surprise surprised surprising
exercise exercises exercised promise compromise premises raise praised noise cruise bruised supervise
revised devised improvised televised advertised enterprise comprise franchise merchandise precise
concise despise disguise crises expertise treatise miser kaiser four hour hours tour pour your sour
court course journal source flour contour acre massacre mediocre genre are there before cadre called
killed filled controlled compelled expelled enrolled installed rolled spelling dwelling billed excelled
patrolled fence science evidence hence rogue vogue synagogue league rebelled physicist analysis basis
paradise parsed wisely prison parisian israel visited
"""


@pytest.mark.parametrize("pair", PAIRS.replace("\n", "|").strip("|").split("|"))
def test_a_british_spelling_becomes_the_american_one(pair: str) -> None:
    british, us = pair.split()
    assert american(british) == us


@pytest.mark.parametrize(
    "word",
    ONE_SPELLING.split(),
)
def test_a_word_of_one_spelling_stays(word: str) -> None:
    assert american(word) == word


@given(st.text(max_size=12))
def test_folding_twice_changes_nothing_more(word: str) -> None:
    assert american(american(word)) == american(word)


@pytest.mark.parametrize("word", ["", "is", "our", "организовать", "élise"])
def test_short_and_foreign_words_stay(word: str) -> None:
    assert american(word) == word

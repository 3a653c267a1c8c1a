"""Words broken at the ends of wrapped lines are whole again; compounds keep their hyphen."""

from __future__ import annotations

import pytest

from dateline.indexer.cleaning.line_ends import LineEnds

ENGLISH = "The ministers of the two countries said in a statement that they would meet again in the spring."
GERMAN = "Die Minister der beiden Länder sagten, dass sie sich im Frühjahr wieder treffen werden, und dass"
RUSSIAN = "Министры двух стран заявили, что они снова встретятся весной и что работа будет продолжена"
KAZAKH = "Екі елдің министрлері көктемде қайта кездесетінін және бұл жұмыс жалғасатынын мәлімдеді."


@pytest.mark.parametrize(
    ("text", "lines", "joined"),
    [
        (ENGLISH, ["the two coun-", "tries met on secu-", "rity and traf-", "ficking"],
         "the two countries met on security and trafficking"),
        (ENGLISH, ["the ministry of trans-", "port"], "the ministry of transport"),
        (ENGLISH, ["a well-", "known engineer"], "a well-known engineer"),
        (ENGLISH, ["a government-", "owned bank"], "a government-owned bank"),
        (ENGLISH, ["the Tajik-", "Afghan border"], "the Tajik-Afghan border"),
        (ENGLISH, ["THE GOVERN-", "MENT"], "THE GOVERNMENT"),
        (ENGLISH, ["two-", "and three-year plans"], "two- and three-year plans"),
        (ENGLISH, ["Khrush-", "chev was there"], "Khrushchev was there"),
        (ENGLISH, ["they met -", "again"], "they met - again"),
        (ENGLISH, ["in 1941-", "1945"], "in 1941-1945"),
        (GERMAN, ["die Bundes-", "regierung"], "die Bundesregierung"),
        (GERMAN, ["Ein-", "und Ausgang"], "Ein- und Ausgang"),
        (GERMAN, ["die Kfz-", "Steuer"], "die Kfz-Steuer"),
        (RUSSIAN, ["госу-", "дарства и прези-", "денты"], "государства и президенты"),
        (KAZAKH, ["мемле-", "кеттің"], "мемлекеттің"),
        (ENGLISH + " The reelection came. A re-election.", ["his re-", "election"], "his reelection"),
        (ENGLISH + " Offshore. An oil-service firm.", ["an oil-", "service firm"], "an oil-service firm"),
    ],
)  # fmt: skip
def test_a_word_broken_at_the_end_of_a_line_is_whole(text: str, lines: list[str], joined: str) -> None:
    assert LineEnds(text).join(lines) == joined


def test_a_paragraph_of_many_lines_takes_time_by_its_length(recwarn: pytest.WarningsRecorder) -> None:
    lines = ["word and another end-", "ing"] * 50_000
    assert LineEnds(ENGLISH).join(lines).count("ending") == 50_000

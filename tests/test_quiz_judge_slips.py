"""Judging written answers: slips of the keyboard and of the ear, and words that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.judge import TextJudge, TextKey
from bot.quiz.nations import FORMS
from bot.quiz.verdict import Outcome, Reason
from tests.judging import LEXICON, RADEK, is_right, judged

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SPELLED = (
    TextKey("Mikhailsky"),
    TextKey("Litvinov"),
    TextKey("Manchuria"),
    TextKey("Germany"),
    TextKey("respite"),
    TextKey("armistice"),
    TextKey("impregnable"),
    TextKey("railroads"),
    TextKey("world revolution"),
)


def beside(letter: str) -> str:
    """The keys to the left and right of a letter's."""
    row = next(row for row in ROWS if letter in row)
    at = row.index(letter)
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2]


@st.composite
def typed(draw: st.DrawFn) -> tuple[TextKey, str]:
    """A key, and one slip in it: a letter left out, doubled, changed over, or a key beside it hit."""
    key = draw(st.sampled_from(SPELLED))
    word = key.answer.lower()
    at = draw(st.integers(1, len(word) - 1).filter(lambda at: word[at].isalpha()))
    slips = [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]]
    slips += [word[:at] + letter + word[at + 1 :] for letter in beside(word[at])]
    if word[at + 1 : at + 2].isalpha():
        slips.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return key, draw(st.sampled_from(slips))


@given(typed())
def test_a_slip_of_the_keyboard_is_right_unless_it_makes_another_word(
    case: tuple[TextKey, str],
) -> None:
    """Any one slip after the first letter, where the result is no English word and no nation."""
    key, response = case
    strange = [word for word in response.split() if word not in key.answer.lower().split()]
    if not any(word in LEXICON or word in FORMS for word in strange):
        assert is_right(key, response)


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("Mexico", "Morocco"),
        ("respite", "despite"),
        ("respite", "respire"),
        ("hatred", "hat"),
        ("hatred", "kindred"),
        ("impregnable", "impregnated"),
        ("impregnable", "pregnable"),
        ("cession", "session"),
        ("cession", "secession"),
        ("Poland", "Holland"),
        ("Siberia", "Serbia"),
        ("west", "east"),
        ("west", "rest"),
        ("Litvinov", "Litvinenko"),
        ("Mikhailsky", "Mikhailovsky"),
        ("Mikhailsky", "Mikhail"),
        ("Bullitt", "bullet"),
        ("Radek", "Rad"),
        ("technical efficiency", "technical inefficiency"),
        ("Third International", "Second International"),
        ("war materials", "raw materials"),
    ],
)
def test_an_edit_that_makes_another_word_is_wrong(answer: str, response: str) -> None:
    """However few letters differ, another word is another answer."""
    assert judged(TextKey(answer), response).outcome is not Outcome.RIGHT


@pytest.mark.parametrize("response", ["Radeck", "Raddek", "Raedk", "Carl Radek", "radek."])
def test_a_name_may_be_spelled_as_it_sounds(response: str) -> None:
    """Russian names have many spellings in English."""
    assert is_right(RADEK, response)


@pytest.mark.parametrize("response", ["Litvinoff", "Litvinof", "Litwinow", "Litvinov's"])
def test_a_name_carried_over_from_russian_has_several_spellings(response: str) -> None:
    """Even where the pack lists one."""
    assert is_right(TextKey("Litvinov"), response)


def test_a_misspelling_too_far_to_be_a_slip_is_close() -> None:
    """It is still aimed at one word only, and the person is told that the spelling is off."""
    verdict = judged(TextKey("political sense"), "polical sense")
    assert (verdict.outcome, verdict.reason) == (Outcome.CLOSE, Reason.SPELLING)


def test_a_slip_that_is_nearer_to_a_listed_name_is_wrong() -> None:
    """The pack knows who else there is."""
    judge = TextJudge(LEXICON, ["Mikhalsky"])
    assert judge.judge(TextKey("Mikhailsky"), "Mikhalsky").outcome is not Outcome.RIGHT


def test_a_long_name_may_have_a_silent_e() -> None:
    """As in French; “franc” is no France all the same."""
    verdict = judged(TextKey("Third International"), "the third internationale")
    assert (verdict.outcome, verdict.reason) == (Outcome.RIGHT, Reason.TYPO)
    assert judged(TextKey("France"), "franc").outcome is Outcome.WRONG


# Other alphabets


@pytest.mark.parametrize("response", ["R\u0430dek", "\u039a\u0430rl R\u0430d\u0435k", "RAD\u0415K"])
def test_letters_that_look_latin_are_latin_in_a_latin_word(response: str) -> None:
    """A Cyrillic а among Latin letters is seen as an a, and meant as one."""
    assert is_right(RADEK, response)


@pytest.mark.parametrize("response", ["رادك Radek", "Радек Radek", "Radek (Радек)", "Radek 拉狄克"])
def test_a_gloss_in_another_script_beside_the_answer_changes_nothing(response: str) -> None:
    """No wording is in that script, so it can earn nothing either."""
    assert is_right(RADEK, response)


@pytest.mark.parametrize("response", ["Stalin رادك", "Радек", "رادك"])
def test_a_word_in_another_script_is_not_the_answer_unless_the_pack_lists_it(response: str) -> None:
    """Nothing is carried over from one script to another."""
    assert judged(RADEK, response).outcome is Outcome.WRONG
    assert is_right(TextKey("Karl Radek", (response,)), response)

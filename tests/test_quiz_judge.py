"""Judging written answers: the rules, and the answers in ``data/answers.jsonl``."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.judge import MAX_RESPONSE, TextJudge, TextKey
from bot.quiz.nations import FORMS
from bot.quiz.verdict import Outcome, Reason, Verdict
from bot.runtime.lexicon import english

SHOUTED = "Who leaped to his feet and shouted at Bullitt?"
RADEK = TextKey("Karl Radek", ("Radek",), prompt=SHOUTED)
MEXICO = TextKey("Mexico", prompt="Which country is unable to attack the United States?")
PAIR = TextKey("Germany and Poland", prompt="Which two countries may attack if Japan does?")
TEN = TextKey("ten years", ("10", "a decade"), prompt="Within how many years?")
WEEKS = TextKey("two weeks", prompt="For how long had they been going on?")
RAILROADS = TextKey("the railroads", prompt="What must the Soviet Union rebuild before a war?")
RESPITE = TextKey("respite", prompt="Peace is a happy ____ in which wars may be prepared.")
REVOLUTION = TextKey("world revolution", prompt="What is the aim of the Soviet Government?")
FEAR = TextKey(
    "that France might reconcile with Germany",
    ("Franco-German reconciliation",),
    prompt="What fear lay behind the treaty?",
)
KEYS = (RADEK, MEXICO, PAIR, TEN, WEEKS, RAILROADS, RESPITE, REVOLUTION, FEAR)

LEXICON = english()
JUDGE = TextJudge(LEXICON)
NAMES = (
    "Karl Radek",
    "Mikhailsky",
    "Litvinov",
    "Stalin",
    "Kremlin",
    "Red army",
    "Third International",
)
WITH_NAMES = TextJudge(LEXICON, NAMES)

any_key = st.sampled_from(KEYS)


def judged(key: TextKey, response: str) -> Verdict:
    return JUDGE.judge(key, response)


def is_right(key: TextKey, response: str) -> bool:
    return judged(key, response).outcome is Outcome.RIGHT


# What must not matter


@pytest.mark.parametrize("dress", ["{}", "  {}  ", "“{}.”", "the {}!!", "*{}*", "{}…", "({})"])
@pytest.mark.parametrize("change", [str.lower, str.upper, str.title, str])
@given(key=any_key)
def test_case_articles_and_punctuation_never_matter(dress: str, change: Any, key: TextKey) -> None:
    """However the key is dressed, it is the key."""
    assert is_right(key, dress.format(change(key.answer)))


@given(key=any_key, mark=st.sampled_from(["\u0301", "\u200b", "\u202e", "\u00ad", "\ufe0f"]))
def test_accents_and_invisible_characters_never_matter(key: TextKey, mark: str) -> None:
    """“Rádek” is Radek, and a character nobody sees changes nothing."""
    assert is_right(key, mark.join(key.answer))


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (RADEK, "It was Karl Radek"),
        (RADEK, "I think it's Radek"),
        (RADEK, "Radek, who shouted at Bullitt"),
        (RADEK, "Radek leaped to his feet and shouted at Bullitt"),
        (RADEK, "Comrade Radek"),
        (RADEK, "K. Radek"),
        (RADEK, "not sure, Radek"),
        (RADEK, "not Stalin but Radek"),
        (RADEK, "none other than Radek"),
        (RAILROADS, "the railroads of the Soviet Union"),
        (RAILROADS, "Soviet railroads must be rebuilt"),
        (RAILROADS, "railroad"),
        (RAILROADS, "rail roads"),
        (PAIR, "Poland, Germany"),
        (PAIR, "both poland & germany"),
        (RESPITE, "a happy respite"),
        (REVOLUTION, "the idea of world revolution"),
        (FEAR, "a reconciliation of Germany with France"),
        (FEAR, "they feared that France would reconcile with Germany"),
    ],
)
def test_honest_words_around_the_key_are_allowed(key: TextKey, response: str) -> None:
    """Lead-ins, the question's own words, order and grammar may differ."""
    assert is_right(key, response)


# Slips of the keyboard

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


# More than one candidate


@given(
    key=any_key,
    other=st.sampled_from(["Mikhailsky", "Stalin", "Litvinov", "France", "Japan", "Morocco"]),
    join=st.sampled_from([" or ", " and ", ", ", " / ", " ", "\n", "; ", " vs ", " then ", "? "]),
    said=st.sampled_from(["{key}", "{key} I think", "it is {key}"]),
    first=st.booleans(),
)
def test_another_candidate_beside_the_key_is_wrong(
    key: TextKey, other: str, join: str, said: str, *, first: bool
) -> None:
    """Whoever lists two answers has not answered."""
    if other in key.answer or key is FEAR:
        return
    parts = [said.format(key=key.answer), other]
    response = join.join(reversed(parts) if first else parts)
    assert WITH_NAMES.judge(key, response).outcome is not Outcome.RIGHT


@given(
    key=any_key,
    response=st.sampled_from(
        ["Stalin", "nothing", "Germany", "15", "hat", "not Radek", "the aim", ""]
    )
    | st.text(max_size=20),
    other=st.sampled_from([*NAMES, "France", "Japan", "15 years", "peace"]),
    join=st.sampled_from([" or ", " and ", ", ", " ", "; "]),
)
def test_adding_a_candidate_never_turns_wrong_into_right(
    key: TextKey, response: str, other: str, join: str
) -> None:
    """Naming somebody else as well can only do harm."""
    if WITH_NAMES.judge(key, response).outcome is Outcome.RIGHT or other in key.accepted:
        return
    if WITH_NAMES.judge(key, other).outcome is not Outcome.RIGHT:
        assert WITH_NAMES.judge(key, response + join + other).outcome is not Outcome.RIGHT


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (RADEK, "Radek, Mikhailsky, Stalin, Litvinov"),
        (RADEK, "either Radek or Stalin"),
        (RADEK, "A) Radek B) Stalin"),
        (MEXICO, "first Mexico, then Canada"),
        (MEXICO, "New Mexico"),
        (MEXICO, "Mexico City"),
        (PAIR, "Germany, Poland and Japan"),
        (PAIR, "Germany or Poland"),
        (TEN, "10 or 15"),
        (TEN, "10-15"),
        (TEN, "5 10 15 20"),
        (RESPITE, "respite and peace"),
        (RESPITE, "truce respite"),
        (RAILROADS, "railroads of Germany"),
        (REVOLUTION, "world revolution or world peace"),
    ],
)
def test_a_list_of_candidates_is_wrong(key: TextKey, response: str) -> None:
    """Even if the right one is in it."""
    assert judged(key, response).outcome is Outcome.WRONG


def test_two_wordings_of_one_answer_are_no_two_candidates() -> None:
    """“Ten years, or a decade” says one thing."""
    assert is_right(TEN, "ten years or a decade")
    assert is_right(TEN, "ten (10) years")


# Denials, echoes, numbers


@pytest.mark.parametrize(
    "response",
    [
        "not Radek",
        "Radek didn't",
        "it wasn't Radek",
        "it is not Radek",
        "anyone but Radek",
        "everyone except Radek",
        "never Radek",
        "I don't think it's Radek",
        "Radek? Not",
        "Not, I think, Radek",
        "neither Radek nor Stalin",
        "I doubt it was Radek",
    ],
)
def test_a_denied_answer_is_wrong(response: str) -> None:
    """Saying who it was not is not saying who it was."""
    assert judged(RADEK, response).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    "response",
    ["to prevent world revolution", "no world revolution", "the failure of world revolution"],
)
def test_a_word_that_turns_the_key_round_is_wrong(response: str) -> None:
    """To prevent it is the opposite of to produce it."""
    assert judged(REVOLUTION, response).outcome is Outcome.WRONG


def test_where_the_key_denies_the_answer_must_deny_too() -> None:
    """“No cession” is not “cession”."""
    key = TextKey("no cession of Soviet territory", ("not giving up Soviet territory",))
    assert is_right(key, "no cession of any Soviet territory")
    assert not is_right(key, "cession of Soviet territory")
    assert not is_right(key, "giving up Soviet territory")


def test_who_does_it_to_whom_matters() -> None:
    """“By” turns the order round."""
    key = TextKey("Germany attacks France")
    assert is_right(key, "France is attacked by Germany")
    assert judged(key, "France attacks Germany").reason is Reason.SWAPPED


@given(key=any_key)
def test_the_question_itself_is_no_answer(key: TextKey) -> None:
    """Nor is any stretch of its words that does not hold the key."""
    assert judged(key, key.prompt).outcome is Outcome.WRONG
    words = key.prompt.split()
    assert judged(key, " ".join(words[:4])).outcome is Outcome.WRONG


@pytest.mark.parametrize("response", ["10", "X", "ten", "10 yrs", "a decade", "120 months", "10."])
def test_a_number_may_be_written_in_any_way(response: str) -> None:
    """Digits, words, Roman numerals, other units for the same span."""
    assert is_right(TEN, response)


@pytest.mark.parametrize(
    "response",
    [
        "15",
        "100 years",
        "ten months",
        "1",
        "tan",
        "110",
        "-10",
        "ten decades",
        "more than ten years",
    ],
)
def test_another_number_or_unit_is_wrong(response: str) -> None:
    """There are no typing slips between numbers."""
    assert judged(TEN, response).outcome is Outcome.WRONG


def test_two_months_are_not_two_weeks_and_a_fortnight_is() -> None:
    """Units must not contradict."""
    assert is_right(WEEKS, "a fortnight")
    assert is_right(WEEKS, "14 days")
    assert not is_right(WEEKS, "2 months")


def test_a_number_without_its_unit_is_close_where_the_question_does_not_name_it() -> None:
    """Two what?"""
    verdict = judged(WEEKS, "two")
    assert (verdict.outcome, verdict.reason) == (Outcome.CLOSE, Reason.UNIT)


@pytest.mark.parametrize("response", ["Germany", "poland"])
def test_half_a_list_is_close_with_its_share(response: str) -> None:
    """One country of two earns half."""
    verdict = judged(PAIR, response)
    assert (verdict.outcome, verdict.credit, verdict.reason) == (
        Outcome.CLOSE,
        0.5,
        Reason.INCOMPLETE,
    )


# Refused wordings


@given(key=any_key, refused=st.sampled_from(["Moscow", "a radish", "twelve", "hatred of war"]))
def test_a_refused_wording_is_wrong_and_says_which(key: TextKey, refused: str) -> None:
    """The pack has the last word on near misses."""
    strict = TextKey(key.answer, key.accepted, (refused,), key.prompt)
    verdict = judged(strict, refused.upper())
    assert (verdict.outcome, verdict.reason) == (Outcome.WRONG, Reason.REFUSED)
    assert verdict.matched == refused


def test_a_refused_wording_beats_a_forgiving_reading() -> None:
    """“Radeck” would pass for a slip, were it not listed as somebody else."""
    assert not is_right(TextKey("Radek", refused=("Radeck",)), "radeck")


def test_half_an_answer_may_be_refused() -> None:
    """What would be close is wrong where the pack says so, and the whole stays right."""
    key = TextKey(PAIR.answer, refused=("Germany",), prompt=PAIR.prompt)
    assert judged(key, "Germany").outcome is Outcome.WRONG
    assert is_right(key, "Poland and Germany")


# Anything at all


@given(key=any_key, response=st.text(max_size=MAX_RESPONSE + 20))
def test_any_text_gets_a_consistent_verdict(key: TextKey, response: str) -> None:
    """Full credit when right, none when wrong, part when close; the same twice."""
    verdict = judged(key, response)
    assert verdict == TextJudge(LEXICON).judge(key, response)
    assert (verdict.credit == 1) == (verdict.outcome is Outcome.RIGHT)
    assert (verdict.credit == 0) == (verdict.outcome is Outcome.WRONG)


@given(answer=st.text(max_size=40), response=st.text(max_size=40))
def test_any_text_can_be_a_key(answer: str, response: str) -> None:
    """A pack is untrusted too, and a judge without a word list still judges."""
    key = TextKey(answer, (response,), (answer,), response)
    assert TextJudge().judge(key, response).outcome in Outcome


@pytest.mark.parametrize("response", ["", "   ", "...", "🤷", "\u200b\u200d", "the", "\x00", "?!"])
def test_nothing_said_is_empty(response: str) -> None:
    """Marks, articles and invisible characters say nothing."""
    assert judged(RADEK, response).reason is Reason.EMPTY


def test_a_response_longer_than_any_answer_is_refused_unread() -> None:
    """Even one that begins with the key."""
    assert judged(RADEK, "Radek" + " " * MAX_RESPONSE).reason is Reason.TOO_LONG


@pytest.mark.parametrize(
    "piece", ["a ", "not ", "or ", "1 ", ",", "'", "a.b.", "½", "radekx ", "Radek or ", "soviet "]
)
def test_the_worst_response_takes_no_longer_than_a_blink(piece: str) -> None:
    """Nothing a person sends can hold the bot up; the bound is fifty times what it takes."""
    response = (piece * MAX_RESPONSE)[:MAX_RESPONSE]
    start = time.perf_counter()
    judged(PAIR, response)
    assert time.perf_counter() - start < 0.5


# The collected answers


def samples() -> Iterator[dict[str, Any]]:
    path = Path(__file__).parent / "data" / "answers.jsonl"
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def test_collected_answers_are_judged_as_their_author_would() -> None:
    """Of the answers collected, 99 in 100 are judged as meant, and hardly a wrong one is accepted."""
    rows = list(samples())
    misjudged = []
    for row in rows:
        key = TextKey(row["answer"], tuple(row["accepted"]), prompt=row["question"])
        if is_right(key, row["response"]) != row["correct"]:
            misjudged.append((row["id"], row["answer"], row["response"], row["correct"]))
    accepted = [case for case in misjudged if not case[3]]
    assert len(misjudged) <= len(rows) / 100, misjudged
    assert len(accepted) <= len(rows) / 500, accepted

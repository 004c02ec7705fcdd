"""Judging written answers: what must not matter, several candidates, and anything at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.judge import MAX_RESPONSE, TextJudge, TextKey
from bot.quiz.verdict import Outcome, Reason
from tests.judging import (
    FEAR,
    KEYS,
    LEXICON,
    MEXICO,
    NAMES,
    PAIR,
    RADEK,
    RAILROADS,
    RESPITE,
    REVOLUTION,
    TEN,
    WITH_NAMES,
    is_right,
    judged,
)
from tests.steps import steps_of

any_key = st.sampled_from(KEYS)


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
        (RADEK, "Radek shoutted it at Bullitt"),
        (RADEK, "radek btw"),
        (RADEK, "idk, Radek prob"),
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
def test_the_worst_response_is_little_work(piece: str) -> None:
    """Nothing a person sends can hold the bot up: twice the text is not four times the work."""
    half = (piece * MAX_RESPONSE)[: MAX_RESPONSE // 2]
    whole = (piece * MAX_RESPONSE)[:MAX_RESPONSE]
    judged(PAIR, "Radek")  # what is made ready once, is
    once = steps_of(lambda: judged(PAIR, half))
    assert steps_of(lambda: judged(PAIR, whole)) < 3 * once + 2_000

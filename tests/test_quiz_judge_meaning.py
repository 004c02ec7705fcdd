"""Judging written answers: denials, opposites, echoes, and the same said in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.judge import TextKey
from bot.quiz.verdict import Outcome, Reason
from tests.judging import FEAR, KEYS, RADEK, RESPITE, REVOLUTION, is_right, judged

any_key = st.sampled_from(KEYS)


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
    "response", ["Stalin, no, Radek", "Stalin... no wait, Radek", "Stalin? No, sorry: Radek"]
)
def test_a_person_may_correct_themselves(response: str) -> None:
    """What counts is what they end with."""
    assert is_right(RADEK, response)


@pytest.mark.parametrize("response", ["Radek? no", "Radek, no wait, Stalin", "Radek, no, not him"])
def test_an_answer_taken_back_is_none(response: str) -> None:
    """Even the right one."""
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


# Opposites

TREATY = TextKey(
    "the fear that France might welcome reconciliation with Germany",
    ("Fear that France might be reconciled with Germany",),
    prompt="What, in his judgment, was the cause of the Soviet desire for the treaty with France?",
)
ENMITY = TextKey(
    "to foster enmity between Japan and the United States", prompt="What is a part of the policy?"
)


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (TREATY, "love of Franco-German reconciliation"),
        (TREATY, "hope for Franco-German reconciliation"),
        (TREATY, "they wanted France to reconcile with Germany"),
        (TREATY, "to encourage Franco-German reconciliation"),
        (TREATY, "fear that France might make war on Germany"),
        (TREATY, "because france could make war with germany"),
        (FEAR, "hope for Franco-German reconciliation"),
        (FEAR, "hopes that France would reconcile with Germany"),
        (FEAR, "to keep France and Germany reconciled"),
        (ENMITY, "to foster friendship between Japan and the US"),
        (ENMITY, "to prevent enmity between Japan and the United States"),
    ],
)
def test_the_opposite_of_a_word_of_the_key_is_wrong(key: TextKey, response: str) -> None:
    """However much else of the key is said, and whether the key or the question says the word."""
    verdict = judged(key, response)
    assert (verdict.outcome, verdict.reason) == (Outcome.WRONG, Reason.SWAPPED)


@pytest.mark.parametrize(
    "response", ["peace because war would ruin them", "peace, not war", "peace until the next war"]
)
def test_an_opposite_that_is_not_said_of_the_key_is_harmless(response: str) -> None:
    """It may be what the answer is set against, or its reason."""
    assert is_right(TextKey("peace", prompt="What do they aim to maintain?"), response)


# The same in other words


@pytest.mark.parametrize(
    "response",
    [
        "they were afraid France and Germany would reconcile",
        "scared that the french would reconcile with the germans",
        "because france could make peace with germany",
        "worry that Germany and France might make up",
        "they feared France would become friends with Germany",
        "dread of a French rapprochement with Germany",
    ],
)
def test_a_synonym_in_a_longer_phrase_says_the_same(response: str) -> None:
    """So does any verb of possibility."""
    assert is_right(TREATY, response)


@pytest.mark.parametrize("key", [TREATY, FEAR])
@pytest.mark.parametrize(
    "response",
    [
        "to stop germany and france becoming friends",
        "to prevent Franco-German reconciliation",
        "to keep France from making peace with Germany",
        "to avoid a reconciliation between France and Germany",
    ],
)
def test_to_prevent_what_is_feared_is_to_say_the_fear(key: TextKey, response: str) -> None:
    """Where a fear is asked for, to act against it is no denial."""
    assert is_right(key, response)


@pytest.mark.parametrize(
    "response",
    [
        "no fear of Franco-German reconciliation",
        "fear that France might not reconcile with Germany",
        "fear that France would refuse reconciliation with Germany",
        "fear that Britain would prevent Franco-German reconciliation",
        "to prevent France from fearing reconciliation with Germany",
        "to prevent war between France and Germany",
        "to prevent the end of Franco-German reconciliation",
    ],
)
def test_a_fear_turned_round_is_wrong(response: str) -> None:
    """A denial of the fear, of the thing feared, or of both."""
    assert judged(TREATY, response).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (RESPITE, "rest"),
        (TextKey("armistice", prompt="What word does he use?"), "truce"),
        (TextKey("peace", prompt="What do they want?"), "friendship"),
        (TextKey("war materials", prompt="What do they sell?"), "war goods"),
    ],
)
def test_a_synonym_is_not_enough_for_a_short_key(key: TextKey, response: str) -> None:
    """There the word itself is asked for, or the pack lists the others."""
    assert judged(key, response).outcome is Outcome.WRONG


def test_the_opposite_of_an_accepted_wording_is_wrong() -> None:
    """The least concessions are not the greatest."""
    key = TextKey("concessions", ("minimum concessions",), prompt="What would they make?")
    assert is_right(key, "minimal concessions")
    assert judged(key, "maximum concessions").outcome is Outcome.WRONG


def test_a_denial_that_the_question_has_denies_nothing() -> None:
    """“Without whom?” – “Without America.”"""
    key = TextKey("the United States", prompt="Without which country can they live?")
    assert is_right(key, "without the United States")
    assert judged(key, "not the United States").outcome is Outcome.WRONG


# Parts


def test_the_very_word_that_is_asked_for_may_be_left_out() -> None:
    """To “which treaty?”, “Mutual Assistance” is an answer; “Mutual” is none."""
    key = TextKey("Treaty of Mutual Assistance", prompt="Which treaty did they conclude?")
    assert is_right(key, "Mutual Assistance")
    assert not is_right(key, "Mutual")


def test_a_place_is_no_deed() -> None:
    """“What we do in Moscow” is not “Moscow”."""
    key = TextKey("what we shall do in Moscow", prompt="What may nobody dictate?")
    assert is_right(key, "what to do in Moscow")
    assert not is_right(key, "Moscow")


def test_an_irregular_form_is_a_form() -> None:
    """“Gave” restates “had given”."""
    key = TextKey("Litvinov", prompt="Which official had given a pledge?")
    assert is_right(key, "Litvinov gave the pledge")


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (TREATY, "France Germany"),
        (TREATY, "France and Germany"),
        (TREATY, "fear of Germany"),
        (ENMITY, "Japan"),
        (ENMITY, "Japan and the United States"),
        (TextKey("an early peace between France and Germany"), "Germany"),
        (TextKey("reculer pour mieux sauter"), "pour mieux"),
    ],
)
def test_some_words_of_a_phrase_earn_nothing(key: TextKey, response: str) -> None:
    """Its names least of all: only a list has parts."""
    assert judged(key, response).outcome is Outcome.WRONG


def test_a_word_of_degree_may_be_left_out_of_a_phrase() -> None:
    """A general reconciliation is a reconciliation."""
    key = TextKey("a general reconciliation of European hatreds", prompt="What do they fear?")
    assert is_right(key, "that European hatreds will be reconciled")


@pytest.mark.parametrize(
    "response", ["western front", "the western border", "west coast", "eastern front"]
)
def test_a_word_that_makes_another_thing_of_the_key_is_no_second_candidate(response: str) -> None:
    """The person is told that it is not it, rather than that there are too many."""
    verdict = judged(TextKey("the west", prompt="From which direction?"), response)
    assert (verdict.outcome, verdict.reason) == (Outcome.WRONG, Reason.WRONG)

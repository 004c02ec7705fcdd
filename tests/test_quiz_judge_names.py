"""Judging written answers: people, countries and cities, and where they stand."""

import pytest

from bot.quiz.judge import TextKey
from bot.quiz.verdict import Outcome, Reason
from tests.judging import MEXICO, PAIR, RADEK, is_right, judged

BULLITT = TextKey("William C. Bullitt", prompt="Who wrote this dispatch?")
WASHINGTON = TextKey("George Washington", prompt="Who led the army?")
STATES = TextKey("the United States", ("USA",), prompt="Which country stays outside?")
SOVIETS = TextKey("the Soviet Union", ("USSR",), prompt="Which country is meant?")
SECRETARY = TextKey("the Secretary of State", prompt="To whom is it addressed?")
SIDES = TextKey("Germany from the west and Japan from the east", prompt="Who attacks whence?")


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (BULLITT, "Bill Bullitt"),
        (BULLITT, "William Christian Bullitt"),
        (BULLITT, "Ambassador William Bullitt"),
        (BULLITT, "the Honorable William C. Bullitt"),
        (WASHINGTON, "General George Washington"),
        (WASHINGTON, "Gorge Washington"),
        (TextKey("Thomas Jefferson"), "Jefferson"),
        (TextKey("Litvinov"), "Foreign Commissar Litvinov"),
        (SECRETARY, "Sec. of State"),
    ],
)
def test_a_person_may_be_named_more_or_less_fully(key: TextKey, response: str) -> None:
    """By a short form, a middle name that the key has an initial for, or a title."""
    assert is_right(key, response)


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (WASHINGTON, "Denzel Washington"),
        (WASHINGTON, "George"),
        (WASHINGTON, "Bill"),
        (TextKey("Red Army"), "army"),
        (BULLITT, "William Howard Taft"),
        (RADEK, "Karl Redek Marx"),
        (TextKey("the Senate"), "the President of the Senate"),
        (SECRETARY, "Under Secretary of State"),
        (MEXICO, "the aim of Mexico"),
    ],
)
def test_somebody_or_something_else_is_wrong(key: TextKey, response: str) -> None:
    """A surname is shared by many, and a given name by more."""
    assert judged(key, response).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (STATES, "Untied States"),
        (STATES, "the Unites States"),
        (STATES, "the us"),
        (SOVIETS, "Soviet Uinon"),
        (SOVIETS, "USRR"),
        (TextKey("Paris"), "Paris, France"),
        (TextKey("Moscow"), "Moscow (USSR)"),
        (TextKey("France"), "the French Republic"),
        (PAIR, "Nazi Germany and Poland"),
    ],
)
def test_a_place_may_be_named_with_a_slip_or_its_country(key: TextKey, response: str) -> None:
    """One word of a name vouches for the other."""
    assert is_right(key, response)


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (STATES, "United Nations"),
        (SOVIETS, "USS"),
        (TextKey("Paris"), "Paris and France"),
        (TextKey("Paris"), "Paris, Germany"),
        (PAIR, "German Poland"),
    ],
)
def test_another_place_or_two_made_one_are_wrong(key: TextKey, response: str) -> None:
    """Letters left out of an abbreviation make another."""
    assert judged(key, response).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    "response",
    [
        "Japan from the east and Germany from the west",
        "from the east Japan, from the west Germany",
        "Japan east, Germany west",
    ],
)
def test_sides_may_stand_in_any_order(response: str) -> None:
    """As long as each is said of the same names."""
    assert is_right(SIDES, response)


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (SIDES, "Germany from the east and Japan from the west"),
        (SIDES, "from the west Japan, from the east Germany"),
        (RADEK, "Bullitt shouted at Radek"),
    ],
)
def test_names_in_each_others_places_are_swapped(key: TextKey, response: str) -> None:
    """All the right words, and the opposite is said."""
    verdict = judged(key, response)
    assert (verdict.outcome, verdict.reason) == (Outcome.WRONG, Reason.SWAPPED)

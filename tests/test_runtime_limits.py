"""Nobody who plays is refused, and nobody who floods the bot keeps others waiting."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import Action
from bot.chat.reply import Visibility
from bot.chat.request import Actor, Invocation, Place, Pointed, Press, Request
from bot.errors import TooMuch, TooOften
from bot.runtime.app import open_bot
from bot.runtime.limits import (
    MAX_CHARACTERS,
    MAX_ID,
    PERSON,
    PLACE,
    Limiter,
    Limits,
    Rate,
    check_size,
)
from bot.runtime.packs import load
from tests.builders import NOON
from tests.clock import ManualClock
from tests.talk import Talk

HALL = Place("tiny", "hall", "school")
ANSWER = Press(Action("c-answer", ("c1", "0")), {"answer": ("a",)})
QUIZ = Invocation("quiz")


def asked(what=QUIZ, user: str = "ada", place: Place = HALL) -> Request:
    return Request("r1", Actor("tiny", user, user.title()), place, NOON, what)


def after(seconds: float):
    return NOON + timedelta(seconds=seconds)


def refused(limits: Limits, requests, at=NOON) -> int:
    """How many of the requests are refused."""
    count = 0
    for request in requests:
        try:
            limits.check(request, at)
        except TooOften:
            count += 1
    return count


def test_a_hall_that_answers_in_one_second_is_not_refused() -> None:
    """Three hundred join, answer and change their answer within the same moment, and start a quiz."""
    limits = Limits()
    people = [f"p{number}" for number in range(300)]
    for what in (ANSWER, ANSWER, QUIZ, ANSWER, QUIZ):
        assert refused(limits, [asked(what, user) for user in people]) == 0


def test_one_person_may_ask_a_burst_and_is_then_told_when_to_try_again() -> None:
    """The time named is enough, and without waiting it is not."""
    limits = Limits()
    assert refused(limits, [asked()] * PERSON.burst) == 0
    with pytest.raises(TooOften) as caught:
        limits.check(asked(), NOON)
    assert caught.value.seconds >= 1
    assert refused(limits, [asked()], after(caught.value.seconds)) == 0


def test_who_is_refused_keeps_nobody_else_from_asking() -> None:
    """Not in the same place either: what was refused does not count for the place."""
    limits = Limits()
    assert refused(limits, [asked()] * 10 * PLACE.burst) > 0
    assert refused(limits, [asked(user="bob")]) == 0


def test_a_place_has_a_limit_of_its_own() -> None:
    """Many people at once in one place; elsewhere nobody notices, and buttons go on working."""
    limits = Limits()
    crowd = [asked(user=f"p{number}") for number in range(PLACE.burst + 1)]
    assert refused(limits, crowd) == 1
    assert refused(limits, [asked(user="bob", place=Place("tiny", "yard", "school"))]) == 0
    assert refused(limits, [asked(ANSWER, user="cid")]) == 0


@given(
    waits=st.lists(st.floats(min_value=-100, max_value=100), max_size=200),
    rate=st.builds(Rate, st.integers(1, 20), st.floats(0.1, 20)),
)
def test_no_more_is_let_through_than_the_burst_and_what_has_filled_since(waits, rate) -> None:
    """However the requests are spread, and though the clock may be put back."""
    limiter, now, passed, let = Limiter(rate), NOON, 0.0, 0
    for wait in waits:
        now += timedelta(seconds=wait)
        passed += max(wait, 0)
        let += limiter.take("ada", now) == 0
        assert let <= rate.burst + passed * rate.per_second + 1e-6


def test_it_takes_as_much_memory_however_many_ask() -> None:
    """Who asked last is remembered; who has not asked for longest is forgotten first."""
    limiter = Limiter(Rate(1, 0.001), remembered=10)
    for number in range(100):
        assert limiter.take(f"p{number}", NOON) == 0
        limiter.take("p0", NOON)
    assert len(limiter) == 10
    assert limiter.take("p0", NOON) > 0
    assert limiter.take("p50", NOON) == 0


async def test_who_asks_too_often_is_told_so_kindly_and_in_private(tmp_path: Path) -> None:
    """With when to try again; and nothing else is done."""
    url, clock = f"sqlite:///{tmp_path}/bot.db", ManualClock()
    limits = Limits(person=Rate(2, 0.5))
    async with open_bot(load(), url, clock, limits=limits) as bot:
        ada = Talk(bot)
        for _ in range(2):
            assert "Question 1" in await ada.say("quiz", count=1)
        assert await ada.say("quiz") == ("That was a lot at once. Please try again in 2 seconds.")
        assert ada.reply.visibility is Visibility.ONLY_YOU
        assert ada.reply.failed
        await clock.advance(2)
        assert "Question 1" in await ada.say("quiz")


async def test_who_sends_too_much_is_told_so(tmp_path: Path) -> None:
    """However large it is."""
    async with open_bot(load(), f"sqlite:///{tmp_path}/bot.db") as bot:
        said = await Talk(bot).forge("answer", "p", "0", answer=("x" * 1_000_000,))
        assert said == "That is more text than fits here. Please shorten it."


@pytest.mark.parametrize(
    "request_",
    [
        asked(Invocation("lookup", {"query": "x" * (MAX_CHARACTERS + 1)})),
        asked(Invocation("lookup", {f"o{number}": "x" for number in range(100)})),
        asked(Press(Action("answer", ("1",) * 100))),
        asked(Press(Action("answer"), {"answer": ("x" * 10_000,) * 3})),
        asked(Press(Action("answer"), {"answer": ("x",) * 1_000})),
        asked(Pointed("find", "x" * 30_000)),
        asked(user="u" * (MAX_ID + 1)),
        asked(place=Place("tiny", "c" * (MAX_ID + 1))),
    ],
)
def test_what_no_person_sends_is_refused_before_anything_is_done(request_: Request) -> None:
    """Whatever part of it is too large."""
    with pytest.raises(TooMuch):
        check_size(request_)


def test_the_longest_that_people_send_fits() -> None:
    """A message of Discord's in full, and a form with every field filled to the brim."""
    check_size(asked(Pointed("find", "x" * 4_000)))
    check_size(asked(Press(Action("answer"), {f"f{n}": ("x" * 3_000,) for n in range(5)})))

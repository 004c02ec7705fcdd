"""What was missed comes back, the later the better it is known."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.review import LONGEST_DAYS, Attempt, Card, Deck, after
from bot.quiz.verdict import Outcome
from tests.builders import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RIGHT, CLOSE, WRONG = Outcome.RIGHT, Outcome.CLOSE, Outcome.WRONG

ATTEMPTS = st.tuples(
    st.sampled_from(Outcome), st.booleans(), st.timedeltas(timedelta(seconds=1), 900 * DAY)
)


def attempt(outcome: Outcome, at: datetime = NOON, *, hinted: bool = False) -> Attempt:
    return Attempt("q1", outcome, at, hinted)


def missed(at: datetime = NOON) -> Card:
    card = after(None, attempt(WRONG, at))
    assert card is not None
    return card


def day_by_day(outcomes: str) -> list[int]:
    """Answer each time at the hour of the first, on the day it is due; return the days in between."""
    named = {"w": WRONG, "c": CLOSE, "r": RIGHT}
    card, at, days = None, NOON, []
    for each in outcomes:
        card = after(card, attempt(named[each], at))
        assert card is not None
        days.append(-((at - card.due) // DAY))
        at += days[-1] * DAY
    return days


@pytest.mark.parametrize(
    "missing",
    [attempt(WRONG), attempt(CLOSE), attempt(RIGHT, hinted=True)],
    ids=["wrong", "close", "with a hint"],
)
def test_what_was_missed_becomes_a_card(missing: Attempt) -> None:
    """Answered wrong, only close, or with a hint."""
    assert after(None, missing) is not None


def test_what_was_known_becomes_none() -> None:
    """A question that was right at once, without help, needs no review."""
    assert after(None, attempt(RIGHT)) is None


def test_a_card_is_due_the_next_day_at_about_the_same_hour() -> None:
    """So a lesson at the same hour as yesterday’s finds it due, and a second one today does not."""
    card = missed()
    assert NOON + 8 * HOUR < card.due < NOON + 23 * HOUR


def test_who_comes_as_soon_as_it_is_due_has_waited_a_day() -> None:
    """To know it then is worth as much as at the same hour."""
    card = missed()
    early, sharp = (after(card, attempt(RIGHT, at)) for at in (card.due, NOON + DAY))
    assert early is not None
    assert sharp is not None
    assert early.stability == sharp.stability
    assert early.due - early.reviewed == sharp.due - sharp.reviewed


def test_the_better_it_is_known_the_later_it_comes_back() -> None:
    """The days between reviews, as FSRS-6 reckons them; a relapse begins anew, and not quite from nothing."""
    assert day_by_day("wrrrrr") == [1, 2, 6, 17, 44, 102]
    assert day_by_day("wccccc") == [1, 1, 2, 4, 6, 9]
    assert day_by_day("crrr") == [1, 5, 17, 50]
    assert day_by_day("wrrrwrr") == [1, 2, 6, 17, 2, 4, 8]
    assert day_by_day("wwww") == [1, 1, 1, 1]


def test_a_card_comes_back_within_a_year() -> None:
    """However well it is known: so much is forgotten over a summer."""
    assert max(day_by_day("w" + 20 * "r")) == LONGEST_DAYS


def test_a_hint_makes_it_come_back_sooner() -> None:
    """What was known with help is not known as well."""
    known, at = missed(), NOON + DAY
    alone, helped = after(known, attempt(RIGHT, at)), after(known, attempt(RIGHT, at, hinted=True))
    assert alone is not None
    assert helped is not None
    assert helped.due < alone.due


def test_the_same_answer_counts_once() -> None:
    """However often a platform or a process tells it."""
    card = missed()
    assert after(card, attempt(WRONG)) == card


def test_an_answer_that_comes_in_late_changes_nothing() -> None:
    """A contest of the morning ends when the card was reviewed at noon: what is known now counts."""
    card = missed()
    assert after(card, attempt(RIGHT, NOON - HOUR)) == card


def test_the_clock_of_the_answer_may_be_any_zones() -> None:
    """Moments are moments."""
    tokyo = timezone(9 * HOUR)
    assert missed(NOON.astimezone(tokyo)) == missed()


@given(history=st.lists(ATTEMPTS, min_size=1, max_size=12))
def test_whatever_happens_a_card_stays_sound(
    history: list[tuple[Outcome, bool, timedelta]],
) -> None:
    """It is due after its last answer and within a year, and once there, it stays."""
    card, at = None, NOON
    for outcome, hinted, later in history:
        at += later
        before, card = card, after(card, attempt(outcome, at, hinted=hinted))
        assert card is not None or before is None
        if card is not None:
            assert card.reviewed == at
            assert 8 * HOUR < card.due - at < LONGEST_DAYS * DAY
            assert card.stability > 0
            assert 1 <= card.difficulty <= 10


@given(history=st.lists(ATTEMPTS, max_size=6), later=st.timedeltas(HOUR, 400 * DAY))
def test_a_better_answer_never_comes_back_sooner(
    history: list[tuple[Outcome, bool, timedelta]], later: timedelta
) -> None:
    """From the same card, right is at least as far away as close, and close as wrong."""
    card, at = missed(), NOON
    for outcome, hinted, gap in history:
        at += gap
        card = after(card, attempt(outcome, at, hinted=hinted)) or card
    outcomes = [after(card, attempt(each, at + later)) for each in (WRONG, CLOSE, RIGHT)]
    due = [each.due for each in outcomes if each]
    assert due == sorted(due)


@given(
    minutes=st.lists(st.integers(-10_000, 10_000), max_size=20),
)
def test_a_deck_has_what_is_due_the_longest_overdue_first(minutes: list[int]) -> None:
    """And when the first of the others will be."""
    cards = [
        Card(f"q{number}", NOON + timedelta(minutes=each), NOON, 1.0, 5.0)
        for number, each in enumerate(minutes)
    ]
    deck = Deck.at(NOON, cards)
    due = {card.question: card.due for card in cards}
    assert [due[each] for each in deck.due] == sorted(at for at in due.values() if at <= NOON)
    assert deck.next_at == min((at for at in due.values() if at > NOON), default=None)


def test_a_time_is_kept_in_utc() -> None:
    """So that two databases have the same."""
    assert missed(NOON.astimezone(timezone(HOUR))).reviewed.tzinfo is UTC

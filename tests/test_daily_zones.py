"""Zones and days of the week as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.schedule import EVERY_DAY
from bot.daily.zones import days_named, time_named, zone_named, zones_like
from bot.errors import NoSuchDays, NoSuchTime, NoSuchZone

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def near(text: str) -> tuple[str, ...]:
    with pytest.raises(NoSuchZone) as caught:
        zone_named(text)
    return tuple(caught.value.near)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("EST", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("MEZ", "Europe/Berlin"),
        ("Berlim", "Europe/Berlin"),
        ("new yrok", "America/New_York"),
    ],
)
def test_what_is_no_zone_is_met_with_what_may_be_meant(said: str, first: str) -> None:
    """An abbreviation, or a slip of the keyboard."""
    assert near(said)[0] == first


def test_a_continent_is_met_with_zones_of_it() -> None:
    """Which are many; a few are named."""
    assert near("Australia")
    assert all(name.startswith("Australia/") for name in near("Australia"))


def test_nothing_like_it_is_met_with_nothing() -> None:
    """Rather than with a guess."""
    assert near("") == near("qqqqqq") == near("x" * 5_000) == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ber", "Europe/Berlin"),
        ("new y", "America/New_York"),
        ("europe/vi", "Europe/Vienna"),
        ("edt", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_completed_as_one_types(typed: str, expected: str) -> None:
    """By its city, its name, or what it is called for half of the year."""
    assert expected in zones_like(typed, 25)


def test_as_many_zones_are_suggested_as_were_asked_for() -> None:
    """Whatever was typed."""
    assert len(zones_like("", 25)) == 25
    assert zones_like("a" * 300, 25) == ()


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("", EVERY_DAY),
        ("daily", EVERY_DAY),
        ("Weekdays", {MON, TUE, WED, THU, FRI}),
        ("weekends", {SAT, SUN}),
        ("Mon, Wed and Fri", {MON, WED, FRI}),
        ("tue thu", {TUE, THU}),
        ("Mon-Thu", {MON, TUE, WED, THU}),
        ("Saturday – Monday", {SAT, SUN, MON}),
        ("fri to sun", {FRI, SAT, SUN}),
        ("mo;we.", {MON, WED}),
    ],
)
def test_days_of_the_week_may_be_typed_in_many_ways(said: str, days: set[int]) -> None:
    """As groups, spans and lists, in full or short."""
    assert days_named(said) == days


@pytest.mark.parametrize("said", ["t", "noday", "mon-", "-", "1,2", "mon, xyz", "mon " * 500])
def test_what_names_no_days_is_refused(said: str) -> None:
    """Rather than guessed at."""
    with pytest.raises(NoSuchDays):
        days_named(said)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    """Nothing else happens."""
    for read, refusal in (
        (zone_named, NoSuchZone),
        (time_named, NoSuchTime),
        (days_named, NoSuchDays),
    ):
        try:
            read(text)
        except refusal:
            continue

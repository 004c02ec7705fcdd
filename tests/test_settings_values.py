"""What is decided for a place counts before what is decided for its workspace, and that before nothing."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.quiet import QuietHours
from bot.errors import UserError
from bot.runtime.languages import codes
from bot.settings.declared import (
    HOSTS,
    LANGUAGES,
    OPEN_BOOK,
    PACKS,
    QUIET_HOURS,
    SETTINGS,
    ZONE,
    setting_named,
)
from bot.settings.kinds import SettingInvalid
from bot.settings.model import Chosen, Source

GOOD = {
    "zone": "Europe/Berlin",
    "language": "en",
    "hosts": "named",
    "open-book": "yes",
    "seasons": "yes",
    "packs": "bullitt-730,harbor",
    "quiet-hours": "22:00-07:00",
    "notify": "<@&77>",
    "leaderboard": "off",
}


def test_the_place_goes_before_the_workspace_and_the_workspace_before_the_default() -> None:
    """Each setting by itself."""
    chosen = Chosen(place={"hosts": "named"}, workspace={"hosts": "admins", "zone": "Asia/Tokyo"})
    assert (chosen[HOSTS], chosen.source(HOSTS)) == ("named", Source.PLACE)
    assert (chosen[ZONE], chosen.source(ZONE)) == ("Asia/Tokyo", Source.WORKSPACE)
    assert (chosen[OPEN_BOOK], chosen.source(OPEN_BOOK)) == (False, Source.DEFAULT)


def test_what_cannot_be_read_counts_as_not_decided() -> None:
    """A zone that was renamed, or a choice of another version, must not stop a place from working."""
    chosen = Chosen(
        place={"zone": "Mars/Olympus", "hosts": "the pope"}, workspace={"hosts": "admins"}
    )
    assert chosen[ZONE] == "UTC"
    assert chosen[HOSTS] == "admins"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.key)
def test_every_setting_is_kept_as_text_and_read_again_as_it_was(setting) -> None:
    """Its default and a value of each kind."""
    for value in (setting.default, setting.kind.read(GOOD[setting.key])):
        assert setting.kind.read(setting.kind.write(value)) == value
    assert setting_named(setting.key) is setting


def test_every_language_that_the_bot_speaks_can_be_chosen() -> None:
    """And none that it does not."""
    assert {each.key for each in LANGUAGES} == {"auto", *codes()}


def test_keys_tell_settings_apart() -> None:
    """Controls and rows go by them."""
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.key)
@given(text=st.text(max_size=400))
def test_whatever_is_typed_is_a_value_or_is_refused(setting, text: str) -> None:
    """Nothing that a person types is a bug, and what is taken can be kept."""
    try:
        value = setting.kind.read(text)
    except UserError:
        return
    written = setting.kind.write(value)
    assert setting.kind.read(written) == value
    assert len(written) <= 400


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:00-07:00", QuietHours(time(22), time(7))),
        ("10 pm – 7:30 am", QuietHours(time(22), time(7, 30))),
        ("none", None),
        ("off", None),
    ],
)
def test_quiet_hours_are_typed_as_people_write_times(typed: str, hours: QuietHours | None) -> None:
    """With 12 hours or 24, with a dash of any length."""
    assert QUIET_HOURS.kind.read(typed) == hours


@pytest.mark.parametrize("typed", ["22:00", "22:00-22:00", "from ten to six", "25:00-07:00"])
def test_what_is_no_part_of_a_day_is_refused_with_an_example(typed: str) -> None:
    """A day that is quiet from end to end is what /daily off is for."""
    with pytest.raises(SettingInvalid) as caught:
        QUIET_HOURS.kind.read(typed)
    assert caught.value.takes == "22:00-07:00"


def test_quiet_hours_that_end_before_they_begin_go_over_midnight() -> None:
    """The first minute is quiet, the last is not."""
    night, noon = QuietHours(time(22), time(7)), QuietHours(time(12), time(13))
    assert [night.holds(time(hour)) for hour in (21, 22, 0, 6, 7)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert [noon.holds(time(hour)) for hour in (11, 12, 13)] == [False, True, False]


def test_documents_are_listed_with_commas_or_all_of_them() -> None:
    """In any order, each once."""
    assert PACKS.kind.read("b, a ,b") == ("a", "b")
    assert PACKS.kind.read("all") == PACKS.kind.read("") == ()

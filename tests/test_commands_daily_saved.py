"""Passages that a person keeps for themselves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.reply import Visibility
from tests.daily_bot import DAY, EIGHT, HOUR, House, daily_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with daily_house(f"sqlite:///{tmp_path / 'saved.db'}") as opened:
        await opened.say("daily set", **EIGHT, which="in-order")
        yield opened


async def test_what_was_saved_is_there_to_read(house: House) -> None:
    """For whoever saved it, and for nobody else."""
    await house.pass_time(3 * HOUR)
    reader = house.somebody("ben")
    assert "Saved, for you alone." in await reader.press("Save")
    assert reader.reply.visibility is Visibility.ONLY_YOU
    said = await reader.say("saved")
    assert "Saved: 1 passage" in said
    assert "Four score and seven years ago" in said
    assert "You have saved nothing yet." in await house.somebody("cid").say("saved")


async def test_what_is_not_wanted_any_more_is_dropped(house: House) -> None:
    """By a menu under the list."""
    await house.pass_time(3 * HOUR)
    reader = house.somebody("ben")
    await reader.press("Save")
    await reader.say("saved")
    (option,) = reader.reply.controls[1].options  # type: ignore[union-attr]
    assert "not among your saved passages" in await reader.forge("unsave", option.key)
    assert "You have saved nothing yet." in await reader.say("saved")


async def test_a_long_list_is_shown_page_by_page(house: House) -> None:
    """The latest first."""
    for number in range(7):
        await house.pass_time(3 * HOUR if number == 0 else DAY)
        await house.somebody("ben").press("Save")
    reader = house.somebody("ben")
    assert "Saved: 7 passages" in await reader.say("saved")
    assert "Four score" not in await reader.say("saved")
    assert "Four score" in await reader.press("More (2)")


async def test_a_forged_control_saves_nothing(house: House) -> None:
    """A place or a quote that the pack does not have."""
    reader = house.somebody("ben")
    for arguments in (("p999",), ("p1", "no-such-quote"), ("\0",), ()):
        await reader.forge("save", *arguments)
        assert reader.reply.failed
    for arguments in (("p1/\0",), ("x",), ()):
        await reader.forge("unsave", *arguments)
        assert reader.reply.failed
    assert "You have saved nothing yet." in await reader.say("saved")

"""What people do in the server and in the workspace: set the bot up, use it, and take their leave."""

from typing import Any

from bot.runtime.remembered import FRESH
from tests.crash.year import Year
from tests.platforms.standin_discord_seen import Seen as OnDiscord
from tests.platforms.standin_discord_world import Message as DiscordMessage
from tests.platforms.standin_slack import Member as OnSlack
from tests.platforms.standin_slack import Message, words
from tests.platforms.standin_slack_world import Rank
from tests.served import until
from tests.slack_bot import noted

ZONE = "Time zone, by a city such as New York"
AT = "At what local time, such as 08:00"
MEMBER = "zebedee"
"""Whose name nothing else has in it."""

EIGHT = {"time": "08:00", "zone": "Europe/Berlin", "which": "in-order"}


async def set_up(year: Year) -> None:
    """By the two commands that the README names."""
    hall, root = year.discord.channel(), year.discord.member("root", admin=True)
    begun = await root.slash(hall, "setup", {})
    asked = await _filled(root, begun, "Settings …", {ZONE: "berlin"})
    await year.pass_to(year.now + FRESH)  # another process may read the next form; nobody is faster
    done = await _filled(root, asked, "Fill in …", {AT: "2:30"})
    assert "every day at 02:30 (Europe/Berlin)" in done.words
    assert "in reading order" in (await root.slash(hall, "daily set", EIGHT)).words
    boss = year.slack.member("boss", Rank.ADMIN)
    shown = await _says(year, boss, "setup")
    shown = await _sent(year, shown, "Settings …", {ZONE: "new york"}, "What is posted daily")
    await year.pass_to(year.now + FRESH)
    await _sent(year, shown, "Fill in …", {AT: "1:30"}, "every day at 01:30 (America/New_York)")
    options = " ".join(f"{name}={value}" for name, value in EIGHT.items())
    assert "in reading order" in words(await _says(year, boss, f"daily set {options}"))


async def use(year: Year) -> None:
    """A member of each answers a question and saves the latest quote."""
    hall, member = year.discord.channel(), year.discord.member(MEMBER)
    asked = await member.slash(hall, "quiz", {"count": 3, "kinds": "multiple-choice"})
    await _pressed(member, asked, "A")
    assert (await member.press(hall.messages[-1], "Save")).ephemeral
    hall_of_slack, colleague = year.slack.channel(), year.slack.member(MEMBER)
    question = await _says(year, colleague, "quiz count=3 kinds=multiple-choice")
    await colleague.click(question, "A")
    await colleague.click(hall_of_slack.messages[-1], "Save")
    await colleague.slash(hall_of_slack, "/dispatch", "saved")


async def export(year: Year) -> tuple[str, str]:
    """What the member is handed in the server and in the workspace, as JSON and CSV in one."""
    member, colleague = year.discord.member(MEMBER), year.slack.member(MEMBER)
    exported = await member.slash(year.discord.channel(), "privacy export", {})
    assert exported.ephemeral
    assert exported.message is not None
    await year.slack.member(MEMBER).slash(year.slack.channel(), "/dispatch", "privacy export")
    await until(lambda: len(_files(colleague)) == 2)
    return _text(exported.message), "".join(_files(colleague))


async def forget(year: Year) -> None:
    """The member has everything deleted in both."""
    member, colleague = year.discord.member(MEMBER), year.slack.member(MEMBER)
    asked = await member.slash(year.discord.channel(), "privacy forget", {})
    done = await _pressed(member, asked, "Delete everything about me")
    assert "Everything about you is deleted" in done.words
    sure = await _says(year, colleague, "privacy forget")
    gone = await noted(await colleague.click(sure, "Delete everything about me"))
    assert "Everything about you is deleted" in words(gone)


def known_as(year: Year) -> tuple[str, str, str]:
    """By what the member can be known: the ids, and the name."""
    return str(year.discord.member(MEMBER).id), year.slack.member(MEMBER).id, MEMBER


async def _pressed(by: Any, seen: OnDiscord, button: str) -> OnDiscord:
    final: OnDiscord = await (await by.press(seen.message, button)).final()
    return final


async def _filled(by: Any, seen: OnDiscord, button: str, answers: dict[str, str]) -> OnDiscord:
    opened = await by.press(seen.message, button)
    final: OnDiscord = await (await by.submit(opened.modal, answers)).final()
    return final


async def _says(year: Year, by: OnSlack, line: str) -> Message:
    return await noted(await by.slash(year.slack.channel(), "/dispatch", line))


async def _sent(
    year: Year, shown: Message, button: str, answers: dict[str, str], said: str
) -> Message:
    boss = year.slack.member("boss")
    opened = await boss.click(shown, button)
    await boss.submit(opened.modal, answers)

    def seen() -> list[Message]:
        return [each for each in boss.sees(year.slack.channel()) if said in words(each)]

    await until(lambda: bool(seen()))
    return seen()[-1]


def _text(message: DiscordMessage) -> str:
    return "".join(upload.content.decode() for upload in message.uploads)


def _files(member: OnSlack) -> list[str]:
    return [f.content.decode() for message in member.direct.messages for f in message.files]

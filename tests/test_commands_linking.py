"""One contest in two places: an admin of the second asks with the code, the first agrees."""

from pathlib import Path

from bot.chat.reply import Visibility
from bot.quiz.contest.state import LinkStatus
from bot.runtime.app import open_bot
from tests.clock import ManualClock
from tests.contest_room import CHANNEL, ELSEWHERE, PACK, Room
from tests.talk import Talk

WISHES: dict[str, str | int] = {"count": 3, "seed": "test", "kinds": "multiple-choice"}


async def asked(room: Room) -> tuple[Talk, Talk]:
    """Ada has opened a contest in the channel; root, an admin elsewhere, has asked to join it."""
    ada, root = room.person("ada"), room.person("root", ELSEWHERE)
    await root.say("contest link", code=await code(ada))
    await room.settle()
    return ada, root


async def code(host: Talk) -> str:
    """Open a contest, and return what its host is to pass on."""
    said = await host.say("contest start", **WISHES)
    return said.rsplit("code=", 1)[1].split()[0]


async def runs_elsewhere(room: Room) -> bool:
    return await room.bot._desk.arena.running_in(ELSEWHERE.key) is not None


async def test_the_first_place_is_asked_before_a_second_takes_part(room: Room) -> None:
    """Both places see it; until the host agrees there is no lobby elsewhere."""
    _, root = await asked(room)
    assert "Asked." in root.reply.blocks[0].text[0].text  # type: ignore[union-attr]
    assert root.reply.visibility is Visibility.ONLY_YOU
    request = room.board.said(CHANNEL)[-1]
    assert "Root, an admin of another place on Tiny, asks to join this contest with it." in request
    assert "[Agree]\n\n[Decline]" in request
    assert "This place has asked to take part" in room.board.said(ELSEWHERE)[-1]
    assert not await runs_elsewhere(room)


async def test_a_place_takes_part_once_the_host_has_agreed(room: Room) -> None:
    """The lobby appears there, and both messages about it say so now."""
    ada, _ = await asked(room)
    assert "Agreed: the other place takes part." in await room.press(ada, "Agree")
    assert ada.reply.visibility is Visibility.ONLY_YOU
    assert "Places: 2" in room.board.said(CHANNEL)[-1]
    assert "A contest is open" in room.board.said(ELSEWHERE)[-1]
    assert any("takes part" in said for said in room.board.said(ELSEWHERE))
    edited = [post for post in room.board.posts if post.message and "agreed" in str(post.reply)]
    assert [post.reply.controls for post in edited] == [()]


async def test_a_host_may_decline_and_think_again(room: Room) -> None:
    """The other place is told; it cannot ask anew, but the host can still agree."""
    ada, root = await asked(room)
    assert "Declined." in await room.press(ada, "Decline")
    assert "declined" in room.board.said(ELSEWHERE)[-1]
    assert not await runs_elsewhere(room)
    assert "That was declined" in await root.again()
    await room.press(ada, "Agree after all")
    assert await runs_elsewhere(room)


async def test_an_admin_of_the_first_place_agrees_for_the_host(room: Room) -> None:
    """But neither a player nor whoever asked does."""
    _, root = await asked(room)
    for stranger in (room.person("bob"), root):
        assert "Only the host, or an admin" in await room.press(stranger, "Agree")
    assert not await runs_elsewhere(room)
    await room.press(room.person("root"), "Agree")
    assert await runs_elsewhere(room)


async def test_a_double_click_is_confirmed_and_does_nothing_more(room: Room) -> None:
    """Of who asks, and of who agrees; the button to decline is stale then."""
    ada, root = await asked(room)
    assert "Asked." in await root.again()
    await room.press(ada, "Agree")
    assert "Agreed" in await ada.again()
    contest, asking, _ = ada.last.what.action.arguments  # type: ignore[union-attr]
    assert "decided already" in await ada.forge("c-link", contest, asking, "no")
    assert "does not ask" in await ada.forge("c-link", contest, "0" * 16, "yes")
    assert "No contest runs here" in await ada.forge("c-link", "nonsense", asking, "yes")


async def test_a_contest_that_starts_does_not_wait_for_a_decision(room: Room) -> None:
    """Both places are told so, and the old buttons are answered kindly."""
    ada, _ = await asked(room)
    agree = next(
        control.action
        for post in room.board.posts
        for control in post.reply.controls
        if getattr(control, "label", "") == "Agree"
    )
    await room.press(ada, "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await room.settle()
    assert any("Nobody had agreed when it started." in said for said in room.board.said(CHANNEL))
    assert "nobody there had agreed when it started" in room.board.said(ELSEWHERE)[-1]
    assert "has begun already" in await ada.forge(agree.name, *agree.arguments)
    assert not await runs_elsewhere(room)


async def test_a_place_in_which_another_contest_runs_cannot_take_part(room: Room) -> None:
    """Neither when it asks, nor when it has opened one before it was agreed to."""
    ada, root = await asked(room)
    await root.say("contest start", count=3)
    assert "Another contest runs in that place" in await room.press(ada, "Agree")
    hall = room.person("root", ELSEWHERE)
    other = room.person("eve", type(CHANNEL)("tiny", "third"))
    assert "runs here already" in await hall.say("contest link", code=await code(other))


async def test_a_request_outlives_the_process(tmp_path: Path) -> None:
    """Asked for in one, posted and agreed to in the next."""
    url, clock = f"sqlite:///{tmp_path / 'contest.db'}", ManualClock()
    async with open_bot(PACK, url, clock) as bot:
        before = Room(bot, clock)
        ada, root = before.person("ada"), before.person("root", ELSEWHERE)
        await root.say("contest link", code=await code(ada))
    async with open_bot(PACK, url, clock) as bot:
        after = Room(bot, clock)
        await after.settle()
        await after.press(after.person("ada"), "Agree")
        assert await runs_elsewhere(after)
        state = await bot._desk.arena.find(await bot._desk.arena.running_in(CHANNEL.key) or "")
        assert state is not None
        assert [each.status for each in state.links.values()] == [LinkStatus.AGREED]


async def test_the_id_in_the_buttons_is_not_the_code(room: Room) -> None:
    """All can read it; only what the host was shown lets a place ask."""
    ada, root = room.person("ada"), room.person("root", ELSEWHERE)
    right = await code(ada)
    contest = right.partition("-")[0]
    for guess in (contest, f"{contest}-", f"{contest}-00000000", f"{contest}-\u00e9"):
        assert "No contest has the code" in await root.say("contest link", code=guess)
    assert "Only an admin" in await room.person("bob", ELSEWHERE).say("contest link", code=right)
    assert "Asked." in await root.say("contest link", code=right)


async def test_a_code_that_nobody_has_is_said_to_be_unknown(room: Room) -> None:
    """So that whoever mistyped it looks again."""
    said = await room.person("root").say("contest link", code="1f2e3d4c5b6a")
    assert "No contest has the code “1f2e3d4c5b6a”" in said


async def test_who_is_hidden_asks_without_their_name(room: Room) -> None:
    """Who decides sees that it is an admin, and no more."""
    await room.person("root", ELSEWHERE).say("privacy hide")
    await asked(room)
    assert "An admin of another place on Tiny asks" in room.board.said(CHANNEL)[-1]


async def test_each_place_sees_its_own_players_first(room: Room) -> None:
    """What is posted in a place begins with those who joined there."""
    ada, _ = await asked(room)
    await room.press(ada, "Agree")
    bob = room.person("bob", ELSEWHERE)
    for who in (ada, bob):
        await room.press(who, "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await room.settle()
    await room.answer(ada, right=True)
    await room.answer(bob, right=False)
    assert "Here\n\n1. Ada, 10 points" in room.board.said(CHANNEL)[-1]
    assert "Here\n\n1. Bob, 0 points" in room.board.said(ELSEWHERE)[-1]


async def test_an_admin_takes_their_own_place_out_and_no_other(room: Room) -> None:
    """The match goes on where it was opened, and does not wait for those who played elsewhere."""
    ada, root = await asked(room)
    await room.press(ada, "Agree")
    bob = room.person("bob", ELSEWHERE)
    for who in (ada, bob):
        await room.press(who, "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await room.settle()
    assert "Only the host" in await root.say("contest take-over")
    assert "This place no longer takes part" in await root.say("contest end")
    assert not await runs_elsewhere(room)
    await room.answer(ada, right=True)
    assert "Question 1 of 3: the answer" in room.board.said(CHANNEL)[-1]
    assert "No contest runs here" in await root.say("contest end")

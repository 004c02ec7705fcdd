"""Quizzes in Slack: answered by buttons and in forms, seen by nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.pack.model import Pack
from bot.quiz.question import Question
from bot.runtime.packs import load
from tests.builders import only
from tests.platforms.standin_slack import Member, Message, StandIn, words
from tests.platforms.standin_slack_seen import Seen, controls
from tests.served import until
from tests.slack_bot import shown, started

PACK = load()
ADDRESS = "https://history.state.gov/historicaldocuments/frus1933-39/d241"


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(slack, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


def right(question: Question, message: Message | None) -> tuple[str, ...]:
    """The keys of the right answer to the first field, for the seed of the practice."""
    assert message is not None
    values = [element.get("value", "") for _, element in controls(message)]
    practice = next(v for v in values if "|skip|" in v).split("|")[2].strip('"]')
    _, response = next(iter(question.right(practice)))
    return next(iter(response.values()))


async def test_a_choice_is_answered_by_a_button_privately(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "multiple-choice")
    async with started(slack, pack, tmp_path):
        asked = await ada.slash(slack.channel(), "/dispatch", "quiz")
        [key] = right(pack.questions[0], asked.message)
        judged = await ada.click(asked.message, key.upper())
    assert asked.ephemeral
    assert judged.message is asked.message
    assert "1 of 1 right" in judged.words
    assert slack.member("bob").sees(slack.channel()) == []


async def _filled(slack: StandIn, ada: Member, pack: Pack) -> tuple[Seen, Seen]:
    asked = await ada.slash(slack.channel(), "/dispatch", "quiz")
    return asked, await ada.click(asked.message, "Answer …")


async def test_several_answers_are_ticked_in_a_form(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "several-answers")
    async with started(slack, pack, tmp_path):
        asked, form = await _filled(slack, ada, pack)
        keys = list(right(pack.questions[0], asked.message))
        await ada.submit(form.modal, {"0": keys})
        await until(lambda: "1 of 1 right" in shown(asked))


async def test_a_form_counts_after_the_bot_was_started_anew(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "short-answer")
    async with started(slack, pack, tmp_path):
        asked = await ada.slash(slack.channel(), "/dispatch", "quiz")
    async with started(slack, pack, tmp_path):
        form = await ada.click(asked.message, "Answer …")
    async with started(slack, pack, tmp_path):
        [answer] = right(pack.questions[0], asked.message)
        await ada.submit(form.modal, {"0": answer})
        await until(lambda: "1 of 1 right" in shown(asked))


async def test_an_order_is_given_place_by_place(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "ordering")
    async with started(slack, pack, tmp_path):
        asked, form = await _filled(slack, ada, pack)
        keys = right(pack.questions[0], asked.message)
        same = {f"0.{place}": keys[0] for place in range(len(keys))}
        twice = await ada.submit(form.modal, same)
        assert twice.errors == {"0.0": "Give each of them a place of its own."}
        order = {f"0.{place}": key for place, key in enumerate(keys)}
        await ada.submit(form.modal, order)
        await until(lambda: "1 of 1 right" in shown(asked))


async def test_an_answer_comes_when_its_address_has_expired(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    """A form that was open for an hour is answered in the channel, to the person alone."""
    pack = only(PACK, "short-answer")
    async with started(slack, pack, tmp_path):
        asked, form = await _filled(slack, ada, pack)
        before = asked.message
        slack.pass_time(1_801)
        await ada.submit(form.modal, {"0": "something"})
        await until(lambda: "0 of 1 right" in words(ada.sees(slack.channel())[-1]))
    assert before is not None
    assert "0 of 1 right" not in words(before)
    assert slack.channel().messages == []


async def test_a_button_of_another_time_gets_a_kind_word(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    found = await ada.slash(slack.channel(), "/dispatch", "passage ¶ 9")
    assert found.message is not None
    for _, element in controls(found.message):
        element["value"] = '["x","0|of|another|version"]'
    stale = await ada.click(found.message, "Cite")
    assert stale.ephemeral
    assert stale.words


async def test_in_the_messages_tab_a_quiz_stays_in_one_message(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    """Nobody else is there, so nothing has to vanish."""
    pack = only(PACK, "multiple-choice")
    async with started(slack, pack, tmp_path):
        asked = await ada.dm("quiz")
        [key] = right(pack.questions[0], asked.message)
        judged = await ada.click(asked.message, key.upper())
    assert judged.message is asked.message
    assert not judged.ephemeral
    assert "1 of 1 right" in judged.words

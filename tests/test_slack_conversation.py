"""People talk to the real bot on a stand-in for Slack, over real sockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.builders import only
from tests.platforms.standin_slack import Member, Rank, StandIn, words
from tests.served import until
from tests.slack_bot import said_in, started
from tests.storage import run_sql

PACK = load()
ADDRESS = "https://history.state.gov/historicaldocuments/frus1933-39/d241"


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(slack, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


async def test_a_passage_is_found_and_everyone_sees_it(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch", "lookup what did Radek say")
    assert not seen.ephemeral
    assert "We have lived without the United States" in seen.words


async def test_find_is_short_for_lookup(slack: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch", "find a finger in every pie")
    assert "¶ 9 s. 2, p. 226" in seen.words


async def test_options_are_typed_as_everywhere(slack: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch", "quiz easy 3")
    assert "Question 1 of 3" in seen.words
    assert "easy" in seen.words


async def test_nothing_after_the_command_greets(slack: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch")
    assert "/dispatch lookup what did Radek say" in seen.words


async def test_help_names_the_commands_as_they_are_typed_here(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch", "help")
    assert "/dispatch contest start" in seen.words
    assert "/dispatch help quiz" in seen.words


async def test_an_unknown_word_is_explained_privately(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch", "dance <!channel> &amp;")
    assert seen.ephemeral
    assert "dance" in seen.words


async def test_a_word_too_many_is_explained_privately(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.slash(slack.channel(), "/dispatch", "outline please")
    assert seen.ephemeral
    assert "/dispatch outline takes nothing after it" in seen.words


async def test_an_option_that_is_needed_is_asked_for(slack: StandIn, bot: Bot, ada: Member) -> None:
    form = await ada.slash(slack.channel(), "/dispatch", "lookup")
    assert form.modal is not None
    await ada.submit(form.modal, {"Query": "a finger in every pie"})
    assert await said_in(slack.channel(), "¶ 9 s. 2, p. 226")


async def test_suggestions_come_while_one_types(slack: StandIn, bot: Bot, ada: Member) -> None:
    form = await ada.slash(slack.channel(), "/dispatch", "passage")
    offered = await ada.suggest(form.modal, "complete:passage:reference", "9")
    assert [offered[0].value, offered[1].value] == ["9", "¶ 9"]
    await ada.submit(form.modal, {"Reference": "¶ 9"})
    assert await said_in(slack.channel(), "a finger in every pie")


async def test_turning_pages_edits_ones_own_message(slack: StandIn, bot: Bot, ada: Member) -> None:
    found = await ada.slash(slack.channel(), "/dispatch", "passage ¶ 9 sentence 2")
    turned = await ada.click(found.message, "More context")
    assert turned.message is found.message


async def test_somebody_elses_message_stays_as_it_is(slack: StandIn, bot: Bot, ada: Member) -> None:
    found = await ada.slash(slack.channel(), "/dispatch", "passage ¶ 9 sentence 2")
    assert found.message is not None
    before = words(found.message)
    seen = await slack.member("bob").click(found.message, "More context")
    assert seen.ephemeral
    assert words(found.message) == before


async def test_a_list_is_picked_from(slack: StandIn, bot: Bot, ada: Member) -> None:
    found = await ada.slash(slack.channel(), "/dispatch", "passage p. 227")
    turned = await ada.click(found.message, "Turn to", "¶ 12, p. 227")
    assert "¶ 12" in turned.words


async def test_admin_commands_are_for_admins(slack: StandIn, bot: Bot, ada: Member) -> None:
    line = "season set Term 2026-09-01 2026-12-20"
    refused = await ada.slash(slack.channel(), "/dispatch", line)
    allowed = await slack.member("boss", Rank.ADMIN).slash(slack.channel(), "/dispatch", line)
    assert "Term" in allowed.words
    assert "Term" not in refused.words
    assert refused.ephemeral


async def test_a_mention_is_answered_in_a_thread(slack: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.mention(slack.channel(), "what did Radek say?")
    assert seen.message is not None
    assert seen.message.thread == slack.channel().messages[0].ts
    assert "We have lived without the United States" in seen.words


async def test_a_command_works_in_a_mention(slack: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.mention(slack.channel(), "glossary Comintern")
    assert "Communist International" in seen.words


async def test_a_private_answer_to_a_mention_stays_private(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.mention(slack.channel(), "quiz easy 3")
    assert seen.ephemeral
    assert "Question 1 of 3" not in "".join(map(words, slack.member("bob").sees(slack.channel())))


async def test_words_in_the_messages_tab_are_looked_up(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.dm("a finger in every pie")
    assert "¶ 9 s. 2, p. 226" in seen.words
    asked = await ada.dm("quiz easy 3")
    assert not asked.ephemeral  # nobody else is there, and so it stays to be answered tomorrow
    assert "Question 1 of 3" in asked.words


async def test_a_shortcut_looks_things_up_anywhere(slack: StandIn, bot: Bot, ada: Member) -> None:
    form = await ada.shortcut("look-up")
    await ada.submit(form.modal, {"Query": "a finger in every pie"})
    await until(lambda: "¶ 9 s. 2" in form.words)
    more = await ada.click(ada.modal, "More context")
    assert "fears nothing so much" in more.words
    assert slack.channel().messages == []


async def test_a_message_is_found_privately_and_quoted_publicly(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    message = slack.member("bob").say(slack.channel(), "“to have a finger in every pie”, he says")
    found = await ada.shortcut("find", message)
    assert found.ephemeral
    assert "¶ 9 s. 2" in found.words
    quoted = await ada.shortcut("quote", message)
    assert not quoted.ephemeral
    assert "¶ 9 s. 2" in quoted.words


async def test_a_link_to_the_document_shows_what_stands_there(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.share_link(slack.channel(), f"See {ADDRESS}#pg_226 for it")
    assert "to have a finger in every pie" in seen.words


async def test_the_home_tab_says_where_one_stands(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "multiple-choice")
    async with started(slack, pack, tmp_path):
        fresh = await ada.open_home()
        assert "Take a quiz" in fresh.words
        asked = await ada.click(fresh.home, "Take a quiz")
        await until(lambda: "Question 1 of 1" in asked.words)
        await ada.click(asked.modal, "A")
        again = await ada.open_home()
    assert "Points" in again.words


async def test_cards_that_are_due_are_reviewed_from_the_home_tab(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    """A question that took a hint is asked again; nothing is said of it before it is due."""
    async with started(slack, only(PACK, "multiple-choice"), tmp_path):
        asked = await ada.click((await ada.open_home()).home, "Take a quiz")
        await until(lambda: "Question 1 of 1" in asked.words)
        await ada.click(asked.modal, "Hint (costs 3)")
        await until(lambda: "Hint:" in asked.words)
        await ada.click(asked.modal, "A")
        await until(lambda: "The quiz is over" in asked.words)
        assert "due" not in (await ada.open_home()).words
        await run_sql(f"sqlite:///{tmp_path / 'bot.db'}", "UPDATE cards SET due = reviewed")
        home = await ada.open_home()
        assert "1 card is due: a question that you missed before." in home.words
        again = await ada.click(home.home, "Review 1 card")
        await until(lambda: "Question 1 of 1" in again.words)
        await ada.click(again.modal, "A")
        await until(lambda: "The review is over" in again.words)
        assert "due" not in (await ada.open_home()).words


async def test_every_command_is_answered(slack: StandIn, bot: Bot) -> None:
    values = {"name": "Term", "from": "2026-09-01", "to": "2026-12-20", "code": "none"}
    boss = slack.member("boss", Rank.OWNER)
    for command in bot.commands:
        needed = [option for option in command.options if option.required]
        given = [
            values.get(o.name) or (o.choices[0].key if o.choices else "p. 226") for o in needed
        ]
        pairs = (f'{o.name}="{value}"' for o, value in zip(needed, given, strict=True))
        line = f"{command.name} {' '.join(pairs)}"
        seen = await boss.slash(slack.channel(), "/dispatch", line)
        assert seen.words, command.name


async def test_every_command_opens_a_form_that_slack_takes(slack: StandIn, bot: Bot) -> None:
    boss = slack.member("boss", Rank.OWNER)
    for command in bot.commands:
        if any(option.required for option in command.options):
            seen = await boss.slash(slack.channel(), "/dispatch", command.name)
            assert seen.modal is not None, command.name
            await boss.close(seen.modal)


async def test_no_link_in_an_answer_grows_into_a_preview(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """Over a response URL and into a thread alike: what the bot quotes, it shows itself."""
    await ada.slash(slack.channel(), "/dispatch", "cite ¶ 9")
    await ada.mention(slack.channel(), "cite ¶ 9")
    said = [
        call.given
        for call in slack.calls
        if call.method == "chat.postMessage" or call.given.get("response_type") == "in_channel"
    ]
    assert len(said) == 2
    assert {str(each[name]) for each in said for name in ("unfurl_links", "unfurl_media")} == {
        "False"
    }


async def test_hostile_words_come_back_as_words(slack: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.slash(
        slack.channel(), "/dispatch", "glossary <!channel> *b* <@U1> https://e.org &"
    )
    assert "<!channel>" in seen.words
    assert seen.message is not None
    assert "<!channel>" not in seen.message.text


async def test_what_was_typed_too_long_is_filled_in_as_far_as_it_fits(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """Slack opens no form with more in a field than that takes."""
    form = await ada.slash(slack.channel(), "/dispatch", f"season set {'Term' * 20}")
    assert form.modal is not None
    assert "Term" * 10 in str(form.modal.body)


@pytest.mark.parametrize("kind", ["file_share", "thread_broadcast", "me_message"])
async def test_words_with_a_picture_to_them_are_words(
    slack: StandIn, bot: Bot, ada: Member, kind: str
) -> None:
    """So are those that somebody else than the bot is shown too."""
    said = {"type": "message", "subtype": kind, "user": ada.id, "text": "a finger in every pie"}
    where = {"channel": ada.direct.id, "channel_type": "im"}
    slack.deliveries.emit({**said, **where}, ada.direct)
    assert await said_in(ada.direct, "¶ 9 s. 2, p. 226")


async def test_what_slack_notes_in_a_conversation_is_answered_by_nobody(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """That something was pinned, or changed."""
    noted = {"type": "message", "subtype": "pinned_item", "user": ada.id, "text": "ada pinned it"}
    slack.deliveries.emit({**noted, "channel": ada.direct.id, "channel_type": "im"}, ada.direct)
    await slack.deliveries.settled()
    await ada.dm("about")
    assert len([each for each in ada.direct.messages if each.author.bot]) == 1

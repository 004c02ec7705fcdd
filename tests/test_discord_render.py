"""Replies as Discord messages: every block, every limit, with the longest content there is."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.layout import MAX_TEXT, Display, Message
from adapters.discord.markdown import unescaped
from adapters.discord.render import draw, render
from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Countdown,
    Divider,
    Fact,
    Facts,
    File,
    Heading,
    Menu,
    Picture,
    PrinterMark,
    Prose,
    Quote,
    Reply,
    Standing,
    Standings,
    Words,
)
from bot.chat.text import Code, inline
from bot.chat.visible import shown_length
from bot.runtime.packs import load
from bot.views.question import explained
from tests.builders import NOON
from tests.platforms.standin_discord_components import layout_problems
from tests.replies import blocks, controls

PNG = b"\x89PNG"
PACK = load()
LONG = "The harbor was quiet before the storm, and nobody in it slept. "


def shown(*blocks: Block) -> str:
    return said(render(Reply(blocks)))


def said(messages: Sequence[Message]) -> str:
    items = (item for message in messages for item in message.items)
    return "\n".join(item.markdown for item in items if isinstance(item, Display))


def sent(reply: Reply) -> list[list[dict[str, Any]]]:
    """What goes over the wire, a list of components for each message."""
    return [draw(message).view.to_components() for message in render(reply)]


def assert_within_limits(reply: Reply) -> None:
    for components in sent(reply):
        assert not list(layout_problems(components))


def test_a_heading_is_one_line() -> None:
    assert shown(Heading(inline("Page\n226"))) == "### Page 226"


def test_a_quotation_is_set_in_with_its_match_bold_and_its_marks_italic() -> None:
    pieces = (Words("We have "), Words("lived without", match=True), PrinterMark("Page 226"))
    quote = Quote((*pieces, Words("you.\nAnd will.")), inline("¶ 6"))
    assert shown(quote) == (
        "> We have **lived without** *\\[Page 226\\]* you.\n> And will.\n-# — ¶ 6"
    )


def test_facts_scores_and_bars_are_lines() -> None:
    facts = Facts((Fact("Time", inline("30 s")), Fact("", inline("alone"))))
    standings = Standings((Standing(1, "Ada", 1200, "2 right", is_you=True), Standing(2, "B*b", 1)))
    bars = Bars((Bar("A", 1, 2, "right"), Bar("B", 0, 0)))
    assert shown(facts) == "**Time**: 30 s\nalone"
    assert shown(standings) == (
        "1\\. **Ada** (you) — **1,200 points** · 2 right\n2\\. B\\*b — **1 point**"
    )
    assert shown(bars) == "▰▰▰▰▰▱▱▱▱▱ **1 of 2** · A · **right**\n▱▱▱▱▱▱▱▱▱▱ **0 of 0** · B"


def test_facts_that_take_more_than_a_line_are_a_list() -> None:
    facts = Facts((Fact("Rights", inline("a" * 76)), Fact("", inline("b")), Fact("Date", ())))
    assert shown(facts) == f"- **Rights**: {'a' * 76}\nb\n- **Date**:"


def test_code_of_several_lines_is_a_block_to_copy() -> None:
    """Nothing in it can end it."""
    assert shown(Prose((Code("@book{\n  year = 1935```\n}"),))) == (
        "```\n@book{\n  year = 1935ˋˋˋ\n}\n```"
    )


def test_a_countdown_counts_on_the_readers_screen() -> None:
    assert shown(Countdown("Answer by", NOON)) == "Answer by: **<t:1772366400:R>**"


def test_a_picture_is_attached_with_the_words_that_stand_for_it() -> None:
    [message] = render(Reply((Picture(PNG, "The podium", "po/dium.png"),)))
    drawn = draw(message)
    [file] = drawn.files
    gallery = drawn.view.to_components()[0]["components"][0]
    assert (file.filename, file.description) == ("po_dium.png", "The podium")
    assert gallery["items"][0]["media"]["url"] == "attachment://po_dium.png"
    assert gallery["items"][0]["description"] == "The podium"


def test_a_file_is_attached_below_what_says_what_it_is() -> None:
    [message] = render(Reply((File("record.csv", "text/csv", b"a" * 1500, "The record"),)))
    drawn = draw(message)
    assert said([message]) == "The record: record.csv, 2 kB"
    assert (
        drawn.view.to_components()[0]["components"][1]["file"]["url"] == "attachment://record.csv"
    )


def test_two_files_of_one_name_are_two_files() -> None:
    picture = Picture(PNG, "", "a.png")
    [message] = render(Reply((picture, picture)))
    assert [file.filename for file in draw(message).files] == ["a.png", "a-1.png"]


def test_a_packed_file_says_what_it_is_packed_from() -> None:
    """Also where a number tells it from another: once unpacked it can be opened."""
    names = ("my-data.csv", "my-data.json.gz", "v1.2 of it.csv.gz")
    files = tuple(File(name, "application/octet-stream", b"a", "It") for name in names)
    found = [file.filename for each in render(Reply(files)) for file in draw(each).files]
    assert found == ["my-data.csv", "my-data-1.json.gz", "v1.2_of_it-2.csv.gz"]


def test_a_reply_without_words_is_a_message_still() -> None:
    assert shown() == "…"
    assert_within_limits(Reply((Prose(inline("\u200b")),)))


async def test_the_library_keeps_no_view_in_memory() -> None:
    """Buttons answer by their ids; a view that is kept for each message would never be let go."""
    [message] = render(Reply((), (Button("Cite", Action("cite")),)))
    assert draw(message).view.is_finished()


def test_every_passage_of_the_shipped_document_is_shown_whole() -> None:
    for block in PACK.document.paragraphs:
        reply = Reply((Quote((Words(block.text),), inline("source")),))
        assert_within_limits(reply)
        lines = unescaped(said(render(reply))).replace("> ", "").split("\n-# ")[0]
        assert lines.split() == block.text.split()


def test_every_explanation_of_a_question_fits_into_one_message() -> None:
    """The reveal of a round and the verdict of a quiz hold it, with what else they say."""
    for question in PACK.questions:
        reply = Reply(tuple(explained(PACK, question)))
        assert_within_limits(reply)
        assert len(render(reply)) == 1


def test_a_text_longer_than_a_message_goes_on_in_the_next_at_a_sentence() -> None:
    messages = render(Reply((Prose(inline(LONG * 100)),)))
    assert len(messages) == 2
    assert all(said([message]).endswith("slept.") for message in messages)


@pytest.mark.parametrize("length", [3_799, 3_800, 3_801, 4_000, 4_001])
def test_the_limit_of_text_holds_at_its_edge(length: int) -> None:
    reply = Reply((Prose(inline("a" * length)),))
    assert_within_limits(reply)
    assert "".join(said(render(reply)).split()) == "a" * length


@pytest.mark.parametrize("count", [1, 5, 25, 26, 60])
def test_any_number_of_buttons_options_and_blocks_is_dealt_out(count: int) -> None:
    buttons = tuple(Button(f"Turn {n}", Action("passage", (str(n),))) for n in range(count))
    options = tuple(Option(str(n), LONG * 3) for n in range(count))
    reply = Reply(
        (Divider(), Prose(inline("x"))) * count, (*buttons, Menu("Turn to", options, Action("m")))
    )
    assert_within_limits(reply)
    whole = str(sent(reply))
    assert all(f"'1|passage|{n}'" in whole for n in range(count))
    assert whole.count("'value':") == count


def test_two_buttons_that_do_the_same_are_one() -> None:
    """Discord takes no message in which an id stands twice."""
    reply = Reply((), (Button("A", Action("x")), Button("B", Action("x"))))
    assert str(sent(reply)).count("'1|x'") == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(blocks(), max_size=8), controls())
def test_no_reply_breaks_a_limit(
    given_blocks: list[Block], given_controls: tuple[Any, ...]
) -> None:
    """Whatever the blocks hold, every message is one that Discord takes."""
    reply = Reply(tuple(given_blocks), given_controls)
    assert_within_limits(reply)
    for message in render(reply):
        texts = [item.markdown for item in message.items if isinstance(item, Display)]
        assert sum(map(shown_length, texts)) <= MAX_TEXT


def test_no_word_of_the_document_is_cut() -> None:
    """Not even where all of it is one reply."""
    words = set(" ".join(block.text for block in PACK.document.paragraphs).split())
    for part in _parts():
        assert set(part.split()) <= words


def _parts() -> Iterator[str]:
    whole = " ".join(block.text for block in PACK.document.paragraphs)
    for message in render(Reply((Prose(inline(whole)),))):
        yield unescaped(said([message]))

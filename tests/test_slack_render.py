"""Replies as Slack messages and views: every block, every limit, with the longest content there is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import kit, modal
from adapters.slack.kit import Json
from adapters.slack.layout import Attached, Gallery, Item, Message, Solid
from adapters.slack.modal import Kept
from adapters.slack.origin import Origin
from adapters.slack.owner import Owner
from adapters.slack.render import MAX_FALLBACK, fallback, render, render_view
from bot.chat.action import Action
from bot.chat.form import Choose, Option, Write
from bot.chat.plain import plain_blocks
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Countdown,
    Fact,
    Facts,
    File,
    Form,
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
from bot.chat.text import Code, Link, Mention, Strong, Time, inline
from bot.runtime.packs import load
from bot.views.question import explained
from tests.builders import NOON
from tests.platforms.standin_slack_limits import message_problems, view_problems
from tests.replies import blocks, controls

PACK = load()
OWNER = Owner("U0000000001")
LONG = "The harbor was quiet before the storm, and nobody in it slept. "
HOSTILE = (
    "<!channel> <@U1> <https://e.org|click> *b* _i_ ~s~ `c` &amp; @here #general https://e.org"
)


def drawn(items: tuple[Item, ...]) -> list[Json]:
    """The blocks as they are sent, files as if uploaded."""
    return [_drawn(item) for item in items] or [kit.context("…")]


def _drawn(item: Item) -> Json:
    match item:
        case Solid(block):
            return block
        case Gallery(alt=alt):
            return kit.image("F1", alt)
        case Attached():
            return kit.context(item.says)


def body(message: Message) -> Json:
    return {"text": fallback(message), "blocks": drawn(message.items)}


def sent(*blocks: Block) -> list[Json]:
    return [block for message in render(Reply(blocks)) for block in drawn(message.items)]


def elements(block: Json) -> list[Json]:
    """The inline elements of a block of rich text."""
    return list(_inline(block["elements"]))


def _inline(found: list[Json]) -> Iterator[Json]:
    for each in found:
        yield from _inline(each["elements"]) if "elements" in each else [each]


def test_a_heading_is_a_header() -> None:
    [block] = sent(Heading(inline("Page\n226")))
    assert block == {
        "type": "header",
        "text": {"type": "plain_text", "text": "Page 226", "emoji": False},
    }


def test_a_long_heading_is_not_cut() -> None:
    assert all(block["type"] == "rich_text" for block in sent(Heading(inline(LONG * 5))))


def test_a_quotation_has_its_match_bold_and_its_marks_italic() -> None:
    pieces = (Words("We have "), Words("lived without", match=True), PrinterMark("Page 226"))
    quoted, source = sent(Quote((*pieces, Words("you.")), inline("¶ 6")))
    assert quoted["elements"][0]["type"] == "rich_text_quote"
    assert elements(quoted) == [
        {"type": "text", "text": "We have "},
        {"type": "text", "text": "lived without", "style": {"bold": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "[Page 226]", "style": {"italic": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "you."},
    ]
    assert source["elements"][0]["text"] == "— ¶ 6"


def test_a_moment_is_shown_in_the_readers_own_time() -> None:
    [block] = sent(Prose(inline("Until ", Time(NOON))))
    [_, date] = elements(block)
    assert date["type"] == "date"
    assert date["timestamp"] == int(NOON.timestamp())
    assert date["fallback"] == "1 March 2026, 12:00 UTC"


def test_a_countdown_is_shown_to_the_second() -> None:
    [block] = sent(Countdown("Answer by", NOON + timedelta(seconds=30)))
    assert elements(block)[-1]["format"] == "{date_short_pretty} at {time_secs}"


def test_a_link_keeps_its_words() -> None:
    [block] = sent(Prose(inline(Link("The dispatch", "https://e.org/d241"))))
    assert elements(block) == [
        {"type": "link", "url": "https://e.org/d241", "text": "The dispatch"}
    ]


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    [block] = sent(Prose(inline(Link("Click", "javascript:alert(1)"))))
    assert elements(block) == [{"type": "text", "text": "Click"}]


def test_a_person_is_named_and_never_notified() -> None:
    [block] = sent(Prose(inline(Mention("U1", "<@U2>"))))
    assert elements(block) == [{"type": "text", "text": "<@U2>", "style": {"bold": True}}]


def test_a_command_is_written_as_it_is_typed_here() -> None:
    [block] = sent(Prose(inline("Try ", Code("/help quiz"), ".")))
    assert elements(block)[1]["text"] == "/dispatch help quiz"


def test_nothing_that_is_typed_acts() -> None:
    """No text is given as Slack's markup; the text for notifications is escaped."""
    reply = Reply(
        (Heading(inline(HOSTILE)), Prose(inline(HOSTILE, Strong(HOSTILE))), *named(HOSTILE)),
        (Button(HOSTILE, Action("act")), Menu(HOSTILE, (Option("k", HOSTILE),), Action("pick"))),
    )
    for message in render(reply):
        assert "mrkdwn" not in str(drawn(message.items))
        assert "'type': 'user'" not in str(drawn(message.items))
        assert "<" not in fallback(message)
        assert "&amp;amp;" in fallback(message)


def named(name: str) -> tuple[Block, ...]:
    rows = (Standing(1, name, 12, name, is_you=True), Standing(2, name, 1))
    return Facts((Fact(name, inline(name)),)), Standings(rows), Bars((Bar(name, 1, 2, name),))


def test_what_cannot_be_seen_is_left_out() -> None:
    [block] = sent(Prose(inline("a\u200b\u202eb\u3164c")))
    assert elements(block) == [{"type": "text", "text": "abc"}]


def test_the_text_is_what_plain_readers_get() -> None:
    shown: tuple[Block, ...] = (Heading(inline("Score")), Facts((Fact("Points", inline("12")),)))
    [message] = render(Reply(shown))
    assert message.text == plain_blocks(shown)


def test_a_scoreboard_is_a_table() -> None:
    rows = (Standing(1, "Ada", 12, "2 of 2"), Standing(2, "Bob", 6, "1 of 2", is_you=True))
    [block] = sent(Standings(rows))
    cells = [[cell["text"] for cell in row] for row in block["rows"]]
    assert cells == [
        ["Rank", "Name", "Points", "Details"],
        ["1", "Ada", "12", "2 of 2"],
        ["2", "Bob (you)", "6", "1 of 2"],
    ]


def test_a_long_scoreboard_is_as_many_tables_as_slack_takes() -> None:
    """However much stands in each row, none is left out."""
    rows = tuple(Standing(rank, "N" * 80, rank, "D" * 80) for rank in range(1, 120))
    messages = render(Reply((Standings(rows),)))
    for message in messages:
        assert not list(message_problems(body(message), changed=True))
    shown = [drawn(message.items)[0]["rows"][1:] for message in messages]
    assert [row[0]["text"] for table in shown for row in table] == [str(row.rank) for row in rows]


def test_of_two_scoreboards_the_second_is_a_list() -> None:
    """Slack takes one table a message, and what belongs together stands together."""
    board = Standings((Standing(1, "Ada", 12),))
    (message,) = render(Reply((board, board)))
    kinds = [item.block["type"] for item in message.items if isinstance(item, Solid)]
    assert kinds == ["table", "rich_text"]


def test_a_scoreboard_in_a_modal_is_a_list() -> None:
    board = Standings((Standing(1, "Ada", 12, is_you=True),))
    [block] = drawn(render_view(Reply((board,)), OWNER).items)
    assert "".join(each["text"] for each in elements(block)) == "1. Ada (you), 12 points"


def test_a_picture_has_words_that_stand_for_it() -> None:
    [message] = render(Reply((Picture(b"PNG", "The podium", "podium.png"),)))
    assert message.text == "Picture: The podium"


def test_a_file_is_said_to_come_by_itself() -> None:
    [message] = render(Reply((File("record.csv", "text/csv", b"a,b", "The record"),)))
    assert message.text == "The record: record.csv, 3 bytes"


def test_a_long_text_is_cut_at_the_ends_of_sentences() -> None:
    parts = [
        "".join(e["text"] for e in elements(block)) for block in sent(Prose(inline(LONG * 200)))
    ]
    assert len(parts) > 1
    assert all(part.rstrip().endswith("slept.") for part in parts)
    assert "".join(parts) == LONG * 200


def test_no_word_of_the_document_is_cut() -> None:
    """Not even where all of it is one reply."""
    paragraphs = tuple(Prose(inline(block.text)) for block in PACK.document.paragraphs)
    shown = " ".join(e["text"] for block in sent(*paragraphs) for e in elements(block))
    words = set(" ".join(block.text for block in PACK.document.paragraphs).split())
    assert words <= set(shown.split())


def test_the_text_stays_small_enough_for_an_edit_even_escaped() -> None:
    [message, *_] = render(Reply((Prose(inline("& " * 2_500)),)))
    assert len(fallback(message)) <= MAX_FALLBACK


@settings(max_examples=60)
@given(st.lists(blocks(), max_size=8), controls())
def test_no_reply_breaks_a_limit(some: list[Block], used: tuple[Any, ...]) -> None:
    """Whatever the blocks hold, every message is one that Slack takes, and so is the modal."""
    reply = Reply(tuple(some), used)
    for message in render(reply, OWNER):
        assert not list(message_problems(body(message), changed=True))
    blocks = drawn(render_view(reply, OWNER).items)
    view = modal.showing(blocks, Kept(Origin("T1", "U1")), "A title that is too long for Slack")
    assert not list(view_problems(view, "modal"))


def test_every_question_of_the_pack_can_be_asked_and_answered() -> None:
    for question in PACK.questions:
        form = Form(
            question.prompt, question.form("seed"), Action("answer", ("x" * 16, "12")), "OK"
        )
        for message in render(Reply(tuple(explained(PACK, question)), (form,)), OWNER):
            assert not list(message_problems(body(message), changed=True))


def test_one_thing_to_choose_is_a_button_for_each() -> None:
    options = (Option("a", "True"), Option("b", "False"))
    form = Form("Is it?", (Choose("answer", "Is it?", options),), Action("answer"), "Answer")
    *_, row = drawn(render(Reply((), (form,)))[0].items)
    assert [each["text"]["text"] for each in row["elements"]] == ["A", "B"]


def test_any_other_form_is_opened_by_a_button() -> None:
    form = Form("Say it", (Write("answer", "Say it"),), Action("answer"), "Answer")
    *_, row = drawn(render(Reply((), (form,)))[0].items)
    assert [each["text"]["text"] for each in row["elements"]] == ["Answer …"]


def test_a_long_list_is_parted() -> None:
    options = tuple(Option(f"k{n}", f"Place {n}") for n in range(250))
    [row] = drawn(render(Reply((), (Menu("Turn to", options, Action("passage")),)))[0].items)
    assert [len(each["options"]) for each in row["elements"]] == [100, 100, 50]
    labels = [each["placeholder"]["text"] for each in row["elements"]]
    assert labels == ["Turn to (1)", "Turn to (2)", "Turn to (3)"]


def test_buttons_that_do_the_same_are_one() -> None:
    button = Button("Join", Action("join"))
    [row] = drawn(render(Reply((), (button, button)))[0].items)
    assert len(row["elements"]) == 1

"""Every reply as plain text."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given

from bot.chat.plain import (
    inert,
    one_line,
    plain,
    plain_block,
    plain_control,
    plain_inline,
    set_apart,
    time_left,
)
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Control,
    Countdown,
    Divider,
    Fact,
    Facts,
    Heading,
    PrinterMark,
    Prose,
    Quote,
    Reply,
    Standing,
    Standings,
    Words,
)
from bot.chat.text import Code, Link, Mention, Span, Time, inline
from tests import terminal_bot as sample
from tests import terminal_hostile as hostile

BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
EAST = timezone(timedelta(hours=3), "MSK")


def test_the_sample_has_every_kind_of_block_control_and_span():
    """The tests below walk the samples, so a kind that is missing there would go untested."""
    assert {type(block) for block in sample.BLOCKS} == set(get_args(Block))
    assert {type(control) for control in sample.CONTROLS} == set(get_args(Control))
    assert {type(span) for span in sample.INLINE} == set(get_args(Span))


@pytest.mark.parametrize("block", sample.BLOCKS, ids=lambda block: type(block).__name__)
def test_every_kind_of_block_has_words_except_a_divider(block):
    """A block that a screen reader would pass over in silence is lost; a divider has no words."""
    assert bool(plain_block(block, sample.NOW)) is not isinstance(block, Divider)


@pytest.mark.parametrize("control", sample.CONTROLS, ids=lambda control: type(control).__name__)
def test_every_kind_of_control_has_words(control):
    """What can be done is told, even where it can only be read about."""
    assert plain_control(control).strip()


def test_blocks_and_controls_stand_in_order_parted_by_blank_lines():
    """The plain form reads from top to bottom as the reply was made."""
    reply = Reply(
        (Heading(inline("One")), Prose(inline("Two.")), Divider(), Prose(inline("Three."))),
        (sample.BUTTONS[1], sample.MENU),
    )
    assert plain(reply) == ("One\n\nTwo.\n\nThree.\n\n[Skip]\n\nOther hits: ¶ 9, p. 226; ¶ 11")


def test_a_quotation_keeps_every_word_and_tells_marks_matches_and_source_apart():
    """Set in; marks of the printer in brackets between spaces; a matched phrase in one mark."""
    assert plain_block(sample.QUOTE) == (
        "  [text omitted by the editors] this “armistice” can not possibly be ended but only"
        " [p. 225] by a **renewal of battle**. [47]\n"
        "  — ¶ 3, pp. 224–225 · Bullitt"
    )


def test_paragraphs_of_a_quotation_are_all_set_in():
    """A quotation over several paragraphs cannot be taken for the bot's words half-way."""
    quote = Quote((Words("One.\n\nTwo."),), inline("¶ 1"))
    assert plain_block(quote) == "  One.\n\n  Two.\n  — ¶ 1"


def test_matches_parted_by_a_word_stay_two():
    """Only a space joins two matches."""
    pieces = (Words("a", match=True), Words(" and "), Words("b", match=True), Words(" "))
    assert set_apart(pieces) == pieces


def test_a_match_with_space_around_it_is_marked_at_its_words():
    """The marks touch the words, or they would read as stars that stand alone."""
    quote = Quote((Words("so", match=False), Words(" it ", match=True), Words("is")), ())
    assert plain_block(quote) == "  so **it** is"


def test_a_link_is_followed_by_its_address_unless_it_is_the_address():
    """A reader without links can still go there."""
    link, bare = (
        Link("the volume", "https://a.example"),
        Link("https://a.example", "https://a.example"),
    )
    assert plain_inline(inline(link, "; ", bare)) == (
        "the volume (https://a.example); https://a.example"
    )


def test_moments_are_told_in_the_readers_zone():
    """What closes at 14:05 UTC closes at 17:05 for a reader three hours ahead."""
    assert plain_inline(inline(Time(sample.NOW))) == "19 July 2035, 14:05 UTC"
    now = sample.NOW.astimezone(EAST)
    assert plain_inline(inline(Time(sample.NOW)), now) == "19 July 2035, 17:05 MSK"


def test_a_countdown_gives_the_moment_and_the_time_left():
    """Both, since a plain text does not tick."""
    countdown = Countdown("Closes", sample.NOW + timedelta(minutes=1))
    assert plain_block(countdown, sample.NOW) == "Closes: 19 July 2035, 14:06 UTC, in 1 minute"
    assert plain_block(countdown) == "Closes: 19 July 2035, 14:06 UTC"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "over"),
        (timedelta(seconds=-5), "over"),
        (timedelta(milliseconds=1), "in 1 second"),
        (timedelta(seconds=59), "in 59 seconds"),
        (timedelta(minutes=3, seconds=20), "in 3 minutes 20 seconds"),
        (timedelta(hours=2, seconds=1), "in 2 hours 1 second"),
        (timedelta(days=1_000, hours=1, minutes=9), "in 1,000 days 1 hour"),
    ],
)
def test_the_time_left_is_told_in_its_two_greatest_units(left, words):
    """Nobody wants the seconds of a wait of days; a wait that began is never told as nothing."""
    assert time_left(sample.NOW + left, sample.NOW) == words


def test_a_scoreboard_line_says_rank_name_you_points_and_detail():
    """One line a person, complete when heard alone."""
    rows = (Standing(1, "Ada", 1_200, "12 of 12", is_you=True), Standing(2, "Bo", 1))
    assert plain_block(Standings(rows)) == "1. Ada (you), 1,200 points, 12 of 12\n2. Bo, 1 point"


def test_a_bar_gives_its_count_and_its_mark():
    """How something is spread can be heard without seeing bars."""
    bars = Bars((Bar("Mexico", 3, 8, "right"), Bar("Morocco", 5, 8)))
    assert plain_block(bars) == "Mexico: 3 of 8, right\nMorocco: 5 of 8"


def test_a_fact_without_a_label_is_told_without_one():
    """No colon stands alone at the start of a line."""
    facts = Facts((Fact("", inline("Text omitted")), Fact("Pages", inline("224–227"))))
    assert plain_block(facts) == "Text omitted\nPages: 224–227"


def test_a_name_cannot_forge_a_line_of_the_scoreboard():
    """A line break in a name is a space, wherever the name is shown."""
    name = "Eve\n1. Eve, 999 points"
    assert plain_block(Standings((Standing(9, name, 1),))).count("\n") == 0
    assert "\n" not in plain_inline(inline(Mention("U", name)))


def test_text_to_copy_keeps_its_lines():
    """A citation record of several lines comes out as it is."""
    assert plain_inline(inline(Code("@book{a,\n  year = 1952\n}"))) == "@book{a,\n  year = 1952\n}"


def test_control_characters_become_visible_and_harmless():
    """An escape sequence is shown as what it is, and does nothing."""
    assert inert("\x1b[31mred\x07\x7f\x9b") == "␛[31mred␇␡\ufffd"
    assert inert("a\r\nb\rc\x0bd\u2028e\tf") == "a\nb\nc\nd\ne f"
    assert inert("safe\u202eevil\u2069") == "safeevil"
    assert inert("\ud800") == "\ufffd"


def test_what_languages_need_stays():
    """Joiners, marks, wide and right-to-left letters are words, not tricks."""
    words = "naïve e\u0301 漢字 שלום نمی\u200cخواهم 👩\u200d👧"
    assert inert(words) == words


def test_a_label_is_one_line():
    """Whatever breaks lines is a space in a label."""
    assert one_line(" a\r\n\n b\tc\u2029d ") == "a b c d"


@given(hostile.text)
def test_nothing_inert_is_a_control_character(text):
    """For any text: what comes out acts on nothing, can be encoded, and is inert already."""
    out = inert(text)
    assert not [c for c in out if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    assert not BIDI & set(out)
    assert inert(out) == out
    out.encode("utf-8")


@given(hostile.replies)
def test_no_reply_puts_a_control_character_out(reply):
    """For any reply, controls included."""
    out = plain(reply, datetime(2035, 1, 1, tzinfo=UTC))
    assert inert(out) == out


@given(hostile.text, hostile.text)
def test_the_plain_form_has_all_the_words(words, mark):
    """Whatever is quoted, each of its words is there."""
    quote = Quote((Words(words), PrinterMark(mark), Words(words, match=True)), inline(words))
    out = plain_block(quote)
    assert all(word in out for word in inert(f"{words} {mark}").split())

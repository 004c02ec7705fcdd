"""What a person sees, through the real console at several widths."""

import io
import re
import unicodedata
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from adapters.terminal.display import WIDEST, RichDisplay
from adapters.terminal.panel import panel_of
from adapters.terminal.screen import Screen
from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.plain import inert
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Countdown,
    Divider,
    Fact,
    Facts,
    Menu,
    Prose,
    Quote,
    Reply,
    Standing,
    Standings,
    Words,
)
from bot.chat.text import Link, inline
from bot.chat.vocabulary import Vocabulary
from tests import terminal_hostile as hostile
from tests.terminal_bot import BLOCKS, CONTROLS, NOW, QUOTE, REPLIES, SampleBot

VOCABULARY = Vocabulary.of(SampleBot.commands, SampleBot().complete)
STYLES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def drawn(reply, width=80, **console):
    """Return what the terminal gets for a reply and its panel."""
    out = io.StringIO()
    options = {"color_system": None, "_environ": {}, **console}
    display = RichDisplay(Console(file=out, width=width, highlight=False, **options))
    display.reply(reply, panel_of(Screen.of(reply), VOCABULARY), NOW)
    return out.getvalue()


def in_color(reply, **console):
    return drawn(reply, force_terminal=True, color_system="standard", **console)


def of(*blocks):
    return Reply(blocks)


def words_of(text):
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_every_kind_of_block_is_drawn(block):
    """The walk over the union is in the tests of the plain form, which share the sample."""
    assert type(block) in get_args(Block)
    assert drawn(of(block)) != drawn(of())


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: type(control).__name__)
def test_every_kind_of_control_can_be_seen(control):
    """Each adds something to type to the foot of the screen."""
    assert drawn(Reply((), (control,))) != drawn(Reply(()))


def test_the_sample_at_80_columns():
    """A person has looked at this, and found it good."""
    assert drawn(REPLIES["sample"], 80) == (
        """
  Every kind of block

  Words, strong, stressed, /lookup radek, the volume
  (https://history.example/d241), Ada and 19 July 2035, 14:05 UTC.

  ▌ [text omitted by the editors] this “armistice” can not possibly be ended but
  ▌ only [p. 225] by a renewal of battle. [47]
  ▌ — ¶ 3, pp. 224–225 · Bullitt

  Author  William C. Bullitt
  Pages   224–227

  #  Name       Points
  1  Ada (you)   1,200  12 of 12 right
  2  Grace         950  10 of 12 right
  2  Alan          950

  Mexico   ━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 3 of 8  right
  Morocco  ━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄ 5 of 8
  Nobody   ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0 of 0

  Closes: 19 July 2035, 14:08 UTC, in 3 minutes 20 seconds

  ──────────────────────────────────────────────────────────────────────────────

  Picture: A podium with Ada on top

  1 Hint, which costs 2 points   2 Skip   3 Stop

  Other hits
  4  ¶ 9, p. 226
  5  ¶ 11
  Type a number, words to look up or /help.

"""
    )


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 100, 200])
@pytest.mark.parametrize("name", sorted(REPLIES))
def test_no_line_is_wider_than_the_window_or_88_columns_of_text(name, width):
    """Nor has it spaces at its end, which would wrap when the window is made narrower."""
    for line in drawn(REPLIES[name], width).splitlines():
        assert cell_len(line) <= min(width, WIDEST + 2)
        assert line == line.rstrip()


@pytest.mark.parametrize("width", [20, 40, 80])
def test_no_word_is_lost_at_any_width(width):
    """Narrow windows stack what wide ones put side by side; they drop nothing."""
    whole = words_of(drawn(REPLIES["sample"], 500))
    joined = drawn(REPLIES["sample"], width).replace("\n", " ")
    missing = {word for word in whole if word not in joined}
    assert missing <= {"example"}, "only the address of a link may be broken, where it must"


def test_every_line_of_a_quotation_has_the_bar():
    """Also empty lines between paragraphs, so that it is seen as one."""
    quote = Quote((Words("One of two.\n\n" + "Long words. " * 20),), inline("¶ 1"))
    lines = drawn(of(quote), 40).strip().splitlines()[:-2]
    assert len(lines) > 5
    assert all(line.startswith("▌") for line in lines)


def test_a_match_is_marked_by_more_than_color():
    """Bold and underlined, which ``NO_COLOR`` leaves alone; with color, as with a highlighter."""
    plain_terminal = in_color(of(QUOTE), no_color=True)
    assert "\x1b[1;4mrenewal of battle" in plain_terminal
    assert "\x1b[1;4;30;103mrenewal of battle" in in_color(of(QUOTE))


def test_no_color_is_respected():
    """With ``NO_COLOR`` set there is no color, and all the words."""
    out = in_color(REPLIES["sample"], _environ={"NO_COLOR": "1"})
    codes = {code for run in re.findall(r"\x1b\[([0-9;]*)m", out) for code in run.split(";")}
    assert codes <= {"0", "1", "2", "3", "4", ""}
    assert STYLES.sub("", out) == drawn(REPLIES["sample"])


def test_color_adds_nothing_that_the_characters_do_not_say():
    """Without its colors the screen is the same text."""
    assert STYLES.sub("", in_color(REPLIES["sample"])) == drawn(REPLIES["sample"])


def test_the_person_is_marked_on_the_scoreboard_and_ties_share_a_rank():
    """By a word, not only by weight or color."""
    lines = drawn(REPLIES["sample"]).splitlines()
    assert [line[:18].rstrip() for line in lines if "950" in line or "you" in line] == [
        "  1  Ada (you)   1",
        "  2  Grace",
        "  2  Alan",
    ]


def test_a_bar_is_never_longer_than_its_room_and_never_empty_for_something():
    """Odd counts draw no odd bars."""
    bars = Bars((Bar("a", 1, 10_000), Bar("b", 12, 10), Bar("c", -1, 10), Bar("d", 3, 0)))
    full = [line.count("━") for line in drawn(of(bars)).splitlines() if "of" in line]
    assert full == [1, 24, 0, 0]


def test_what_has_passed_is_told_as_over():
    """A countdown does not go below nothing."""
    out = drawn(of(Countdown("Closed", NOW - timedelta(hours=1))))
    assert "Closed: 19 July 2035, 13:05 UTC, over" in out


def test_a_divider_takes_the_width_of_the_text():
    """And no more than that in a wide window."""
    assert drawn(of(Divider()), 200).splitlines()[1] == "  " + "─" * WIDEST


def test_only_web_addresses_become_links():
    """The address is shown in any case; a trick in it cannot end the link's escape sequence."""
    out = in_color(of(Prose(inline(Link("here", "https://a.example/\x1b\\x")))), width=200)
    assert "]8;" in out
    assert "(https://a.example/␛\\x)" in STYLES.sub("", out)
    assert "]8;" not in in_color(of(Prose(inline(Link("here", "file:///etc/passwd")))))


def test_wide_characters_count_double():
    """Columns stay columns for Chinese names and emoji."""
    rows = (
        Standing(1, "王小明", 10, "x"),
        Standing(2, "Ada🎉", 9, "x"),
        Standing(3, "Abe", 8, "x"),
    )
    lines = drawn(of(Standings(rows))).splitlines()[2:5]
    assert len({cell_len(line) for line in lines}) == 1


def test_facts_that_do_not_fit_are_stacked():
    """A label stands above its value where both do not fit into the line."""
    facts = Facts((Fact("A label that is long", inline("and a value as long")),))
    assert drawn(of(facts), 30).startswith("\nA label that is long\n  and a value as long\n")


@pytest.mark.parametrize("width", [20, 44, 60, 80])
def test_an_address_longer_than_its_column_is_broken_and_not_cut(width):
    """An address that ends in dots leads nowhere."""
    url = "https://history.example/" + "a" * 90
    facts = Facts((Fact("Published", inline("the volume ", Link(url, url))),))
    menu = Menu("Places", (Option("a", url),), Action("go"))
    standings = Standings((Standing(1, url, 5, url),))
    for out in (drawn(of(facts), width), drawn(Reply((), (menu,)), width)):
        assert url in re.sub(r"\s", "", out)
    cells = drawn(of(standings), width)
    assert cells.count("a") >= 180
    assert "…" not in cells


def test_markup_and_emoji_codes_are_only_text():
    """What looks like the library's markup is shown as typed."""
    said = "[bold]not bold[/bold] :smile: [link=x]y[/link]"
    assert said in drawn(of(Prose(inline(said))))


@settings(deadline=None, max_examples=150)
@given(hostile.replies, st.integers(1, 130))
def test_nothing_hostile_reaches_the_terminal_at_any_width(reply, width):
    """Whatever is in a reply: no crash, and no control character but the program's own styles."""
    out = STYLES.sub("", in_color(reply, width=width))
    assert not [c for c in out if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    assert not BIDI & set(out)


@settings(deadline=None, max_examples=100)
@given(hostile.text, st.integers(16, 100))
def test_every_character_of_a_quotation_is_drawn(text, width):
    """Wrapping drops spaces only."""
    words = "".join(inert(text).split())
    out = drawn(of(Quote((Words(text),), ())), width)
    assert words in re.sub(r"[\s▌]", "", out)

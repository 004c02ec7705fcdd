"""Text and replies that nobody means well with, as hypothesis strategies."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Option, Write
from bot.chat.reply import (
    Bar,
    Bars,
    Button,
    Countdown,
    Divider,
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
    Style,
    Words,
)
from bot.chat.text import Code, Emphasis, Link, Mention, Strong, Text, Time

FRAGMENTS = (
    "\x1b[2J",
    "\x1b]0;owned\x07",
    "\x1b]8;;https://evil.example\x1b\\",
    "\x9b31m",
    "\u202etxet",
    "\u2066",
    "\r\n",
    "\t",
    "\u2028",
    "\u200b",
    "e\u0301\u0323\u0300",
    "漢字かな",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "שלום",
    "[bold]markup[/bold]",
    ":smile:",
    "x" * 300,
)

text = st.lists(
    st.one_of(
        st.sampled_from(FRAGMENTS),
        st.text(st.characters(exclude_categories=()), max_size=12),
        st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=4),
    ),
    max_size=5,
).map("".join)
"""Control and format characters, lone surrogates, wide, combining and endless words, markup."""

days = st.integers(0, 100_000).map(lambda day: timedelta(days=day, seconds=day))
moments = days.map(lambda since: datetime(1900, 1, 1, tzinfo=UTC) + since)
numbers = st.integers(-(10**9), 10**9)
spans = st.one_of(
    *(st.builds(kind, text) for kind in (Text, Strong, Emphasis, Code)),
    st.builds(Link, text, text),
    st.builds(Mention, text, text),
    st.builds(Time, moments),
)
inlines = st.lists(spans, max_size=4).map(tuple)
pieces = st.one_of(st.builds(Words, text, st.booleans()), st.builds(PrinterMark, text))


def some(strategy: st.SearchStrategy, at_most: int = 3) -> st.SearchStrategy:
    return st.lists(strategy, max_size=at_most).map(tuple)


blocks = st.one_of(
    st.builds(Heading, inlines),
    st.builds(Prose, inlines),
    st.builds(Quote, some(pieces, 6), inlines),
    st.builds(Facts, some(st.builds(Fact, text, inlines))),
    st.builds(Standings, some(st.builds(Standing, numbers, text, numbers, text, st.booleans()))),
    st.builds(Bars, some(st.builds(Bar, text, numbers, numbers, text))),
    st.builds(Countdown, text, moments),
    st.builds(Picture, st.just(b""), text, text),
    st.builds(File, text, text, st.binary(max_size=9), text),
    st.just(Divider()),
)
actions = st.just(Action("act", ("1",)))
options = some(st.builds(Option, text, text), 5)
fields = st.one_of(
    st.builds(Choose, text, text, options),
    st.builds(Arrange, text, text, options),
    st.builds(Write, text, text, st.integers(1, 200)),
)
controls = st.one_of(
    st.builds(Button, text, actions, st.sampled_from(Style)),
    st.builds(Menu, text, options, actions),
    st.builds(Form, text, some(fields), actions, text),
)
replies = st.builds(Reply, some(blocks), some(controls))

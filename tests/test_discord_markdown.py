"""Text in Discord's markdown: whatever a person typed is shown as it was typed."""

import re
import unicodedata
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import escaped, markdown, unescaped
from bot.chat.text import Code, Emphasis, Link, Mention, Strong, Text, Time, inline
from bot.chat.visible import clipped, shown_length, visible

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("*_~`|>#-+[]()<@:/.\\&!1\n \u200b\u202e\u2066\ufeff\u3164\u0301ab"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=60,
)

ACTIVE = {
    "bold": "**x**",
    "underlined": "__x__",
    "struck": "~~x~~",
    "hidden": "||x||",
    "code": "`x`",
    "heading": "# x",
    "small": "-# x",
    "bullet": "- x",
    "number": "1. x",
    "quotation": "> x",
    "everyone": "@everyone",
    "person": "<@123>",
    "role": "<@&123>",
    "channel": "<#123>",
    "command": "</quiz:123>",
    "emoji": "<:smile:123>",
    "moment": "<t:123:R>",
    "masked link": "[x](https://example.org)",
    "bare link": "https://example.org",
}


@pytest.mark.parametrize("typed", ACTIVE.values(), ids=ACTIVE.keys())
def test_what_would_act_is_shown_as_it_was_typed(typed: str) -> None:
    """Neither markup nor mention nor link survives, and not a character of it is lost."""
    sent = escaped(typed)
    assert unescaped(sent) == typed
    assert not acting(sent)


@given(HOSTILE)
def test_no_typed_text_acts(typed: str) -> None:
    """Whatever is typed, Discord finds nothing in it to act on, and shows what can be seen of it."""
    assert not acting(escaped(typed))
    assert unescaped(escaped(typed)) == visible(typed)


@given(HOSTILE, HOSTILE)
def test_two_texts_side_by_side_do_not_act_together(first: str, second: str) -> None:
    """What is harmless alone stays so beside the next."""
    assert not acting(markdown(inline(first, second)))


@given(HOSTILE)
def test_a_style_ends_where_it_should(typed: str) -> None:
    """Bold, italic and code texts hold what they were given and no more."""
    for span in (Strong(typed), Emphasis(typed), Code(typed)):
        sent = markdown((Text("«"), span, Text("»")))
        body = sent.removeprefix("«").removesuffix("»").strip()
        mark = {Strong: "**", Emphasis: "*", Code: "`"}[type(span)]
        if body:
            assert body.startswith(mark)
            assert body.endswith(mark)
            inner = body.removeprefix(mark).removesuffix(mark)
            assert "`" not in inner if mark == "`" else not acting(inner)


@given(HOSTILE)
def test_nothing_unseen_is_sent(typed: str) -> None:
    """Invisible characters, and marks heaped on a letter, do not come out."""
    sent = visible(typed)
    assert not {c for c in sent if unicodedata.category(c) in {"Cc", "Cf"}} - set("\n\u200c\u200d")
    assert not re.search("[\u0300-\u036f]{5}", sent)


@given(HOSTILE, st.integers(2, 60))
def test_a_clipped_text_fits(typed: str, limit: int) -> None:
    """It is one line, within the limit, as Discord counts."""
    assert shown_length(clipped(typed, limit)) <= limit
    assert "\n" not in clipped(typed, limit)


def test_a_text_is_clipped_after_a_word() -> None:
    assert clipped("The harbor was quiet before the storm", 20) == "The harbor was…"


def test_a_link_shows_its_words_and_only_web_addresses_are_links() -> None:
    web = Link("the page", "https://example.org/a_(b)")
    assert markdown((web,)) == "[the page](<https://example.org/a_%28b%29>)"
    assert markdown((Link("x", "javascript:alert(1)"),)) == "x"
    assert (
        markdown((Link("https://example.org", "https://example.org"),)) == "<https://example.org>"
    )


def test_a_link_cannot_be_broken_out_of() -> None:
    sent = markdown((Link("a](https://evil.example) [b", "https://example.org/)>[x]"),))
    assert sent == r"[a\](https\://evil.example) \[b](<https://example.org/%29%3E%5Bx%5D>)"


def test_a_person_is_named_and_not_notified() -> None:
    assert markdown((Mention("123", "Ada @everyone"),)) == r"**Ada \@everyone**"


@pytest.mark.parametrize(
    ("user", "shown"),
    [("123", "<@123>"), ("&123", "**&123**"), ("ada", "**ada**"), ("١٢٣", "**١٢٣**")],
)
def test_a_person_whose_name_is_not_known_is_named_by_discord(user: str, shown: str) -> None:
    """By their id, and nothing else that could be a mention."""
    assert markdown((Mention(user, user),)) == shown


def test_a_moment_is_shown_in_the_readers_own_time() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)  # noqa: UP017
    assert markdown((Time(at),)) == "<t:1772366400:f>"


def acting(sent: str) -> str:
    """What Discord would act on, by its rules: an escape takes the next character out of play."""
    plain = re.sub(r"\\[^0-9A-Za-z\s]", "\0", sent)
    found = re.search(
        r"[*_~`|<>@\[]|^\s*#|^\s*-|^\s*\+ |^\s*\d+[.)] |https?://", plain, flags=re.MULTILINE
    )
    return found[0] if found else ""

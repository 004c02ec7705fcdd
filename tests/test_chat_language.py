"""Saying things in the language of whoever reads them."""

import asyncio
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.language import ENGLISH, Language, _, ngettext, phrase, speaking, spoken, tenths
from bot.chat.text import Code, Text, inline
from bot.runtime.languages import best, codes


class Catalogue(NullTranslations):
    """A catalogue of two sentences."""

    def gettext(self, message: str) -> str:
        return {"Start with {command}.": "Mit {command} geht es los."}.get(message, message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return {"{n} point": ("{n} Punkt", "{n} Punkte")}.get(one, (one, many))[n != 1]


GERMAN = Language("de", Catalogue())


def test_a_sentence_is_said_in_the_language_spoken() -> None:
    """Spans keep their kind, and stand where the other language has them."""
    english = phrase("Start with {command}.", command=Code("/quiz"))
    assert english == inline("Start with ", Code("/quiz"), ".")
    with speaking(GERMAN):
        german = phrase("Start with {command}.", command=Code("/quiz"))
    assert german == inline("Mit ", Code("/quiz"), " geht es los.")
    assert spoken() is ENGLISH


def test_numbers_have_the_plural_and_the_separators_of_the_language() -> None:
    """One point, 1,000 points, 1.000 Punkte."""
    said = [ngettext("{n} point", "{n} points", n) for n in (1, 1_000)]
    with speaking(GERMAN):
        said += [ngettext("{n} point", "{n} points", n) for n in (1, 1_000)]
    assert said == ["1 point", "1,000 points", "1 Punkt", "1.000 Punkte"]


def test_tenths_have_the_decimal_sign_of_the_language() -> None:
    """One place, also where it is 0."""
    with speaking(GERMAN):
        german = [tenths(value) for value in (2.46, 1_000)]
    assert [*map(tenths, (2.46, 1_000)), *german] == ["2.5", "1,000.0", "2,5", "1.000,0"]


def test_what_a_catalogue_lacks_is_said_in_english() -> None:
    """Better that than nothing."""
    with speaking(GERMAN):
        assert _("Nothing missed.") == "Nothing missed."


@given(st.text())
def test_what_a_person_typed_is_a_value_and_never_a_message(typed: str) -> None:
    """Braces and percent signs in it mean nothing."""
    assert _("Score of {name}", name=typed) == f"Score of {typed}"
    assert phrase("Score of {name}", name=typed) == (Text("Score of "), Text(typed))


async def test_two_people_are_answered_at_once_each_in_their_language() -> None:
    """What one task speaks, another does not hear."""
    both = asyncio.Barrier(2)

    async def answer(language: Language) -> str:
        with speaking(language):
            await both.wait()
            return ngettext("{n} point", "{n} points", 2)

    assert await asyncio.gather(answer(GERMAN), answer(ENGLISH)) == ["2 Punkte", "2 points"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["de"], "de"),
        (["de-AT"], "de"),
        (["DE_ch"], "de"),
        (["en-US", "de"], "en"),
        (["tlh", "de"], "de"),
        ([""], "en"),
        ([], "en"),
        (["../../etc/passwd", "x" * 10_000, "\x00", "de\nde"], "en"),
    ],
)
def test_the_language_is_the_first_wanted_that_there_is(wanted: list[str], code: str) -> None:
    """A region's language for the region; English where nothing fits, whatever a client claims."""
    assert best(wanted).code == code


def test_english_and_one_more_language_are_spoken() -> None:
    """The catalogues are found where they are."""
    assert codes()[0] == "en"
    assert "de" in codes()

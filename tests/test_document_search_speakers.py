"""Asking for a speaker finds the sentences that are his, and nothing else does."""

import pytest

from bot.document.fold import words
from bot.document.model import Ref
from bot.document.search_speakers import Speakers
from bot.document.source import read

CALM, SHOUT, CREED = (Ref("paragraph", 1, number, number) for number in (1, 2, 3))
DOCUMENT = read(
    "Radek was calm about Stalin and the reports. Radek shouted, “Never!” Mikhailsky said, “Always.”"
)
SPEAKERS = Speakers.of(
    {"Karl Radek": [CALM, SHOUT], "Mikhailsky": [CREED], "Karl Marx": [CREED]}, DOCUMENT
)


def asked(query: str) -> list[Ref] | None:
    """The sentences of the speaker asked for; ``None`` if the query asks anything else."""
    found = SPEAKERS.asked(words(query))
    return None if found is None else list(found)


@pytest.mark.parametrize(
    "query", ["what did Radek say", "RADEK said", "Radek’s words", "what does Karl Radek say?"]
)
def test_a_speaker_is_asked_for_by_any_part_of_the_name(query: str) -> None:
    """With a verb of speaking, in any form."""
    assert asked(query) == [CALM, SHOUT]


@pytest.mark.parametrize("query", ["Radek shouted", "what did radek yell"])
def test_who_asks_for_a_shout_gets_no_calm_words(query: str) -> None:
    """Of a speaker's sentences, those in which somebody cries out."""
    assert asked(query) == [SHOUT]


@pytest.mark.parametrize(
    "query", ["what did Stalin say", "Stalin shouted", "Trotsky said", "Mikhailsky shouted"]
)
def test_whoever_is_not_quoted_says_nothing(query: str) -> None:
    """A person who is only spoken of, who is not named at all, or who did not shout."""
    assert asked(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "Radek",
        "what did Radek say about the President",
        "what do the reports say",
        "who said never",
        "what did he say",
        "what did Karl say",
        "",
    ],
)
def test_anything_else_is_no_question_for_a_speaker(query: str) -> None:
    """No verb, another subject, nobody known, or two who fit."""
    assert asked(query) is None

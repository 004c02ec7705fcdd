"""Asking for a speaker finds the sentences that are his, and nothing else does."""

import pytest

from bot.document.model import Ref
from bot.document.search_speakers import Speakers

SHOUT, CREED = Ref("paragraph", 6, 2, 2), Ref("paragraph", 6, 3, 3)
SPEAKERS = Speakers.of({"Karl Radek": [SHOUT], "Mikhailsky": [CREED], "Karl Marx": [CREED]})


@pytest.mark.parametrize(
    "query", ["what did Radek say", "RADEK shouted", "Radek’s words", "what does Karl Radek say?"]
)
def test_a_speaker_is_asked_for_by_any_part_of_the_name(query: str) -> None:
    """With a verb of speaking, in any form."""
    assert list(SPEAKERS.asked(query)) == [SHOUT]


@pytest.mark.parametrize(
    "query",
    [
        "Radek",
        "what did Radek say about the President",
        "what did Trotsky say",
        "what did he say",
        "what did Karl say",
        "Radek and Mikhailsky said",
        "",
    ],
)
def test_anything_else_is_no_question_for_a_speaker(query: str) -> None:
    """No verb, another subject, nobody known, two who fit, or two at once."""
    assert list(SPEAKERS.asked(query)) == []

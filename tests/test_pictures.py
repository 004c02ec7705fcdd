"""Pictures: what stands in them fits, whoever won."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chat.language import speaking
from bot.pictures.canvas import ACCENT, FAINT, INK, PAPER, fitted, printable
from bot.pictures.podium import HEIGHT, WIDTH, podium
from bot.ports import Laureate
from bot.runtime.languages import language

TITLE_ENDS = 76
"""Pixels from the top: the title is drawn around the 52nd, 40 high."""


def drawn(*best: Laureate, title: str = "A contest") -> Image.Image:
    return Image.open(io.BytesIO(podium(title, best)))


def test_a_podium_is_a_png_of_the_size_that_previews_have() -> None:
    """1,200 by 630 pixels."""
    image = drawn(Laureate(1, "Ada", 30), Laureate(2, "Bob", 20), Laureate(3, "Cyd", 10))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))


def test_the_same_podium_is_the_same_picture() -> None:
    """So that a post sent again is the same post."""
    best = [Laureate(1, "Ada", 30)]
    assert podium("A contest", best) == podium("A contest", best)


def test_of_many_who_share_a_step_three_are_drawn() -> None:
    """And how many more there are: who they are does not change the picture, how many does."""
    five = [Laureate(1, name, 10) for name in ("Ada", "Bob", "Cyd", "Dee", "Eve")]
    others = [*five[:3], Laureate(1, "Fay", 10), Laureate(1, "Gus", 10)]
    assert podium("A contest", five) == podium("A contest", others)
    assert podium("A contest", five) != podium("A contest", five[:4])
    assert podium("A contest", five) != podium("A contest", [*five[1:], five[0]])


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=12))
def test_any_name_can_win(title: str, names: list[str]) -> None:
    """Empty, endless, right to left, emoji, control characters; shared ranks too; people or teams."""
    best = [Laureate(1 + number // 4, name, 10) for number, name in enumerate(names)]
    assert drawn(*best, title=title).size == (WIDTH, HEIGHT)
    teams = [replace(each, members=tuple(names)) for each in best]
    assert drawn(*teams, title=title).size == (WIDTH, HEIGHT)


def test_a_team_stands_on_the_podium_with_its_members() -> None:
    """Three of them, and how many more there are; its points have a decimal."""
    five = Laureate(1, "Amber", 15.5, ("Ada", "Bob", "Cyd", "Dee", "Eve"))
    others = replace(five, members=("Ada", "Bob", "Cyd", "Fay", "Gus"))
    assert podium("A contest", [five]) == podium("A contest", [others])
    fewer = replace(five, members=five.members[:4])
    assert podium("A contest", [five]) != podium("A contest", [fewer])
    assert podium("A contest", [five]) != podium("A contest", [replace(five, points=15.4)])


def in_german(*best: Laureate) -> bytes:
    with speaking(language("de")):
        return podium("A contest", best)


@pytest.mark.parametrize("points", [1_500, 2.5])
def test_numbers_are_written_as_in_the_language_spoken(points: float) -> None:
    """“1.500” and “2,5” in German, which is not how they are written in English."""
    one = Laureate(1, "Ada", points)
    assert in_german(one) != podium("A contest", [one])
    assert in_german(replace(one, points=150)) == podium("A contest", [replace(one, points=150)])


def test_how_many_more_there_are_is_said_in_the_language_spoken() -> None:
    """Of those who share a step, and of a team's members."""
    five = [Laureate(1, name, 10) for name in ("Ada", "Bob", "Cyd", "Dee", "Eve")]
    team = Laureate(1, "Amber", 10, tuple(each.name for each in five))
    for best in (five, [team]):
        assert in_german(*best) != podium("A contest", best)


@pytest.mark.parametrize("sharing", range(1, 7))
def test_no_name_runs_into_the_title(sharing: int) -> None:
    """However many teams of however many share the first step."""
    team = Laureate(1, "Amber", 10, ("Ada", "Bob", "Cyd", "Dee"))
    pixels = drawn(*[team] * sharing, title="").crop((0, 0, WIDTH, TITLE_ENDS))
    assert pixels.getcolors() == [(WIDTH * TITLE_ENDS, PAPER)]


@pytest.mark.parametrize("text", ["W" * 500, "Ada", "Жуков-Ωμέγα", "a b " * 90])
def test_a_line_never_runs_over_its_width(text: str) -> None:
    """It is set smaller, then cut with an ellipsis."""
    shown, font = fitted(printable(text), 38, "Bold", 310)
    assert font.getlength(shown) <= 310
    assert shown == text or shown.endswith("…") or len(text) < 12


def test_what_the_face_lacks_is_left_to_the_words() -> None:
    """No empty boxes in the picture."""
    assert printable("Ada 🏆 漢字 \u202eevil") == "Ada   evil"


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of WCAG 2.2."""
    lights = []
    for color in (one, other):
        parts = [c / 255 for c in color]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("color", [INK, FAINT, ACCENT])
def test_every_ink_can_be_read_on_the_paper(color: tuple[int, int, int]) -> None:
    """At least 4.5 to 1."""
    assert contrast(color, PAPER) >= 4.5

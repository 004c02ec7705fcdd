"""Long texts in parts: at the end of a sentence, never in a word, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.split import Measure, Stretch, split

SENTENCE = "The pilot said that they would sail at dawn. "


def parts(*texts: str, limit: int = 100) -> list[list[str]]:
    stretches = [Stretch(text, number) for number, text in enumerate(texts)]
    measure: Measure[int] = Measure(limit, lambda stretch: len(stretch.text))
    return [[stretch.text for stretch in part] for part in split(stretches, measure)]


def test_a_short_text_is_one_part() -> None:
    assert parts("The harbor was ", "quiet.") == [["The harbor was ", "quiet."]]


def test_a_part_ends_with_a_sentence_where_one_ends_in_its_second_half() -> None:
    assert parts(SENTENCE * 4) == [[SENTENCE * 2], [SENTENCE * 2]]


def test_a_long_sentence_is_cut_between_words() -> None:
    assert all(part[-1].endswith("harbor ") for part in parts("harbor " * 100))


def test_only_a_word_longer_than_a_part_is_cut() -> None:
    assert parts("x" * 250) == [["x" * 100], ["x" * 100], ["x" * 50]]


def test_what_is_whole_is_never_cut() -> None:
    stretches = [Stretch("a " * 45, 0), Stretch("12 March at noon", 1, whole=True)]
    measure: Measure[int] = Measure(100, lambda stretch: len(stretch.text))
    _, second = split(stretches, measure)
    assert [stretch.text for stretch in second] == ["12 March at noon"]


def test_white_space_alone_is_no_part() -> None:
    assert parts("  \n ", limit=2) == []


@given(st.lists(st.text(max_size=80), max_size=6), st.integers(1, 60))
def test_nothing_is_lost_and_no_part_is_too_long(texts: list[str], limit: int) -> None:
    found = parts(*texts, limit=limit)
    assert all(sum(map(len, part)) <= limit for part in found)
    kept = "".join(text for part in found for text in part)
    assert "".join(kept.split()) == "".join("".join(texts).split())

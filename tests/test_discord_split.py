"""Long texts in parts: at the end of a sentence, never in a word, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import escaped, strong, unescaped
from adapters.discord.split import Run, split
from bot.chat.visible import shown_length, visible

SENTENCE = "The pilot said that they would sail at dawn. "


def plain(text: str) -> Run:
    return Run(text, escaped)


def test_a_short_text_is_one_part() -> None:
    assert list(split([plain("The harbor was quiet.")], 100)) == ["The harbor was quiet."]


def test_a_long_text_is_cut_at_the_ends_of_sentences() -> None:
    parts = list(split([plain(SENTENCE * 20)], 200))
    assert len(parts) > 1
    assert all(part.endswith("at dawn.") for part in parts)
    assert " ".join(parts) == (SENTENCE * 20).strip()


def test_a_long_sentence_is_cut_between_words() -> None:
    words = ["harbor"] * 100
    parts = list(split([plain(" ".join(words))], 100))
    assert " ".join(parts).split() == words


def test_only_a_word_longer_than_a_part_is_cut() -> None:
    parts = list(split([plain("a" * 1000)], 100))
    assert "".join(parts) == "a" * 1000


def test_a_style_is_closed_in_each_part() -> None:
    parts = list(split([Run("sail at dawn " * 30, strong)], 100))
    assert len(parts) > 1
    assert all(part.startswith("**") and part.endswith("**") for part in parts)


@given(st.lists(st.text(max_size=200), max_size=5), st.integers(40, 300))
def test_every_part_fits_and_nothing_is_lost(texts: list[str], limit: int) -> None:
    """Whatever is typed."""
    parts = list(split(map(plain, texts), limit))
    assert all(0 < shown_length(part) <= limit for part in parts)
    said = "".join(map(unescaped, parts))
    assert said.split() == "".join(map(visible, texts)).split() or squeezed(said) == squeezed(
        "".join(map(visible, texts))
    )


def squeezed(text: str) -> str:
    return "".join(text.split())

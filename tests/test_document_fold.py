"""Folding: what does not matter when words are compared, and what still does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.fold import fold, tokens, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Vis-à-Vis", "vis-a-vis"),
        ("vis‐à‑vis", "vis-a-vis"),
        ("“armistice”", '"armistice"'),
        ("Litvinov’s", "litvinov's"),
        ("armis\u00adtice", "armistice"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202eevil\u202c", "evil"),
        ("ＦＵＬＬ", "full"),
        ("Straße", "strasse"),
        ("R\u0430dek", "radek"),
        ("\u039cARS", "mars"),
        ("one\ntwo\u2028three", "one two three"),
        ("", ""),
    ],
)
def test_case_accents_punctuation_and_invisible_characters_do_not_matter(
    typed: str, folded: str
) -> None:
    """Two texts that a reader would call the same compare as the same."""
    assert fold(typed) == folded


@pytest.mark.parametrize(
    "text",
    [
        "\u0440\u0430\u0434\u0435\u043a",
        "M\u043e\u0441\u043a\u0432\u0430",
        "\u03b1\u03c1\u03c7\u03b7",
    ],
)
def test_a_word_of_another_alphabet_stays_in_it(text: str) -> None:
    """Letters that look Latin are so only where the whole word may be Latin."""
    assert fold(text) == text.casefold()


@given(st.text(max_size=120))
def test_composed_and_decomposed_accents_are_the_same(text: str) -> None:
    """It does not matter how a keyboard writes an accent."""
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)


@given(st.text(max_size=120))
def test_every_word_keeps_its_place(text: str) -> None:
    """A word found in folded text can be shown in the exact one, and words do not overlap."""
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert words(text[token.start : token.end]) == [token.word]
        end = token.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stalin’s policy", ["stalin", "policy"]),
        ("the Soviets' aim", ["the", "soviets", "aim"]),
        ("Franco-German", ["franco", "german"]),
        ("the U.S.S.R. and the U.S.", ["the", "ussr", "and", "the", "us"]),
        ("vol. clxvii, p. 395.", ["vol", "clxvii", "p", "395"]),
        ("don’t", ["dont"]),
        ("(a) 1,000", ["a", "1", "000"]),
        ("!!! — …", []),
    ],
)
def test_what_counts_as_a_word(text: str, expected: list[str]) -> None:
    """Possessives and the stops of initials are dropped; hyphens part words."""
    assert words(text) == expected


def test_a_huge_word_is_folded_but_not_remembered() -> None:
    """What is pasted does not stay in memory."""
    huge = "É" * 100_000
    assert fold(huge) == "e" * 100_000
    assert words(huge) == ["e" * 100_000]

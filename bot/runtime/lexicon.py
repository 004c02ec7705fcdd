"""Reads the English word list that symspellpy ships (82,765 words: Google Books counts within SCOWL)."""

from functools import cache
from importlib.resources import files

from bot.document.lexicon import Lexicon


@cache
def english() -> Lexicon:
    """Return the lexicon of English; read once in a process (about 40 ms)."""
    resource = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = resource.read_text(encoding="utf-8-sig").splitlines()
    return Lexicon({word: int(count) for word, _, count in (line.partition(" ") for line in lines)})

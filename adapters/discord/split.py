"""Cutting inline text into parts that fit, at the end of a sentence where there is one.

The text is cut before it becomes markdown, so no part begins or ends inside of markup.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.discord.markdown import shown_length

_WORD = re.compile(r"\S+\s*|\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+\Z")
_MARKS = 8
"""What the marks of a style cost, at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text and how it is written as markdown; one that is ``whole`` is never cut."""

    text: str
    write: Callable[[str], str]
    whole: bool = False

    @property
    def markdown(self) -> str:
        """The run as it is sent."""
        return self.write(self.text)


@dataclass(frozen=True, slots=True)
class _Word:
    run: Run
    text: str
    cost: int

    @property
    def ends_a_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text))


def split(runs: Iterable[Run], limit: int) -> Iterator[str]:
    """Yield the runs as markdown, in parts of at most ``limit`` UTF-16 units each.

    A part ends with a sentence if one ends in its second half, else with a word. Only a word that is
    longer than a whole part is cut. No ``whole`` run may be longer than ``limit``.
    """
    words = [word for run in runs for word in _words(run, limit)]
    start = 0
    while start < len(words):
        end = _end(words, start, limit)
        if written := "".join(_written(words[start:end])).strip():
            yield written
        start = end


def _words(run: Run, limit: int) -> Iterator[_Word]:
    for piece in [run.text] if run.whole else _WORD.findall(run.text):
        for text in [piece] if run.whole else _bounded(piece, limit):
            yield _Word(run, text, shown_length(run.write(text)))


def _bounded(word: str, limit: int) -> Iterable[str]:
    # Of a character, an escape makes two and UTF-16 two more; a line break in a quotation makes three.
    longest = max((limit - _MARKS) // 4, 1)
    return (word[at : at + longest] for at in range(0, len(word), longest))


def _end(words: Sequence[_Word], start: int, limit: int) -> int:
    spent, end, sentence = 0, start, start
    while end < len(words):
        is_new_run = end == start or words[end].run is not words[end - 1].run
        spent += words[end].cost + _MARKS * is_new_run
        if spent > limit and end > start:
            return sentence if sentence > start else end
        end += 1
        if words[end - 1].ends_a_sentence and spent > limit // 2:
            sentence = end
    return end


def _written(words: Sequence[_Word]) -> Iterator[str]:
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or words[end].run is not words[start].run:
            text = "".join(word.text for word in words[start:end])
            yield words[start].run.write(text)
            start = end

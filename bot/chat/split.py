"""Cutting text into parts that fit, at the end of a sentence where there is one.

The text is cut before it becomes a platform's markup, so no part begins or ends inside of markup.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Style = TypeVar("Style")
"""How a stretch is written: whatever the platform makes of it."""

_WORD = re.compile(r"\S+\s*|\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+\Z")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Style]):
    """Text in one style; one that is ``whole`` is never cut."""

    text: str
    style: Style
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Measure(Generic[Style]):
    """What a part may hold, in the units of ``cost``, which says what a stretch takes up as written.

    A change of style takes up to ``marks`` more; a character takes at most ``widest``.
    """

    limit: int
    cost: Callable[[Stretch[Style]], int]
    marks: int = 0
    widest: int = 1


@dataclass(frozen=True, slots=True)
class _Word(Generic[Style]):
    of: int
    said: Stretch[Style]
    cost: int

    @property
    def ends_a_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.said.text))


def split(
    stretches: Iterable[Stretch[Style]], measure: Measure[Style]
) -> Iterator[tuple[Stretch[Style], ...]]:
    """Yield the stretches in parts that fit; what is only white space is no part.

    A part ends with a sentence if one ends in its second half, else with a word. Only a word that is
    longer than a whole part is cut. No ``whole`` stretch may be longer than the limit.
    """
    every = tuple(stretches)
    if sum(map(measure.cost, every)) <= measure.limit:  # nearly always, and much sooner said
        if any(said.text.strip() for said in every):
            yield every
        return
    words = [word for of, said in enumerate(every) for word in _words(of, said, measure)]
    start = 0
    while start < len(words):
        end = _end(words, start, measure)
        part = tuple(_joined(words[start:end]))
        if any(said.text.strip() for said in part):
            yield part
        start = end


def _words(of: int, said: Stretch[Style], measure: Measure[Style]) -> Iterator[_Word[Style]]:
    texts = [said.text] if said.whole else _cut(said.text, measure)
    for text in texts:
        piece = replace(said, text=text)
        yield _Word(of, piece, measure.cost(piece))


def _cut(text: str, measure: Measure[Style]) -> Iterator[str]:
    longest = max((measure.limit - measure.marks) // measure.widest, 1)
    for word in _WORD.findall(text):
        yield from (word[at : at + longest] for at in range(0, len(word), longest))


def _end(words: Sequence[_Word[Style]], start: int, measure: Measure[Style]) -> int:
    spent, end, sentence = 0, start, start
    while end < len(words):
        is_new = end == start or words[end].of != words[end - 1].of
        spent += words[end].cost + measure.marks * is_new
        if spent > measure.limit and end > start:
            return sentence if sentence > start else end
        end += 1
        if words[end - 1].ends_a_sentence and spent > measure.limit // 2:
            sentence = end
    return end


def _joined(words: Sequence[_Word[Style]]) -> Iterator[Stretch[Style]]:
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or words[end].of != words[start].of:
            text = "".join(word.said.text for word in words[start:end])
            yield replace(words[start].said, text=text)
            start = end

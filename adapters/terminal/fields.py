"""Reading the answer to one field of a form from a typed line."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from adapters.terminal.misread import Misread, shown
from adapters.terminal.screen import Answer
from bot.chat.form import Arrange, Choose, Field, Option, Write

_SEPARATORS = str.maketrans(dict.fromkeys(",;>/&+", " "))
_TRIMMINGS = ".):(#"


def read_answer(field: Field, line: str) -> Answer:
    """Return what a line answers to a field. Raises ``Misread``, saying what would be an answer."""
    match field:
        case Choose():
            return _chosen(field, line)
        case Arrange():
            return _arranged(field, line)
        case Write():
            return _written(field, line)
        case _:
            assert_never(field)


def how_to_answer(field: Field) -> str:
    """Return in a few words what to type for a field."""
    match field:
        case Choose(options=options):
            return f"Type {_how_to_choose(field, _range(options))}"
        case Arrange(options=options):
            order = " ".join(str(number) for number in _sample_order(len(options)))
            return f"Type all the numbers in order, like {order}"
        case Write():
            return "Type your answer"
        case _:
            assert_never(field)


def position(word: str, count: int) -> int | None:
    """Return which of ``count`` things a number or a letter means, from 0."""
    if word.isdecimal() and len(word) <= 4:
        index = int(word) - 1
    elif len(word) == 1 and word.isascii() and word.isalpha():
        index = ord(word.lower()) - ord("a")
    else:
        return None
    return index if 0 <= index < count else None


def _chosen(field: Choose, line: str) -> Answer:
    picked = tuple(dict.fromkeys(_picks(field.options, line, how_to_answer(field))))
    if not field.at_least <= len(picked) <= field.at_most:
        raise Misread(f"You picked {len(picked)}. {how_to_answer(field)}.")
    return tuple(option.key for option in picked)


def _arranged(field: Arrange, line: str) -> Answer:
    picked = _picks(field.options, line, how_to_answer(field))
    counts = Counter(option.key for option in picked)
    for number, option in enumerate(field.options, 1):
        if counts[option.key] != 1:
            problem = "is missing" if not counts[option.key] else "is there twice"
            raise Misread(f"{number} {problem}. {how_to_answer(field)}.")
    return tuple(option.key for option in picked)


def _written(field: Write, line: str) -> Answer:
    text = line.strip()
    if not text:
        raise Misread(f"{how_to_answer(field)}.")
    if len(text) > field.limit:
        raise Misread(
            f"That has {len(text):,} characters; there is room for {field.limit:,}. Say it shorter?"
        )
    return (text,)


def _picks(options: Sequence[Option], line: str, how: str) -> Sequence[Option]:
    words = [word.strip(_TRIMMINGS) for word in line.translate(_SEPARATORS).split()]
    labelled = _by_label(options, line)
    for tried in (words, _digits(words)):
        places = [position(word, len(options)) for word in tried]
        if all(place is not None for place in places) and (places or not line.strip()):
            return [options[place] for place in places if place is not None]
        if labelled:
            return [labelled]
    raise Misread(f"{shown(line)} is none of these. {how}.")


def _digits(words: list[str]) -> list[str]:
    """Take ``213`` for ``2 1 3``."""
    return list(words[0]) if len(words) == 1 and words[0].isdecimal() else words


def _by_label(options: Sequence[Option], line: str) -> Option | None:
    wanted = " ".join(line.casefold().split())
    labels = [(" ".join(option.label.casefold().split()), option) for option in options]
    exact = [option for label, option in labels if label == wanted]
    begun = [option for label, option in labels if wanted and label.startswith(wanted)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def _range(options: Sequence[Option]) -> str:
    return f"1–{len(options)}" if len(options) > 2 else " or ".join("12"[: len(options)])


def _how_to_choose(field: Choose, numbers: str) -> str:
    if field.at_most == 1:
        choice = f"a number, {numbers}"
    elif field.at_least == field.at_most:
        choice = f"{field.at_most} numbers of {numbers}, like 1 3"
    else:
        choice = f"the numbers of all that apply, like 1 3 ({numbers})"
    return choice if field.at_least else f"{choice}, or nothing for none"


def _sample_order(count: int) -> list[int]:
    return [2, 1, *range(3, count + 1)][:count] if count > 1 else [1]

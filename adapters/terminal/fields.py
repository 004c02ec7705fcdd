"""Reading the answer to one field of a form from a typed line."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from adapters.terminal.screen import Answer
from bot.chat.form import Arrange, Choose, Field, Option, Write
from bot.chat.language import _, ngettext
from bot.chat.misread import Misread, listed, shown

_SEPARATORS = str.maketrans(dict.fromkeys(",;>/&+", " "))
_TRIMMINGS = ".):(#"


def read_answer(field: Field, line: str) -> Answer:
    """Return what a line answers to a field. Raises ``Misread``, saying what would be an answer."""
    if not line.strip() and (begun := _begun(field)):
        return begun
    match field:
        case Choose():
            return _chosen(field, line)
        case Arrange():
            return _arranged(field, line)
        case Write():
            return _written(field, line)
        case _:
            assert_never(field)


def may_be_empty(field: Field) -> bool:
    """Tell whether an empty line answers a field: by what it begins with, or by nothing."""
    match field:
        case Choose(at_least=at_least):
            return not at_least or bool(_begun(field))
        case Write(is_optional=is_optional):
            return is_optional or bool(_begun(field))
        case Arrange():
            return False
        case _:
            assert_never(field)


def how_to_answer(field: Field) -> str:
    """Return in a few words what to type for a field."""
    how = _how_to_answer(field)
    if not (begun := _begun(field)):
        return how
    named = begun if isinstance(field, Write) else _numbers(field, begun)
    return _("{how}, or nothing to leave it at {now}", how=how, now=shown(" ".join(named)))


def _begun(field: Field) -> Answer:
    """Return what a field begins with."""
    match field:
        case Choose(initial=initial):
            return initial
        case Write(initial=initial):
            return (initial,) if initial else ()
        case Arrange():
            return ()
        case _:
            assert_never(field)


def _numbers(field: Choose | Arrange, keys: Answer) -> list[str]:
    """Return the numbers of some options."""
    return [str(number) for number, each in enumerate(field.options, 1) if each.key in keys]


def _how_to_answer(field: Field) -> str:
    match field:
        case Choose(options=options):
            return _how_to_choose(field, _range(options))
        case Arrange(options=options):
            order = " ".join(str(number) for number in _sample_order(len(options)))
            return _("Type all the numbers in order, like {order}", order=order)
        case Write(is_optional=True, initial=""):
            return _("Type your answer, or nothing to leave it out")
        case Write():
            return _("Type your answer")
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
        how = how_to_answer(field)
        raise Misread(_("You picked {number}. {how}.", number=len(picked), how=how))
    return tuple(option.key for option in picked)


def _arranged(field: Arrange, line: str) -> Answer:
    picked = _picks(field.options, line, how_to_answer(field))
    counts = Counter(option.key for option in picked)
    for number, option in enumerate(field.options, 1):
        if counts[option.key] != 1:
            how = how_to_answer(field)
            if not counts[option.key]:
                raise Misread(_("{number} is missing. {how}.", number=number, how=how))
            raise Misread(_("{number} is there twice. {how}.", number=number, how=how))
    return tuple(option.key for option in picked)


def _written(field: Write, line: str) -> Answer:
    text = line.strip()
    if not text and field.is_optional:
        return ()
    if not text:
        raise Misread(f"{how_to_answer(field)}.")
    if len(text) > field.limit:
        too_long = ngettext(
            "That has {n} character; there is room for {limit}. Say it shorter?",
            "That has {n} characters; there is room for {limit}. Say it shorter?",
            len(text),
            limit=field.limit,
        )
        raise Misread(too_long)
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
    raise Misread(_("{typed} is none of these. {how}.", typed=shown(line), how=how))


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
    return f"1–{len(options)}" if len(options) > 2 else listed("12"[: len(options)])


def _how_to_choose(field: Choose, numbers: str) -> str:
    may_be_none = not (field.at_least or field.initial)
    if field.at_most == 1 and may_be_none:
        return _("Type a number, {numbers}, or nothing for none", numbers=numbers)
    if field.at_most == 1:
        return _("Type a number, {numbers}", numbers=numbers)
    if field.at_least == field.at_most:
        many = field.at_most
        return _("Type {many} numbers of {numbers}, like 1 3", many=many, numbers=numbers)
    if may_be_none:
        return _(
            "Type the numbers of all that apply, like 1 3 ({numbers}), or nothing for none",
            numbers=numbers,
        )
    return _("Type the numbers of all that apply, like 1 3 ({numbers})", numbers=numbers)


def _sample_order(count: int) -> list[int]:
    return [2, 1, *range(3, count + 1)][:count] if count > 1 else [1]

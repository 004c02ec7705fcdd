"""The foot of a screen in words: the field being asked, what can be used, and what to type.

It is laid out here once, and shown by both displays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from adapters.terminal.fields import how_to_answer
from adapters.terminal.incoming import BACK, CANCEL, reserved
from adapters.terminal.screen import Filling, Key, Screen, slug
from bot.chat.form import Arrange, Choose, Option, Write
from bot.chat.language import _
from bot.chat.misread import listed
from bot.chat.reply import Style
from bot.chat.vocabulary import LOOKUP, Vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to type, and what it stands for: nothing where the handle says it all."""

    handle: str
    label: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that belong together; ``label`` is empty for buttons."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The foot of a screen.

    ``title``, ``prompt`` and ``options`` are about the field being asked; ``rule`` says how.
    """

    rule: str
    groups: tuple[Group, ...] = ()
    title: str = ""
    prompt: str = ""
    options: tuple[Entry, ...] = ()


def panel_of(screen: Screen, vocabulary: Vocabulary) -> Panel:
    """Lay out what is live on a screen."""
    groups = tuple(_groups(screen, vocabulary))
    if not screen.filling:
        return Panel(_rule(screen, vocabulary), groups)
    form, field = screen.filling.form, screen.filling.field
    return Panel(
        rule=_rule_of(screen.filling),
        groups=groups,
        title="" if field.prompt.startswith(form.title) else form.title,
        prompt=field.prompt,
        options=_options(field),
    )


def _groups(screen: Screen, vocabulary: Vocabulary) -> Iterator[Group]:
    for label, keys in groupby(screen.keys, key=lambda key: key.group):
        yield Group(label, tuple(_entry(key, screen, vocabulary) for key in keys))


def _entry(key: Key, screen: Screen, vocabulary: Vocabulary) -> Entry:
    if not screen.filling:
        return Entry(str(key.number), key.label, key.style)
    name = "" if key.group else screen.short_name(key, reserved(vocabulary))
    says_it_all = bool(name) and name == slug(key.label)
    return Entry(f"/{name or key.number}", "" if says_it_all else key.label, key.style)


def _options(field: Choose | Arrange | Write) -> tuple[Entry, ...]:
    match field:
        case Choose(options=options) | Arrange(options=options):
            return tuple(_numbered(options))
        case Write():
            return ()
        case _:
            assert_never(field)


def _numbered(options: tuple[Option, ...]) -> Iterator[Entry]:
    return (Entry(str(number), option.label) for number, option in enumerate(options, 1))


def _rule_of(filling: Filling) -> str:
    how = how_to_answer(filling.field)
    if len(filling.form.fields) == 1:
        return f"{how}."
    if filling.step:
        return _("{how}; {back} or {cancel}.", how=how, back=f"/{BACK}", cancel=f"/{CANCEL}")
    return _("{how}; {cancel} leaves.", how=how, cancel=f"/{CANCEL}")


def _rule(screen: Screen, vocabulary: Vocabulary) -> str:
    ways = [_("a number")] if screen.keys else []
    ways += [_("{back} to the question", back=f"/{BACK}")] if screen.aside else []
    ways += [_("words to look up")] if LOOKUP in vocabulary.commands else []
    ways += ["/help"] if "help" in vocabulary.commands else [_("a command")]
    return _("Type {ways}.", ways=listed(ways))

"""The command registry in the languages that the bot speaks, for platforms that show it in menus."""

from collections.abc import Iterator, Mapping

from bot.chat.language import Language
from bot.commands.registry import COMMANDS
from bot.runtime.languages import codes, language

NAME = "name"
"""The context of what is typed, in catalogues: the names of commands and options."""


def localised(text: str) -> Mapping[str, str]:
    """Return a text of the command registry in other languages, by locale, where it is another there.

    The text is a summary, a label, the name of an option, or the full name of a command; of the last,
    only its last word is translated.
    """
    word = text.rsplit(maxsplit=1)[-1] if text in _TYPED else ""
    translated = ((code, _translated(language(code), text, word)) for code in codes())
    return {code: words for code, words in translated if words != (word or text)}


def _translated(spoken: Language, text: str, word: str) -> str:
    if word:
        return spoken.catalogue.pgettext(NAME, word)
    return spoken.catalogue.gettext(text)


def _typed() -> Iterator[str]:
    for command in COMMANDS:
        yield command.name
        yield command.name.split()[0]
        yield from (option.name for option in command.options)


_TYPED = frozenset(_typed())

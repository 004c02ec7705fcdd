"""What a request carries, read in one place."""

from bot.chat.action import StaleAction
from bot.chat.request import Invocation, OptionValue, Press, Request
from bot.document.model import Document, NoSuchPassage, Passage, Range, Ref

MAX_DIGITS = 6
"""Digits of a number in a control; more are forged."""


def option(request: Request, name: str) -> str:
    """Return a text option of a command, trimmed; empty where it was not given."""
    given = _given(request, name)
    return "" if given is None else str(given).strip()


def number(request: Request, name: str, default: int) -> int:
    """Return a number option of a command."""
    given = _given(request, name)
    return default if given is None else int(given)


def is_on(request: Request, name: str, *, default: bool) -> bool:
    """Return a yes-or-no option of a command."""
    given = _given(request, name)
    return default if given is None else bool(given)


def _given(request: Request, name: str) -> OptionValue | None:
    return request.what.options.get(name) if isinstance(request.what, Invocation) else None


def arguments(request: Request) -> tuple[str, ...]:
    """Return the arguments of the control that was used; none for a command."""
    return request.what.action.arguments if isinstance(request.what, Press) else ()


def argument(request: Request, index: int) -> str:
    """Return one argument of the control that was used; empty where it has none."""
    given = arguments(request)
    return given[index] if index < len(given) else ""


def passage_of(code: str, document: Document) -> Passage:
    """Return the passage that a control carries. Raises ``StaleAction`` where there is none."""
    try:
        return document.passage(Ref.from_code(code))
    except (ValueError, NoSuchPassage):
        raise StaleAction from None


def number_of(text: str) -> int:
    """Return the number that a control carries. Raises ``StaleAction`` for what is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        raise StaleAction
    return int(text)


def range_of(code: str) -> Range:
    """Return the range that a control carries as ``5-12``. Raises ``StaleAction`` for what is none."""
    start, _, end = code.partition("-")
    found = Range(number_of(start), number_of(end))
    if found.start >= found.end:
        raise StaleAction
    return found

"""The three ways in which a person answers: choose, arrange, write.

Quiz kinds ask in these, and adapters know only these, so a new kind of question touches no adapter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose or to arrange. ``key`` is unique in its field and tells nothing of rightness."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick between ``at_least`` and ``at_most`` of the options; ``initial`` are picked beforehand."""

    name: str
    prompt: str
    options: tuple[Option, ...]
    at_least: int = 1
    at_most: int = 1
    initial: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrange:
    """Put all the options in order."""

    name: str
    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """Write a line of at most ``limit`` characters, beginning with ``initial``."""

    name: str
    prompt: str
    limit: int = 200
    initial: str = ""
    is_optional: bool = False


Field: TypeAlias = Choose | Arrange | Write

Response: TypeAlias = Mapping[str, tuple[str, ...]]
"""What a person answered: a field's name to the keys chosen, in order, or to the one text written."""


def is_begun(fields: Iterable[Field]) -> bool:
    """Whether a form begins with what is so: then it is there to be changed, and asks no question."""
    return any(not isinstance(each, Arrange) and each.initial for each in fields)


class FormIncomplete(UserError):
    """A field was left out, or too little or too much was chosen; ``field`` says which."""

    def __init__(self, field: Field) -> None:
        super().__init__(field.name)
        self.field = field


class FormForged(UserError):
    """What came back does not belong to the form: a field or an option that it never had."""


def handles(count: int) -> list[str]:
    """Return what options are called: letters, or numbers where there are more options than letters."""
    return [chr(ord("A") + i) if count <= 26 else str(i + 1) for i in range(count)]


def checked(form: Iterable[Field], response: Response) -> Response:
    """Return the response to a form, nothing more in it than the form asked for.

    A platform lets people fill in only what is there; what arrives is checked all the same. Raises
    ``FormIncomplete`` or ``FormForged``.
    """
    fields = {field.name: field for field in form}
    if not response.keys() <= fields.keys():
        raise FormForged
    for field in fields.values():
        _check(field, response.get(field.name, ()))
    return {name: tuple(response[name]) for name in fields if response.get(name)}


def _check(field: Field, given: tuple[str, ...]) -> None:
    match field:
        case Choose(options=options, at_least=at_least, at_most=at_most):
            _check_keys(options, given)
            if not at_least <= len(given) <= at_most:
                raise FormIncomplete(field)
        case Arrange(options=options):
            _check_keys(options, given)
            if len(given) != len(options):
                raise FormIncomplete(field)
        case Write(limit=limit, is_optional=is_optional):
            if len(given) > 1:
                raise FormForged
            written = given[0] if given else ""
            if len(written) > limit or not (written.strip() or is_optional):
                raise FormIncomplete(field)
        case _:
            assert_never(field)


def _check_keys(options: tuple[Option, ...], given: tuple[str, ...]) -> None:
    if len(set(given)) < len(given) or not {option.key for option in options} >= set(given):
        raise FormForged

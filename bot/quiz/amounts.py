"""How many: what makes the amount in an answer another one than was asked for."""

from collections.abc import Iterator, Sequence

from bot.quiz.fit import Fit
from bot.quiz.held import Held
from bot.quiz.numbers import Number, is_ordinal
from bot.quiz.units import PERCENT
from bot.quiz.verdict import Reason
from bot.quiz.wording import Token
from bot.quiz.words import ALL_OF, BOUNDS, COMPARATIVES, MONTHS, NOT_QUITE, SIDES_OF_TIME, SOME_OF

_SPANS = frozenset(
    "age span time period length distance duration interval term temperature height depth width "
    "weight speed size amount sum price share fraction proportion".split()
)
"""Words that ask for a number with a unit."""

QUANTIFIERS = ALL_OF | SOME_OF | NOT_QUITE


def fault(held: Held, fit: Fit, tokens: Sequence[Token]) -> Reason | None:
    """Return what is wrong with the amounts in an answer that says all of a wording, or None."""
    numbers = [(at, tokens[at]) for at in sorted(fit.found) if tokens[at].number]
    if any(_is_changed(held, tokens, at) for at, _ in numbers):
        return Reason.OTHER_NUMBER
    if says_which(held, [token for _, token in numbers]):
        return Reason.OTHER_NUMBER
    if _requantified(fit, tokens):
        return Reason.SWAPPED
    said = (token.number for _, token in numbers)
    return Reason.UNIT if any(each and _is_in_another_unit(held, each) for each in said) else None


def says_which(held: Held, tokens: Sequence[Token]) -> bool:
    """Tell whether "second" is said where it is asked how many."""
    if held.has_ordinal or not held.asks_how_many:
        return False
    return any(token.number and is_ordinal(token.word) for token in tokens)


def lacks_unit(held: Held, fit: Fit, tokens: Sequence[Token]) -> bool:
    """Tell whether a number is said, and not of what, where that is not clear from the question."""
    numbers = (tokens[at].number for at in fit.found)
    return not held.bare_enough and any(each and not each.unit for each in numbers)


def _is_changed(held: Held, tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a number is made another: more than ten is not ten, unless the key says so."""
    start = at
    while start and _is_of_date(tokens[start - 1]):
        start -= 1
    near = {token.word for token in tokens[max(0, start - 2) : at]}
    asked = held.setting.allowed | {token.word for token in held.prompt.tokens}
    number = tokens[at].number
    if not near & COMPARATIVES <= held.setting.allowed:
        return True
    if number and not number.unit and not near & SIDES_OF_TIME <= asked:
        return True
    return any(near & said and bounds & asked for said, bounds in BOUNDS)


def _is_of_date(token: Token) -> bool:
    return token.canon in MONTHS or token.word == "," or token.number is not None


def _requantified(fit: Fit, tokens: Sequence[Token]) -> bool:
    """Tell whether "some" or "two" is said where "all" is asked for, or the other way round."""
    wanted = {token.word for token in fit.wording.tokens}
    said = set(_quantifiers(fit, tokens))
    if "both" in wanted:
        said.discard("#2")
    if wanted & ALL_OF and not wanted & SOME_OF:
        numbered = any(word.startswith("#") for word in said)
        return numbered or bool(said & SOME_OF or (said & ALL_OF and said & NOT_QUITE))
    return bool(wanted & SOME_OF and said & ALL_OF and not wanted & ALL_OF)


def _quantifiers(fit: Fit, tokens: Sequence[Token]) -> Iterator[str]:
    """The words of what is found and right before it, a number as "#2"."""
    for place in fit.found:
        yield tokens[place].word
        for at in range(place - 1, -1, -1):
            token = tokens[at]
            if token.number and at not in fit.found and token.word != "one":
                yield f"#{token.number.value}"
            if token.role not in {"article", "filler"} and token.word not in {"of", "half"}:
                break
            yield token.word


def _is_in_another_unit(held: Held, number: Number) -> bool:
    asked = held.number
    if not asked or not number.unit:
        return False
    if asked.unit:
        return not asked.same(number)
    if number.unit == PERCENT:
        return asked.measure != number.measure
    labels = held.heads - _SPANS
    return held.counts_things or (bool(labels) and number.unit not in held.heads)

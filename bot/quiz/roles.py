"""Who does what to whom, and from where: when the right names are said in each other's places."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from bot.quiz.extras import Inspector
from bot.quiz.fit import Fit
from bot.quiz.held import Held
from bot.quiz.inflection import lemmas
from bot.quiz.nations import is_adjective, is_nation
from bot.quiz.wording import Token, Wording
from bot.quiz.words import DIRECTED, SIBLINGS

_Sides: TypeAlias = dict[str, frozenset[str]]
"""For each side (east, west) the names that it is said of."""


def turns_round(held: Held, fit: Fit, tokens: Sequence[Token], inspector: Inspector) -> bool:
    """Tell whether an answer that says all of a wording gives its names other places."""
    return (
        merges_nations(tokens, fit.wording)
        or _swaps(fit, tokens, inspector)
        or _crosses(fit, tokens, inspector)
        or _takes_place(held, fit, tokens, inspector)
    )


def merges_nations(tokens: Sequence[Token], wording: Wording) -> bool:
    """Tell whether two nations that are asked for side by side are said as one: German Poland."""
    wanted = {token.canon for token in wording.content if is_nation(token.canon)}
    if len(wanted) < 2 or any(is_adjective(token.word) for token in wording.content):
        return False
    return any(
        is_adjective(one.word) and not is_adjective(other.word) and one.canon != other.canon
        for one, other in pairwise(tokens)
        if {one.canon, other.canon} <= wanted
    )


def _swaps(fit: Fit, tokens: Sequence[Token], inspector: Inspector) -> bool:
    """Tell whether "A attacks B" was asked for and "B attacks A" was said; "by" turns it round again."""
    wanted = fit.wording.tokens
    if not any(not lemmas(token.canon).isdisjoint(DIRECTED) for token in wanted):
        return False
    order = [t.canon for t in wanted if t.role == "content" and inspector.is_name(t)]
    said = [t.canon for at, t in enumerate(tokens) if at in fit.found and t.canon in order]
    if len(set(order)) != 2 or len(said) != len(order):
        return False
    return (order == said) != (_is_passive(wanted) == _is_passive(tokens))


def _is_passive(tokens: Sequence[Token]) -> bool:
    return any(token.word == "by" for token in tokens)


def _crosses(fit: Fit, tokens: Sequence[Token], inspector: Inspector) -> bool:
    """Tell whether sides are said of other names: "he from the east, she from the west"."""
    found = [token for at, token in enumerate(tokens) if at in fit.found]
    for group in SIBLINGS:
        wanted = list(_sides(fit.wording.content, group, inspector))
        said = list(_sides(found, group, inspector))
        if wanted and said and wanted[0] not in said:
            return True
    return False


def _sides(
    tokens: Sequence[Token], group: frozenset[str], inspector: Inspector
) -> Iterator[_Sides]:
    """Read what is said of each of several sides: names before their side, then names after it."""
    for ordered in (tokens[::-1], tokens):
        sides: _Sides = {}
        side = ""
        for token in ordered:
            if token.canon in group:
                side = token.canon
                sides.setdefault(side, frozenset())
            elif side and inspector.is_name(token):
                sides[side] |= {token.canon}
        if len(sides) > 1 and all(sides.values()):
            yield sides


def _takes_place(held: Held, fit: Fit, tokens: Sequence[Token], inspector: Inspector) -> bool:
    """Tell whether the key has the place of a name: "who shouted at her?" – "she shouted at him"."""
    said = {token.canon for at, token in enumerate(tokens) if at not in fit.found}
    asked = {
        link.word
        for link, name in pairwise(held.prompt.tokens)
        if link.role == "link" and inspector.is_name(name) and name.canon in said
    }
    return any(link.word in asked and at in fit.found for at, link in enumerate(tokens[:-1], 1))

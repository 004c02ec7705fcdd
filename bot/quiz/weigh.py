"""The verdict that one accepted wording yields, once an answer is fitted to it."""

from collections.abc import Iterator, Sequence

from bot.quiz import amounts
from bot.quiz.extras import Inspector
from bot.quiz.fit import Fit
from bot.quiz.held import Held
from bot.quiz.inflection import lemmas
from bot.quiz.roles import turns_round
from bot.quiz.verdict import Reason, Verdict
from bot.quiz.wording import Token, Wording
from bot.quiz.words import DEGREES

SPELLING_CREDIT = 0.5
"""What a word is worth that is meant, and misspelt beyond a slip."""
UNIT_CREDIT = 0.5
"""What a number is worth without its unit."""


def weigh(held: Held, fit: Fit, tokens: Sequence[Token], inspector: Inspector) -> Verdict | None:
    """Return the verdict on an answer by one accepted wording; None where it says too little of it."""
    matched = fit.wording.text
    if not fit.found:
        return None
    share = _share(held, fit, leftover(fit, tokens)[0], inspector)
    if not share:
        return None
    if reason := _wrong(held, fit, tokens, inspector):
        return Verdict.wrong(reason, matched)
    if share < 1:
        return Verdict.close(share, Reason.INCOMPLETE, matched)
    if amounts.lacks_unit(held, fit, tokens):
        return Verdict.close(UNIT_CREDIT, Reason.UNIT, matched)
    if fit.strained:
        return Verdict.close(SPELLING_CREDIT, Reason.SPELLING, matched)
    return Verdict.right(_how(fit, tokens), matched)


def leftover(fit: Fit, tokens: Sequence[Token]) -> tuple[int, float]:
    """Return how far an answer is from a wording: the words beyond it, then the cost of its forms."""
    beyond = sum(token.role == "content" and at not in fit.found for at, token in enumerate(tokens))
    return beyond, fit.cost


def _share(held: Held, fit: Fit, beyond: int, inspector: Inspector) -> float:
    """Return how much of the wording was said: 1, the share of a list, or 0 for no honest part."""
    if fit.complete or _is_understood(held, fit, beyond):
        return 1.0
    items = list(_items(fit.wording))
    lacking = [item for item in items if any(token in fit.missing for token in item)]
    torn = any(token not in fit.missing for item in lacking for token in item)
    if torn or not lacking or _says_names_alone(fit, lacking, inspector):
        return 0.0
    return round(1 - len(lacking) / len(items), 2)


def _is_understood(held: Held, fit: Fit, beyond: int) -> bool:
    """In a phrase of four words or more, one of degree or of the question's own may be left out.

    The very word that was asked for may, where two are left: to "which treaty", "Mutual Assistance".
    """
    if len(fit.missing) > 1 or beyond or fit.missing[0].number:
        return False
    word = fit.missing[0].canon
    if not lemmas(word).isdisjoint(held.heads) and len(fit.found) >= 2:
        return True
    if len(fit.wording.content) < 4:
        return False
    return word in DEGREES or not lemmas(word).isdisjoint(held.setting.asked)


def _says_names_alone(fit: Fit, lacking: list[list[Token]], inspector: Inspector) -> bool:
    """Of "peace between France" and "Germany", the second is worth nothing without what is said of it."""
    said = (token for token in fit.wording.content if token not in fit.missing)
    mixed = (0 < sum(map(inspector.is_name, item)) < len(item) for item in lacking)
    return all(map(inspector.is_name, said)) and any(mixed)


def _items(wording: Wording) -> Iterator[list[Token]]:
    """The members of a list: what "and" and commas part."""
    item: list[Token] = []
    for token in wording.tokens:
        if token.role == "content":
            item.append(token)
        elif token.role == "join" and item:
            yield item
            item = []
    if item:
        yield item


def _wrong(held: Held, fit: Fit, tokens: Sequence[Token], inspector: Inspector) -> Reason | None:
    if reason := inspector.fault(fit, tokens, held.setting):
        return reason
    if turns_round(held, fit, tokens, inspector):
        return Reason.SWAPPED
    return amounts.fault(held, fit, tokens)


def _how(fit: Fit, tokens: Sequence[Token]) -> Reason:
    """Say what, if anything, was forgiven."""
    if fit.slipped:
        return Reason.TYPO
    said = [token for token in tokens if token.role == "content"]
    if fit.wording.is_number and any(token.number for token in said):
        return Reason.NUMBER
    same = sorted(t.word for t in said) == sorted(t.word for t in fit.wording.content)
    return Reason.EXACT if same and not fit.reshaped else Reason.WORDING

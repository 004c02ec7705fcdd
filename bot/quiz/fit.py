"""How much of one accepted or refused wording an answer says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.document.number_words import roman
from bot.quiz.given_names import is_same_name
from bot.quiz.inflection import lemmas, related, same_word
from bot.quiz.meaning import implies_fear, is_fear, says_same
from bot.quiz.nations import is_nation
from bot.quiz.slips import is_homophone, is_nearest, is_slip, slip_cost
from bot.quiz.wording import Token, Wording
from bot.quiz.words import GENERIC, SHORT_FOR

STRAINED = 1.5
"""How much more than a slip may cost, a misspelling costs that is still clearly aimed."""

_VOUCHING = 4
"""Words of a phrase, of which all but one together vouch for that one."""
_LONG_ENOUGH = 5
"""Letters of a word that may slip into another, or be misspelt beyond a slip."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A wording held against an answer.

    ``found`` are the places in the answer of the tokens of the wording that it says, ``missing`` the
    tokens it does not say. ``cost`` is what the differences between them cost, all told.
    """

    wording: Wording
    found: frozenset[int]
    missing: tuple[Token, ...]
    cost: float = 0.0
    reshaped: bool = False
    slipped: bool = False
    strained: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether the answer says all of the wording."""
        return not self.missing


@dataclass(slots=True)
class _Search:
    """A fit in the making."""

    free: dict[int, Token]
    missing: list[Token]
    cost: float = 0.0
    reshaped: bool = False
    slipped: bool = False
    strained: bool = False

    def fit(self, wording: Wording, found: frozenset[int]) -> Fit:
        """Return what was found."""
        missing = tuple(self.missing)
        return Fit(wording, found, missing, self.cost, self.reshaped, self.slipped, self.strained)

    def take(self, same: Callable[[Token, Token], bool]) -> bool:
        """Find the missing tokens by one way of being the same; tell whether any was found."""
        before = len(self.missing)
        self.missing = [token for token in self.missing if not self._claim(token, same)]
        return len(self.missing) < before

    def imply_fear(self, tokens: Sequence[Token]) -> None:
        """Do without the word of fear where the answer means it all the same."""
        if implies_fear([token.word for token in tokens]):
            self.missing = [token for token in self.missing if not is_fear(token.word)]
            self.reshaped, self.cost = True, self.cost + 0.75

    def _claim(self, wanted: Token, same: Callable[[Token, Token], bool]) -> bool:
        for at, token in self.free.items():
            if same(wanted, token):
                del self.free[at]
                return True
        return False


class Vocabulary(Protocol):
    """What a fitter asks of words."""

    def known(self, word: str) -> bool:
        """Tell whether English has a word."""

    def is_name(self, token: Token) -> bool:
        """Tell whether a word is a name."""


class Fitter:
    """Fits wordings to answers; ``rivals`` are the words that a slip may be taken for instead.

    A ``literal`` one lets no other word stand for one of the wording.
    """

    def __init__(self, vocabulary: Vocabulary, rivals: Sequence[str], *, literal: bool) -> None:
        self._vocabulary = vocabulary
        self._rivals = rivals
        self._literal = literal

    def fit(self, wording: Wording, tokens: Sequence[Token]) -> Fit:
        """Find the content of a wording in an answer, in any order."""
        spoken = {at: token for at, token in enumerate(tokens) if not token.is_mark}
        search = _Search(dict(spoken), list(wording.required))
        search.take(_equal)
        if search.missing and search.free:
            self._vouch(search, wording)
        if search.missing and search.free:
            self._stretch(search, loose=len(wording.content) >= 3)
        if len(search.missing) < len(wording.content) - 1:
            search.missing = [t for t in search.missing if not _understood(t, wording, tokens)]
            if not self._literal and any(is_fear(token.word) for token in search.missing):
                search.imply_fear(tokens)
        return search.fit(wording, frozenset(spoken.keys() - search.free.keys()))

    def is_misspelt(self, typed: str, meant: str) -> bool:
        """Tell whether letters without gaps are those of a wording, with a slip."""
        return is_slip(typed, meant, name=True) and is_nearest(typed, meant, self._rivals)

    def _vouch(self, search: _Search, wording: Wording) -> None:
        """Where all else is said exactly, a word may slip into another: Gorge beside Washington."""
        named = _is_person(wording) and search.missing[0] != wording.required[-1]
        if len(search.missing) > 1 or not (named or len(wording.required) >= _VOUCHING):
            return
        if named and search.take(_also_named):
            search.reshaped, search.cost = True, search.cost + 0.5
        elif search.take(self._vouched_slip):
            search.slipped, search.cost = True, search.cost + 1.0

    def _stretch(self, search: _Search, *, loose: bool) -> None:
        if search.take(_inflected):
            search.reshaped, search.cost = True, search.cost + 0.25
        if loose and search.missing and search.take(_derived):
            search.reshaped, search.cost = True, search.cost + 0.5
        if loose and not self._literal and search.missing and search.take(_same_meaning):
            search.reshaped, search.cost = True, search.cost + 0.75
        if search.missing and search.take(self._slip):
            search.slipped, search.cost = True, search.cost + 1.0
        if search.missing and search.take(self._strained_slip):
            search.strained, search.cost = True, search.cost + 3.0

    def _slip(self, wanted: Token, typed: Token) -> bool:
        """An English word is no slip of another, but may be the other spelling of a name."""
        if not _spelt(wanted, typed):
            return False
        if wanted.capital and is_homophone(typed.word, wanted.word):
            return is_nearest(typed.word, wanted.word, self._rivals)
        return self._misspelt(wanted, typed, spare=0.0)

    def _vouched_slip(self, wanted: Token, typed: Token) -> bool:
        if len(wanted.word) < _LONG_ENOUGH or not _spelt(wanted, typed):
            return False
        near = slip_cost(typed.word, wanted.word, name=True) <= 1.0
        return near and is_nearest(typed.word, wanted.word, self._rivals)

    def _strained_slip(self, wanted: Token, typed: Token) -> bool:
        long_enough = len(wanted.word) >= _LONG_ENOUGH and _spelt(wanted, typed)
        return long_enough and self._misspelt(wanted, typed, spare=STRAINED)

    def _misspelt(self, wanted: Token, typed: Token, spare: float) -> bool:
        if self._vocabulary.known(typed.word):
            return False
        if wanted.acronym and set(typed.word) != set(wanted.word):
            return False
        name = self._vocabulary.is_name(wanted)
        near = is_slip(typed.word, wanted.word, name=name, spare=spare)
        return near and is_nearest(typed.word, wanted.word, self._rivals)


def _is_person(wording: Wording) -> bool:
    """Tell whether a wording is a name of several words, none of them a nation's or a number."""
    spelt = wording.required
    plain = all(
        token.capital and not token.number and not is_nation(token.canon) for token in spelt
    )
    return plain and len(spelt) > 1


def _understood(token: Token, wording: Wording, tokens: Sequence[Token]) -> bool:
    """In "both sides" the sides are understood, once "both" is said."""
    if lemmas(token.word).isdisjoint(GENERIC):
        return False
    at = wording.tokens.index(token)
    before = wording.tokens[at - 1] if at else token
    return before.role == "filler" and any(each.word == before.word for each in tokens)


def _equal(wanted: Token, token: Token) -> bool:
    if wanted.number and token.number:
        return wanted.number.same(token.number)
    if wanted.number and len(token.word) > 1:
        return roman(token.word) == wanted.number.value
    return wanted.canon in {token.canon, SHORT_FOR.get(token.word)}


def _inflected(wanted: Token, token: Token) -> bool:
    return _words(wanted, token) and same_word(wanted.canon, token.canon)


def _also_named(wanted: Token, token: Token) -> bool:
    return wanted.capital and is_same_name(wanted.word, token.word)


def _derived(wanted: Token, token: Token) -> bool:
    return _words(wanted, token) and related(wanted.canon, token.canon)


def _same_meaning(wanted: Token, token: Token) -> bool:
    return _spelt(wanted, token) and says_same(wanted.canon, token.canon)


def _spelt(wanted: Token, token: Token) -> bool:
    return _words(wanted, token) and token.role == "content"


def _words(wanted: Token, token: Token) -> bool:
    return not (wanted.number or token.number)

"""What an answer says besides the key: harmless, or another candidate, or a turn against it.

Honest answers repeat the question ("the railroads of the Soviet Union"), qualify ("a short respite")
or explain ("Radek, because he shouted"). Dishonest ones put another candidate beside the key. What tells
them apart is where the other words stand: side by side with the key, or leaning on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.document.lexicon import Lexicon
from bot.quiz.fit import Fit
from bot.quiz.inflection import lemmas, singulars, without_suffix
from bot.quiz.meaning import implies_fear, is_fear, poles, prevents
from bot.quiz.nations import is_adjective, is_nation, seat
from bot.quiz.slips import is_slip
from bot.quiz.standing import Standing
from bot.quiz.verdict import Reason
from bot.quiz.wording import Token
from bot.quiz.words import (
    DESCRIPTORS,
    MONTHS,
    OPPOSING,
    PLACE_CHANGERS,
    REALMS,
    SIBLINGS,
    TITLES,
    reverses,
)

MOST_EXTRAS = 60
"""Words beyond the key; an answer with more names more than it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds an answer: the words of its question, and of all accepted wordings.

    ``proper`` keys are names, beside which another word soon makes another name; a ``strict`` key is
    one word, beside which any other is another guess, but for those ``beside_blank`` in a cloze; a
    ``numeric`` key has a number, and ``counts`` when it says of what. ``poles`` are the sides that the
    words of all accepted wordings take in pairs of opposites (``meaning``), ``asked_poles`` those of the
    question's; where either speaks of a fear, the key is ``fearful``. ``middle_initials`` are those that
    stand inside the name that is the key; ``asks_year`` is true where the key is a year.
    """

    asked: frozenset[str]
    asked_pairs: frozenset[tuple[str, str]]
    asked_words: int
    allowed: frozenset[str]
    poles: frozenset[int]
    asked_poles: frozenset[int]
    fearful: bool
    initials: frozenset[str]
    proper: bool
    strict: bool
    beside_blank: frozenset[str]
    numeric: bool
    counts: bool
    middle_initials: frozenset[str]
    asks_year: bool


class Inspector:
    """Knows the names of the pack and the words of English, and looks at what an answer adds."""

    def __init__(self, lexicon: Lexicon, names: Iterable[tuple[str, ...]] = ()) -> None:
        self._lexicon = lexicon
        listed = frozenset(names)
        rare = {word for name in listed for word in name if not self.known(word)}
        self.names = frozenset(name[0] for name in listed if len(name) == 1) | rare
        self._phrases = tuple(frozenset(name) for name in listed if len(name) > 1)

    def known(self, word: str) -> bool:
        """Tell whether a word is an English one, in whatever form."""
        if word in self._lexicon:
            return True
        return any(base in self._lexicon for base in (*singulars(word), *without_suffix(word)))

    def is_name(self, token: Token) -> bool:
        """Tell whether a word is a nation's or one that English does not know."""
        return is_nation(token.canon) or (token.capital and not self.known(token.word))

    def fault(self, fit: Fit, tokens: Sequence[Token], setting: Setting) -> Reason | None:
        """Return what is wrong with the rest of an answer that says all of a wording, or None."""
        rest = _Rest(self, fit, tokens, setting)
        if rest.echoes():
            return Reason.ECHO
        words = frozenset(tokens[at].word for at in rest.extras)
        if any(phrase <= words for phrase in self._phrases if not phrase <= setting.asked):
            return Reason.SEVERAL
        return rest.fault()

    def is_misspelt(self, token: Token, words: Iterable[str]) -> bool:
        """Tell whether a word that English has not is a slip of one of these that it has."""
        if self.known(token.word):
            return False
        plain = (word for word in words if self.known(word) and not is_nation(word))
        return any(is_slip(token.word, word) for word in plain)

    def is_candidate(self, token: Token, setting: Setting) -> bool:
        """Tell whether a word by itself names somebody, some place or some thing."""
        if is_nation(token.canon) or token.word in self.names or _is_sibling(token, setting):
            return True
        if token.number or not self._lexicon.counts or self.known(token.word):
            return False
        if len(token.word) <= 3 or token.word in setting.asked:
            return token.word in setting.asked
        meant = (word for word in setting.asked | setting.allowed if is_slip(token.word, word))
        return all(word not in setting.allowed and not self.known(word) for word in meant)


class _Rest:
    """What one answer says besides the key."""

    def __init__(
        self, inspector: Inspector, fit: Fit, tokens: Sequence[Token], setting: Setting
    ) -> None:
        self.tokens = tokens
        self.extras = [at for at in _extras(fit, tokens) if not _is_initial(tokens[at], setting)]
        self._inspector = inspector
        self._found = fit.found
        self._setting = setting
        self._standing = Standing(tokens, fit.found)
        asked = sum(self._is_asked(tokens[at]) for at in self.extras)
        self._restates = asked >= max(3, setting.asked_words / 2)
        self._words = [token.word for token in tokens]
        self._fears = setting.fearful and implies_fear(self._words)
        self._mixed = any(not t.capital and not t.number for t in tokens if t.role == "content")

    def echoes(self) -> bool:
        """Tell whether the key was found only because the question has its words too."""
        return self._restates and all(self._is_asked(self.tokens[at]) for at in self._found)

    def fault(self) -> Reason | None:
        """Return the first fault of an extra word; too many unknown ones are a fault as well."""
        if len(self.extras) > MOST_EXTRAS:
            return Reason.SEVERAL
        for at in self.extras:
            if reason := self._fault_at(at):
                return reason
        unknown = sum(not self._is_expected(self.tokens[at]) for at in self.extras)
        most = 0 if self._setting.strict else max(2, len(self._found))
        return Reason.SEVERAL if unknown > most else None

    def _fault_at(self, at: int) -> Reason | None:
        token = self.tokens[at]
        if self._fills_in(at):
            return None
        if token.number:
            return self._fault_of_number(at)
        if self._is_accepted(token) or self._shares_fear(at):
            return None
        if not self._is_asked(token) and self._turns_round(token):
            return Reason.NEGATED
        if self._opposes(at):
            return Reason.SWAPPED
        if self._inspector.is_candidate(token, self._setting) or self._names(at):
            return None if self._leans(at) else Reason.SEVERAL
        return self._fault_of_word(at)

    def _fills_in(self, at: int) -> bool:
        """Tell whether a word only makes the key fuller: a middle name, a city's country, a year's day."""
        return self._is_middle_name(at) or self._is_country_of_key(at) or self._is_day(at)

    def _is_middle_name(self, at: int) -> bool:
        """In "John Quincy Adams" the middle name is what the key has an initial for."""
        between = at - 1 in self._found and at + 1 in self._found
        return between and self.tokens[at].word[0] in self._setting.middle_initials

    def _is_country_of_key(self, at: int) -> bool:
        """In "Paris, France" the country is no other candidate; in "Paris and France" it is."""
        token = self.tokens[at]
        tied = at > 0 and self.tokens[at - 1].word in {",", "(", "in"}
        return tied and any(seat(self.tokens[place].word) == token.canon for place in self._found)

    def _is_day(self, at: int) -> bool:
        """Where a year is asked for, its day and month may be said."""
        if not self._setting.asks_year:
            return False
        if self.tokens[at].canon in MONTHS:
            return True
        near = (*self.tokens[max(0, at - 2) : at], *self.tokens[at + 1 : at + 3])
        number = self.tokens[at].number
        is_day = number is not None and not number.unit and 1 <= number.value <= 31
        return is_day and any(token.canon in MONTHS for token in near)

    def _fault_of_number(self, at: int) -> Reason | None:
        """Another number is another answer; the same one ("ten (10)") or a list's "1." is not."""
        number = self.tokens[at].number
        if not self._setting.numeric:
            return None if at == 0 else self._fault_of_word(at)
        if self.tokens[at].word == "first" and at + 1 in self._found:
            return None
        said = (self.tokens[place].number for place in self._found)
        repeated = any(each and number and each.same(number) for each in said)
        return None if repeated else Reason.SEVERAL

    def _fault_of_word(self, at: int) -> Reason | None:
        token, setting = self.tokens[at], self._setting
        expected = self._is_expected(token) or self._inspector.is_misspelt(token, setting.asked)
        if setting.numeric and self._is_counted(at) and (setting.counts or not expected):
            return Reason.UNIT
        if expected:
            return Reason.SEVERAL if setting.strict and self._guesses(at) else None
        if self._describes(at):
            return None
        return self._other_name(at) if setting.proper else self._second_guess(at)

    def _other_name(self, at: int) -> Reason | None:
        """Beside a name, an unknown word makes another name, unless a link ties it to it."""
        standing = self._standing
        if standing.beside(at):
            return None if standing.apposed(at) else Reason.SEVERAL
        return Reason.WRONG if standing.adjoins(at) or standing.governs(at) else None

    def _second_guess(self, at: int) -> Reason | None:
        """A word side by side with the key is another guess; right after a short one, another thing."""
        standing = self._standing
        if standing.beside(at):
            return Reason.SEVERAL
        trails = len(self._found) < 3 and not standing.leads(at) and standing.adjoins(at)
        return Reason.WRONG if trails else None

    def _guesses(self, at: int) -> bool:
        """Tell whether a word of the question is put forward as the missing one."""
        blank = self._setting.beside_blank
        if self._restates or self.tokens[at].canon in blank:
            return False
        return self._standing.beside(at) or (bool(blank) and self._standing.adjoins(at))

    def _leans(self, at: int) -> bool:
        """Another entity is harmless where it is the question's and leans on other words."""
        if not self._is_expected(self.tokens[at]) or self._belongs_elsewhere(at):
            return False
        if self._restates or self._qualifies(at) or self._follows(at):
            return True
        return not (self._standing.beside(at) or self._standing.adjoins(at))

    def _belongs_elsewhere(self, at: int) -> bool:
        """In "the provinces of Japan" they are another country's, where an accepted wording has one."""
        before = {token.word for token in self.tokens[max(0, at - 2) : at]}
        return "of" in before and any(map(is_nation, self._setting.allowed))

    def _follows(self, at: int) -> bool:
        """In "he overheard Radek" the name follows the word that it follows in the question."""
        before = self._standing.before(at)
        if before is None:
            return False
        return (before.canon, self.tokens[at].canon) in self._setting.asked_pairs

    def _qualifies(self, at: int) -> bool:
        """In "Soviet railroads" a nation qualifies the key, where no accepted wording has another."""
        key = {self.tokens[place].canon for place in self._found}
        if at + 1 not in self._found or any(map(is_nation, self._setting.allowed - key)):
            return False
        return is_adjective(self.tokens[at].word) or not self._setting.proper

    def _describes(self, at: int) -> bool:
        """Tell whether a plain noun stands with the key: the country of Mexico, but not Mexico City."""
        word, setting, governs = self.tokens[at].word, self._setting, self._standing.governs(at)
        nation = any(is_nation(self.tokens[place].canon) for place in self._found)
        if setting.proper and self.tokens[at].canon in TITLES and self._standing.leads(at):
            return not (nation or governs)
        if setting.proper and nation and governs:
            return word in REALMS
        return word in DESCRIPTORS and (not setting.proper or word not in PLACE_CHANGERS or governs)

    def _is_counted(self, at: int) -> bool:
        """In "4 wars" it is wars that are counted."""
        number = self.tokens[at - 1].number if at else None
        if not number or not self._standing.ends_run(at):
            return False
        unitless = self._setting.counts and not number.unit
        return unitless or self.tokens[at].word not in DESCRIPTORS

    def _turns_round(self, token: Token) -> bool:
        """Tell whether a word makes the opposite: "prevent", or "unhappy" where the key is happy."""
        known = self._setting.asked | self._setting.allowed
        stripped = (token.word.removeprefix(prefix) for prefix in OPPOSING)
        opposed = any(word != token.word and word in known for word in stripped)
        return opposed or reverses(token.word, lemmas(token.word))

    def _shares_fear(self, at: int) -> bool:
        """Where a fear is asked for, to say it in other words or to prevent what is feared denies nothing."""
        said = self._setting.fearful and is_fear(self._words[at])
        return said or (self._fears and prevents(self._words, at))

    def _opposes(self, at: int) -> bool:
        """Tell whether the opposite of a word of the key, or of the question, is said of the key."""
        opposed, setting = frozenset(-pole for pole in poles(self.tokens[at].canon)), self._setting
        if not opposed.isdisjoint(setting.poles):
            standing = self._standing
            return standing.leads(at) or standing.adjoins(at) or standing.beside(at)
        asked = not opposed.isdisjoint(setting.asked_poles)
        return asked and not self._is_asked(self.tokens[at]) and self._standing.leads(at)

    def _names(self, at: int) -> bool:
        """A capital inside a sentence makes a name, and so does a possessive that is not asked for."""
        token = self.tokens[at]
        if self._is_expected(token):
            return False
        if token.word in DESCRIPTORS or token.canon in TITLES:
            return token.capital and token.word in PLACE_CHANGERS
        capital = at > 0 and token.capital and (self._mixed or self._setting.proper)
        return capital or token.possessive

    def _is_expected(self, token: Token) -> bool:
        return self._is_accepted(token) or self._is_asked(token)

    def _is_asked(self, token: Token) -> bool:
        return not lemmas(token.canon).isdisjoint(self._setting.asked)

    def _is_accepted(self, token: Token) -> bool:
        return token.canon in self._setting.allowed


def _extras(fit: Fit, tokens: Sequence[Token]) -> Iterator[int]:
    for at, token in enumerate(tokens):
        if at not in fit.found and token.role == "content":
            yield at


def _is_initial(token: Token, setting: Setting) -> bool:
    return len(token.word) == 1 and token.word in setting.initials


def _is_sibling(token: Token, setting: Setting) -> bool:
    """Tell whether a word is of a set with the key: east and west. A month makes a date of a number."""
    if token.canon in MONTHS and setting.numeric:
        return True
    return any(token.canon in group and not group.isdisjoint(setting.allowed) for group in SIBLINGS)

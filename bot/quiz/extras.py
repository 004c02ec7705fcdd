"""What an answer says besides the key: harmless, or another candidate, or a turn against it.

Honest answers repeat the question ("the railroads of the Soviet Union"), qualify ("a short respite")
or explain ("Radek, because he shouted"). Dishonest ones put another candidate beside the key. What tells
them apart is where the other words stand: side by side with the key, or leaning on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.document.lexicon import Lexicon
from bot.quiz.fit import Fit
from bot.quiz.inflection import lemmas, singulars, without_suffix
from bot.quiz.nations import is_adjective, is_nation
from bot.quiz.slips import is_slip
from bot.quiz.verdict import Reason
from bot.quiz.wording import Token
from bot.quiz.words import (
    AUXILIARIES,
    COMPARATIVES,
    DESCRIPTORS,
    MONTHS,
    OPPOSING,
    PLACE_CHANGERS,
    SIBLINGS,
    reverses,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds an answer: the words of its question, and of all accepted wordings.

    ``proper`` keys are names, beside which another word soon makes another name; a ``strict`` key is
    one word, beside which any other is another guess, but for those ``beside_blank`` in a cloze.
    """

    asked: frozenset[str]
    asked_pairs: frozenset[tuple[str, str]]
    asked_words: int
    allowed: frozenset[str]
    initials: frozenset[str]
    proper: bool
    strict: bool
    beside_blank: frozenset[str]
    numeric: bool


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
        bases = (word, *singulars(word), *without_suffix(word))
        return any(base in self._lexicon for base in bases)

    def is_name(self, token: Token) -> bool:
        """Tell whether a word is a nation's or one that English does not know."""
        return is_nation(token.canon) or (token.capital and not self.known(token.word))

    def fault(self, fit: Fit, tokens: Sequence[Token], setting: Setting) -> Reason | None:
        """Return what is wrong with the rest of an answer that says all of a wording, or None."""
        view = _View(self, fit, tokens, setting)
        if view.echoes():
            return Reason.ECHO
        extras = view.extras()
        if not extras:
            return view.changed_number()
        words = frozenset(tokens[at].word for at in extras)
        if any(phrase <= words for phrase in self._phrases if not phrase <= setting.asked):
            return Reason.SEVERAL
        return view.changed_number() or view.worst(extras)

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


def _is_sibling(token: Token, setting: Setting) -> bool:
    """A month is another where a number is asked for: it makes a date of it."""
    if token.word in MONTHS and setting.numeric:
        return True
    return any(token.canon in group and not group.isdisjoint(setting.allowed) for group in SIBLINGS)


class _View:
    """One answer, its extra words, and where each stands."""

    def __init__(
        self, inspector: Inspector, fit: Fit, tokens: Sequence[Token], setting: Setting
    ) -> None:
        self.inspector = inspector
        self.fit = fit
        self.tokens = tokens
        self.setting = setting
        self.restates = self._restates()
        self.lower = any(not t.capital and not t.number for t in tokens if t.role == "content")

    def extras(self) -> list[int]:
        return [
            at
            for at, token in enumerate(self.tokens)
            if at not in self.fit.found and token.role == "content" and not self._initial(token)
        ]

    def echoes(self) -> bool:
        """Tell whether the key was found only because the question has its words too."""
        found = (self.tokens[at].canon for at in self.fit.found)
        asked = self.setting.asked
        return self.restates and all(not lemmas(canon).isdisjoint(asked) for canon in found)

    def changed_number(self) -> Reason | None:
        """ "More than ten" is not ten, unless the key says so."""
        for at in self.fit.found:
            before = self.tokens[at - 1].word if at else ""
            near = {before, self.tokens[at - 2].word if at > 1 else ""}
            if self.tokens[at].number and not (near & COMPARATIVES) <= self.setting.allowed:
                return Reason.OTHER_NUMBER
        return None

    def worst(self, extras: list[int]) -> Reason | None:
        """Return the first fault of an extra word, or too many unknown ones."""
        unknown = 0
        for at in extras:
            reason = self._fault_at(at)
            if reason:
                return reason
            unknown += not self._expected(self.tokens[at])
        most = 0 if self.setting.strict else max(2, len(self.fit.found))
        return Reason.SEVERAL if unknown > most else None

    def _fault_at(self, at: int) -> Reason | None:
        token, setting = self.tokens[at], self.setting
        if token.number:
            if setting.numeric:
                return None if self._repeats(token) else Reason.SEVERAL
            if at == 0:
                return None
        if not self._expected(token) and self._turns_round(token):
            return Reason.NEGATED
        if self._accepted(token):
            return None
        if setting.numeric and self._counted(at):
            return Reason.UNIT
        if self.inspector.is_candidate(token, setting) or self._names(at, token):
            return None if self._leans(at, token) else Reason.SEVERAL
        if self._expected(token):
            return Reason.SEVERAL if setting.strict and self._guesses(at) else None
        if setting.proper:
            return self._other_name(at)
        second = self._beside(at) or self._trails(at)
        return Reason.SEVERAL if second and token.word not in DESCRIPTORS else None

    def _guesses(self, at: int) -> bool:
        """Tell whether a word of the question is put forward as the missing one."""
        if self.restates or self.tokens[at].canon in self.setting.beside_blank:
            return False
        return self._beside(at) or (bool(self.setting.beside_blank) and self._adjoins(at))

    def _trails(self, at: int) -> bool:
        """Tell whether a word follows a short key without a link, as a second guess does."""
        return len(self.fit.found) < 3 and not self._leads(at) and self._adjoins(at)

    def _leads(self, at: int) -> bool:
        """Tell whether a word stands right before the key, as what qualifies it does."""
        following = (place for place in range(at + 1, len(self.tokens)) if self._telling(place))
        return next(following, None) in self.fit.found

    def _telling(self, at: int) -> bool:
        return self.tokens[at].role == "content"

    def _leans(self, at: int, token: Token) -> bool:
        """Another entity is harmless where it is the question's and leans on other words."""
        if not self._expected(token):
            return False
        if self.restates or self._modifies(at) or self._follows(at):
            return True
        return not (self._beside(at) or self._adjoins(at))

    def _other_name(self, at: int) -> Reason | None:
        """Beside a name, an unknown word makes another name, unless a link ties it to it."""
        token = self.tokens[at]
        if token.word in DESCRIPTORS and (token.word not in PLACE_CHANGERS or self._governs(at)):
            return None
        if self._beside(at):
            return None if self._apposed(at) else Reason.SEVERAL
        if self._adjoins(at) or self._governs(at):
            return Reason.WRONG
        return None

    def _counted(self, at: int) -> bool:
        """In "4 wars" it is wars that are counted."""
        expected = self._expected(self.tokens[at]) or self.tokens[at].word in DESCRIPTORS
        start, end = self._run(at)
        last = not any(token.role == "content" for token in self.tokens[at + 1 : end])
        after_number = start <= at - 1 and self.tokens[at - 1].number is not None
        return last and after_number and not expected

    def _turns_round(self, token: Token) -> bool:
        """Tell whether a word makes the opposite: "prevent", or "unhappy" where the key is happy."""
        known = self.setting.asked | self.setting.allowed
        stripped = (token.word.removeprefix(prefix) for prefix in OPPOSING)
        opposed = any(word != token.word and word in known for word in stripped)
        return opposed or reverses(token.word, lemmas(token.word))

    def _repeats(self, token: Token) -> bool:
        """In "ten (10)" the number is the same."""
        said = (self.tokens[place].number for place in self.fit.found)
        return any(each and token.number and each.same(token.number) for each in said)

    def _expected(self, token: Token) -> bool:
        return not lemmas(token.canon).isdisjoint(self.setting.asked) or self._accepted(token)

    def _accepted(self, token: Token) -> bool:
        return token.canon in self.setting.allowed

    def _initial(self, token: Token) -> bool:
        return len(token.word) == 1 and token.word in self.setting.initials

    def _names(self, at: int, token: Token) -> bool:
        """A capital inside a sentence makes a name, and so does a possessive that is not asked for."""
        if token.number or self._expected(token):
            return False
        capital = at > 0 and token.capital and (self.lower or self.setting.proper)
        return capital or (token.possessive and token.word not in DESCRIPTORS)

    def _run(self, at: int) -> tuple[int, int]:
        """The stretch of words around a place that no joining word or mark divides."""
        start = at
        while start > 0 and self.tokens[start - 1].role not in {"join", "or"}:
            start -= 1
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].role not in {"join", "or"}:
            end += 1
        return start, end

    def _beside(self, at: int) -> bool:
        """Tell whether a word stands side by side with the key: in a run of its own, led by no link."""
        start, end = self._run(at)
        if any(place in self.fit.found for place in range(start, end)):
            return False
        if any(token.role == "clause" for token in self.tokens[:at]):
            return False
        run = self.tokens[start:end]
        first = next(token for token in run if token.role != "filler")
        return first.role not in {"link", "clause"}

    def _apposed(self, at: int) -> bool:
        """In "him, the old one" the run that a mark and an article begin says who he is."""
        start, end = self._run(at)
        bound = self.tokens[start - 1 : start] or self.tokens[end : end + 1]
        marked = bool(bound) and bound[0].is_mark
        return marked and self.tokens[start].role == "article" and not self.tokens[at].capital

    def _adjoins(self, at: int) -> bool:
        """Tell whether only plain words, no link, stand between a word and the key in its run."""
        start, end = self._run(at)
        for step, bound in ((1, end), (-1, start - 1)):
            for place in range(at + step, bound, step):
                token = self.tokens[place]
                if token.role in {"link", "clause"} or token.word in AUXILIARIES:
                    break
                if place in self.fit.found:
                    return True
        return False

    def _follows(self, at: int) -> bool:
        """In "he overheard Radek" the name follows the word it follows in the question."""
        before = next((t for t in reversed(self.tokens[:at]) if t.role == "content"), None)
        return (
            before is not None and (before.canon, self.tokens[at].canon) in self.setting.asked_pairs
        )

    def _modifies(self, at: int) -> bool:
        """In "Soviet railroads" a nation qualifies the key."""
        token = self.tokens[at]
        key = {self.tokens[place].canon for place in self.fit.found}
        if at + 1 not in self.fit.found or any(map(is_nation, self.setting.allowed - key)):
            return False
        return is_adjective(token.word) or not self.setting.proper

    def _governs(self, at: int) -> bool:
        """In "wife of Radek" the answer is the wife."""
        following = [token.word for token in self.tokens[at + 1 : at + 3]]
        return "of" in following and any(place > at for place in self.fit.found)

    def _restates(self) -> bool:
        """Tell whether the answer is the question's sentence with the key put in."""
        said = sum(
            at not in self.fit.found and not lemmas(token.canon).isdisjoint(self.setting.asked)
            for at, token in enumerate(self.tokens)
            if token.role == "content"
        )
        return said >= max(3, self.setting.asked_words / 2)

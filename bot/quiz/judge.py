"""Judging written answers: forgiving of the keyboard, not of the thought.

The answer, every accepted and every refused wording, and the question are read into words whose role
is known (``wording``). What the answer denies is set apart (``polarity``); what it asserts is fitted to
each wording, in any order and with slips of the keyboard (``fit``, ``slips``); and what it says besides
is looked at for other candidates (``extras``). No ratio of similarity decides anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.document.lexicon import Lexicon
from bot.quiz import amounts, polarity
from bot.quiz.extras import Inspector
from bot.quiz.figures import readings
from bot.quiz.fit import Fit
from bot.quiz.held import Held, Style, TextKey, hold
from bot.quiz.inflection import lemmas
from bot.quiz.meaning import poles
from bot.quiz.polarity import Polarity, denials
from bot.quiz.roles import merges_nations
from bot.quiz.verdict import Outcome, Reason, Verdict
from bot.quiz.weigh import leftover, weigh
from bot.quiz.wording import Reader, Token, Wording

__all__ = ["MAX_RESPONSE", "Style", "TextJudge", "TextKey"]

MAX_RESPONSE = 500
"""Characters; anything longer is refused unread."""

_RANKS = {Outcome.RIGHT: 2, Outcome.CLOSE: 1, Outcome.WRONG: 0}


class TextJudge:
    """Judges written answers.

    ``lexicon`` tells words from slips; ``names`` are the people, places and terms of the pack, any of
    which is another candidate when it is not the answer.
    """

    def __init__(self, lexicon: Lexicon | None = None, names: Iterable[str] = ()) -> None:
        lexicon = lexicon or Lexicon()
        self._reader = Reader(lexicon)
        self._inspector = Inspector(lexicon, self._words_of(names))
        self._held = lru_cache(maxsize=4096)(self._hold)

    def judge(self, key: TextKey, response: str) -> Verdict:
        """Judge one answer; the same key and response always get the same verdict.

        Takes time in proportion to the response, which is refused unread beyond ``MAX_RESPONSE``.
        """
        if len(response) > MAX_RESPONSE:
            return Verdict.wrong(Reason.TOO_LONG)
        held = self._held(key)
        verdicts = (self._judge(held, reading) for reading in readings(response))
        return max(verdicts, key=lambda verdict: _RANKS[verdict.outcome])

    def _judge(self, held: Held, response: str) -> Verdict:
        said = self._reader.read(response)
        if all(token.role in {"join", "article"} for token in said.tokens):
            return Verdict.wrong(Reason.EMPTY)
        said = _without_glosses(said) if held.is_latin else said
        said = _as_asked(held, said)
        return _verbatim(held, said) or self._alternatives(held, said)

    def _words_of(self, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
        for name in names:
            words = tuple(t.word for t in self._reader.read(name).tokens if t.role == "content")
            if words:
                yield words

    def _hold(self, key: TextKey) -> Held:
        return hold(key, self._reader, self._inspector)

    def _alternatives(self, held: Held, said: Wording) -> Verdict:
        """An "or" offers two answers; both must be right."""
        if held.offers_or:
            return self._single(held, said.tokens)
        verdicts = [self._single(held, part) for part in _parts(said.tokens)]
        if len(verdicts) == 1 or all(each.outcome is Outcome.RIGHT for each in verdicts):
            return verdicts[0]
        return Verdict.wrong(Reason.SEVERAL)

    def _single(self, held: Held, tokens: Sequence[Token]) -> Verdict:
        parted = polarity.split(tokens)
        best, beyond = self._best(held, tokens, parted)
        refused = self._refused(held, tokens, parted, beyond)
        if refused:
            return Verdict.wrong(Reason.REFUSED, refused.text)
        if parted.denied and self._denies_key(held, parted, best):
            return Verdict.wrong(Reason.NEGATED)
        if best and best.outcome is not Outcome.WRONG:
            return best
        run_together = self._run_together(held, tokens)
        return run_together or best or Verdict.wrong(_why_wrong(held, tokens))

    def _run_together(self, held: Held, tokens: Sequence[Token]) -> Verdict | None:
        """A wording with a gap too many or too few and a slip besides: "soviet unoin"."""
        said = Wording.of("", tuple(tokens))
        own = {
            word for each in held.accepted for token in each.tokens for word in token.word.split()
        }
        strange = {token.word for token in said.content} - own
        if not strange or any(map(self._inspector.known, strange)) or _turns(said):
            return None
        for wording in held.accepted:
            if (
                wording.squeezed
                and len(said.content) != len(wording.content)
                and not _turns(wording)
                and held.fitter.is_misspelt(said.squeezed, wording.squeezed)
            ):
                return Verdict.right(Reason.TYPO, wording.text)
        return None

    def _best(
        self, held: Held, tokens: Sequence[Token], parted: Polarity
    ) -> tuple[Verdict | None, tuple[int, float] | None]:
        """Return the best verdict by any accepted wording, and how far the answer is from it."""
        best: Verdict | None = None
        beyond: tuple[int, float] | None = None
        for wording in held.accepted:
            fit, said = _fit(held, wording, tokens, parted)
            verdict = weigh(held, fit, said, self._inspector) if fit else None
            if fit and verdict and (not best or _RANKS[verdict.outcome] > _RANKS[best.outcome]):
                best = verdict
                beyond = leftover(fit, said) if fit.complete else None
                if verdict.outcome is Outcome.RIGHT:
                    break
        return best, beyond

    def _refused(
        self,
        held: Held,
        tokens: Sequence[Token],
        parted: Polarity,
        beyond: tuple[int, float] | None,
    ) -> Wording | None:
        """Return the refused wording that the answer says more nearly than any accepted one."""
        for wording in held.refused:
            fit, said = _fit(held, wording, tokens, parted)
            if not fit or not fit.complete or fit.strained:
                continue
            if beyond is None or leftover(fit, said) < beyond:
                return wording
        return None

    def _denies_key(self, held: Held, parted: Polarity, best: Verdict | None) -> bool:
        """Tell whether what is denied is the answer, or part of one that is not whole without it."""
        affirming = [wording for wording in held.accepted if not denials(wording.tokens)]
        whole = any(held.fitter.fit(each, parted.denied).complete for each in affirming)
        if best and best.outcome is Outcome.RIGHT:
            return whole
        words = frozenset(token.canon for each in affirming for token in each.content)
        return whole or any(token.canon in words for token in parted.denied)


def _as_asked(held: Held, said: Wording) -> Wording:
    """Where the question has a "without", so may the answer, and it denies nothing."""
    if held.asks_without:
        tokens = (t._replace(role="link") if t.word == "without" else t for t in said.tokens)
        return Wording.of(said.text, tuple(tokens))
    return said


def _without_glosses(said: Wording) -> Wording:
    """A word in another script, which no wording has, can earn nothing beside a Latin one."""
    kept = tuple(token for token in said.tokens if not token.is_foreign)
    return Wording.of(said.text, kept) if any(token.role == "content" for token in kept) else said


def _verbatim(held: Held, said: Wording) -> Verdict | None:
    """Judge an answer that is, word for word or letter for letter, an accepted or refused wording."""
    for wording in held.accepted:
        if (
            said.plain == wording.plain
            and not merges_nations(said.tokens, wording)
            and not amounts.says_which(held, said.tokens)
        ):
            return Verdict.right(_same_way(said, wording), wording.text)
    for wording in held.refused:
        if said.plain == wording.plain:
            return Verdict.wrong(Reason.REFUSED, wording.text)
    if said.plain == held.prompt.plain:
        return Verdict.wrong(Reason.ECHO)
    for wording in held.accepted:
        same_letters = said.squeezed == wording.squeezed != ""
        if same_letters and _turns(said) == _turns(wording):
            return Verdict.right(Reason.WORDING, wording.text)
    return None


def _turns(wording: Wording) -> list[str]:
    """The words that are not content and yet decide: what denies, and what says how many."""
    return [
        token.role if token.role != "filler" else token.word
        for token in wording.tokens
        if token.role in {"not", "except", "or"} or token.word in amounts.QUANTIFIERS
    ]


def _same_way(said: Wording, wording: Wording) -> Reason:
    said_numbers, numbers = (
        [token.word for token in each.tokens if token.number] for each in (said, wording)
    )
    if said_numbers == numbers:
        return Reason.EXACT
    return Reason.NUMBER if wording.is_number else Reason.WORDING


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Split at each "or"; a part without a word of its own is no alternative."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.role == "or":
            parts.append([])
        else:
            parts[-1].append(token)
    telling = [part for part in parts if any(t.role in {"content", "not"} for t in part)]
    return iter(telling or [list(tokens)])


def _fit(
    held: Held, wording: Wording, tokens: Sequence[Token], parted: Polarity
) -> tuple[Fit | None, Sequence[Token]]:
    """Fit a wording to what is asserted; one that denies, to all of an answer that denies as well."""
    denied = denials(wording.tokens)
    if not denied:
        return held.fitter.fit(wording, parted.asserted), parted.asserted
    if denials(tokens) % 2 != denied % 2:
        return None, tokens
    return held.fitter.fit(wording, tokens), tokens


def _why_wrong(held: Held, tokens: Sequence[Token]) -> Reason:
    said = [token for token in tokens if token.role == "content"]
    numbers = [token.number for token in said if token.number]
    if held.setting.numeric and numbers and not any(map(held.names_number, numbers)):
        return Reason.OTHER_NUMBER
    asked = held.setting.asked
    if all(not lemmas(token.canon).isdisjoint(asked) for token in said):
        return Reason.ECHO
    return Reason.SWAPPED if _says_opposite(held, said) else Reason.WRONG


def _says_opposite(held: Held, said: Sequence[Token]) -> bool:
    """Tell whether a word of the key is said, and the opposite of another."""
    key = held.setting
    others = [token for token in said if token.canon not in key.allowed]
    opposed = (-pole for token in others for pole in poles(token.canon))
    return len(others) < len(said) and any(pole in key.poles for pole in opposed)

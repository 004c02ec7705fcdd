"""Where the words of an answer stand toward the words that are the key."""

from collections.abc import Sequence

from bot.quiz.wording import Token
from bot.quiz.words import AUXILIARIES

_TYING = frozenset({"link", "clause"})


class Standing:
    """The tokens of one answer, and the places in it at which the key was ``found``.

    A *run* is a stretch that no joining word or mark divides: "Radek", "and", "his friends" are two.
    """

    def __init__(self, tokens: Sequence[Token], found: frozenset[int]) -> None:
        self.tokens = tokens
        self.found = found
        self._runs = _runs(tokens)
        clauses = (at for at, token in enumerate(tokens) if token.role == "clause")
        self._first_clause = next(clauses, len(tokens))

    def beside(self, at: int) -> bool:
        """Tell whether a word stands side by side with the key: in a run of its own, not led by a link."""
        run = self._runs[at]
        if at > self._first_clause or not self.found.isdisjoint(run):
            return False
        first = next(token for token in map(self.tokens.__getitem__, run) if token.role != "filler")
        return first.role not in _TYING

    def apposed(self, at: int) -> bool:
        """Tell whether a word is in a run that a mark and an article begin: "him, the old one"."""
        run = self._runs[at]
        bound = self.tokens[run.start - 1 : run.start] or self.tokens[run.stop : run.stop + 1]
        marked = bool(bound) and bound[0].is_mark
        return marked and self.tokens[run.start].role == "article" and not self.tokens[at].capital

    def adjoins(self, at: int) -> bool:
        """Tell whether only plain words, no link and no verb, stand between a word and the key."""
        run = self._runs[at]
        after, before = range(at + 1, run.stop), range(at - 1, run.start - 1, -1)
        return self._reaches_key(after) or self._reaches_key(before)

    def leads(self, at: int) -> bool:
        """Tell whether a word stands right before the key, as what qualifies it does."""
        following = range(at + 1, self._runs[at].stop)
        return next((place for place in following if self._tells(place)), None) in self.found

    def governs(self, at: int) -> bool:
        """Tell whether "of" ties the key to a word: in "wife of Radek" the answer is the wife."""
        following = [token.word for token in self.tokens[at + 1 : at + 3]]
        return "of" in following and any(place > at for place in self.found)

    def ends_run(self, at: int) -> bool:
        """Tell whether no other telling word follows in the run."""
        return not any(self._tells(place) for place in range(at + 1, self._runs[at].stop))

    def before(self, at: int) -> Token | None:
        """Return the telling word before this place."""
        return next((t for t in reversed(self.tokens[:at]) if t.role == "content"), None)

    def _reaches_key(self, places: range) -> bool:
        for place in places:
            token = self.tokens[place]
            if token.role in _TYING or token.word in AUXILIARIES:
                return False
            if place in self.found:
                return True
        return False

    def _tells(self, at: int) -> bool:
        return self.tokens[at].role == "content"


def _runs(tokens: Sequence[Token]) -> list[range]:
    """Return for each place the run that it is in."""
    runs: list[range] = []
    start = 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or tokens[at].role in {"join", "or"}:
            runs += [range(start, at)] * (at - start) + [range(at, at + 1)]
            start = at + 1
    return runs

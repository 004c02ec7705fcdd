"""Nations in a row of words: which stand together, what they are said to be of, who does what to whom."""

from collections.abc import Sequence, Set
from functools import cached_property
from typing import Final, NamedTuple

from bot.document.names import CAPITAL, COUNTRY, PREFIX
from bot.document.search_terms import canonical


class Deed(NamedTuple):
    """Something that one nation does to another, as far as it is said."""

    kind: str
    agents: frozenset[str]
    objects: frozenset[str]


DEEDS: Final = {
    "attack": tuple(map(canonical, "attack invade invasion assault strike aggression".split())),
    "defeat": tuple(map(canonical, "defeat beat conquer overcome vanquish".split())),
}
"""What one nation does to another, and the stems of the words for it."""

ACCORDS: Final = frozenset(map(canonical, "accord agreement alliance entente pact treaty".split()))
"""What nations make with one another, as stems."""

_KIND_OF: Final = {stem: kind for kind, stems in DEEDS.items() for stem in stems}
_OTHERS: Final = dict.fromkeys("soviet soviets ussr moscow kremlin".split(), "russia")
_CONTINENTS: Final = frozenset({"africa", "asia", "europe"})
_NATIONS: Final = {
    word: name
    for word, name in {**CAPITAL, **PREFIX, **COUNTRY, **_OTHERS}.items()
    if name not in _CONTINENTS
}
_ADJECTIVES: Final = ("an", "ish", "ese", "ch", "iet")
"""Endings of words that qualify others: “German”, “Soviet”."""

_LINKS: Final = frozenset("of in with between to for from toward towards on by".split())
_SKIPPED: Final = frozenset("the a an both".split())
_JOINTS: Final = frozenset("and or".split())
_PASSIVE: Final = frozenset("be been being is was were are get got".split())
_OBJECT: Final = frozenset("the a an on upon against of".split())
"""Words that may stand between a deed and the one to whom it is done."""

_BESIDE: Final = 8
"""Words up to which a nation stands beside a thing, where none of the following is between."""

_STOPS: Final = frozenset(
    "against until if because that when while who which was were is are will would".split()
)


class Nations:
    """The nations that a row of words names, and how the words around them bind them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._stems = [*map(canonical, words)]
        self.names: dict[int, str] = {}
        self._ends: dict[int, int] = {}
        for at, word in enumerate(words):
            after = words[at + 1] if at + 1 < len(words) else ""
            name = "america" if (word, after) == ("united", "states") else _NATIONS.get(word)
            if name:
                self.names[at] = name
                self._ends[at] = at + (2 if after in {"union", "states", "government"} else 1)

    def before(self, at: int) -> list[int]:
        """Return the places of the nations right before a word: “Soviet-German pact”."""
        found: list[int] = []
        while (start := self._ending(found[-1] if found else at)) is not None:
            found.append(start)
        return found if found and self._is_adjective(found[0]) else []

    def after(self, at: int) -> list[int]:
        """Return the places of the nations that a word is linked to: “pact with Germany and Japan”."""
        at += 1
        if self._word(at) not in _LINKS:
            return []
        found: list[int] = []
        while True:
            at += 1
            at += self._word(at) in _SKIPPED
            if at not in self.names:
                return found
            end = self._ends[at]
            if self._is_adjective(at) and not self._is_idle(end):
                return found
            found.append(at)
            if self._word(end) not in _JOINTS:
                return found
            at = end

    def beside(self, stems: Set[str]) -> frozenset[str]:
        """Return the nations nearest to words of these stems on either side, joined ones as one."""
        found: set[str] = set()
        for at, stem in enumerate(self._stems):
            if stem in stems:
                before = range(at - 1, max(-1, at - _BESIDE - 1), -1)
                after = range(at + 1, min(len(self._words), at + _BESIDE + 1))
                for places in (before, after):
                    nearest = next((place for place in places if self._ends_search(place)), -1)
                    found |= self._joined(nearest)
        return frozenset(found)

    def is_deed(self, at: int) -> bool:
        """Tell whether a word is what one nation does to another."""
        return self._stems[at] in _KIND_OF

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """What nations do to one another in these words."""
        kinds = ((_KIND_OF.get(stem), at) for at, stem in enumerate(self._stems))
        return tuple(self._deed(kind, at) for kind, at in kinds if kind)

    def _deed(self, kind: str, at: int) -> Deed:
        subjects = self._subjects(at)
        if self._is_passive(at):
            return Deed(kind, self._by(at + 1), subjects)
        objects, end = self._objects(at + 1)
        agents = self._by(end)
        return Deed(kind, agents or subjects - objects, objects)

    def _subjects(self, at: int) -> frozenset[str]:
        """Return the nearest nations before a deed, joined by “and”, in the same clause."""
        found: set[str] = set()
        for place in range(at - 1, -1, -1):
            if place in self.names:
                found.add(self.names[place])
                joint = self._words[place - 1] if place else ""
                if joint not in _JOINTS and place - 1 not in self.names:
                    break
            elif self.is_deed(place) or (found and self._words[place] not in _JOINTS):
                break
        return frozenset(found)

    def _objects(self, at: int) -> tuple[frozenset[str], int]:
        while self._word(at) in _OBJECT:
            at += 1
        return self._row(at)

    def _by(self, at: int) -> frozenset[str]:
        return self._row(at + 1)[0] if self._word(at) == "by" else frozenset()

    def _row(self, at: int) -> tuple[frozenset[str], int]:
        """Return the nations that follow one another from a place, and where they end."""
        found: set[str] = set()
        while at in self.names or (found and self._word(at) in _JOINTS):
            if at in self.names:
                found.add(self.names[at])
            at = self._ends.get(at, at + 1)
        return frozenset(found), at

    def _is_passive(self, at: int) -> bool:
        word = self._words[at]
        past = word.endswith(("ed", "en")) or self._word(at + 1) == "by"
        return past and (
            not _PASSIVE.isdisjoint(self._words[max(0, at - 3) : at]) or self._word(at + 1) == "by"
        )

    def _ends_search(self, place: int) -> bool:
        """Tell whether nothing beyond a place stands beside: an alliance against Japan is not Japan's."""
        return place in self.names or self._words[place] in _STOPS or self.is_deed(place)

    def _joined(self, at: int) -> frozenset[str]:
        """Return the nation at a place with those that stand beside it, at most an “and” between."""
        if at not in self.names:
            return frozenset()
        while (before := self._ending(at)) is not None or (
            at > 1
            and self._words[at - 1] in _JOINTS
            and (before := self._ending(at - 1)) is not None
        ):
            at = before
        return self._row(at)[0]

    def _ending(self, at: int) -> int | None:
        """Return where the nation begins that ends right before a place."""
        return next((start for start in (at - 1, at - 2) if self._ends.get(start) == at), None)

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""

    def _is_adjective(self, at: int) -> bool:
        return self._ends[at] == at + 1 and self._words[at].endswith(_ADJECTIVES)

    def _is_idle(self, at: int) -> bool:
        return not self._word(at) or self._word(at) in _JOINTS | _LINKS

"""What the words of a query are to one another, where it decides: whose treaty it is, who attacks whom.

A bond is a term like any other. It is said by the lines in which the same things are bound together,
so that a line which only happens to have both words answers less well, or not at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from bot.document.search_lines import Lines
from bot.document.search_nations import ACCORDS, DEEDS, Deed, Nations
from bot.document.search_query import Sense, Senses, Term
from bot.document.search_terms import canonical
from bot.document.search_weights import EVERYDAY


class Spoken(NamedTuple):
    """A word of a query and the term that it was read as, if it tells anything."""

    word: str
    term: Term | None


_Nations: TypeAlias = Mapping[str, Term | None]
"""Nations by name, with what was read for each."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """Finds what is bound together in a query, and the lines of a document that say so."""

    lines: Lines
    _known: dict[int, Nations] = field(default_factory=dict)

    def of(self, spoken: Sequence[Spoken]) -> Iterator[Term]:
        """Yield a term for each bond between a nation and a thing, and between nations."""
        if len(spoken) > _LONGEST:
            return
        read = Nations([each.word for each in spoken])
        if not read.names:
            return
        for head, nations in self._tied(spoken, read):
            terms = [head, *filter(None, nations.values())]
            typed = " ".join(term.typed for term in terms)
            weight = _TIE * sum(term.weight for term in terms)
            yield Term(typed, weight, self._said(self._bound(head, nations)))
        for deed in read.deeds:
            if deed.agents or deed.objects:
                weight = _DEED if deed.agents and deed.objects else _HALF_A_DEED
                typed = " ".join([*sorted(deed.agents), deed.kind, *sorted(deed.objects)])
                yield Term(typed, weight, self._said(self._done(deed)))

    def _said(self, lines: Sequence[int]) -> Senses:
        return Senses((Sense(lines, 1.0, "words", ()),) if lines else ())

    def _tied(self, spoken: Sequence[Spoken], read: Nations) -> Iterator[tuple[Term, _Nations]]:
        """Yield each thing that nations are said to have a part in, with what these were read as."""
        for at, (word, head) in enumerate(spoken):
            if head is None or head.weight <= EVERYDAY or not head.senses:
                continue
            if at in read.names or read.is_deed(at):
                continue
            places: Iterable[int] = (*read.before(at), *read.after(at))
            if not places and canonical(word) in ACCORDS:
                places = read.names
            nations = {read.names[place]: spoken[place].term for place in places}
            if any(not self._is_understood(name) for name in nations):
                yield head, nations

    def _is_understood(self, nation: str) -> bool:
        """Tell whether a nation is spoken of nearly everywhere, so that its name tells nothing."""
        stems = ("soviet", nation) if nation == "russia" else (nation,)
        reach = max(len(self.lines.lines_with(stem)) for stem in stems)
        return reach > _PERVADING * len(self.lines)

    def _bound(self, head: Term, nations: _Nations) -> list[int]:
        """Return the lines in which a thing is bound to the nations, and not to others instead."""
        needed = {name for name in nations if not self._is_understood(name)}
        shared = _lines_of(head)
        for name in needed:
            shared &= _lines_of(nations[name])
        heads = {phrase[0] for sense in head.senses for phrase in sense.phrases}
        found = []
        for line in sorted(shared)[:_MOST_LINES]:
            beside = self._nations(line).beside(heads)
            if needed <= beside and (len(nations) == len(needed) or beside <= nations.keys()):
                found.append(line)
        return found

    def _done(self, sought: Deed) -> list[int]:
        """Return the lines that tell of a deed: the same, and nothing against it."""
        rows = (self.lines.lines_with(stem) for stem in DEEDS[sought.kind])
        found = sorted({line for row in rows for line in islice(row, _MOST_LINES)})
        return [
            line
            for line in found
            if any(self._tells(deed, sought) for deed in self._nations(line).deeds)
        ]

    def _nations(self, line: int) -> Nations:
        known = self._known.get(line)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[line] = Nations(self.lines.plain(line))
        return known

    def _tells(self, deed: Deed, sought: Deed) -> bool:
        """Tell whether a deed is the one that is sought; the nation of which all is said goes unsaid."""
        return deed.kind == sought.kind and all(
            mine & theirs or not mine or (not theirs and all(map(self._is_understood, mine)))
            for mine, theirs in (
                (sought.agents, deed.agents - deed.objects),
                (sought.objects, deed.objects - deed.agents),
            )
        )


_TIE: Final = 0.9
"""How much a bond with a nation tells, as a share of what its words tell."""

_DEED: Final = 1.2
_HALF_A_DEED: Final = 0.15
"""How much it tells who does what to whom, and how much if one of them is not said."""

_PERVADING: Final = 0.15
_MOST_LINES: Final = 128
_MOST_KNOWN: Final = 1_024
_LONGEST: Final = 24
"""Words of a question; in a longer text nothing is bound."""


def _lines_of(term: Term | None) -> set[int]:
    return {line for sense in term.senses for line in sense.lines} if term else set()

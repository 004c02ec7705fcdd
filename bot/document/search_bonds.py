"""What the words of a query are to one another, where it decides: whose treaty it is, who attacks whom.

A bond is a term like any other. It is said by the lines in which the same things are bound together,
so that a line which only happens to have both words answers less well, or not at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from bot.document.search_lines import Lines, meeting
from bot.document.search_nations import DEEDS, Deed, Nations
from bot.document.search_query import Sense, Term
from bot.document.search_weights import EVERYDAY


class Spoken(NamedTuple):
    """A word of a query and the term that it was read as, if it tells anything."""

    word: str
    term: Term | None


_Tie: TypeAlias = tuple[Term, frozenset[str], list[Term]]
"""A thing, the names of the nations that it is bound to, and what these were read as."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """Finds what is bound together in a query, and the lines of a document that say so."""

    lines: Lines

    def of(self, spoken: Sequence[Spoken]) -> Iterator[Term]:
        """Yield a term for each bond between a nation and a thing, and between nations."""
        read = Nations([each.word for each in spoken])
        for head, names, nations in self._tied(spoken, read):
            weight = _TIE * (head.weight + sum(term.weight for term in nations))
            typed = " ".join(term.typed for term in (head, *nations))
            yield Term(typed, weight, self._said(self._bound(head, names, nations)))
        for deed in read.deeds():
            if deed.agents or deed.objects:
                weight = _DEED if deed.agents and deed.objects else _HALF_A_DEED
                yield Term(str(deed), weight, self._said(self._done(deed)))

    def _said(self, lines: Sequence[int]) -> tuple[Sense, ...]:
        return (Sense(lines, 1.0, "words", ()),) if lines else ()

    def _tied(self, spoken: Sequence[Spoken], read: Nations) -> Iterator[_Tie]:
        for at, (_, head) in enumerate(spoken):
            if head is None or head.weight <= EVERYDAY or not head.senses:
                continue
            if at in read.names or read.is_deed(at):
                continue
            found = {
                read.names[place]: term
                for place in (*read.before(at), *read.after(at))
                if (term := spoken[place].term) and not self._is_understood(read.names[place])
            }
            if found and all(term.senses for term in found.values()):
                yield head, frozenset(found), [*found.values()]

    def _is_understood(self, nation: str) -> bool:
        """Tell whether a nation is spoken of nearly everywhere, so that its name tells nothing."""
        stems = ("soviet", nation) if nation == "russia" else (nation,)
        return max(len(self.lines.lines_with(stem)) for stem in stems) > _PERVADING * len(
            self.lines
        )

    def _bound(self, head: Term, names: frozenset[str], nations: Sequence[Term]) -> list[int]:
        """Return the lines in which a thing is bound to all of the nations."""
        rows = [
            sorted({line for s in term.senses for line in s.lines}) for term in (head, *nations)
        ]
        rows.sort(key=len)
        shared: Sequence[int] = rows[0]
        for row in rows[1:]:
            shared = sorted(meeting(shared, row))
        heads = {phrase[0] for sense in head.senses for phrase in sense.phrases}
        return [
            line
            for line in shared[:_MOST_LINES]
            if names <= Nations(self.lines.plain(line)).beside(heads)
        ]

    def _done(self, sought: Deed) -> list[int]:
        """Return the lines that tell of a deed: the same, and nothing against it."""
        rows = (self.lines.lines_with(stem) for stem in DEEDS[sought.kind])
        found = sorted({line for row in rows for line in islice(row, _MOST_LINES)})
        return [
            line
            for line in found
            if any(self._tells(deed, sought) for deed in Nations(self.lines.plain(line)).deeds())
        ]

    def _tells(self, deed: Deed, sought: Deed) -> bool:
        """Tell whether a deed is the one that is sought; the nation of which all is said goes unsaid."""
        return deed.kind == sought.kind and all(
            mine & theirs or not mine or (not theirs and all(map(self._is_understood, mine)))
            for mine, theirs in (
                (sought.agents, deed.agents - deed.objects),
                (sought.objects, deed.objects - deed.agents),
            )
        )


_TIE: Final = 0.7
_DEED: Final = 1.2
_HALF_A_DEED: Final = 0.3
_PERVADING: Final = 0.15
_MOST_LINES: Final = 128

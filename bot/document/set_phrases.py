"""What several words say together that they do not say apart."""

from collections.abc import Mapping
from typing import Final

from bot.document.search_terms import canonical

_PHRASES = """
american civil war|anglo german naval agreement|arab revolt|atlantic charter
axis powers|bank holiday|battle of britain|battle of france|battle of moscow|battle of stalingrad
battle of the atlantic|battle of the bulge|bay of pigs|beer hall putsch|berlin wall|big three
bill of rights|black death|black thursday|bloody sunday|boer war|boston tea party|boxer rebellion
brain trust|central powers|civil war|cold war|collective security|congress of vienna|crimean war
cultural revolution|dark ages|declaration of independence|dust bowl|eastern bloc|eastern front
english channel|fall of berlin|fall of france|fall of paris|february revolution|final solution
fireside chats|first world war|five year plan|flying tigers|four year plan|fourteen points
fourth international|french revolution|glorious revolution|good neighbor policy|great depression
great famine|great leap forward|great patriotic war|great purge|great terror|great wall|great war
hundred years war|industrial revolution|iron curtain|iron guard|july crisis|july days|korean war
lend lease|little entente|locarno treaties|long march|manhattan project|manifest destiny
march on rome|marshall plan|mein kampf|middle ages|middle east|missile crisis|monroe doctrine
moscow trials|munich agreement|naval treaty|near east|neutrality act|new deal|new economic policy
night of the long knives|northern ireland|october revolution|old testament|olympic games|open door
opium war|oregon trail|pact of steel|peace of paris|peace of westphalia|phoney war|phony war
polish corridor|popular front|prague spring|purge trials|red baron|red cross|red guard|red scare
red square|red terror|rhineland crisis|roman empire|russian civil war|russian revolution
russo japanese war|second international|second world war|seven years war|show trial|silk road
six day war|soviet polish war|spanish civil war|stab in the back|steel pact|suez crisis
summer olympics|supreme court|third reich|third republic|thirty years war|trans siberian railway
treaty of berlin|treaty of brest|treaty of london|treaty of paris|treaty of rome
treaty of versailles|tripartite pact|triple alliance|triple entente|united kingdom|united nations
vichy france|vietnam war|wall street|war communism|war crimes|war debts|war guilt|war of attrition
war of independence|war of nerves|war on terror|warsaw pact|weimar republic|western front
white army|white house|white russians|winter olympics|winter palace|winter war|world bank
world cup|world war 1|world war 2|world war i|world war ii|world war one|world war two|young turks
"""


def _by_first_word() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _PHRASES.replace("\n", "|").split("|"):
        if words := tuple(phrase.split()):
            found.setdefault(words[0], []).append(words)
    return {
        first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()
    }


SET_PHRASES: Final = _by_first_word()
"""Names made of common words, folded, by their first word, the longest first.

"The New Deal" is no new deal, and "the fall of France" nothing that falls. Where a document and its
editor lack the phrase, its words apart do not say it.
"""

STATES: Final[Mapping[tuple[str, ...], str]] = {
    ("soviet", "union"): "soviet",
    ("soviet", "russia"): "soviet",
    ("united", "states"): "america",
    ("great", "britain"): "britain",
    ("united", "kingdom"): "britain",
}
"""States of two words, folded, with the one word that says the same."""

_IDIOMS = """
turn against: oppose
rise up: rebel
stand up: oppose
give up: abandon
give in: concede
give way: concede
hand over: cede
give away: cede
hold back: restrain
hold off: postpone
put off: postpone
break off: break
break out: begin
set off: cause
bring about: cause
carry out: accomplish
lose temper: anger
get along: reconcile
make friends: reconcile
do without: live
stay out: avoid
keep out: avoid
get ready: prepare
build up: strengthen
play for: postpone
team up: join
side with: ally
gang up: join
fall apart: collapse
fall out: quarrel
go under: collapse
come true: happen
make up: reconcile
make peace: reconcile
patch up: reconcile
go against: oppose
turn on: oppose
fight about: quarrel
fight over: quarrel
argue about: quarrel
argue over: quarrel
freak out: anger
get mad: anger
get angry: anger
listen in: overhear
take over: conquer
step back: retreat
back off: retreat
back down: concede
stir up: provoke
show up: attend
step in: intervene
get involved: intervene
stay away: avoid
stay neutral: neutral
cut off: break
cut ties: break
count on: trust
rely on: trust
worst case: nightmare
speak to: talk
speak with: talk
not ready: unprepared
not prepared: unprepared
not able: unable
not real: fake
not sure: doubt
not strong: weak
how long: years
how soon: years
how old: age
how tall: height
how rich: wealth
"""

IDIOMS: Final[Mapping[tuple[str, ...], str]] = {
    (canonical(first), canonical(second)): meant
    for line in _IDIOMS.strip().splitlines()
    for (first, second), meant in [(line.partition(": ")[0].split(), line.partition(": ")[2])]
}
"""Pairs of words, as stems, that mean what neither of them does, and a word that means it."""

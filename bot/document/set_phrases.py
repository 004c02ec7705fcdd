"""Names made of common words: events, pacts and things that history knows by a phrase.

"The New Deal" is no new deal, and "the fall of France" nothing that falls. Where a document and its
editor lack the phrase, its words apart do not say it.
"""

from collections.abc import Mapping
from typing import Final

_PHRASES = """
american civil war|american revolution|anglo german naval agreement|arab revolt|atlantic charter
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
"""The phrases, folded, by their first word, the longest first."""

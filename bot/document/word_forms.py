"""Forms of English words that no stemmer knows: irregular ones, and numbers in words."""

from collections.abc import Mapping
from typing import Final

from bot.document.number_words import CARDINALS, ORDINALS

_ROWS = """
arise arose arisen
beat beaten
become became
begin began begun
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
bring brought
build built
buy bought
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
dig dug
do did done
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown
forbid forbade forbidden
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
grow grew grown
hang hung
hear heard
hide hid hidden
hold held
keep kept
know knew known
lay laid
lead led
leap leapt
leave left
lend lent
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
overcome overcame
overhear overheard
overthrow overthrew overthrown
pay paid
rebuild rebuilt
ride rode ridden
ring rang rung
rise rose risen
run ran
say said
see saw seen
seek sought
sell sold
send sent
shake shook shaken
shoot shot
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
speak spoke spoken
spend spent
stand stood
steal stole stolen
stick stuck
strike struck stricken
strive strove striven
swear swore sworn
sweep swept
swim swam swum
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
undertake undertook undertaken
undergo underwent undergone
understand understood
uphold upheld
wake woke woken
wear wore worn
weave wove woven
win won
withdraw withdrew withdrawn
write wrote written
child children
foot feet
goose geese
man men
mouse mice
tooth teeth
wife wives
woman women
"""

IRREGULAR: Final[Mapping[str, str]] = {
    form: row.split()[0] for row in _ROWS.strip().splitlines() for form in row.split()[1:]
}
"""The base of every irregular form."""

_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}

FIGURES: Final[Mapping[str, str]] = {
    **{word: str(value) for word, value in CARDINALS.items() if value > 1},
    **{word: f"{n}{_SUFFIXES.get(n, 'th')}" for word, n in ORDINALS.items() if 1 <= n <= 10},
}
"""Numbers in words as figures. "One" is missing: it is a pronoun more often than a number."""

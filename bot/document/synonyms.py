"""Words that readers use for one another when they ask about history; each row is one meaning.

A word may stand in several rows. Rows are of near synonyms only: what a paraphrase may swap without
changing what is asked. Those marked "=" are so near that an answer may swap them as well.
"""

from collections.abc import Mapping
from typing import Final

from bot.document.names import CAPITAL
from bot.document.search_terms import canonical

_ROWS = """
soviet soviets russia moscow kremlin ussr
why cause reason
when date years decade
abandon forsake renounce relinquish drop
ability capability capacity
= accomplish achieve attain
accord agreement pact treaty
accuracy correctness reliability
acquire obtain gain seize capture
admiration admire respect esteem
= afraid scared fear frightened fearful dread terrified worry worried anxious
= aid assistance help support
aim goal objective purpose object intention
alliance ally partner partnership
allow permit let
ambassador envoy diplomat
anger angry fury furious rage mad
= arms weapons munitions armaments weaponry
army military troops soldiers forces
arrive reach
assist help aid
attack assault strike invade invasion aggression
attempt try effort
= avert prevent avoid stop
avoid evade escape
= ban forbid prohibit
battle fight fighting combat
beat defeat conquer overcome vanquish
belief faith conviction creed
believe think
betray betrayal disloyal treachery
boast brag
boss leader chief head ruler
bring cause produce
= build construct
capitalism capitalist
cause reason motive
cede cession surrender
certain sure convinced
change alter
cheat trick deceive
claim assert
collapse fall downfall
comfort comforting reassure reassuring soothing
compare comparison analogy liken
comrade friend
concession compromise
conclude end finish
conclusion ending
conference congress meeting convention gathering summit
conflict war fight hostilities
conflict dispute quarrel row argument
conquer conquest rule
consolidate strengthen reinforce
control dominate obey orders command
country nation
phrase proverb saying idiom expression
crisis crises slump depression recession
danger threat peril menace
decline decrease diminish lessening lessen
defeat defeated lose loses lost
defend protect guard
defense protection
= delay postpone defer
demand require insist
deny reject refuse
depart leave departure
desire want wish hope
destroy ruin
determination resolve
determine decide
dictate order command
difficult hard tough
discussion discuss debate talk talks conversation conversations
= divide divided split disunited apart
economic economy
enemy foe adversary opponent
= enmity hatred hostility antagonism
enter join
evening night
everlasting permanent lasting definitive final
exploit profit
explain explanation
faithful loyal loyalty devotion obedience obedient obey
famous prominent well-known
farming agriculture farms
fear nightmare
fight war battle
foreign abroad overseas
= friend friendly friendship
frontier border
future later
= goods supplies materials
government regime state
grab seize acquire
grow increase expand
happen occur
harm hurt damage
hate hatred
help assist
hide conceal
hope expect expectation
idea notion
illusion delusion
immediate instant
important vital crucial key
= impotent powerless weak helpless
impregnable invulnerable unbeatable
industry industrial manufacturing
inevitable unavoidable certain
influence sway
inside internal domestic
interfere intervene intervention meddle interference
invade attack
join ally
kill murder
= land territory soil
largest biggest
leader ruler
machine machinery technology mechanical
mean signify
mistaken wrong false illfounded
money wealth riches
motive reason
neighbor neighboring
neutral neutrality outside
normal ordinary usual
obey obedience
observe observation
oppose resist rebel
opinion belief
outcome result
pause respite rest
break rupture sever
= peace peaceful
people public population
plan policy strategy scheme
= pledge promise vow undertaking commitment
politics political
position situation standing
powerful strong mighty
power strength might
prepare preparation ready readiness prepared
president roosevelt
prevent stop block
price cost
problem difficulty trouble
profit gain benefit money
quarrel argue
railroads railways rail trains
= rapprochement reconciliation reconcile
= rebuild reconstruct restore repair
infrastructure railroads transport
recover recovery
refuse reject
relations ties
religion faith creed religious
report account dispatch
restraint moderation
result consequence
retreat withdraw withdrawal
revolt revolution uprising rebellion
rise increase
safe secure security
sell supply supplying selling
sense wisdom
shout yell scream cry
simultaneous simultaneously together
speech words
spread expand promote
steal rob
strengthen build
strong powerful
successful success successfully win
summary summarize sum conclusion
sure certain
talk conversation
task job object
tactic tactical tactics
technical technology technological
temporary temporarily
threat danger
treaty pact agreement alliance
truce armistice ceasefire
trust believe
truth accuracy
ultimate final eventual
unable incapable cant couldnt
unite united
unprepared unready
violent fierce heated
warning warn
weak weakness
wealth profit
west western
east eastern
win victory defeat beat lose triumph
world global worldwide international
years decade
10 decade
fortnight weeks
govt government gov
dept department
amb ambassador
pres president
sec secretary
intl international
natl national
commie communist
commies communists
reds communists
absolute unlimited total
account version
agree accept
angry hostile
attend attendance presence present
boundary frontier border
burn flame fire
citizens people
clash conflict
collapse ruin bankruptcy
communists bolsheviks
complain complaint criticism objection
cooperate cooperation collaborate together
criticism doubt
dangerous danger
deal bargain
dictatorship authority power
encircle encirclement surround
endanger threaten
enemies hostile
expand expansion
genuine sincere real honest
glad happy
guess prediction forecast prophecy
hostile enemy
ideology doctrine
impress admire
information evidence sources knowledge intelligence
intend intention
invincible invulnerable impregnable
isolate isolation
keen ardent eager
manipulate exploit
mediate reconcile
mock mocking irony sarcasm
mutual reciprocal
nature character
obstacle hindrance
odds chance
oldest veteran
overthrow topple
partition divide
patience wait
postpone wait
predict forecast expect
pretend pretense
present current today
progress advance
= promote foster
prophecy prediction
provoke foster
puppet obedient
reaction response answer
rearm rearmament
reject oppose
reliable trustworthy credible
revolutionary revolution
rude insult
sceptical skeptical doubt
see regard
separate apart divide
skill efficiency
slave blind
sly tactical
stall postpone
strength strong strengthen
stupid foolish
subversion propaganda
subversive propaganda
surrender yield concede
target aim
terrible worst
total sum
unreliable untrustworthy
unrest uprising
urge behest
veteran oldest
wage pay
wary afraid
worse weak
"""

_EXACT: Final = "= "
_LINES: Final = _ROWS.strip().splitlines()


def _groups() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in [*(row.removeprefix(_EXACT).split() for row in _LINES), *CAPITAL.items()]:
        stems = [canonical(word) for word in row]
        for stem in stems:
            found.setdefault(stem, {}).update(dict.fromkeys(stems))
    return {
        stem: tuple(other for other in others if other != stem) for stem, others in found.items()
    }


SYNONYMS: Final = _groups()
"""For a stem, the stems of words that may be meant by it or mean it."""

INTERCHANGEABLE: Final = tuple(
    frozenset(row.removeprefix(_EXACT).split()) for row in _LINES if row.startswith(_EXACT)
)
"""Rows, each of words any of which says what the others say, in an answer too."""

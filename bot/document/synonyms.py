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
accuracy correctness reliability accurate
acquire obtain gain seize capture
admiration admire respect esteem
= afraid scared fear frightened fearful dread terrified worry worried anxious
afraid scared worried nervous
= aid assistance help support
aim goal objective purpose object intention agenda
alliance ally partner partnership teammate
allow permit let
ambassador envoy diplomat
anger angry fury furious rage mad upset annoyed irritated outraged
= arms weapons munitions armaments weaponry
arms weapons guns
army military troops soldiers forces
arrive reach
attack assault strike invade invasion aggression
attempt try effort
= avert prevent avoid stop
avoid evade escape
= ban forbid prohibit
battle fight fighting combat brawl
beat defeat conquer overcome vanquish
belief faith conviction creed
believe think
betray betrayal disloyal treachery traitor treason backstab
boast brag
boss leader chief head ruler
bring cause produce
bribe bribery
= build construct
capitalism capitalist
cause reason motive
cede cession surrender
certain sure convinced
change alter
cheat trick deceive ploy ruse bluff mislead
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
conflict dispute quarrel row argument fuss drama
conquer conquest rule
consolidate strengthen reinforce
control dominate obey orders command
contemplated coming upcoming forthcoming planned
country nation
phrase proverb saying idiom expression
crisis crises slump depression recession
danger threat peril menace
decline decrease diminish lessening lessen
defend protect guard
defense protection
= delay postpone defer
demand require insist
deny reject refuse
depart leave departure
desire want wish hope crave
destroy ruin
determination resolve
determine decide
dictate order command
difficult hard tough
discussion discuss debate talk talks conversation conversations chat
= divide divided split disunited apart
economic economy
enemy foe adversary opponent
= enmity hatred hostility antagonism
enter join
evening night
everlasting permanent lasting definitive final forever
exploit profit
greedy selfish
explain explanation
faithful loyal loyalty devotion obedience obedient obey submissive
famous prominent well-known
farming agriculture farms
fight war battle
foreign abroad overseas
= friend friendly friendship
future later
= goods supplies materials
government regime state
grab seize acquire snatch annex steal swallow
grow increase expand
happen occur
harm hurt damage
hate hatred
hide conceal
hurry rush
hope expect expectation
idea notion mindset
immediate instant
important vital crucial key
= impotent powerless weak helpless
impregnable invulnerable unbeatable
industry industrial manufacturing factory
inevitable unavoidable certain
influence sway
inside internal domestic
interfere intervene intervention meddle interference
join ally
kill murder
= land territory soil
largest biggest
machine machinery technology mechanical
mean signify
mistaken wrong false illfounded incorrect misguided misled
money wealth riches
neighbor neighboring
neutral neutrality outside uninvolved
normal ordinary usual
observe observation
oppose resist rebel
opinion belief
outcome result
pause respite rest break breather
break rupture sever
= peace peaceful
people public population
plan policy strategy scheme plot
= pledge promise vow undertaking commitment
pledge promise oath
politics political
position situation standing
powerful strong mighty
power strength might
prepare preparation ready readiness prepared prep
president roosevelt
prevent stop block
price cost
problem difficulty trouble
profit gain benefit money reward payoff
railroads railways rail trains
= rapprochement reconciliation reconcile
= rebuild reconstruct restore repair
improve upgrade modernize
infrastructure railroads transport
recover recovery
relations ties
religion faith creed religious
report account dispatch memo
restraint moderation
result consequence
retreat withdraw withdrawal
revolt revolution uprising rebellion
rise increase
safe secure security
sell supply supplying selling sale export
sense wisdom wise smart clever
shout yell scream cry
simultaneous simultaneously together
speech words
spread expand promote
steal rob
strengthen build
successful success successfully win
summary summarize sum conclusion gist
task job object
tactic tactical tactics strategy maneuver
technical technology technological tech
temporary temporarily
treaty pact agreement alliance
truce armistice ceasefire
trust believe
truth accuracy
ultimate final eventual someday
unable incapable cant couldnt
unite united
unprepared unready
violent fierce heated intense
warning warn
wealth profit
west western
east eastern
win victory defeat beat lose triumph
world global worldwide international
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
reds communists
absolute unlimited total
account version
agree accept
angry hostile
attend attendance presence present
boundary frontier border
burn flame fire
citizens people
collapse ruin bankruptcy
communists bolsheviks
complain complaint criticism objection
cooperate cooperation collaborate together
criticism doubt
deal bargain
dictatorship authority power
endanger threaten
enemies hostile
expand expansion imperialism
genuine sincere real honest legit
fake false phony pretended sham
glad happy
prediction forecast prophecy
ideology doctrine
impress admire
information evidence sources knowledge intelligence info
intend intention
invincible invulnerable impregnable unstoppable
isolate isolation
keen ardent eager
manipulate exploit
mediate reconcile
mock mocking irony sarcasm sarcastic joke
mutual reciprocal
nature character
obstacle hindrance
odds chance
oldest veteran
overthrow topple depose coup
partition divide
patience wait
postpone wait
predict forecast expect
present current today
progress advance
= promote foster
provoke foster instigate incite stir
puppet obedient pawn minion follower
reaction response answer
rearm rearmament
rival competitor opponent
reject oppose
reliable trustworthy credible
revolutionary revolution
sceptical skeptical doubt
see regard
separate apart divide
skill efficiency
slave blind
sly tactical sneaky shady cunning devious
stall postpone
strength strong strengthen
stupid foolish naive dumb silly clueless gullible ignorant
subversion propaganda
surrender yield concede
target aim
terrible worst
total sum
unreliable untrustworthy
unrest uprising
urge behest
wage pay
wary afraid
worse weak
addressed sent directed
adopt seize
advise counsel advice recommend
alarm terror panic fear
alike same
anecdote story incident episode example
anxiety fear nightmare
arrogant proud rude defiant
assembly session meeting gathering congress
avoid dodge abstain evade
bait lure entice provoke
behave behavior act conduct misbehave
bicker quarrel argue infighting rift discord friction feud
bitterness resentment grudge hatred
bully intimidate threaten pressure
bystander onlooker spectator outsider
cautious careful restraint
chaos upheaval turmoil unrest
coalition bloc league alliance
compensation price reward
consensus unanimous unanimity agree
constant eternal persistent permanent unchanging
core essence heart substance
basis base foundation root fundamental
cornered squeezed surrounded encircle encirclement trap
crash downturn slump crisis
cunning sly clever
dare venture attempt
delusion fantasy illusion dream
deter discourage prevent
disguise mask facade pose pretend pretense
dissent disagree oppose
distrust mistrust suspicion doubt
dogma doctrine postulate axiom principle assumption premise
dubious doubtful uncertain
entangle embroil involve involved
equal match
exceed surpass overtake outgrow
explosion outburst tantrum anger
fanatic zealot fanaticism zeal
fortify strengthen
fragment divide
gossip rumor hearsay
harmony unity reconciliation
hinder obstruct thwart disrupt undermine sabotage wreck spoil block prevent
hunger need want
illustration example instance case
incentive rationale grounds motive reason
inferior weak weaker
insult offend rude
instruction order command
invention technology
journalist writer
jump leap spring
loot plunder spoils gain
method means tactic
occupy seize colonize conquer
odd strange
overview outline recap summary
placate appease pacify satisfy concession
praise admire admiration
preserve safeguard protect
prolong continue
proof evidence testimony
puzzle riddle mystery
recuperate recover
regroup prepare
rivalry enmity hostility
sacrifice concede
schedule timetable timeline deadline
share common
shield protect
showdown clash conflict
soften mellow tame
sovereignty independence independent
tension hostility
thoughts opinion conclusion
worship religion faith
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

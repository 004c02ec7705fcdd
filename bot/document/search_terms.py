"""When two words count as one, and how much a word tells about what a reader is after."""

import re
from enum import Enum
from functools import lru_cache
from typing import Final

import Stemmer

from bot.document.names import COUNTRY


class Kind(Enum):
    """How much a word of a query tells."""

    FUNCTION = "function"  # the, of, what: nothing
    EVERYDAY = "everyday"  # give, think, say: a little
    TELLING = "telling"


@lru_cache(maxsize=65_536)
def canonical(word: str) -> str:
    """Return what all forms of a folded word share: a stem, a figure, a country.

    ``attacked`` and ``attack``, ``ten`` and ``10``, ``German`` and ``Germany``, ``sovietise`` and
    ``Sovietize`` each share one. The stem is Porter's second ("Snowball English").
    """
    known = COUNTRY.get(word) or _FIGURES.get(word)
    if known:
        return known
    word = _american(word)
    verb = _IZE.fullmatch(word)
    return f"{verb[1]}iz" if verb else str(_STEMMER.stemWord(word))


def root(stem: str) -> str:
    """Return what a stem shares with its family: ``threaten`` and ``threat``, ``defens`` and ``defend``."""
    for ending in _DERIVED:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_ROOT:
            stem = stem[: -len(ending)]
            break
    return stem[:-1] + "d" if stem.endswith(_SIBILANT) else stem


def kind_of(word: str) -> Kind:
    """Return how much a folded word tells."""
    if word in FUNCTION_WORDS:
        return Kind.FUNCTION
    return Kind.EVERYDAY if canonical(word) in _EVERYDAY_STEMS else Kind.TELLING


# The stemmer would take "Sovietize" for "Soviet".
_IZE = re.compile(r"(\w{3,})iz(?:e|es|ed|ing|er|ers|ation|ations)")

_SHORTEST_ROOT = 4
_DERIVED = ("ment", "ness", "ship", "able", "ence", "ance", "enc", "anc", "ent", "ant", "ist", "ism")
_DERIVED += ("iti", "ous", "ful", "ive", "iv", "ion", "ic", "al", "en", "er", "or", "li", "y", "i", "e")
_SIBILANT = ("as", "is", "us", "ns")

_STEMMER = Stemmer.Stemmer("english")

_FIGURES: Final = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split(),
        2,
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}

FUNCTION_WORDS: Final = frozenset(
    """
    a an the this that these those such
    i me my mine myself we us our ours ourselves you your yours yourself he him his himself
    she her hers herself it its itself they them their theirs themselves one ones
    whom whose what which where how whats whos wheres hows whys whatever
    am is are was were be been being do does did doing done have has had having
    can could may might must shall should will would ought cannot cant couldnt dont doesnt didnt
    isnt arent wasnt werent wont wouldnt shouldnt hasnt havent hadnt aint
    im ive id ill youre youve youd youll hes shes theyre theyve theyd theyll weve wed were
    thats theres lets
    and or but nor not no if so than then as because while whereas though although
    of in on at by to from for with about into onto upon over under out off up down via per
    re there here
    also too very just only even ever still yet again already rather quite really actually
    any some each every both either neither all more most other others same much many few
    s t d ll ve m b
    please ok okay hi hello hey thanks
    """.split()
)

EVERYDAY_WORDS: Final = frozenset(
    """
    give get take put let make go come bring keep set turn become seem appear look see show tell say
    said talk speak mention state write wrote written read think thought believe feel felt know
    knew understand mean meant call want wish need like try use find found ask answer happen
    occur begin began start stop stay remain go gone went done gave given got took taken came
    made told knew known kept left became saw seen
    explain describe discuss claim argue suggest consider regard concern relate involve include
    according regarding concerning view opinion attitude position stance idea thing something
    anything everything nothing anywhere everywhere nowhere somewhere someone anyone everyone anybody everybody nobody somebody
    way kind sort lot bit part point case example reason fact matter topic subject
    document dispatch despatch letter text passage paragraph sentence page quote quotation quoted
    line source author writer word phrase note summary section
    before after until till during since between among against without within through across
    together apart around along toward towards behind beyond above below near away back
    now today later soon never always often sometimes once long ago
    really perhaps maybe probably likely certainly exactly
    able possible going supposed according regardless instead else
    big small large great little good bad new old same different whole main important
    people man men someone else
    actually basically particularly especially
    exist contain who why when
    accept act add admit affect announce apply approach arrive assume base bear behave bother buy
    carry catch check choose close compare confirm connect consist contrast cover create cross cut
    decide define depend deserve develop differ drop emphasize end ensure enter express face fail
    fill fit focus follow form gather guess handle hang hear heard hold held identify imagine imply
    improve indicate inform intend interpret introduce judge learn lie limit link listen live lived
    manage mark miss move notice offer open operate pass perform pick place play predict
    prefer prove provide pull push raise reach react receive recognize refer reflect rely remember
    remind repeat replace reply represent respond reveal run ran seek seem send sent serve share sit
    sound stand step stick study tend throw touch treat wait walk watch wear wonder
    nutshell brief briefly short moment time times recent recently current currently usual usually
    right true truly real clear clearly obvious obviously similar various several particular
    enough specific general overall major minor best worst better worse less least greatest biggest largest
    simply simple easy hard aware interesting actual entire complete completely
    question term name names detail details role context background significance importance impact
    theme message tone perspective history meaning definition
""".split()
)


def _american(word: str) -> str:
    """Return a British spelling as the American; other words may change too, but always alike."""
    for british, american in _ENDINGS:
        if word.endswith(british) and len(word) > len(british) + 2:
            return word[: -len(british)] + american
    return word


_ENDINGS: Final = tuple(
    (british + ending, american + ending)
    for british, american, endings in (
        ("is", "iz", ("e", "es", "ed", "ing", "er", "ers", "ation", "ations")),
        ("our", "or", ("", "s", "ed", "ing", "able", "ite", "ites", "er", "ers", "hood")),
        ("enc", "ens", ("e", "es")),
        ("ogu", "og", ("e", "es")),
        ("amm", "am", ("e", "es")),
    )
    for ending in endings
) + (("tre", "ter"), ("tres", "ters"))

_EVERYDAY_STEMS: Final = frozenset(canonical(word) for word in EVERYDAY_WORDS)

"""The small closed sets of English that judging needs: words that join, deny, hedge or fill.

Words that are not content are passed over. A text of such words alone ("all of them") keeps them, so
that no key is ever emptied by a list.
"""

from typing import Literal, TypeAlias

Role = Literal["content", "article", "link", "clause", "join", "or", "not", "except", "filler"]
"""What a word does in an answer.

``link`` words tie what follows to what stands before (prepositions, forms of "be"); ``clause`` words
open an explanation (because, who); ``join`` words and marks put things side by side.
"""


def role(word: str) -> Role:
    """Return what a folded word or mark does."""
    return _ROLES.get(word, "content")


def reverses(word: str, lemmas: frozenset[str]) -> bool:
    """Tell whether a word turns what it governs into its opposite: prevent, abandon, anti."""
    return word in _REVERSERS or not _REVERSERS.isdisjoint(lemmas)


Phrases: TypeAlias = dict[str, tuple[tuple[str, ...], ...]]
"""Turns of phrase by their first word, each as its words."""


def _by_first_word(*phrases: str) -> Phrases:
    split = [tuple(phrase.split()) for phrase in phrases]
    return {first: tuple(p for p in split if p[0] == first) for first, *_ in split}


_ROLES: dict[str, Role] = {}
_SETS: dict[Role, str] = {
    "filler": """
        i we you he she they it me us him them this that these those there here my your his their
        its our im id ive am answer answers guess guessing think thinking thought believe believing
        say saying said says suppose supposing assume reckon bet know sure pretty quite very really
        just only simply absolutely entirely completely exactly precisely definitely certainly
        surely obviously clearly probably possibly perhaps maybe likely basically actually honestly
        hmm um uh er erm oh ah well so then ok okay yes yeah yep yup please thanks thank sorry oops
        need needs needed hi hello lol haha imo tbh imho correct right final called named known name
        word term phrase expression mr mrs ms miss sir dr comrade would could should might may can
        will shall must do does did done have has had having be being been some any such one ones
        about around roughly approximately circa ca nearly almost within least most up past last
        total mean means meaning something like kind sort too also both all together namely
        specifically especially particularly mainly mostly own which what who whom whose when where
        how if as let see go going get got still yet already now today currently presently again
        even time long ago ans approx call calls use uses used refers describes xd umm uhh hmmm btw
        pls plz obv ofc duh iirc afaik ngl lmao rofl omg tho prob prolly dunno idk bro dude yo easy
    """,
    "article": "the a an teh hte",
    "link": """
        is was are were of in on at to for from by with into onto upon over under between among
        toward towards through during before after since until till via per
        concerning regarding inside near across along beyond behind above below off out
    """,
    "clause": "who which that whom whose because since when where while if as whereas so although",
    "join": "and but vs versus & plus + , ; : . ! ? ( ) [ ] / | -- - = > <",
    "or": "or either",
    "not": """
        not no never nor neither none nobody nothing nowhere cannot cant dont doesnt didnt isnt wasnt
        arent werent wont wouldnt couldnt shouldnt hasnt havent hadnt aint without minus non nope nah
        hardly
    """,
    "except": "except excepting excluding besides",
}
for _role, _words in _SETS.items():
    _ROLES.update(dict.fromkeys(_words.split(), _role))

VERBAL = frozenset(
    "never cannot cant dont doesnt didnt isnt wasnt arent werent wont wouldnt couldnt shouldnt hasnt "
    "havent hadnt aint hardly".split()
)
"""Negations that deny their whole clause."""

AUXILIARIES = frozenset(
    "is was are were be been am do does did has have had can could will would shall should may might "
    "must im".split()
)
"""Verbs that make a following "not" deny the whole clause ("did not")."""

PHRASES = _by_first_word(
    "i do not know",
    "i dont know",
    "do not know",
    "dont know",
    "not quite sure",
    "not really sure",
    "not too sure",
    "not sure",
    "not certain",
    "not positive",
    "no idea",
    "no clue",
    "no doubt",
    "without a doubt",
    "without doubt",
    "none other than",
    "no other than",
    "no one but",
    "nobody but",
    "nothing but",
    "none but",
    "not only",
    "if i am not mistaken",
    "if im not mistaken",
    "of course",
    "i mean",
)
"""Turns of phrase that deny nothing, though a word in them does elsewhere."""

CORRECTIONS = _by_first_word("no wait", "no sorry", "wait no", "sorry no", "scratch that")
"""Turns of phrase that take back what stands before."""

EXCEPTIONS = _by_first_word(
    "other than",
    "apart from",
    "aside from",
    "rather than",
    "instead of",
    "as opposed to",
    "anyone but",
    "anybody but",
    "anything but",
    "anywhere but",
    "everyone but",
    "everybody but",
    "everything but",
    "all but",
    "any but",
    "far from",
    "opposite of",
    "contrary to",
    "lack of",
    "absence of",
    "not just",
)
"""Turns of phrase that exclude what follows."""

_REVERSERS = frozenset(
    """
    against prevent preventing avoid break breaking broke broken sever stop halt end ending
    abandon abandonment oppose opposition reject rejection refuse refusal deny denial fail
    failure lack absence cease cancel delay postpone decrease reduce weaken destroy destruction
    resist defeat crush suppress renounce forsake forbid prohibit block hinder anti counter un
    opposite contrary false fake untrue less fewer outside doubt doubtful unlikely wrong
    abolish abolition eliminate elimination eradicate repeal revoke dissolve
    incorrect mistaken excluded impossible unlike hate dislike fear afraid scared frightened nobody
    avert
    """.split()
)

COMPARATIVES = frozenset(
    "more less over under fewer above below beyond than exceeding minus".split()
)
"""Before a number, these make it another number."""

SIDES_OF_TIME = frozenset("before after until since".split())
"""Before a date, these make it another time."""

BOUNDS = tuple(
    (frozenset(said.split()), frozenset(asked.split()))
    for said, asked in (
        ("most maximum max", "least minimum fewest lowest"),
        ("least minimum", "most maximum highest"),
    )
)
"""What may not be said of a number where the other bound is asked for."""

ALL_OF = frozenset("all every each both everything everyone everybody".split())
SOME_OF = frozenset("some few several half most many part partly partially".split())
NOT_QUITE = frozenset("almost nearly".split())
"""Before a word for all, these say that it is not all."""

DESCRIPTORS = frozenset(
    """
    country nation state government people republic leader leaders ambassador commissar minister
    foreign journalist editor writer author diplomat politician revolutionary bolshevik communist
    official imperial nazi fascist man person guy old senior soviet american french german japanese
    city region area land territory place side direction policy idea concept notion goal aim cause
    object purpose
    """.split()
)
"""Plain words that may stand beside a name without making it another."""

REALMS = frozenset(
    "country nation state government people republic region area land territory place side city".split()
)
"""Plain words that, with "of", say the same as the name of a country: the country of Mexico."""

TITLES = frozenset(
    """
    general president king queen emperor empress prince princess lord senator congressman governor
    admiral captain colonel major marshal premier chancellor professor justice honorable reverend tsar
    czar secretary chairman
    """.split()
)
"""Words that may stand before a person's name without making it another."""

PLACE_CHANGERS = frozenset(
    """
    new north south east west northern southern eastern western central inner outer upper lower city
    sea ocean river gulf bay strait street island islands
    """.split()
)
"""Words that make one place another: New Mexico, Mexico City, East Germany."""

OPPOSING = ("un", "in", "im", "ir", "non", "dis", "anti", "mis", "counter")
"""Prefixes that make an opposite."""

MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
ABBREVIATIONS = {
    "vol": "volume",
    "vols": "volume",
    "pp": "page",
    "pg": "page",
    "para": "paragraph",
    "ch": "chapter",
    "art": "article",
    "sec": "section",
    "govt": "government",
    "gov": "government",
    "gen": "general",
    "pres": "president",
    "amb": "ambassador",
    "dept": "department",
    "rep": "representative",
    "prof": "professor",
    **{month[:3]: month for month in MONTH_NAMES if month != "may"},
    "sept": "september",
    "intl": "international",
    "st": "saint",
}
"""Short forms, after which a full stop ends nothing, and the words they stand for."""

SHORT_FOR = {"sec": "secretary", "secy": "secretary", "gov": "governor", "rep": "republic"}
"""What some short forms stand for elsewhere."""

PARTICLES = frozenset("up over away off out down back".split())
"""Words that make one verb another: give, give up."""

PHRASAL = {(form, "up"): "make up" for form in ("make", "makes", "made", "making")}
PHRASAL |= {("under", "secretary"): "undersecretary"}
"""Words that together say something else than one of them."""

DEGREES = frozenset("general whole entire total overall full chief main own".split())
"""Adjectives that a longer wording may be said without."""

GENERIC = frozenset("side country nation thing way part".split())
"""Nouns that a longer wording may be said without."""

MONTHS = frozenset(MONTH_NAMES)

ONE_WORD = frozenset("word adjective adverb noun verb term".split())
"""In a question, these ask for one word: any other beside it is another guess."""

SIBLINGS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "north south east west northwest northeast southwest southeast",
        "monday tuesday wednesday thursday friday saturday sunday",
        "spring summer autumn fall winter",
        "morning afternoon evening night",
    )
)
"""Sets of which one member is never another."""

DIRECTED = frozenset(
    """
    attack defeat invade beat conquer cede sell supply threaten give betray oppose provoke against
    than over surrender sacrifice aid help support
    """.split()
)
"""Words after which it matters who does it to whom."""

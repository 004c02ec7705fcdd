"""Countries, peoples and regions: names that are never slips of one another.

The list is a small one of our own: the countries of the United Nations members list that English
schoolbooks name most, and the states and regions of the years between the wars. It serves two
rules: a country, its people and its adjective answer the same question ("France", "the French"), and
another country is another candidate, however it is spelled.
"""

_LISTED = """
afghanistan afghan afghans
africa african africans
albania albanian albanians
algeria algerian algerians
argentina argentine argentinian argentines
armenia armenian armenians
asia asian asians
australia australian australians
austria austrian austrians
azerbaijan azerbaijani
baltic
balkans balkan
belarus belarusian byelorussia
belgium belgian belgians
brazil brazilian brazilians
britain british briton britons england english uk
bulgaria bulgarian bulgarians
cambodia cambodian
canada canadian canadians
chile chilean
china chinese
colombia colombian
crimea crimean
cuba cuban cubans
czechoslovakia czechoslovak czech czechs
denmark danish dane danes
egypt egyptian egyptians
estonia estonian estonians
ethiopia ethiopian abyssinia abyssinian
europe european europeans
finland finnish finn finns
france french frenchman frenchmen
georgia georgian georgians
germany german germans germanic
greece greek greeks
holland dutch netherlands
hungary hungarian hungarians
india indian indians
indonesia indonesian
iran iranian iranians persia persian
iraq iraqi iraqis
ireland irish
israel israeli
italy italian italians
japan japanese
kazakhstan kazakh
korea korean koreans
latvia latvian latvians
liberia liberian
libya libyan
lithuania lithuanian lithuanians
manchuria manchurian manchukuo
mexico mexican mexicans
mongolia mongolian mongolians mongol
morocco moroccan moroccans
norway norwegian norwegians
pakistan pakistani
palestine palestinian
peru peruvian
philippines philippine filipino filipinos
poland polish pole poles
portugal portuguese
prussia prussian
romania romanian romanians rumania
scotland scottish
serbia serbian serb serbs
siberia siberian
slovakia slovak slovaks
spain spanish spaniard spaniards
sweden swedish swede swedes
switzerland swiss
syria syrian
thailand thai siam siamese
tibet tibetan
turkey turkish turk turks
ukraine ukrainian ukrainians
vietnam vietnamese
wales welsh
yugoslavia yugoslav yugoslavs
"""
_SOVIET = "soviet soviets ussr russia russian russians"
_AMERICAN = "america american americans usa"

_FORMS = {form: line.split()[0] for line in _LISTED.split("\n") if line for form in line.split()}
_FORMS |= dict.fromkeys(_SOVIET.split(), "soviet union")
_FORMS |= dict.fromkeys(_AMERICAN.split(), "united states")

FORMS = frozenset(_FORMS)
"""Every single word that names a nation."""

PAIRS = {
    ("soviet", "union"): "soviet union",
    ("soviet", "russia"): "soviet union",
    ("united", "states"): "united states",
    ("great", "britain"): "britain",
    ("united", "kingdom"): "britain",
}
"""Nations of two words."""

PREFIXES = {
    "franco": "france", "sino": "china", "anglo": "britain", "russo": "soviet union",
    "germano": "germany", "polono": "poland",
}  # fmt: skip
"""Forms that name a nation only before another: Franco-German, but General Franco."""

_NAMES = frozenset(_FORMS.values())


def nation(word: str, *, upper: bool = False) -> str:
    """Return the nation that a folded word names, or ""; "US" only in capitals, "us" being a word."""
    if word == "us":
        return "united states" if upper else ""
    return _FORMS.get(word, "")


def is_adjective(word: str) -> bool:
    """Tell whether a word for a nation qualifies others: "soviet", not "ussr"."""
    named = _FORMS.get(word, word)
    return word == "us" or (named != word and word.endswith(("an", "ish", "ese", "ch", "iet")))


def is_nation(canon: str) -> bool:
    """Tell whether this is what ``nation`` returns for some word."""
    return canon in _NAMES

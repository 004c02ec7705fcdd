"""Countries and regions: the names, the people and the adjectives that mean the same one.

A reader who types "French" means France. A country that a document does not know decides a query
("British naval policy") more than any word it does know, and another country is another answer to a
question, however it is spelled.

The list is a small one of our own: the countries of the United Nations members list that English
schoolbooks name most, and the states and regions of the years between the wars.
"""

from collections.abc import Mapping
from typing import Final

_ROWS = """
afghanistan afghan afghans
africa african africans
albania albanian albanians
algeria algerian algerians
america american americans usa
arabia arab arabs arabian
argentina argentine argentines argentinian argentinians
armenia armenian armenians
asia asian asians asiatic
australia australian australians
austria austrian austrians
azerbaijan azerbaijani
baltic
balkans balkan
belarus belarusian byelorussia
belgium belgian belgians
bolivia bolivian bolivians
brazil brazilian brazilians
britain british briton britons england english englishman englishmen uk
bulgaria bulgarian bulgarians
burma burmese
cambodia cambodian cambodians
canada canadian canadians
chile chilean chileans
china chinese
colombia colombian colombians
croatia croatian croat croats
crimea crimean
cuba cuban cubans
czechoslovakia czechoslovak czechoslovakian czech czechs
denmark danish dane danes
egypt egyptian egyptians
estonia estonian estonians
ethiopia ethiopian ethiopians abyssinia abyssinian
europe european europeans
finland finnish finn finns
france french frenchman frenchmen franco
georgia georgian georgians
germany german germans germanic
greece greek greeks
hungary hungarian hungarians
iceland icelandic
india indian indians
indonesia indonesian indonesians
iran iranian iranians persia persian persians
iraq iraqi iraqis
ireland irish irishman irishmen
israel israeli israelis
italy italian italians
jamaica jamaican jamaicans
japan japanese
kazakhstan kazakh
kenya kenyan kenyans
korea korean koreans
latvia latvian latvians
lebanon lebanese
liberia liberian
libya libyan libyans
lithuania lithuanian lithuanians
manchuria manchurian manchurians manchukuo
mexico mexican mexicans
mongolia mongolian mongolians mongol mongols
morocco moroccan moroccans
netherlands dutch dutchman holland
nigeria nigerian nigerians
norway norwegian norwegians
pakistan pakistani pakistanis
palestine palestinian palestinians
panama panamanian panamanians
peru peruvian peruvians
philippines philippine filipino filipinos
poland polish pole poles
portugal portuguese
prussia prussian
romania romanian romanians rumania rumanian rumanians
russia russian russians
scandinavia scandinavian scandinavians
scotland scottish scot scots
serbia serbian serbians serb serbs
siberia siberian siberians
slovakia slovak slovaks
spain spanish spaniard spaniards
sudan sudanese
sweden swedish swede swedes
switzerland swiss
syria syrian syrians
thailand thai siam siamese
tibet tibetan tibetans
turkey turkish turk turks ottoman
ukraine ukrainian ukrainians
uruguay uruguayan
venezuela venezuelan venezuelans
vietnam vietnamese
wales welsh
yugoslavia yugoslav yugoslavian yugoslavs
"""

_CAPITALS = """
ankara turkey
athens greece
beijing china
belgrade yugoslavia
berlin germany
brussels belgium
bucharest romania
budapest hungary
cairo egypt
canberra australia
copenhagen denmark
dublin ireland
helsinki finland
kiev ukraine
kyiv ukraine
lisbon portugal
london britain
madrid spain
nanking china
washington america
oslo norway
paris france
peking china
prague czechoslovakia
rome italy
stockholm sweden
tehran iran
tokyo japan
vienna austria
warsaw poland
"""

PREFIX: Final[Mapping[str, str]] = {
    "anglo": "britain",
    "franco": "france",
    "germano": "germany",
    "polono": "poland",
    "russo": "russia",
    "sino": "china",
}
"""Forms that name a country only before another: Franco-German, but General Franco."""

COUNTRY: Final[Mapping[str, str]] = {
    word: row.split()[0] for row in _ROWS.strip().splitlines() for word in row.split()
}
"""Every name, adjective and people, folded, with the one name that stands for them all."""

CAPITAL: Final[Mapping[str, str]] = {
    row.split()[0]: row.split()[1] for row in _CAPITALS.strip().splitlines()
}
"""Cities whose names are used for the government that sits there."""

OTHER_NAMES: Final = frozenset(
    "abyssinia abyssinian byelorussia holland manchukuo persia persian persians siam siamese".split()
)
"""Names of a country that are not its usual one in another form, as French is of France."""

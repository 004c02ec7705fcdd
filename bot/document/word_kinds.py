"""Words that tell little of what a reader is after."""

from typing import Final

_FUNCTION = """
1 a about actually again aint all already also although am an and any are arent as at b be
because been being both but by can cannot could d did didnt do does doesnt doing
done dont down each either even ever every few for from had hadnt has hasnt have havent having
he hello her here hers herself hes hey hi him himself his how hows i id if ill im in into is
isnt it its itself ive just lets ll m many may me might mine more most much must my myself
neither no nor not of off ok okay on one ones only onto or other others ought our ours ourselves
out over per please quite rather re really s same shall she shes should shouldnt so some still
such t than thanks that thats the their theirs them themselves then there theres these they
theyd theyll theyre theyve this those though to too under up upon us ve very via was wasnt we
wed were werent weve what whatever whats where whereas wheres which while whom whos whose whys
will with wont would wouldnt yet you youd youll your youre yours yourself youve
"""

_EVERYDAY = """
able above accept according across act actual add admit affect after against ago along always
among announce answer anybody anyone anything anywhere apart appear apply approach argue around
arrive ask assume attitude author aware away back background bad base basically bear became
become before began begin behave behind believe below best better between beyond big biggest bit
bother brief briefly bring buy call came cant carry case catch certainly check choose claim clear
clearly close come compare complete completely concern concerning confirm connect consider
consist contain context contrast couldnt cover create cross current currently cut decide define
definition depend describe deserve despatch detail details develop differ different discuss
dispatch document drop during easy else emphasize end enough ensure enter entire especially
everybody everyone everything everywhere exactly example exist explain express face fact fail
feel felt fill find fit focus follow form found gather gave general get give given go going gone
good got great greatest guess handle hang happen hard hear heard held history hold idea identify
imagine impact imply importance important improve include indicate inform instead intend
interesting interpret introduce involve judge keep kept kind knew know known large largest later
learn least left less let letter lie like likely limit line link listen little live lived long
look lot made main major make man manage mark matter maybe mean meaning meant men mention
message minor miss moment move name names near need never new nobody note nothing notice now
nowhere nutshell obvious obviously occur offer often old once open operate opinion overall page
paragraph part particular particularly pass passage people perform perhaps perspective phrase
pick place play point position possible predict prefer probably prove provide pull push put
question quotation quote quoted raise ran reach react read real reason receive recent recently
refer reflect regard regarding regardless rely remain remember remind repeat replace
reply represent respond reveal right role run said saw say section see seek seem seen send sent
sentence serve set several share short show significance similar simple simply since sit small
somebody someone something sometimes somewhere soon sort sound source speak specific stance
stand start stay step stick stop study subject suggest summary supposed take taken talk tell
tend term text theme thing think thought through throw till time times today together told tone
took topic touch toward towards treat true truly try turn understand until use usual usually
various view wait walk want watch way wear went when who whole why wish within without wonder
word worse worst write writer written wrote
"""

FUNCTION_WORDS: Final = frozenset(_FUNCTION.split())
"""Words that tell nothing: articles, pronouns, auxiliaries, prepositions, "what", "please"."""

EVERYDAY_WORDS: Final = frozenset(_EVERYDAY.split())
"""Words that tell a little: verbs for anything ("give", "say"), how a question is put, what a text is."""

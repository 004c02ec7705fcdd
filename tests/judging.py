"""Keys of many shapes, and a judge to hold answers against them."""

from bot.quiz.judge import TextJudge, TextKey
from bot.quiz.verdict import Outcome, Verdict
from bot.runtime.lexicon import english

SHOUTED = "Who leaped to his feet and shouted at Bullitt?"
RADEK = TextKey("Karl Radek", ("Radek",), prompt=SHOUTED)
MEXICO = TextKey("Mexico", prompt="Which country is unable to attack the United States?")
PAIR = TextKey("Germany and Poland", prompt="Which two countries may attack if Japan does?")
TEN = TextKey("ten years", ("10", "a decade"), prompt="Within how many years?")
WEEKS = TextKey("two weeks", prompt="For how long had they been going on?")
RAILROADS = TextKey("the railroads", prompt="What must the Soviet Union rebuild before a war?")
RESPITE = TextKey("respite", prompt="Peace is a happy ____ in which wars may be prepared.")
REVOLUTION = TextKey("world revolution", prompt="What is the aim of the Soviet Government?")
FEAR = TextKey(
    "that France might reconcile with Germany",
    ("Franco-German reconciliation",),
    prompt="What fear lay behind the treaty?",
)
KEYS = (RADEK, MEXICO, PAIR, TEN, WEEKS, RAILROADS, RESPITE, REVOLUTION, FEAR)

LEXICON = english()
JUDGE = TextJudge(LEXICON)
NAMES = (
    "Karl Radek",
    "Mikhailsky",
    "Litvinov",
    "Stalin",
    "Kremlin",
    "Red army",
    "Third International",
)
WITH_NAMES = TextJudge(LEXICON, NAMES)


def judged(key: TextKey, response: str) -> Verdict:
    """What an English judge without a pack's names says."""
    return JUDGE.judge(key, response)


def is_right(key: TextKey, response: str) -> bool:
    """Tell whether that is all right."""
    return judged(key, response).outcome is Outcome.RIGHT

"""The kinds of question, a file each; ``KINDS`` is the one list of them."""

from bot.quiz.kinds.cloze import Cloze
from bot.quiz.kinds.find_passage import FindPassage
from bot.quiz.kinds.multiple_choice import MultipleChoice
from bot.quiz.kinds.number import Number
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.several_answers import SeveralAnswers
from bot.quiz.kinds.short_answer import ShortAnswer
from bot.quiz.kinds.sourcing import Sourcing
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.kinds.vocabulary import Vocabulary
from bot.quiz.kinds.who_said import WhoSaid
from bot.quiz.kinds.whose_view import WhoseView
from bot.quiz.question import Question

KINDS: tuple[type[Question], ...] = (
    MultipleChoice,
    SeveralAnswers,
    TrueFalse,
    Cloze,
    WhoSaid,
    WhoseView,
    Ordering,
    Number,
    ShortAnswer,
    FindPassage,
    Vocabulary,
    Sourcing,
)

"""Reading the options of a command from a typed line."""

import pytest
from hypothesis import given

from bot.chat.command import CommandOption
from bot.chat.form import Option
from bot.chat.misread import Misread
from bot.chat.typed import read_options, split
from tests import terminal_hostile as hostile
from tests.terminal_bot import CITE, DRILL, LOOKUP, QUIZ, SampleBot, a_command

complete = SampleBot().complete


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", {}),
        ("japan easy 5", {"topic": "japan", "difficulty": "easy", "count": 5}),
        ("count=5 topic=japan", {"topic": "japan", "count": 5}),
        ("Topic=japan EASY", {"topic": "japan", "difficulty": "easy"}),
        ("Japan", {"topic": "japan"}),
        ('"world revolution" hard', {"topic": "world-revolution", "difficulty": "hard"}),
        ("topic=“World revolution”", {"topic": "world-revolution"}),
        ("difficulty=med", {"difficulty": "medium"}),
        ("japan timed=yes", {"topic": "japan", "timed": True}),
        ("timed=OFF", {"timed": False}),
    ],
)
def test_options_are_given_in_order_or_by_name(text, options):
    """Words go to the options in order, names in any; keys, labels or beginnings will do."""
    assert read_options(QUIZ, text, complete) == options


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("easy 5", {"difficulty": "easy", "count": 5}),
        ("5", {"count": 5}),
        ("5 hard japan", {"topic": "japan", "difficulty": "hard", "count": 5}),
        ("yes", {"timed": True}),
    ],
)
def test_a_word_passes_over_an_option_that_it_cannot_mean(text, options):
    """``/quiz easy 5`` needs no topic, since neither word is one."""
    assert read_options(QUIZ, text, complete) == options


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("kinds=cloze,num", {"kinds": "cloze,number"}),
        ('5 "A number, cloze"', {"count": 5, "kinds": "number,cloze"}),
        ("number,cloze", {"kinds": "number,cloze"}),
    ],
)
def test_a_list_is_one_word_of_several_choices(text, options):
    """Each by its key, its label or a beginning; double quotes keep spaces in it."""
    assert read_options(DRILL, text, complete) == options


def test_a_word_that_no_option_knows_goes_to_the_first_one():
    """What the bot does not know it answers kindly itself."""
    assert read_options(QUIZ, "japn easy", complete) == {"topic": "japn", "difficulty": "easy"}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("finger in every pie", "finger in every pie"),
        ('"finger in every pie"', '"finger in every pie"'),
        ("say “we have lived” now", "say “we have lived” now"),
        ("query=what did he say", "what did he say"),
        ("Litvinov's pledge", "Litvinov's pledge"),
        ("a = b", "a = b"),
        ('an "open quote', 'an "open quote'),
    ],
)
def test_an_option_that_takes_the_rest_gets_it_as_typed(text, query):
    """Quotes in a query mean an exact phrase, so they are the bot's to read."""
    assert read_options(LOOKUP, text, complete) == {"query": query}


def test_a_named_option_may_stand_beside_the_rest():
    """``/cite ¶ 9 form=mla`` is the same as ``/cite mla ¶ 9`` and ``/cite ¶ 9 mla``."""
    wanted = {"reference": "¶ 9", "form": "mla"}
    assert read_options(CITE, "¶ 9 form=mla", complete) == wanted
    assert read_options(CITE, "mla ¶ 9", complete) == wanted
    assert read_options(CITE, "¶ 9 mla", complete) == wanted
    assert read_options(CITE, "¶ 9", complete) == {"reference": "¶ 9"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("difficulty=tough", "difficulty takes easy, medium or hard, not “tough”."),
        ("count=50", "count takes a whole number from 1 to 20, not “50”."),
        ("count=many", "count takes a whole number from 1 to 20, not “many”."),
        ("timed=maybe", "timed takes yes or no, not “maybe”."),
        ("count=5 count=6", "count is given twice."),
        ("japan easy 5 no more", "“more” is one word too many. Words in double quotes"),
        ("topic=" + "x" * 201, "topic takes at most 200 characters: 201."),
        ("japan easy 5 no dificulty=easy", "Did you mean difficulty=?"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right_and_an_example(text, says):
    """The option, what it takes, what was typed, and a line that works."""
    with pytest.raises(Misread) as misread:
        read_options(QUIZ, text, complete)
    assert says in str(misread.value)
    assert str(misread.value).endswith("For example: /quiz")


def test_a_list_says_what_may_be_in_it():
    """All its choices, and how they are set apart."""
    with pytest.raises(
        Misread, match="kinds takes any of cloze and number, separated by commas, not"
    ):
        read_options(DRILL, "kinds=cloze,riddle", complete)


def test_what_is_needed_and_missing_is_named_with_what_it_is():
    """``/lookup`` alone asks for what to look for."""
    with pytest.raises(Misread) as misread:
        read_options(LOOKUP, "  ", complete)
    assert str(misread.value) == "/lookup needs query: What to look for. For example: /lookup"


def test_a_command_without_options_takes_nothing():
    """And says so plainly."""
    with pytest.raises(Misread, match="takes nothing after it"):
        read_options(a_command("help"), "me", complete)


def test_a_beginning_that_fits_two_choices_asks_which():
    """Nothing is guessed."""
    styles = (Option("chicago-notes", "Notes"), Option("chicago-dates", "Dates"))
    command = a_command("style", CommandOption(name="style", summary="Which", choices=styles))
    with pytest.raises(Misread, match="“chi” could be chicago-notes or chicago-dates"):
        read_options(command, "chi", complete)
    assert read_options(command, "chicago-d", complete) == {"style": "chicago-dates"}


def test_quotes_keep_words_together_and_are_dropped():
    """Straight, curly and low quotes, at the start of a word or after its name."""
    words = split('a "b c" d=“e f” „g h“ i"j "k l')
    assert [word.value for word in words] == ["a", "b c", "d=e f", "g h", 'i"j', '"k', "l"]


@given(hostile.text)
def test_any_text_is_options_or_misread(text):
    """No line can break the reading of options."""
    for command in (QUIZ, LOOKUP, CITE):
        try:
            options = read_options(command, text, complete)
        except Misread:
            continue
        assert set(options) <= {option.name for option in command.options}

"""Which command a line of words begins with."""

from bot.chat.command import Where
from bot.chat.vocabulary import Vocabulary
from bot.commands.registry import COMMANDS

EVERYWHERE = Vocabulary.of(COMMANDS, lambda *_: (), Where.ANYWHERE)


def begun(line: str) -> tuple[str, str]:
    command, rest = EVERYWHERE.split(line)
    return command.name if command else "", rest


def test_the_longer_name_goes_before_the_shorter() -> None:
    assert begun("contest start count=3") == ("contest start", "count=3")


def test_another_name_is_as_good() -> None:
    assert begun("find a  finger") == ("lookup", "a  finger")


def test_case_does_not_matter() -> None:
    assert begun("Outline") == ("outline", "")


def test_other_words_begin_no_command() -> None:
    assert begun("dance for me") == ("", "dance for me")


def test_what_makes_sense_among_others_is_not_offered_to_one_alone() -> None:
    alone = Vocabulary.of(COMMANDS, lambda *_: ())
    among_others = {c.name for c in COMMANDS if Where.PRIVATE not in c.where}
    assert among_others
    assert not among_others & alone.commands.keys()
    assert among_others <= EVERYWHERE.commands.keys()

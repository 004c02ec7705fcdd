"""What a contest tells of appeals: the answer in words, and who gains by a ruling."""

from bot.chat.plain import plain
from bot.chat.reply import Reply
from bot.pack.model import Pack
from bot.quiz.contest import facts
from bot.views.contest_words import LONGEST_ANSWER
from tests.contest_builders import Game
from tests.contest_posts import PACK, WRITTEN_FIRST, choose, labels, reveal, said


def doubted(text: str) -> Game:
    """Bob and Cy gave the same wrong answer to a written question, and Bob appeals."""
    game = Game("ada bob cy")
    game.answer("ada")
    game.answer("bob", 2, credit=0.0, text=text)
    game.answer("cy", 3, credit=0.0, text=text.upper())
    game.appeal("bob")
    return game


def appeal_of(game: Game, pack: Pack = WRITTEN_FIRST) -> tuple[str, Reply]:
    (wording,) = game.state.rounds[0].appeals
    return wording, said(game, facts.AppealMade(round=0, wording=wording), pack=pack)


def test_a_doubted_answer_is_shown_as_it_was_written() -> None:
    """With its capitals and marks, in the words of the first who gave it."""
    _, reply = appeal_of(doubted("The Gale, off-shore!"))
    assert "To question 1 somebody answered “The Gale, off-shore!”" in plain(reply)
    assert labels(reply) == ["Accept it", "Refuse it"]


def test_a_doubted_answer_is_clipped() -> None:
    """Nobody fills the channel by an appeal."""
    _, reply = appeal_of(doubted("wind " * 30_000))
    assert len(plain(reply)) < LONGEST_ANSWER + 120


def test_a_doubted_choice_is_shown_by_its_words() -> None:
    """Its key would tell nobody anything."""
    game = Game()
    choose(game, "ada", "To go by land")
    game.skip(2)
    game.appeal("ada")
    assert "somebody answered “To go by land”" in plain(appeal_of(game, PACK)[1])


def test_only_what_was_written_is_offered_for_appeal() -> None:
    """Whoever picks from a list has no wording that could be accepted."""
    game = Game()
    game.play_round("ada")
    game.play_round("ada")
    assert labels(reveal(game, 0)) == ["My result"]
    assert labels(reveal(game, 1)) == ["My result", "Appeal"]


def test_a_ruling_names_who_gains_and_what_they_have_now() -> None:
    """Everybody who gave that wording, and nobody else."""
    game = doubted("The gale")
    wording, _ = appeal_of(game)
    game.rule(wording)
    fact = facts.RulingMade(round=0, wording=wording, accepted=True)
    shown = plain(said(game, fact, pack=WRITTEN_FIRST))
    assert shown == (
        "“The gale” is accepted for question 1. "
        "Who gave it has the points now: Bob (10 points) and Cy (10 points)."
    )


def test_a_refused_appeal_gives_nobody_anything() -> None:
    """It is said that the verdict stands."""
    game = doubted("The gale")
    wording, _ = appeal_of(game)
    game.rule(wording, accept=False)
    fact = facts.RulingMade(round=0, wording=wording, accepted=False)
    shown = plain(said(game, fact, pack=WRITTEN_FIRST))
    assert shown == "“The gale” stays refused for question 1."

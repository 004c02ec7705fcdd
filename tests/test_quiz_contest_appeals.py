"""Appeals against verdicts, and who decides them."""

import pytest

from bot.quiz.contest.facts import AppealMade, RulingMade
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.state import Refusal
from tests.contest_builders import Game, refusals


def points(game: Game) -> dict[str, int]:
    return {each.player: each.points for each in standings(game.state)}


@pytest.fixture
def game() -> Game:
    """Ada and Bob gave one answer in two spellings, Cy another; all three were judged wrong."""
    game = Game("ada bob cy")
    game.answer("ada", credit=0.0, text="The Treaty, of Berlin")
    game.answer("bob", credit=0.25, text="the treaty of BERLIN")
    game.answer("cy", credit=0.0, text="Rapallo")
    return game


WORDING = "the treaty of berlin"


def test_accepting_an_appeal_corrects_everyone_who_gave_that_answer(game: Game) -> None:
    """In any spelling, with full points; who gave another answer gets nothing by it."""
    assert game.appeal("ada").facts == (AppealMade(round=0, wording=WORDING),)
    assert points(game) == {"ada": 0, "bob": 3, "cy": 0}
    assert game.rule(WORDING).facts == (RulingMade(round=0, wording=WORDING, accepted=True),)
    assert points(game) == {"ada": 10, "bob": 10, "cy": 0}


def test_a_refusal_is_final_for_that_wording(game: Game) -> None:
    """Nobody else's appeal for the same words is heard, and the host cannot rule again."""
    game.appeal("ada")
    game.rule(WORDING, accept=False)
    done = refusals(game.appeal("ada"), game.appeal("bob"), game.rule(WORDING))
    assert done == [Refusal.DECIDED] * 3
    assert points(game) == {"ada": 0, "bob": 3, "cy": 0}


def test_an_accepted_answer_needs_no_further_appeal(game: Game) -> None:
    """It is right now, for everyone who gave it."""
    game.appeal("ada")
    game.rule(WORDING)
    done = refusals(game.appeal("bob"), game.rule(WORDING, accept=False))
    assert done == [Refusal.NOTHING_TO_APPEAL, Refusal.DECIDED]


def test_one_appeal_for_one_wording(game: Game) -> None:
    """A second click, or a second player, finds that it waits already."""
    game.appeal("ada")
    assert refusals(game.appeal("ada"), game.appeal("bob")) == [Refusal.REPEATED] * 2


def test_only_a_wrong_answer_of_ones_own_is_appealed(game: Game) -> None:
    """Not one that was right, not one never given, not a round that was not asked."""
    game.wait_until_due()
    game.play_round("ada", wrong="bob")
    done = [
        game.appeal("ada", 1),
        game.appeal("cy", 1),
        game.appeal("cy", 7),
        game.appeal("cy", -1),
        game.appeal("eve", 0),
    ]
    nothing = Refusal.NOTHING_TO_APPEAL
    assert refusals(*done) == [nothing, nothing, nothing, nothing, Refusal.NOT_PLAYING]


def test_no_appeal_while_the_question_is_asked() -> None:
    """It would tell the others that the answer was wrong."""
    game = Game("ada bob")
    game.answer("ada", credit=0.0)
    assert game.appeal("ada").refusal is Refusal.NOTHING_TO_APPEAL


def test_only_the_host_rules(game: Game) -> None:
    """And only on what was appealed."""
    game.appeal("ada")
    done = refusals(game.rule(WORDING, by="ada"), game.rule("rapallo"), game.rule("", number=9))
    assert done == [Refusal.NOT_HOST, Refusal.NO_SUCH_APPEAL, Refusal.NO_SUCH_APPEAL]


def test_without_a_host_a_majority_of_the_players_decides(game: Game) -> None:
    """Two of three; each has one vote, which they may change."""
    game.lose_host()
    game.appeal("ada")
    assert game.rule(WORDING, by="ada").facts == (AppealMade(round=0, wording=WORDING),)
    assert game.rule(WORDING, by="ada").refusal is Refusal.REPEATED
    assert game.rule(WORDING, by="eve").refusal is Refusal.NOT_PLAYING
    assert game.rule(WORDING, by="bob", accept=False).refusal is None
    done = game.rule(WORDING, by="bob", accept=True)
    assert done.facts == (RulingMade(round=0, wording=WORDING, accepted=True),)


def test_half_of_the_votes_refuse() -> None:
    """Of two players, one against leaves no majority for it."""
    game = Game("ada bob")
    game.play_round(wrong="ada bob")
    game.lose_host()
    game.appeal("ada")
    assert game.rule("wrong", by="bob", accept=False).facts[0] == RulingMade(
        round=0, wording="wrong", accepted=False
    )


def test_a_vote_of_somebody_who_left_does_not_count(game: Game) -> None:
    """The majority is of those who are here."""
    game.lose_host()
    game.appeal("ada")
    game.rule(WORDING, by="ada")
    game.leave("ada")
    assert isinstance(game.rule(WORDING, by="bob").facts[0], AppealMade)


def test_the_last_answers_are_appealed_after_the_end(game: Game) -> None:
    """For a week; the podium is corrected."""
    game.end(100)
    game.appeal("ada", at=101)
    assert game.rule(WORDING, at=200).refusal is None
    week = 7 * 86_400
    assert game.appeal("cy", at=100 + week).refusal is None
    done = refusals(game.appeal("cy", at=101 + week), game.rule("rapallo", at=101 + week))
    assert done == [Refusal.OVER] * 2


def test_a_removed_player_does_not_appeal(game: Game) -> None:
    """Their answers do not count any more."""
    game.remove("ada")
    assert game.appeal("ada").refusal is Refusal.REMOVED

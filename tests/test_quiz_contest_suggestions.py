"""Wordings accepted on appeal become a list that an author can review and paste."""

import tomllib

from bot.ports import Change
from bot.quiz.contest.suggestions import Suggestion, suggestions
from bot.quiz.judge import TextJudge
from bot.runtime.packs import load
from bot.runtime.study import judge_of
from bot.store import Store
from bot.store.codec import as_json
from bot.store.suggestions import RULED
from bot.views.suggestions import records, review
from tests.contest_builders import Game

PACK = load()
JUDGE: TextJudge = judge_of(PACK)
WRITTEN = next(each for each in PACK.questions if each.kind == "short-answer")
CHOSEN = next(each for each in PACK.questions if each.kind == "multiple-choice")


def an_appeal(*texts: str, accept: bool = True, **settings: object) -> Game:
    """A contest in which each player writes one text, and the first of these is ruled on."""
    names = ["ada", "bob", "cyd", "dan"][: len(texts)]
    game = Game(" ".join(names), **settings)
    for name, text in zip(names, texts, strict=True):
        game.answer(name, credit=0.0, text=text)
    if game.state.is_asking:
        game.skip()
    game.appeal(names[0])
    (wording,) = game.state.rounds[0].appeals
    game.rule(wording, accept=accept)
    return game


def a_suggestion(question: str = WRITTEN.id, text: str = "xyzzy", players: int = 2) -> Suggestion:
    return Suggestion(question, text, players, contests=1)


def test_what_was_accepted_is_suggested_as_most_wrote_it() -> None:
    """Everybody who gave the wording is counted, however they spelled it."""
    game = an_appeal("At dawn!", "at dawn", "at dawn", "at noon")
    assert suggestions([game.state]) == (Suggestion("q0", "at dawn", players=3, contests=1),)


def test_what_was_refused_is_not_suggested() -> None:
    """Nor what nobody appealed."""
    assert suggestions([an_appeal("at dawn", accept=False).state, Game().state]) == ()


def test_the_most_frequent_come_first_over_all_contests() -> None:
    """Counted over players and contests."""
    found = suggestions(
        [an_appeal("noon").state, an_appeal("dawn", "dawn").state, an_appeal("noon", "noon").state]
    )
    assert [(each.text, each.players) for each in found] == [("noon", 3), ("dawn", 2)]


def test_the_list_can_be_pasted_into_a_question() -> None:
    """Its lines are TOML whatever a player typed."""
    hostile = 'a "quoted\\ \u202e\x00 word'
    lines = review(PACK, JUDGE, [a_suggestion(), a_suggestion(text=hostile)]).splitlines()
    pasted = tomllib.loads("\n".join(["accepted = [", *lines, "]"]))
    assert pasted["accepted"][0] == "xyzzy"
    assert len(pasted["accepted"]) == 2
    assert WRITTEN.id in lines[0]


def test_what_the_pack_accepts_by_now_is_left_out() -> None:
    """An author who has pasted it is done; what is no longer asked is nobody's work."""
    said = review(PACK, JUDGE, [a_suggestion(text=WRITTEN.solution), a_suggestion(question="gone")])
    assert said.startswith("# Nothing was accepted")


def test_a_choice_that_was_accepted_is_a_comment() -> None:
    """There is no list to paste it into; the question needs another look."""
    _, response = next(iter(CHOSEN.wrong("")))
    said = review(PACK, JUDGE, [a_suggestion(CHOSEN.id, " / ".join(response["answer"]))])
    assert "lists no wordings" in said
    assert CHOSEN.said(response, "") in said
    assert all(line.startswith("#") for line in said.splitlines())


def test_scripts_get_the_place_of_the_question() -> None:
    """File and line, and the counts."""
    (record,) = records(PACK, JUDGE, [a_suggestion(), a_suggestion(text=WRITTEN.solution)])
    assert (record["text"], record["players"]) == ("xyzzy", 2)
    assert str(record["file"]).endswith(".toml")
    assert record["line"] > 0


async def kept(store: Store, game: Game) -> None:
    assert not await store.contests.keep([Change(0, tuple(game.log), game.state)])


async def test_the_store_finds_the_contests_with_an_accepted_answer(store: Store) -> None:
    """Of this pack only; a ruling that refused is none."""
    game = an_appeal("at dawn")
    await kept(store, game)
    assert await store.suggestions.accepted("harbor") == (game.state,)
    assert await store.suggestions.accepted("other") == ()


async def test_the_store_passes_over_what_was_refused(store: Store) -> None:
    """And contests without a ruling."""
    await kept(store, an_appeal("at dawn", accept=False))
    assert await store.suggestions.accepted("harbor") == ()


def test_a_ruling_is_stored_as_the_query_looks_for_it() -> None:
    """No other event is."""
    log = an_appeal("at dawn").log
    assert [RULED in as_json([event]) for event in log] == [*[False] * (len(log) - 1), True]

"""A contest and a quiz are played in another language without a word of English from us."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from bot.chat.action import Action
from bot.chat.language import ENGLISH, Language, speaking
from bot.chat.plain import plain
from bot.chat.reply import Prose, Reply, Standing
from bot.chat.text import inline
from bot.document.cite import FORMS, editors_note
from bot.document.model import Ref
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Phase, Step
from bot.quiz.practice import Practice, answer, hint, skip
from bot.quiz.review import Deck
from bot.quiz.season import Season
from bot.quiz.standings import Placing, Record, Run
from bot.quiz.verdict import Outcome, Reason, Verdict
from bot.runtime.languages import codes, language
from bot.runtime.packs import load
from bot.views import citing, links, question, review, seasons, standings
from bot.views import contest as private
from bot.views.question import KIND_NAMES
from bot.views.rounds import gathering, told
from docs.catalogues import template
from tests.builders import NOON, a_question
from tests.contest_builders import HOST, PLACE, Game, a_settings, second
from tests.contest_posts import CHOICE, PACK, Sketches, choose, picked

DISPATCH = load()
JUDGED = (Verdict.right(), Verdict.close(0.5, Reason.UNIT), Verdict.wrong())
SCOPES = (standings.EVERYWHERE, standings.WORKSPACE, standings.HERE, standings.CONTEST)


class Scene(Game):
    """A contest that keeps what it tells, there and to each who asks, as it happens."""

    def __init__(self, players: str = "ada bob", **settings: Any) -> None:
        self.replies: list[Reply] = []
        super().__init__(players, **settings)

    def do(self, event: Any) -> Step:
        done = super().do(event)
        for place in (PLACE, "yard"):
            self.replies += [told(PACK, self.state, f, Sketches(), place) for f in done.facts]
        people = (HOST, "ada", "nobody")
        self.replies += [private.status(self.state, each) for each in people]
        self.replies += [private.own_result(PACK, self.state, each) for each in people]
        return done


def played() -> list[Reply]:
    """A contest with all that can happen: appeals, pauses, a lost host, a withdrawn question."""
    game = Scene("ada bob cy", practice=True, revisable=True, full_at=30)
    choose(game, "ada", "To go by land")
    choose(game, "bob", "To sail at dawn", 2.5)
    game.replies.append(private.locked_in(game.state, CHOICE, picked("To sail at dawn")))
    game.pause(5)
    game.resume(6)
    game.extend(15, 7)
    game.wait_until_due()
    game.wait_until_due()
    game.answer("ada", 60, text="Gale", credit=0.0)
    game.answer("bob", 60, text="Storms", credit=0.5)
    game.skip(61)
    game.appeal("ada", 1, 62)
    game.rule("gale", accept=False, number=1, at=63)
    game.lose_host(64)
    game.appeal("bob", 1, 65)
    game.rule("storms", number=1, by="ada", at=66)
    game.rule("storms", number=1, by="bob", at=66)
    game.hand_over("root", by="root", at=67, admin_of=PLACE)
    game.hand_over("cy", by="root", at=68)
    game.wait_until_due()
    game.withdraw(2, 75)
    while game.state.phase is not Phase.OVER:
        game.wait_until_due()
    without = replace(PACK, questions=())
    gone = [told(without, game.state, fact, Sketches(), PLACE) for fact in game.told]
    return [*game.replies, *gone]


def played_in_teams() -> list[Reply]:
    """Teams that are chosen, who share first place at last."""
    names = private.team_names(3)
    game = Scene("", begin=False, teams=Teams.CHOSEN, team_names=names, seconds=0, open_book=True)
    for player, team in zip(("ada", "bob", "cy"), names, strict=True):
        game.join(player, team=team)
    game.replies.append(private.joined(game.state, "ada"))
    game.start()
    game.join("eve", team=names[2])
    game.replies.append(private.joined(game.state, "eve"))
    game.play_round("ada", "bob", wrong="cy")
    game.play_round("ada", "bob")
    game.play_round("ada", "bob", "cy", "eve")
    return game.replies


def played_at_two_places() -> list[Reply]:
    """A place asks, is declined, and asks again; another asks too late."""
    game = Scene("ada bob", begin=False, speed_bonus=True, late_joiners=False, tie_break=("t0",))
    game.ask_in("yard")
    game.decide("yard", agree=False)
    game.decide("yard")
    game.ask_in("pier")
    for number in range(13):
        game.join(f"p{number}", place="yard")
    game.start()
    for _each in range(4):
        game.play_round("ada", "bob", wrong="p1")
    return game.replies


def played_day_by_day() -> list[Reply]:
    """A marathon, which stands in a calendar, and in which nobody answers."""
    days = tuple(second(24 * 3_600 * (day + 1)) for day in range(3))
    game = Scene("ada", seconds=0, opens=days, calendar=True)
    game.wait_until_due()
    game.wait_until_due()
    game.end(3 * 24 * 3_600)
    event = gathering(PACK, game.state)
    assert event is not None
    return [*game.replies, Reply((Prose(inline(event.title, event.about)),))]


def said_to_one() -> list[Reply]:
    """What a host, a player or an admin is told alone."""
    state = Game().state
    wrong: list[dict[str, Any]] = [
        {"questions": 1}, {"seconds": 1}, {"seconds": 0, "speed_bonus": True},
        {"reveal_seconds": 9_999}, {"teams": Teams.CHOSEN, "team_names": ("Amber",)},
    ]  # fmt: skip
    options = ("seconds", "pause", "time", "zone", "team-count")
    return [
        private.opened("c1-ab", 1, 10),
        private.left(),
        private.appealed(),
        private.ruled(),
        private.taken_out(),
        private.idle_options(options),
        links.asked(),
        links.decided(agree=True),
        links.decided(agree=False),
        private.record_file(state, "csv", ""),
        *(private.unsound(PACK, a_settings(**changes)) for changes in wrong),
    ]


def practised() -> list[Reply]:
    """A quiz of every kind of question, answered in every way there is."""
    begun = Practice("p", PACK.id, "seed", ("q0", "q1", "q2"))
    asked = [a_question(kind) for kind in KIND_NAMES if kind in {"multiple-choice", "ordering"}]
    missed = answer(hint(begun), {"answer": ()}, Verdict(Outcome.WRONG, 0.0, Reason.WRONG), NOON)
    over = skip(missed, NOON)
    verdicts = [
        Verdict(outcome, credit, reason)
        for reason in Reason
        for outcome, credit in ((Outcome.RIGHT, 1.0), (Outcome.CLOSE, 0.5), (Outcome.WRONG, 0.0))
    ]
    first = PACK.questions[0]
    blocks = [
        *(question.judged(PACK, first, each, 5, "") for each in verdicts),
        question.skipped(PACK, first),
        question.resumed(missed),
        *(question.already_answered(PACK, first, entry) for entry in over.log),
    ]
    return [
        *(question.asked(begun, each) for each in asked),
        question.asked(hint(begun), first),
        *(Reply(tuple(each)) for each in blocks),
        question.over(PACK, over),
        question.over(PACK, begun),
        question.choose_quiz(missed, Action("quiz")),
        question.none_fits(PACK, ("easy",)),
        question.none_fits(PACK, ("easy", "hard")),
        question.no_questions(PACK),
    ]


def reviewed() -> list[Reply]:
    """A review from its beginning to its end, with more to come and with nothing."""
    begun = Practice("p", PACK.id, "seed", ("q0", "q1"), review=True)
    known = answer(begun, {"answer": ()}, Verdict.right(), NOON)
    first, ids = PACK.questions[0], ("q0", "q1", "q2")
    blocks = [
        *(review.introduced(Deck(ids), asked) for asked in (1, 2, 3)),
        *(question.judged(PACK, first, each, None, "") for each in JUDGED),
        question.resumed(known),
        *(question.already_answered(PACK, first, each, is_review=True) for each in known.log),
        [question.comes_back()],
    ]
    return [
        *(Reply(tuple(each)) for each in blocks),
        question.asked(begun, first),
        question.choose_quiz(known, Action("quiz")),
        *(review.nothing_due(deck) for deck in (Deck(), Deck(next_at=NOON))),
        *(review.over(PACK, each, Deck(("q0",))) for each in (begun, skip(known, NOON))),
    ]


def looked_up() -> list[Reply]:
    """Points, seasons and citations."""
    season = Season("Autumn", date(2026, 9, 1), date(2026, 12, 20))
    record = Record("Ada", 1_200, 300, 200, 4, 9)
    placing = Placing(5, 1, 3, 2, Run(1, 2, 3))
    rows = (Standing(1, "Ada", 10, standings.detail(record)),)
    work = DISPATCH.work
    assert work is not None
    lines = [(form, form.cite(work, (226,))) for form in FORMS]
    return [
        standings.score(Record("Ada"), Placing()),
        *(standings.score(record, replace(placing, times=times)) for times in (1, 2, 3)),
        *(standings.board(rows, scope, season) for scope in SCOPES),
        *(standings.board((), scope) for scope in SCOPES),
        seasons.defined(season),
        seasons.removed("Autumn"),
        seasons.listed([]),
        seasons.listed([season]),
        citing.citation(DISPATCH, "¶ 6", Ref("paragraph", 6), lines),
        citing.note_of_the_editors(Ref("note", 47), editors_note(work, 47, (226,))),
        citing.no_citation(PACK),
    ]


SCENES: tuple[Callable[[], list[Reply]], ...] = (
    played,
    played_in_teams,
    played_at_two_places,
    played_day_by_day,
    said_to_one,
    practised,
    reviewed,
    looked_up,
)


OTHERS = [code for code in codes() if code != ENGLISH.code]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_said_in_english_to_who_reads_another_language(
    scene: Callable[[], list[Reply]], code: str
) -> None:
    """Only the document, its questions and what is typed stay as they are."""
    assert not english(said(scene, language(code)), code)


@pytest.mark.parametrize("scene", SCENES)
def test_english_is_found_where_it_is_said(scene: Callable[[], list[Reply]]) -> None:
    """The test above would see it."""
    assert len(english(said(scene, ENGLISH), OTHERS[0])) >= 5


def said(scene: Callable[[], list[Reply]], spoken: Language) -> str:
    """Return all that a scene tells in a language."""
    with speaking(spoken):
        return "\n".join(plain(reply, NOON) for reply in scene())


def english(text: str, code: str) -> set[str]:
    """Return what stands in a text that the bot says in English, and otherwise in another language."""
    return set(_english(code).findall(text))


@cache
def _english(code: str) -> re.Pattern[str]:
    """A pattern of all that is said in two words or more, between the places for values.

    What stands in the pack itself is not ours to translate.
    """
    of_the_pack = f"{PACK!r} {DISPATCH.work!r} {DISPATCH.about!r}"
    pieces = {piece for piece in _pieces(code) if " " in piece and piece not in of_the_pack}
    longest_first = sorted(map(re.escape, pieces), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


def _pieces(code: str) -> Iterator[str]:
    catalogue = language(code).catalogue
    for message in template():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            pieces = (piece.strip(" .,:;()“”") for piece in re.split(r"\{\w+\}", text))
            yield from (piece for piece in pieces if piece not in catalogue.gettext(text))

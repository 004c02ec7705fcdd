"""What a contest tells when a round is closed: the answer, how it was answered, the standings."""

from collections import Counter

from bot.chat.action import Action
from bot.chat.form import Choose
from bot.chat.language import _, phrase, tenths
from bot.chat.reply import Bar, Bars, Block, Button, Control, Heading, Prose, Reply
from bot.chat.text import Strong, inline
from bot.pack.model import Pack
from bot.quiz.contest.report import RoundReport, round_report
from bot.quiz.contest.state import State
from bot.quiz.question import ANSWER, Question
from bot.views.contest_words import is_written, name_said, round_title
from bot.views.question import explained
from bot.views.scoreboards import player_boards, team_board
from bot.views.words import named

ROWS = 10
"""Players in a scoreboard between rounds, at most."""

FASTEST_NAMED = 30
"""Players named who were right first, at most: to the same moment, few ever are."""


def reveal(pack: Pack, state: State, number: int, place: str = "") -> Reply:
    """Give the answer with its evidence, how answers were spread, and the standings after the round."""
    went = round_report(state, number)
    found = pack.question(went.question)
    blocks: list[Block] = [Heading(phrase("{round}: the answer", round=round_title(state, number)))]
    if found:
        blocks += _answer(pack, found, went, state.settings.seed)
    else:
        blocks.append(Prose(phrase("This question was withdrawn.")))
    if quickest := _quickest(state, went):
        blocks.append(Prose(inline(quickest)))
    blocks += player_boards(state, ROWS, place, number + 1)
    blocks += team_board(state, number + 1)
    return Reply(tuple(blocks), _controls(state, number, found))


def _answer(pack: Pack, found: Question, went: RoundReport, seed: str) -> list[Block]:
    blocks: list[Block] = [Prose(inline(Strong(found.solution))), *explained(pack, found)]
    blocks.append(_spread(found, went, seed))
    if tempting := _tempting(found, went, seed):
        blocks.append(Prose(inline(tempting)))
    return blocks


def _controls(state: State, number: int, found: Question | None) -> tuple[Control, ...]:
    mine = Button(_("My result"), Action("c-mine", (state.contest,)))
    if found is None or not is_written(found, state.settings.seed):
        return (mine,)
    return (mine, Button(_("Appeal"), Action("c-appeal", (state.contest, str(number)))))


def _spread(found: Question, went: RoundReport, seed: str) -> Bars:
    """Show how the answers were spread: by choice, or where they were written, by how they were judged."""
    field = found.form(seed)[0]
    if not isinstance(field, Choose):
        return _judged(went)
    _credit, right = next(iter(found.right(seed)))
    chosen: Counter[str] = Counter()
    for share in went.spread:
        chosen.update(dict.fromkeys(share.response.get(ANSWER, ()), share.count))
    marks = dict.fromkeys(right[ANSWER], _("right"))
    bars = (
        Bar(each.label, chosen[each.key], went.answers, marks.get(each.key, ""))
        for each in field.options
    )
    return Bars(tuple(bars))


def _judged(went: RoundReport) -> Bars:
    wrong = went.answers - went.right - went.close
    counts = {_("Right"): went.right, _("Close"): went.close, _("Wrong"): wrong}
    return Bars(tuple(Bar(name, number, went.answers) for name, number in counts.items()))


def _quickest(state: State, went: RoundReport) -> str:
    is_hurried = state.rounds[went.round].time and not state.settings.opens
    if went.fastest_seconds is None or not is_hurried:
        return ""
    names = named([name_said(k, state.players[k].name) for k in went.fastest], FASTEST_NAMED)
    return _(
        "Right and fastest: {players}, after {seconds} seconds.",
        players=names,
        seconds=tenths(went.fastest_seconds),
    )


def _tempting(found: Question, went: RoundReport, seed: str) -> str:
    """Return what is wrong with what most were tempted by, where the pack says so."""
    tempted: Counter[str] = Counter()
    for share in went.spread:
        if not share.is_right and (reason := found.why_wrong(share.response, seed)):
            tempted[reason] += share.count
    return tempted.most_common(1)[0][0] if tempted else ""

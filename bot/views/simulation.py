"""What a simulated contest shows while it is played, and says of its record at the end."""

from dataclasses import dataclass
from shlex import quote

from bot.chat.reply import Bar, Bars, Block, Fact, Facts, Heading, Prose, Reply, Standings
from bot.chat.reply import Standing as Line
from bot.chat.text import Code, Strong, inline
from bot.pack.model import Pack
from bot.quiz.contest.comparison import Comparison
from bot.quiz.contest.report import answered, round_report
from bot.quiz.contest.scoring import Standing, standings
from bot.quiz.contest.state import Phase, State
from bot.views.words import clipped, count

ROWS = 10
"""Players on the scoreboard, at most."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Since the program was started: answers acknowledged and refused, and how long that took.

    ``middle`` and ``slow`` are milliseconds from an answer to its acknowledgement: the median, and
    what 99 of 100 do not exceed.
    """

    acknowledged: int
    refused: int
    middle: float
    slow: float


def playing(state: State, players: int, location: str) -> Reply:
    """Say what is played, where it is kept, and how to go on with it."""
    rounds, seed = len(state.settings.questions), state.settings.seed
    title = f"A contest of {count(players, 'simulated player')} over {count(rounds, 'round')}"
    begun = f" It goes on in round {state.latest + 1}." if state.rounds else ""
    said = inline(
        f"Kept in {location}.{begun} If it is stopped, start it again with the same options and ",
        Code(f"--seed {quote(seed)}"),
        ".",
    )
    return Reply((Heading(inline(title)), Prose(said)))


def board(pack: Pack, state: State, figures: Figures) -> Reply:
    """Show how the contest stands: the question, who has answered, the best players."""
    blocks: list[Block] = [Heading(inline(_round(state)))]
    if state.rounds:
        found = pack.question(state.rounds[-1].question)
        blocks.append(Prose(inline(clipped(found.prompt, 200) if found else "Withdrawn.")))
        given, able = answered(state, state.latest)
        blocks.append(Bars((Bar("Answered", given, able),)))
    lines = (Line(each.rank, each.name, each.points, _detail(each.streak)) for each in _best(state))
    blocks += [Standings(tuple(lines)), Facts((Fact("Answers", inline(_figures(figures))),))]
    return Reply(tuple(blocks))


def closed(state: State, number: int, figures: Figures) -> Reply:
    """Say in a line how a round went."""
    went = round_report(state, number)
    leader = _best(state)[0]
    said = (
        f"Round {number + 1} of {len(state.settings.questions)}: "
        f"{count(went.answers, 'answer')}, {went.right:,} right; "
        f"{leader.name} leads with {count(leader.points, 'point')}; {_figures(figures)}."
    )
    return Reply((Prose(inline(said)),))


def report(state: State, comparison: Comparison, figures: Figures) -> Reply:
    """Say who won, and whether the record is what the players sent."""
    lines = (Line(each.rank, each.name, each.points, _detail(each.streak)) for each in _best(state))
    verdict = "yes" if comparison.is_equal else f"NO ({_wrong(comparison)})"
    facts = (
        Fact("Answers that count", inline(f"{comparison.answers:,}")),
        Fact("Since the last start", inline(_figures(figures))),
        Fact("Record equals what was sent", inline(Strong(verdict))),
    )
    title = Heading(inline("The contest is over"))
    return Reply((title, Standings(tuple(lines)), Facts(facts)), failed=not comparison.is_equal)


def _round(state: State) -> str:
    if state.phase is Phase.LOBBY:
        return f"{count(len(state.players), 'player')} in the lobby"
    return f"Round {len(state.rounds)} of {len(state.settings.questions)}"


def _best(state: State) -> tuple[Standing, ...]:
    return standings(state)[:ROWS]


def _detail(streak: int) -> str:
    return f"{streak} right in a row" if streak > 1 else ""


def _figures(figures: Figures) -> str:
    return (
        f"{figures.acknowledged:,} acknowledged, {figures.refused:,} refused; half of them within "
        f"{figures.middle:.1f} ms, 99 of 100 within {figures.slow:.1f} ms"
    )


def _wrong(comparison: Comparison) -> str:
    parts = {
        "missing": comparison.missing,
        "never sent": comparison.unsent,
        "altered": comparison.altered,
        "wrong sums": comparison.wrong_sums,
        "never asked": comparison.unasked,
    }
    said = [f"{number:,} {what}" for what, number in parts.items() if number]
    return ", ".join([*said, *(["the log says otherwise"] if comparison.unlogged else [])])

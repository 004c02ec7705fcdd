"""The full record of a contest, for its host: as JSON values, and as CSV for a spreadsheet.

Only closed rounds are in it, those of a contest that is still running. What the fields mean is said in
docs/contest-record.md; a test holds that page to them.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from bot.chat.plain import one_line
from bot.pack.model import Pack
from bot.quiz.contest.report import RoundReport, round_report
from bot.quiz.contest.scoring import (
    Standing,
    could_answer,
    earned,
    standings,
    team_standings,
)
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import NEVER, Given, Player, Round, State
from bot.views.words import count

COLUMNS: Final = (
    "contest",
    "round",
    "question",
    "prompt",
    "counts",
    "player",
    "name",
    "team",
    "removed",
    "answered",
    "answer",
    "seconds",
    "outcome",
    "credit",
    "accepted_on_appeal",
    "points",
)
"""The columns of the CSV, a row for each round of each player who could answer it."""

_FORMULA = frozenset("=+-@")


def csv_record(pack: Pack, state: State) -> str:
    """Return the record as CSV (RFC 4180) with a header.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises
    against "CSV injection": names and answers are whatever somebody typed.
    """
    rows = ([harmless(row[column]) for column in COLUMNS] for row in _rows(pack, state))
    return csv_text([COLUMNS, *rows])


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180)."""
    lines: list[str] = []
    csv.writer(_Lines(lines)).writerows(rows)
    return "".join(lines)


def json_record(pack: Pack, state: State) -> dict[str, Any]:
    """Return the record as plain values."""
    settings = state.settings
    return {
        "contest": state.contest,
        "pack": settings.pack,
        "seed": settings.seed,
        "phase": state.phase.value,
        "ended_at": None if state.ended_at == NEVER else state.ended_at.isoformat(),
        "host": state.host,
        "places": list(state.places),
        "seconds": settings.seconds,
        "speed_bonus": settings.speed_bonus,
        "players": [_player(state, each) for each in standings(state)],
        "teams": _teams(state),
        "rounds": [
            _round(pack, state, round_report(state, number)) for number in range(state.closed)
        ],
        "answers": list(_rows(pack, state)),
    }


def summary(state: State) -> str:
    """Return a contest as a line: its code, when it began, how far it came, who was best."""
    shown = summary_record(state)
    opened = f"{shown['began_at'] or 'not begun':.16}".replace("T", " ")
    best = f", {one_line(shown['winner'])} was best" if shown["winner"] else ""
    rounds = f"{shown['rounds']} of {count(shown['questions'], 'question')}"
    players = count(shown["players"], "player")
    return f"{state.contest}  {opened}  {shown['phase']:<8}  {rounds}, {players}{best}"


def summary_record(state: State) -> dict[str, Any]:
    """Return the same as values."""
    ranked = standings(state)
    return {
        "contest": state.contest,
        "pack": state.settings.pack,
        "began_at": state.rounds[0].opened_at.isoformat() if state.rounds else None,
        "phase": state.phase.value,
        "rounds": len(state.rounds),
        "questions": len(state.settings.questions),
        "players": len(ranked),
        "winner": ranked[0].name if ranked and ranked[0].points else None,
    }


def harmless(cell: object) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    text = "" if cell is None else str(cell)
    shown = one_line(text)
    # Some locales take the full-width forms of these signs for the signs.
    begins = unicodedata.normalize("NFKC", shown[:1])
    return f"'{shown}" if begins in _FORMULA else shown


class _Lines:
    """What ``csv`` writes to: no file, a list."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def write(self, line: str) -> None:
        self._lines.append(line)


def _rows(pack: Pack, state: State) -> Iterator[dict[str, Any]]:
    players = sorted(state.players.items(), key=lambda item: item[1].number)
    for number, asked in enumerate(state.rounds[: state.closed]):
        for key, player in players:
            given = asked.answers.get(key)
            if given or could_answer(state, number, key):
                yield {
                    **_asked(pack, state, number, asked),
                    **_who(key, player),
                    **_given(pack, state, asked, given, player),
                }


def _asked(pack: Pack, state: State, number: int, asked: Round) -> dict[str, Any]:
    question = pack.question(asked.question)
    return {
        "contest": state.contest,
        "round": number + 1,
        "question": asked.question,
        "prompt": question.prompt if question else "",
        "counts": asked.counts,
    }


def _who(key: str, player: Player) -> dict[str, Any]:
    return {"player": key, "name": player.name, "team": player.team, "removed": player.removed}


def _given(
    pack: Pack, state: State, asked: Round, given: Given | None, player: Player
) -> dict[str, Any]:
    if given is None:
        nothing = dict.fromkeys(("answer", "seconds", "outcome", "credit"))
        return {"answered": False, **nothing, "accepted_on_appeal": False, "points": 0}
    return {
        "answered": True,
        "answer": _words(pack, state, asked, given),
        "seconds": round(given.seconds, 3),
        "outcome": given.outcome.value,
        "credit": round(given.credit, 3),
        "accepted_on_appeal": given.wording in asked.accepted,
        "points": 0 if player.removed else earned(state.settings, asked, given),
    }


def _words(pack: Pack, state: State, asked: Round, given: Given) -> str:
    question = pack.question(asked.question)
    said = question.said(given.response, state.settings.seed) if question else ""
    return said or " / ".join(part for parts in given.response.values() for part in parts)


def _player(state: State, standing: Standing) -> dict[str, Any]:
    return {
        "player": standing.player,
        "name": standing.name,
        "team": standing.team,
        "place": state.players[standing.player].place,
        "rank": standing.rank,
        "points": standing.points,
        "answers": standing.answers,
        "right": standing.right,
        "best_streak": standing.best_streak,
    }


def _teams(state: State) -> list[dict[str, Any]]:
    if state.settings.teams is Teams.NONE:
        return []
    return [
        {"team": each.team, "rank": each.rank, "points": each.points, "members": each.members}
        for each in team_standings(state)
    ]


def _round(pack: Pack, state: State, went: RoundReport) -> dict[str, Any]:
    asked = state.rounds[went.round]
    question = pack.question(asked.question)
    return {
        "round": went.round + 1,
        "question": asked.question,
        "prompt": question.prompt if question else "",
        "solution": question.solution if question else "",
        "opened_at": asked.opened_at.isoformat(),
        "seconds": asked.time,
        "counts": asked.counts,
        "answers": went.answers,
        "right": went.right,
        "accepted_on_appeal": sorted(asked.accepted),
    }

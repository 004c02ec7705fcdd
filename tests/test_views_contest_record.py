"""The full record of a contest: complete, documented, and harmless in a spreadsheet."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.contest_record import COLUMNS, csv_record, harmless, json_record, summary
from tests.builders import a_pack
from tests.contest_builders import Game

PAGE = Path(__file__).resolve().parents[1] / "docs" / "contest-record.md"
PACK = a_pack()


def table(game: Game) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_record(PACK, game.state))))


def a_game(**settings: object) -> Game:
    """Two rounds played by two, the third cut short."""
    game = Game("ada bob", **settings)
    game.play_round("ada", wrong="bob")
    game.play_round("ada", "bob")
    game.end()
    return game


def test_every_answer_is_a_row_and_points_add_up() -> None:
    """What a player has in the standings is the sum of their rows."""
    game = a_game()
    rows = table(game)
    assert [(row["round"], row["name"], row["outcome"]) for row in rows[:4]] == [
        ("1", "Ada", "right"),
        ("1", "Bob", "wrong"),
        ("2", "Ada", "right"),
        ("2", "Bob", "right"),
    ]
    players = json_record(PACK, game.state)["players"]
    for player in players:
        mine = [int(row["points"]) for row in rows if row["player"] == player["player"]]
        assert sum(mine) == player["points"]


def test_who_was_silent_has_a_row_that_says_so() -> None:
    """A teacher wants to know."""
    silent = [row for row in table(a_game()) if row["round"] == "3"]
    assert [(row["answered"], row["answer"], row["points"]) for row in silent] == [
        ("no", "", "0")
    ] * 2


def test_a_round_that_is_still_open_is_left_out() -> None:
    """Its answers are secret."""
    game = Game("ada bob")
    game.answer("ada")
    assert table(game) == []
    assert json_record(PACK, game.state)["answers"] == []


def test_what_a_removed_player_answered_is_there_and_counts_nothing() -> None:
    """The record hides nothing from the host."""
    game = a_game()
    game.remove("ada")
    mine = [row for row in table(game) if row["name"] == "Ada" and row["answered"] == "yes"]
    assert len(mine) == 2
    assert {(row["removed"], row["points"]) for row in mine} == {("yes", "0")}


def test_a_round_is_counted_without_who_was_removed() -> None:
    """As its reveal and the podium count it."""
    game = a_game()
    game.remove("ada")
    rounds = json_record(PACK, game.state)["rounds"]
    assert [(each["round"], each["answers"], each["right"]) for each in rounds] == [
        (1, 1, 0),
        (2, 1, 1),
        (3, 0, 0),
    ]


def test_an_answer_accepted_on_appeal_is_marked() -> None:
    """With the points that it got by that."""
    game = a_game()
    game.appeal("bob")
    (wording,) = game.state.rounds[0].appeals
    game.rule(wording)
    (row,) = [row for row in table(game) if row["name"] == "Bob" and row["round"] == "1"]
    assert (row["outcome"], row["accepted_on_appeal"], row["points"]) == ("wrong", "yes", "10")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "\r\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """Names and answers are whatever somebody typed."""
    assert harmless(cell).startswith("'")


@given(st.text(max_size=30))
def test_a_cell_is_one_line_and_begins_no_formula_whatever_was_typed(text: str) -> None:
    """Control characters are shown, not passed on."""
    cell = harmless(text)
    assert cell[:1] not in {"=", "+", "-", "@"}
    assert "\n" not in cell
    assert "\r" not in cell


def test_the_json_says_the_same_and_can_be_read() -> None:
    """Row for row; numbers are numbers."""
    game = a_game()
    record = json.loads(json.dumps(json_record(PACK, game.state)))
    assert [(row["name"], row["points"]) for row in record["answers"]] == [
        (row["name"], int(row["points"])) for row in table(game)
    ]
    assert [player["rank"] for player in record["players"]] == [1, 2]
    assert [each["answers"] for each in record["rounds"]] == [2, 2, 0]


def test_the_page_explains_every_column_and_field() -> None:
    """And none that does not exist."""
    page = PAGE.read_text(encoding="utf-8")
    csv_part, json_part = page.split("## JSON")
    assert tuple(re.findall(r"^\| `(\w+)` \|", csv_part, re.MULTILINE)) == COLUMNS
    named = re.findall(r"^\| (`.*?`) \|", json_part, re.MULTILINE)
    fields = [name for cell in named for name in re.findall(r"`(\w+)`", cell)]
    assert fields == list(json_record(PACK, a_game().state))


def test_a_contest_is_listed_in_a_line() -> None:
    """Its code first, for the command that exports it."""
    line = summary(a_game().state)
    assert line.startswith("c1  2026-03-01 12:00  over")
    assert line.endswith("3 of 3 questions, 2 players, Ada was best")

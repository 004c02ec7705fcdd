"""Cards of questions that people have missed: the queries behind ``bot.ports.Cards``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, select, tuple_

from bot.chat.request import Actor
from bot.quiz.contest.report import attempts, overruled
from bot.quiz.contest.state import State
from bot.quiz.review import Attempt, Card, after
from bot.store.card_schema import cards
from bot.store.engine import Database
from bot.store.schema import contest_results, people

MOST_CARDS: Final = 500
"""Cards of a pack that a person may have; beyond that those go which are due last, known best."""

_AT_ONCE: Final = 2_000
"""Attempts in one statement: databases take some 32,000 values."""


@dataclass(frozen=True, slots=True)
class Attempted:
    """An attempt, whose it was, and the pack of the question."""

    person_id: int
    pack: str
    attempt: Attempt

    @property
    def key(self) -> tuple[int, str, str]:
        """What identifies the card that it may make or move."""
        return self.person_id, self.pack, self.attempt.question


class StoredCards:
    """Keeps cards in a database; see ``bot.ports.Cards`` for what it promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        card = database.insert(cards)
        changing = ("due", "reviewed", "stability", "difficulty")
        self._put = card.on_conflict_do_update(
            index_elements=list(cards.primary_key),
            set_={name: card.excluded[name] for name in changing},
            where=cards.c.reviewed < card.excluded.reviewed,
        )

    async def all(self, actor: Actor, pack: str) -> tuple[Card, ...]:
        """Return a person's cards of a pack, in no particular order."""
        asked = {"platform": actor.platform, "user": actor.user, "pack": pack}
        async with self._database.reading() as connection:
            return tuple(_card(row) for row in await connection.execute(_ALL, asked))

    def add(self, connection: Connection, attempted: Iterable[Attempted]) -> None:
        """Make and move the cards that attempts are about, within a transaction.

        Whoever also adds to totals does that first: nobody waits in a circle.
        """
        # Locked in this order, as the totals are.
        in_order = sorted(attempted, key=lambda each: (each.key, each.attempt.at))
        for start in range(0, len(in_order), _AT_ONCE):
            self._add(connection, in_order[start : start + _AT_ONCE])

    def add_contest(self, connection: Connection, contest_id: int, state: State) -> None:
        """Make and move the cards of all who have answered in a contest whose results are kept."""
        self.add(connection, _attempted(connection, contest_id, state, attempts))

    def take_back(self, connection: Connection, contest_id: int, state: State) -> None:
        """Take back the cards of answers that were accepted when the contest was over.

        Those alone that are as the answer made them: what was there before it, nobody knows any more.
        """
        given = _attempted(connection, contest_id, state, overruled)
        rows = [_row(each.key, made) for each in given if (made := after(None, each.attempt))]
        if rows:
            connection.execute(
                _TAKE_BACK, [{f"is_{name}": row[name] for name in row} for row in rows]
            )

    def _add(self, connection: Connection, in_order: Sequence[Attempted]) -> None:
        known = _known(connection, in_order)
        rows = [
            _row(key, moved)
            for key, given in groupby(in_order, key=lambda each: each.key)
            if (moved := _after(known.get(key), given)) != known.get(key) and moved
        ]
        if rows:
            connection.execute(self._put, rows)
            having = {row["person_id"] for row in rows}
            connection.execute(_DROP_BEST_KNOWN, {"people": list(having), "most": MOST_CARDS})


def _attempted(
    connection: Connection,
    contest_id: int,
    state: State,
    which: Callable[[State, str], Iterable[Attempt]],
) -> list[Attempted]:
    """Return some attempts of all who have answered in a contest, by ``which`` for a player."""
    rows = connection.execute(_PLAYERS, {"contest": contest_id}).all()
    players = ((row.id, Actor(row.platform, row.user_id, "").key) for row in rows)
    return [
        Attempted(person_id, state.settings.pack, attempt)
        for person_id, player in players
        if player in state.players
        for attempt in which(state, player)
    ]


def _known(
    connection: Connection, attempted: Sequence[Attempted]
) -> dict[tuple[int, str, str], Card]:
    """Return the cards that attempts are about, by key; nobody else moves them meanwhile."""
    person_ids, packs, questions = (
        list(dict.fromkeys(column))
        for column in zip(*(each.key for each in attempted), strict=True)
    )
    asked = {"people": person_ids, "packs": packs, "questions": questions}
    rows = connection.execute(_KNOWN, asked)
    return {(row.person_id, row.pack, row.question): _card(row) for row in rows}


def _after(card: Card | None, given: Iterable[Attempted]) -> Card | None:
    for each in given:
        card = after(card, each.attempt)
    return card


def _card(row: Row[Any]) -> Card:
    return Card(row.question, row.due, row.reviewed, row.stability, row.difficulty)


def _row(key: tuple[int, str, str], card: Card) -> dict[str, object]:
    person_id, pack, question = key
    return {
        "person_id": person_id,
        "pack": pack,
        "question": question,
        "due": card.due,
        "reviewed": card.reviewed,
        "stability": card.stability,
        "difficulty": card.difficulty,
    }


_ALL: Select[Any] = (
    select(*cards.columns)
    .join_from(cards, people)
    .where(
        people.c.platform == bindparam("platform"),
        people.c.user_id == bindparam("user"),
        cards.c.pack == bindparam("pack"),
    )
)

_KNOWN: Select[Any] = (
    select(*cards.columns)
    .where(
        cards.c.person_id.in_(bindparam("people", expanding=True)),
        cards.c.pack.in_(bindparam("packs", expanding=True)),
        cards.c.question.in_(bindparam("questions", expanding=True)),
    )
    .order_by(*cards.primary_key)
    .with_for_update()
)

_TAKE_BACK = delete(cards).where(
    *(column == bindparam(f"is_{column.name}") for column in cards.columns)
)

_PLAYERS = (
    select(people.c.id, people.c.platform, people.c.user_id)
    .join_from(contest_results, people)
    .where(contest_results.c.contest_id == bindparam("contest"), contest_results.c.answers > 0)
)

_numbered = (
    select(
        *cards.primary_key,
        func.row_number()
        .over(
            partition_by=(cards.c.person_id, cards.c.pack),
            order_by=(cards.c.due, cards.c.question),
        )
        .label("place"),
    )
    .where(cards.c.person_id.in_(bindparam("people", expanding=True)))
    .subquery()
)

_too_many = select(_numbered.c.person_id, _numbered.c.pack, _numbered.c.question).where(
    _numbered.c.place > bindparam("most")
)

# A card that somebody else is moving is left to them, and so are locks that they wait for.
_DROP_BEST_KNOWN = delete(cards).where(
    tuple_(*cards.primary_key).in_(
        select(*cards.primary_key)
        .where(tuple_(*cards.primary_key).in_(_too_many))
        .with_for_update(skip_locked=True)
    )
)

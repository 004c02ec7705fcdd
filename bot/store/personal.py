"""What each table has to do with people and with workspaces: the one place where that is declared.

A test walks the tables of the schema: one that is not declared here fails it, and so does one whose rows
are not exported and deleted as declared.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from sqlalchemy import Column, FromClause, Select, Table, bindparam, or_, select

from bot.store import card_schema, daily_schema, schema
from bot.store.schema import people


class Person(Enum):
    """How rows belong to a person.

    ``OWN`` rows lead to a person by foreign keys, and are deleted with them. ``UNSIGNED`` rows name a
    person by keys that are emptied with them. ``LOGGED`` is the log of contests: a former player takes
    the person's place in it. ``DERIVED`` rows are made anew of the log. ``NOBODY``: no row says anything
    about a person.
    """

    OWN = "own"
    UNSIGNED = "unsigned"
    LOGGED = "logged"
    DERIVED = "derived"
    NOBODY = "nobody"


class Workspace(Enum):
    """How rows belong to a workspace.

    ``NAMED`` rows have its platform and its id, ``PLACED`` rows the key of a place of it, and ``TAKEN``
    rows its id and a person of its platform. ``WITH`` rows go with the row that they refer to. ``SUMMED``
    rows are summed up anew. ``PLAYED`` are contests, which may be of several. ``NONE`` are of no workspace.
    ``TRACE`` rows are of none either, and go with whoever was nowhere else: they alone keep nobody known.
    """

    NAMED = "named"
    PLACED = "placed"
    TAKEN = "taken"
    WITH = "with"
    SUMMED = "summed"
    PLAYED = "played"
    TRACE = "trace"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Covered:
    """What a table has to do with people and workspaces."""

    table: Table
    person: Person
    workspace: Workspace


COVERED: Final = (
    Covered(schema.people, Person.OWN, Workspace.NONE),
    Covered(schema.practices, Person.OWN, Workspace.TAKEN),
    Covered(schema.answers, Person.OWN, Workspace.WITH),
    Covered(schema.totals, Person.OWN, Workspace.SUMMED),
    Covered(schema.contests, Person.NOBODY, Workspace.PLAYED),
    Covered(schema.contest_events, Person.LOGGED, Workspace.WITH),
    Covered(schema.contest_snapshots, Person.DERIVED, Workspace.WITH),
    Covered(schema.contest_places, Person.NOBODY, Workspace.WITH),
    Covered(schema.contest_results, Person.OWN, Workspace.WITH),
    Covered(schema.outbox, Person.NOBODY, Workspace.WITH),
    Covered(schema.seasons, Person.NOBODY, Workspace.NAMED),
    Covered(schema.season_totals, Person.OWN, Workspace.WITH),
    Covered(schema.settings, Person.NOBODY, Workspace.NAMED),
    Covered(schema.roles, Person.OWN, Workspace.NAMED),
    Covered(schema.setting_changes, Person.UNSIGNED, Workspace.NAMED),
    Covered(schema.departures, Person.NOBODY, Workspace.NAMED),
    Covered(schema.restorations, Person.NOBODY, Workspace.NONE),
    Covered(schema.troubles, Person.NOBODY, Workspace.PLACED),
    Covered(schema.vault, Person.NOBODY, Workspace.NAMED),
    Covered(card_schema.cards, Person.OWN, Workspace.TRACE),
    Covered(daily_schema.daily_schedules, Person.NOBODY, Workspace.NAMED),
    Covered(daily_schema.daily_founders, Person.OWN, Workspace.WITH),
    Covered(daily_schema.daily_posts, Person.NOBODY, Workspace.WITH),
    Covered(daily_schema.daily_answers, Person.OWN, Workspace.WITH),
    Covered(daily_schema.daily_outbox, Person.NOBODY, Workspace.WITH),
    Covered(daily_schema.saved_passages, Person.OWN, Workspace.NONE),
)


def tables(person: Person) -> tuple[Table, ...]:
    """Return the tables that belong to people in one way."""
    return tuple(each.table for each in COVERED if each.person is person)


def rows_of_person(table: Table) -> Select[tuple[object, ...]]:
    """Return the rows of a table that belong to the person of the parameters platform and user."""
    columns = [column for column in table.columns if not column.foreign_keys]
    keys = person_keys(table)
    if keys:
        joined = people.join(table, or_(*(people.c.id == key for key in keys)))
        query = select(*columns).select_from(joined)
    else:
        query = select(*columns).select_from(_to_people(table))
    return query.where(
        people.c.platform == bindparam("platform"), people.c.user_id == bindparam("user")
    ).order_by(*table.primary_key)


def person_keys(table: Table) -> list[Column[object]]:
    """Return the columns that refer to a person."""
    return [
        each
        for each in table.columns
        if any(key.column.table is people for key in each.foreign_keys)
    ]


def _to_people(table: Table) -> FromClause:
    """Join a table to the people to whom it leads by foreign keys."""
    joined: FromClause = table
    while table is not people and not person_keys(table):
        key = next(iter(table.foreign_keys))
        joined = joined.join(key.column.table, key.parent == key.column)
        table = key.column.table
    if table is people:
        return joined
    return joined.join(people, person_keys(table)[0] == people.c.id)

"""The tables as they are now; ``bot.store.migrations`` says how a database gets there.

The truth is in ``people``, ``practices``, ``answers``, ``contest_events`` and ``seasons``. ``totals``,
``season_totals`` and ``contest_results`` sum these up and are changed in the same transactions: what
they say can be computed anew (see ``bot.store.scores``), as can ``contest_snapshots``.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class Instant(TypeDecorator[datetime]):
    """A moment, kept in UTC and returned with its zone; SQLite itself knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a time without a zone: it could be any of many moments."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


Key = BigInteger().with_variant(Integer(), "sqlite")
"""A number that identifies a row; SQLite numbers rows by itself only where it is ``INTEGER``."""

SortedText = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is sorted by code point, as SQLite does it, whatever the server's language."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("name", SortedText, nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("platform", "user_id"),
)
"""Everybody who took part. ``name`` is the last one seen; who is ``hidden`` is on no board."""

practices = Table(
    "practices",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("public_id", Text, nullable=False, unique=True),
    Column("person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("seed", Text, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("position", Integer, nullable=False),
    Column("hinted", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("review", Boolean, nullable=False, server_default=false()),
)
"""Quizzes taken alone. One of a person's runs at a time, so they follow each other in the order of
``id``; ``position`` counts the rows in ``answers``; ``state`` is a ``practices.State``. What is answered
in a ``review`` counts in no sum."""

Index("ix_practices_person_id_pack", practices.c.person_id, practices.c.pack)

running = practices.c.state == "running"
Index(
    "uq_practices_running",
    practices.c.person_id,
    unique=True,
    sqlite_where=running,
    postgresql_where=running,
)

answers = Table(
    "answers",
    metadata,
    Column("practice_id", Key, ForeignKey("practices.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("response", JSON, nullable=False),
    Column("outcome", Text),
    Column("credit", Double, nullable=False),
    Column("points", Integer, nullable=False),
    Column("hinted", Boolean, nullable=False),
    Column("answered_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)
"""The log: one row a question dealt with, only ever added to. No ``outcome``: it was skipped."""

totals = Table(
    "totals",
    metadata,
    Column("person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("points", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("right_answers", Integer, nullable=False),
    Column("streak", Integer, nullable=False),
    Column("best_streak", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""A person's answers in sum, for each scope that they fall under: an empty ``workspace`` or
``channel`` means any, as it does in ``ports.Scope``. Those of a contest are added when it is over;
a streak is of answers in practices, which alone follow each other."""

Index("ix_totals_workspace_channel_points", totals.c.workspace, totals.c.channel, totals.c.points)

contests = Table(
    "contests",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("public_id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("snapshot_version", Integer, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("due", Instant, index=True),
    Column("ended_at", Instant),
)
"""Competitions. ``version`` counts the events in ``contest_events``, ``letters`` those that were put in
``outbox``. Small, since it is written with every answer: what is large is in ``contest_snapshots``."""

contest_events = Table(
    "contest_events",
    metadata,
    Column("contest_id", Key, ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""The log, only ever added to, but that a former player takes the place of who is forgotten. A row has
the events of one commit as JSON, as many as had gathered; ``number`` is that of the first, and they are
numbered from 1 without a gap."""

contest_snapshots = Table(
    "contest_snapshots",
    metadata,
    Column("contest_id", Key, ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
)
"""What the first ``version`` events have made: a shortcut, which may lag behind or be missing."""

contest_places = Table(
    "contest_places",
    metadata,
    Column("place", Text, primary_key=True),
    Column("contest_id", Key, ForeignKey("contests.id", ondelete="CASCADE"), nullable=False),
)
"""Where contests run: a place has one at a time, which its key sees to. ``place`` is ``Place.key``."""

Index("ix_contest_places_contest_id", contest_places.c.contest_id)

contest_results = Table(
    "contest_results",
    metadata,
    Column("contest_id", Key, ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("right_answers", Integer, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("first_streak", Integer, nullable=False, server_default="0"),
    Column("last_streak", Integer, nullable=False, server_default="0"),
    Column("best_streak", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
"""What each player of a contest that is over has reached, where they joined it. The streaks are how many
of their answers running were right, at the beginning, at the end and at most."""

Index("ix_contest_results_person_id", contest_results.c.person_id)
Index(
    "ix_contest_results_workspace_channel_ended_at",
    contest_results.c.workspace,
    contest_results.c.channel,
    contest_results.c.ended_at,
)

seasons = Table(
    "seasons",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("begins", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("folded", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "workspace", "name"),
)
"""Ranges of time with leaderboards of their own; ``ends`` is the first moment after one. They are told
apart by ``folded``, the name in any case."""

Index(
    "uq_seasons_platform_workspace_folded",
    seasons.c.platform,
    seasons.c.workspace,
    seasons.c.folded,
    unique=True,
)

season_totals = Table(
    "season_totals",
    metadata,
    Column("season_id", Key, ForeignKey("seasons.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("channel", Text, primary_key=True),
    Column("points", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("right_answers", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""A person's answers of a season in sum, for each channel and, with an empty ``channel``, for all."""

Index(
    "ix_season_totals_season_id_channel_points",
    season_totals.c.season_id,
    season_totals.c.channel,
    season_totals.c.points,
)


def letter_columns() -> tuple[Column[Any], ...]:
    """Return what every outbox keeps of a letter, beside who tells it: see ``bot.store.letters``."""
    return (
        Column("place", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("platform", Text, nullable=False),
        Column("position", Integer, nullable=False),
        Column("fact", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("told", Integer, nullable=False),
        Column("message", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", Instant, nullable=False),
        Column("claimed_until", Instant),
    )


outbox = Table(
    "outbox",
    metadata,
    Column("contest_id", Key, ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True),
    *letter_columns(),
)
"""What contests have to tell; a letter waits while ``told``, the newest revision that was told, is
not its ``revision``. Letters of a place are told in the order of ``contest_id`` and ``position``."""

waiting = outbox.c.told < outbox.c.revision
Index(
    "ix_outbox_waiting",
    outbox.c.platform,
    outbox.c.place,
    outbox.c.contest_id,
    outbox.c.position,
    sqlite_where=waiting,
    postgresql_where=waiting,
)

settings = Table(
    "settings",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What was decided about places; an empty ``channel`` means the whole workspace."""

roles = Table(
    "roles",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column(
        "person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sqlite_with_rowid=False,
)
"""Whom the admins of a workspace trust with what: ``role`` is a ``settings.model.Role``."""

setting_changes = Table(
    "setting_changes",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("was", Text),
    Column("now", Text),
    Column("changed_at", Instant, nullable=False),
    Column("by_id", Key, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("whom_id", Key, ForeignKey("people.id", ondelete="SET NULL"), index=True),
)
"""The log of what was decided, and of whom was trusted: see ``settings.model.Changed``."""

Index(
    "ix_setting_changes_platform_workspace",
    setting_changes.c.platform,
    setting_changes.c.workspace,
)

departures = Table(
    "departures",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("due", Instant, nullable=False),
    sqlite_with_rowid=False,
)
"""Workspaces that the bot was removed from, and when what is kept of them is deleted."""

restorations = Table(
    "restorations",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("restored_at", Instant, nullable=False),
)
"""When a copy of the store was put back: whoever remembers what was there before must read it anew."""

troubles = Table(
    "troubles",
    metadata,
    Column("place", Text, primary_key=True),
    Column("remedy", Text, nullable=False),
    Column("is_told", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Where posts do not get through, and what would help there; ``place`` is ``Place.key``."""

vault = Table(
    "vault",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("until", Instant, index=True),
    sqlite_with_rowid=False,
)
"""What platforms keep for themselves, of a workspace or, with an empty one, of none: see ``vault.py``."""

"""The tables of what is daily, beside those of ``bot.store.schema``."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.store.schema import Instant, Key, letter_columns, metadata

daily_schedules = Table(
    "daily_schedules",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("public_id", Text, nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("pack", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("which", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("with_question", Boolean, nullable=False),
    Column("in_thread", Boolean, nullable=False),
    Column("notify", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_day", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("asking", Date),
    Column("round", Integer, nullable=False),
    Column("shown", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("letters", Integer, nullable=False),
    UniqueConstraint("platform", "workspace", "channel", "number"),
)
"""What is posted daily in a place. ``at`` is the local time, ``days`` are the digits of the days of the
week from 0, Monday; ``round`` and ``shown`` say what has been shown; ``asking`` is the day whose question
is open; ``version`` counts changes, ``letters`` those that were put in ``daily_outbox``."""

Index(
    "ix_daily_schedules_state_pack_due_at",
    daily_schedules.c.state,
    daily_schedules.c.pack,
    daily_schedules.c.due_at,
)

daily_founders = Table(
    "daily_founders",
    metadata,
    Column(
        "schedule_id", Key, ForeignKey("daily_schedules.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("place", Text, nullable=False, index=True),
    Column("set_up_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)
"""Who has set up what is posted daily in a place, and when: they are told what stands in its way."""

daily_posts = Table(
    "daily_posts",
    metadata,
    Column(
        "schedule_id", Key, ForeignKey("daily_schedules.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("day", Date, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("closed", Boolean, nullable=False, server_default=false()),
    sqlite_with_rowid=False,
)
"""What became of each day, by the calendar of the place: its key keeps a day from being posted twice.
A question is ``closed`` once its answer was revealed."""

daily_answers = Table(
    "daily_answers",
    metadata,
    Column("schedule_id", Key, primary_key=True),
    Column("day", Date, primary_key=True),
    Column(
        "person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column(
        "practice_id",
        Key,
        ForeignKey("practices.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    Column("streak", Integer),
    ForeignKeyConstraint(
        ["schedule_id", "day"],
        ["daily_posts.schedule_id", "daily_posts.day"],
        ondelete="CASCADE",
    ),
    sqlite_with_rowid=False,
)
"""Who has answered the question of a day. The answer itself is in the log, as a practice of one question
that is ``held`` until the question is closed; from then on there is a ``streak``."""

saved_passages = Table(
    "saved_passages",
    metadata,
    Column("person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("quote", Text, primary_key=True),
    Column("saved_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)
"""The passages that people keep: ``code`` is a place in the document, ``quote`` the id of a quote there."""

daily_outbox = Table(
    "daily_outbox",
    metadata,
    Column(
        "schedule_id", Key, ForeignKey("daily_schedules.id", ondelete="CASCADE"), primary_key=True
    ),
    *letter_columns(),
)
"""What schedules have to tell, as ``outbox`` has it for contests."""

daily_waiting = daily_outbox.c.told < daily_outbox.c.revision
Index(
    "ix_daily_outbox_waiting",
    daily_outbox.c.platform,
    daily_outbox.c.place,
    daily_outbox.c.schedule_id,
    daily_outbox.c.position,
    sqlite_where=daily_waiting,
    postgresql_where=daily_waiting,
)

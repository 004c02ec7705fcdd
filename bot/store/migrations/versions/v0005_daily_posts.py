"""Daily posts: schedules, what became of their days, questions of the day, and saved passages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _schedules()
    _posts()
    _answers()
    _saved()
    _outbox()


def _schedules() -> None:
    op.create_table(
        "daily_schedules",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        *(_text(name) for name in ("public_id", "platform", "workspace", "channel")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_text(name) for name in ("pack", "at", "zone", "days", "which", "topic")),
        sa.Column("with_question", sa.Boolean(), nullable=False),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        *(_text(name) for name in ("notify", "state")),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("due_at", _instant, nullable=False),
        sa.Column("asking", sa.Date()),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_daily_schedules"),
        sa.UniqueConstraint("public_id", name="uq_daily_schedules_public_id"),
        sa.UniqueConstraint(
            *("platform", "workspace", "channel", "number"),
            name="uq_daily_schedules_platform_workspace_channel_number",
        ),
    )
    op.create_index(
        "ix_daily_schedules_state_pack_due_at", "daily_schedules", ["state", "pack", "due_at"]
    )


def _posts() -> None:
    op.create_table(
        "daily_posts",
        sa.Column("schedule_id", _key, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(_text(name) for name in ("outcome", "item", "request")),
        sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("schedule_id", "day", name="pk_daily_posts"),
        _of_schedule("daily_posts"),
        sqlite_with_rowid=False,
    )


def _answers() -> None:
    op.create_table(
        "daily_answers",
        sa.Column("schedule_id", _key, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", _key, nullable=False),
        sa.Column("practice_id", _key, nullable=False),
        sa.Column("streak", sa.Integer()),
        sa.PrimaryKeyConstraint("schedule_id", "day", "person_id", name="pk_daily_answers"),
        sa.UniqueConstraint("practice_id", name="uq_daily_answers_practice_id"),
        sa.ForeignKeyConstraint(
            ["schedule_id", "day"],
            ["daily_posts.schedule_id", "daily_posts.day"],
            name="fk_daily_answers_schedule_id",
            ondelete="CASCADE",
        ),
        _of_person("daily_answers"),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practices.id"],
            name="fk_daily_answers_practice_id",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_daily_answers_person_id", "daily_answers", ["person_id"])


def _saved() -> None:
    op.create_table(
        "saved_passages",
        sa.Column("person_id", _key, nullable=False),
        *(_text(name) for name in ("pack", "code", "quote")),
        sa.Column("saved_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "pack", "code", "quote", name="pk_saved_passages"),
        _of_person("saved_passages"),
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "daily_outbox",
        sa.Column("schedule_id", _key, nullable=False),
        *(_text(name) for name in ("place", "key", "platform")),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("fact"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        _text("message"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _instant, nullable=False),
        sa.Column("claimed_until", _instant),
        sa.PrimaryKeyConstraint("schedule_id", "place", "key", name="pk_daily_outbox"),
        _of_schedule("daily_outbox"),
    )
    op.create_index(
        "ix_daily_outbox_waiting",
        "daily_outbox",
        ["platform", "place", "schedule_id", "position"],
        sqlite_where=sa.text("told < revision"),
        postgresql_where=sa.text("told < revision"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _of_schedule(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["schedule_id"],
        ["daily_schedules.id"],
        name=f"fk_{table}_schedule_id",
        ondelete="CASCADE",
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=f"fk_{table}_person_id", ondelete="CASCADE"
    )

"""Contests: the log of their events, where they run, what they reached, and what they have to tell."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _contests()
    _events()
    _snapshots()
    _places()
    _results()
    _outbox()


def _contests() -> None:
    op.create_table(
        "contests",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("snapshot_version", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("due", _instant),
        sa.Column("ended_at", _instant),
        sa.PrimaryKeyConstraint("id", name="pk_contests"),
        sa.UniqueConstraint("public_id", name="uq_contests_public_id"),
    )
    op.create_index("ix_contests_due", "contests", ["due"])


def _events() -> None:
    op.create_table(
        "contest_events",
        sa.Column("contest_id", _key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("contest_id", "number", name="pk_contest_events"),
        _of_contest("contest_events"),
        sqlite_with_rowid=False,
    )


def _snapshots() -> None:
    op.create_table(
        "contest_snapshots",
        sa.Column("contest_id", _key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("contest_id", name="pk_contest_snapshots"),
        _of_contest("contest_snapshots"),
    )


def _places() -> None:
    op.create_table(
        "contest_places",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("contest_id", _key, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_contest_places"),
        _of_contest("contest_places"),
    )
    op.create_index("ix_contest_places_contest_id", "contest_places", ["contest_id"])


def _results() -> None:
    op.create_table(
        "contest_results",
        sa.Column("contest_id", _key, nullable=False),
        sa.Column("person_id", _key, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right_answers", sa.Integer(), nullable=False),
        sa.Column("ended_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("contest_id", "person_id", name="pk_contest_results"),
        _of_contest("contest_results"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_contest_results_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contest_results_person_id", "contest_results", ["person_id"])
    op.create_index(
        "ix_contest_results_workspace_channel_ended_at",
        "contest_results",
        ["workspace", "channel", "ended_at"],
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("contest_id", _key, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _instant, nullable=False),
        sa.Column("claimed_until", _instant),
        sa.PrimaryKeyConstraint("contest_id", "place", "key", name="pk_outbox"),
        _of_contest("outbox"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["platform", "place", "contest_id", "position"],
        sqlite_where=sa.text("told < revision"),
        postgresql_where=sa.text("told < revision"),
    )


def _of_contest(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["contest_id"], ["contests.id"], name=f"fk_{table}_contest_id", ondelete="CASCADE"
    )

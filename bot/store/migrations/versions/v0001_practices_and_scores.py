"""People, their practices, the log of their answers, and its sums."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _people()
    _practices()
    _answers()
    _totals()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", _words, nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("platform", "user_id", name="uq_people_platform_user_id"),
    )


def _practices() -> None:
    op.create_table(
        "practices",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("person_id", _key, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("begun_at", _instant, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hinted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practices"),
        sa.UniqueConstraint("public_id", name="uq_practices_public_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_practices_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_practices_person_id_pack", "practices", ["person_id", "pack"])
    op.create_index(
        "uq_practices_running",
        "practices",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("practice_id", _key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("credit", sa.Double(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("hinted", sa.Boolean(), nullable=False),
        sa.Column("answered_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("practice_id", "position", name="pk_answers"),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name="fk_answers_practice_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _totals() -> None:
    op.create_table(
        "totals",
        sa.Column("person_id", _key, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right_answers", sa.Integer(), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("best_streak", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "workspace", "channel", name="pk_totals"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_totals_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_totals_workspace_channel_points", "totals", ["workspace", "channel", "points"]
    )

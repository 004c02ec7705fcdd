"""Seasons: named ranges of dates, and what was answered in them in sum."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "seasons",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("begins", _instant, nullable=False),
        sa.Column("ends", _instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seasons"),
        sa.UniqueConstraint(
            "platform", "workspace", "name", name="uq_seasons_platform_workspace_name"
        ),
    )
    op.create_table(
        "season_totals",
        sa.Column("season_id", _key, nullable=False),
        sa.Column("person_id", _key, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right_answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("season_id", "person_id", "channel", name="pk_season_totals"),
        sa.ForeignKeyConstraint(
            ["season_id"], ["seasons.id"], name="fk_season_totals_season_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_season_totals_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_season_totals_person_id", "season_totals", ["person_id"])
    op.create_index(
        "ix_season_totals_season_id_channel_points",
        "season_totals",
        ["season_id", "channel", "points"],
    )

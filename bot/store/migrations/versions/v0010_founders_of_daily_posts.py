"""Who has set up what is posted daily; of what was set up before nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "daily_founders",
        sa.Column("schedule_id", _key, nullable=False),
        sa.Column("person_id", _key, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("schedule_id", name="pk_daily_founders"),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["daily_schedules.id"],
            name="fk_daily_founders_schedule_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_daily_founders_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_daily_founders_person_id", "daily_founders", ["person_id"])
    op.create_index("ix_daily_founders_place", "daily_founders", ["place"])

"""Cards, and quizzes that ask those that are due."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table; what was answered before was no review."""
    op.create_table(
        "cards",
        sa.Column("person_id", _key, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due", _instant, nullable=False),
        sa.Column("reviewed", _instant, nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "pack", "question", name="pk_cards"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_cards_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "practices",
        sa.Column("review", sa.Boolean(), nullable=False, server_default=sa.false()),
    )

"""What is decided about places, by whom, whom they trust, and workspaces that the bot has left."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _settings()
    _roles()
    _setting_changes()
    op.create_table(
        "departures",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("due", _instant, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", name="pk_departures"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "restorations",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        sa.Column("restored_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_restorations"),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "key", name="pk_settings"),
        sqlite_with_rowid=False,
    )


def _roles() -> None:
    op.create_table(
        "roles",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", _key, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "role", "person_id", name="pk_roles"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_roles_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_roles_person_id", "roles", ["person_id"])


def _setting_changes() -> None:
    op.create_table(
        "setting_changes",
        sa.Column("id", _key, sa.Identity(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("was", sa.Text()),
        sa.Column("now", sa.Text()),
        sa.Column("changed_at", _instant, nullable=False),
        sa.Column("by_id", _key),
        sa.Column("whom_id", _key),
        sa.PrimaryKeyConstraint("id", name="pk_setting_changes"),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name="fk_setting_changes_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["whom_id"], ["people.id"], name="fk_setting_changes_whom_id", ondelete="SET NULL"
        ),
    )
    op.create_index(
        "ix_setting_changes_platform_workspace",
        "setting_changes",
        ["platform", "workspace"],
    )
    op.create_index("ix_setting_changes_by_id", "setting_changes", ["by_id"])
    op.create_index("ix_setting_changes_whom_id", "setting_changes", ["whom_id"])

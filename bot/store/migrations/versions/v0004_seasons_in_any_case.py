"""Seasons are told apart by their names in any case: "Autumn" and "autumn" are one."""

from collections.abc import Iterator
from itertools import count

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_LONGEST = 40
"""Characters of a name that a command takes."""

_seasons = sa.table(
    "seasons",
    sa.column("id", sa.BigInteger()),
    sa.column("platform", sa.Text()),
    sa.column("workspace", sa.Text()),
    sa.column("name", sa.Text()),
    sa.column("folded", sa.Text()),
)


def upgrade() -> None:
    """Add the folded name; of seasons that have become namesakes the later ones are numbered."""
    op.add_column(
        "seasons", sa.Column("folded", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    _name_apart(op.get_bind())
    # An index and no constraint: for that SQLite would have to copy the table, and drop its sums.
    op.create_index(
        "uq_seasons_platform_workspace_folded",
        "seasons",
        ["platform", "workspace", "folded"],
        unique=True,
    )


def _name_apart(connection: sa.Connection) -> None:
    rows = connection.execute(sa.select(_seasons).order_by(_seasons.c.id)).all()
    old = {(row.platform, row.workspace, row.name.casefold()) for row in rows}
    new: set[tuple[str, str, str]] = set()
    for row in rows:
        workspace = (row.platform, row.workspace)
        name = row.name
        if (*workspace, name.casefold()) in new:
            free = (
                each for each in _numbered(name) if (*workspace, each.casefold()) not in old | new
            )
            name = next(free)
        new.add((*workspace, name.casefold()))
        values = {"name": name, "folded": name.casefold()}
        connection.execute(sa.update(_seasons).where(_seasons.c.id == row.id).values(values))


def _numbered(name: str) -> Iterator[str]:
    for number in count(2):
        ending = f" ({number})"
        yield f"{name[: _LONGEST - len(ending)]}{ending}"

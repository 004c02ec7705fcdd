"""How the right answers of a contest followed each other, so that streaks run over contests.

Of contests that are over already the streaks are made by ``dispatch-bot doctor --rebuild``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add them to the results."""
    for name in ("first_streak", "last_streak", "best_streak"):
        streak = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("contest_results", streak)

"""The table of cards, beside those of ``bot.store.schema``."""

from sqlalchemy import Column, Double, ForeignKey, Table, Text

from bot.store.schema import Instant, Key, metadata

cards = Table(
    "cards",
    metadata,
    Column("person_id", Key, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("due", Instant, nullable=False),
    Column("reviewed", Instant, nullable=False),
    Column("stability", Double, nullable=False),
    Column("difficulty", Double, nullable=False),
    sqlite_with_rowid=False,
)
"""The questions that a person has missed, and when each is due: see ``quiz.review.Card``."""

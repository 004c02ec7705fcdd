"""Points, by a formula that is shown to the players."""

FULL = 10
"""Points for a right answer without help."""

HINT = 3
"""Points that a hint costs, whatever the answer."""


def points(credit: float, *, hinted: bool) -> int:
    """Return ``FULL`` times the credit, rounded half up, less ``HINT`` after a hint; never below 0."""
    earned = int(FULL * credit + 0.5)
    return max(0, earned - (HINT if hinted else 0))

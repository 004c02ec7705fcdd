"""How much is tried: little in every run of the tests, all of it by ``make crash-test``.

``CRASH_KILLS`` is how many processes are killed on each database; ``CRASH_SEED`` repeats a run.
"""

import os

import pytest

IS_SHORT = "CRASH_KILLS" not in os.environ
KILLS = int(os.environ.get("CRASH_KILLS", "6"))
SEED = int(os.environ.get("CRASH_SEED", "1"))

long = pytest.mark.long
"""Marks what only ``make crash-test`` runs; see ``conftest``."""

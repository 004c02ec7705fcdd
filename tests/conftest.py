"""What tests of several rooms share."""

import os

from hypothesis import settings

pytest_plugins = ["tests.storage", "tests.contest_room", "tests.discord_bot", "tests.slack_bot"]

# The same examples in every run, and no verdict on how fast a shared machine was. To look further:
# HYPOTHESIS_PROFILE=explore.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

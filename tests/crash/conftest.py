"""What takes its time is collected by ``make crash-test`` only."""

import pytest

from tests.crash.scale import IS_SHORT


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked ``long`` where little is to be tried."""
    left_out = [item for item in items if IS_SHORT and item.get_closest_marker("long")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)

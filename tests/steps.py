"""How much work something is, in lines of Python run: a measure that a busy machine does not change."""

import sys
from collections.abc import Callable


def steps_of(work: Callable[[], object]) -> int:
    """Return how many lines of Python are run by some work."""
    steps = 0

    def count_line(_frame: object, event: str, _argument: object) -> Callable[..., object]:
        nonlocal steps
        steps += event == "line"
        return count_line

    before = sys.gettrace()
    sys.settrace(count_line)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps

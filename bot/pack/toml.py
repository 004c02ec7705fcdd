"""Reading TOML that nobody vouches for: what could hang or break the parser is refused beforehand."""

import re
import tomllib
from collections.abc import Mapping

from bot.pack.problems import PackInvalid, Problem

MAX_TOML = 4_000_000
"""Characters of a file, at most."""

MAX_DOTS = 1_000
"""Full stops on a line, at most. The parser's time grows with the square of the dots of a key."""

Table = Mapping[str, object]

_PLACE = re.compile(r" \(at line (\d+), column \d+\)")


def read_toml(name: str, text: str) -> Table:
    """Return what a file says. Raises ``PackInvalid`` with the one thing that keeps it from being read."""
    if len(text) > MAX_TOML:
        raise _unreadable(name, 0, f"has more than {MAX_TOML:,} characters", "Split it.")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MAX_DOTS:
            message = f"has more than {MAX_DOTS:,} full stops on one line"
            raise _unreadable(name, number, message, "Break the line.")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        message = "is not TOML: brackets within brackets, too deep to read"
        raise _unreadable(name, 0, message, "Write the entries one after another.") from error
    except ValueError as error:  # a TOMLDecodeError, or what Python says to thousands of digits
        found = _PLACE.search(str(error))
        message = f"is not TOML: {_PLACE.sub('', str(error))}"
        mend = "A quotation mark, a comma or a bracket may be missing, here or on the line before."
        raise _unreadable(name, int(found[1]) if found else 0, message, mend) from error


def _unreadable(name: str, line: int, message: str, mend: str) -> PackInvalid:
    return PackInvalid([Problem(name, line, message, mend)])

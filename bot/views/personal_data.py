"""What is kept about a person, as a table for a spreadsheet."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from bot.views.contest_record import csv_text, harmless

COLUMNS: Final = ("table", "row", "field", "value")


def csv_rows(found: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """Return rows of many tables as one CSV (RFC 4180) with a header: a line for each value.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, as in the record of
    a contest.
    """
    cells = (
        (table, number, field, harmless(_text(value)))
        for table, rows in found.items()
        for number, row in enumerate(rows, 1)
        for field, value in row.items()
    )
    return csv_text([COLUMNS, *cells])


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)

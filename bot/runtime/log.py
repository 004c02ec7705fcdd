"""What the bot writes about itself: events with fields, a line each, on standard error."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("auto", "text", "json")


def configure(level: str, form: str) -> None:
    """Begin to log from a level on, as text or as JSON; ``auto`` is text on a terminal, else JSON."""
    handler = logging.StreamHandler(sys.stderr)
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    handler.setFormatter(_json() if as_json else _text())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Alembic tells of each of its plugins at each start, which says nothing about this bot.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)


def _json() -> logging.Formatter:
    return JsonFormatter(
        "{asctime}{levelname}{name}{message}",
        style="{",
        rename_fields={
            "asctime": "time",
            "levelname": "level",
            "name": "logger",
            "message": "event",
        },
        datefmt="%Y-%m-%dT%H:%M:%S%z",
    )


def _text() -> logging.Formatter:
    return _WithFields("{asctime} {levelname:<7} {message}", "%H:%M:%S", style="{")


class _WithFields(logging.Formatter):
    """Writes the fields of an event after it, which the standard formatter leaves out."""

    _standard = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        fields = {k: v for k, v in vars(record).items() if k not in self._standard}
        said = " ".join(f"{name}={value}" for name, value in fields.items())
        return f"{super().formatMessage(record)} {said}".rstrip()

"""How far the clock here is from Discord's, told from the dates of its answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
from discord.http import Route

_SECOND = timedelta(seconds=1)
"""The header ``Date`` names the second in which an answer was made, no part of it."""


@dataclass(slots=True)
class Skew:
    """How many seconds the clock here may be ahead of the other, from ``least`` to ``most``.

    Each answer narrows it down.
    """

    least: float = -float("inf")
    most: float = float("inf")

    def heard(self, date: datetime, asked: datetime, answered: datetime) -> None:
        """Take in the date of an answer, made between two moments of the clock here."""
        self.least = max(self.least, (asked - date - _SECOND).total_seconds())
        self.most = min(self.most, (answered - date).total_seconds())

    @property
    def is_known(self) -> bool:
        """Whether there was any answer."""
        return self.most < float("inf")

    @property
    def middle(self) -> float:
        """What it is most likely."""
        return (self.least + self.most) / 2

    def is_within(self, seconds: float) -> bool:
        """Tell whether the clock here may be right to so many seconds."""
        return self.least <= seconds and self.most >= -seconds


@dataclass(slots=True)
class ServerTime:
    """Listens to the answers of Discord's API to an HTTP client."""

    now: Callable[[], datetime]
    skew: Skew = field(default_factory=Skew)

    def trace(self) -> aiohttp.TraceConfig:
        """Return what makes a client tell us of its answers."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._began)
        config.on_request_end.append(self._ended)
        return config

    async def _began(self, _: Any, context: SimpleNamespace, __: Any) -> None:
        context.asked = self.now()

    async def _ended(
        self, _: Any, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        if not str(ended.url).startswith(Route.BASE):
            return
        try:
            date = parsedate_to_datetime(ended.response.headers.get("Date", ""))
        except ValueError:
            return
        if date.tzinfo is not None:
            self.skew.heard(date, context.asked, self.now())

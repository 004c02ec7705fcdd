"""Where a process listens for HTTP."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from bot.errors import CannotListen

HERE_ALONE = "127.0.0.1"
"""The host where none is said: nobody from outside this machine comes in unasked."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host of this machine, and a port of it; port 0 is any that is free."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``8080``, ``0.0.0.0:8080`` or ``[::]:8080``. Raises ``ValueError`` for anything else."""
        host, _, port = text.strip().rpartition(":")
        if not (port.isascii() and port.isdecimal() and int(port) < 65_536):
            raise ValueError(text)
        return cls(host.strip("[]") or HERE_ALONE, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


DEFAULT = Address(HERE_ALONE, 8080)
"""Where to listen when something needs it and nobody said where: for a proxy on this machine."""


@contextmanager
def listening_on(address: Address) -> Iterator[socket.socket]:
    """Hold a socket that listens on an address. Raises ``CannotListen``."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        opened = socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise CannotListen(str(address), error.strerror or type(error).__name__) from error
    with opened:
        yield opened

"""What platforms keep for themselves: the queries behind ``bot.chat.platform.Vault``."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, or_, select, update

from bot.errors import WrongKey
from bot.store.engine import Database
from bot.store.schema import vault
from bot.store.seal import Seal


class StoredVault:
    """Keeps the values of one platform in a database; see ``bot.chat.platform.Vault`` for the promises.

    With a value its name is sealed, so that nobody can put the value of one workspace under another.
    """

    def __init__(
        self, database: Database, platform: str, seal: Seal, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._platform = platform
        self._seal = seal
        self._now = now
        row = database.insert(vault)
        self._put = row.on_conflict_do_update(
            index_elements=list(vault.primary_key),
            set_={"sealed": row.excluded.sealed, "until": row.excluded.until},
        )
        self._add = row.on_conflict_do_nothing().returning(vault.c.name)

    async def put(
        self, workspace: str, name: str, value: str, until: datetime | None = None
    ) -> None:
        """Keep a value in the place of what was there."""
        row = self._row(workspace, name, value, until)
        async with self._database.writing() as connection:
            await connection.execute(self._put, row)

    async def add(self, workspace: str, name: str, value: str, until: datetime) -> bool:
        """Keep a value where there is none; return whether this was it."""
        row = self._row(workspace, name, value, until)
        async with self._database.writing() as connection:
            await connection.execute(_EXPIRE, {"now": self._now()})
            return await connection.scalar(self._add, row) is not None

    async def get(self, workspace: str, name: str) -> str:
        """Return a value, empty where there is none."""
        async with self._database.reading() as connection:
            asked = {**self._which(workspace, name), "now": self._now()}
            sealed = await connection.scalar(_GET, asked)
        return self._opened(workspace, name, sealed) if sealed else ""

    async def take(self, workspace: str, name: str) -> str:
        """Forget a value and return it."""
        async with self._database.writing() as connection:
            asked = {**self._which(workspace, name), "now": self._now()}
            sealed = await connection.scalar(_TAKE, asked)
        return self._opened(workspace, name, sealed) if sealed else ""

    async def of_all(self, name: str) -> Mapping[str, str]:
        """Return the values of a name by their workspaces."""
        asked = {"of_platform": self._platform, "of_name": name, "now": self._now()}
        async with self._database.reading() as connection:
            rows = (await connection.execute(_OF_ALL, asked)).all()
        return {workspace: self._opened(workspace, name, sealed) for workspace, sealed in rows}

    def _row(
        self, workspace: str, name: str, value: str, until: datetime | None
    ) -> dict[str, object]:
        return {
            "platform": self._platform,
            "workspace": workspace,
            "name": name,
            "sealed": self._seal.close(_encode([self._platform, workspace, name, value])),
            "until": until,
        }

    def _opened(self, workspace: str, name: str, sealed: str) -> str:
        *where, value = _decode(self._seal.open(sealed))
        if where != [self._platform, workspace, name]:
            raise WrongKey
        return value

    def _which(self, workspace: str, name: str) -> dict[str, object]:
        return {"of_platform": self._platform, "of_workspace": workspace, "of_name": name}


async def renew_seals(database: Database, seal: Seal) -> int:
    """Seal with the first key all that is kept; return how many values that are. Raises ``WrongKey``.

    What is put meanwhile stays as it was put: whoever puts a value seals it with their first key.
    """
    async with database.writing() as connection:
        rows = (await connection.execute(_ALL)).all()
        for *which, sealed in rows:
            renewed = {"was": sealed, "renewed": seal.renew(sealed)}
            await connection.execute(_RENEW, {**dict(zip(_KEYS, which, strict=True)), **renewed})
    return len(rows)


def _encode(parts: list[str]) -> str:
    return msgspec.json.encode(parts).decode()


def _decode(text: str) -> list[str]:
    return msgspec.json.decode(text, type=list[str])


_KEYS = ("of_platform", "of_workspace", "of_name")

_IS_OF = (vault.c.platform == bindparam("of_platform"), vault.c.name == bindparam("of_name"))
_IS_ONE = (*_IS_OF, vault.c.workspace == bindparam("of_workspace"))
_IS_THERE = or_(vault.c.until.is_(None), vault.c.until > bindparam("now"))

_GET = select(vault.c.sealed).where(*_IS_ONE, _IS_THERE)
_TAKE = delete(vault).where(*_IS_ONE, _IS_THERE).returning(vault.c.sealed)
_EXPIRE = delete(vault).where(vault.c.until <= bindparam("now"))
_OF_ALL = select(vault.c.workspace, vault.c.sealed).where(*_IS_OF, _IS_THERE)
_ALL = select(vault.c.platform, vault.c.workspace, vault.c.name, vault.c.sealed)
_RENEW = (
    update(vault)
    .where(*_IS_ONE, vault.c.sealed == bindparam("was"))
    .values(sealed=bindparam("renewed"))
)

"""What is decided about places, and whom they trust: the queries behind ``bot.place_ports.Settings``."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, insert, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.request import Actor, Place
from bot.settings.model import Changed, Choice, Chosen, Role, Trusted
from bot.store.engine import Database
from bot.store.people import remember
from bot.store.schema import people, roles, setting_changes, settings

MAX_TRUSTED = 100
"""People with one role in a workspace, at most."""

_CHOICES = 0x7365_7474
"""The first half of our advisory locks for deciding: "sett" in ASCII."""

GIVEN, TAKEN = "given", "taken"
"""What the log says of a role."""


class StoredSettings:
    """Keeps settings in a database; see ``bot.place_ports.Settings`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        value = database.insert(settings)
        self._choose = value.on_conflict_do_update(
            index_elements=list(settings.primary_key), set_={"value": value.excluded.value}
        )
        self._trust = database.insert(roles).on_conflict_do_nothing().returning(roles.c.role)

    async def of(self, place: Place) -> Chosen:
        """Return what was chosen for a place and for its workspace."""
        found: dict[bool, dict[str, str]] = {True: {}, False: {}}
        async with self._database.reading() as connection:
            for row in await connection.execute(_CHOSEN, _place(place)):
                found[row.channel == ""][row.key] = row.value
        if not place.channel:
            return Chosen(workspace=found[True])
        return Chosen(place=found[False], workspace=found[True] if place.workspace else {})

    async def choose(
        self, actor: Actor, place: Place, key: str, value: str | None, at: datetime
    ) -> bool:
        """Decide a setting, or undo that, and record it; return whether anything changed."""
        async with self._database.writing() as connection:
            # The person's row is locked first, everywhere, so that nobody waits in a circle.
            by = await remember(self._database, connection, actor)
            return await self._decide(connection, by, Choice(place, key, value), at)

    async def choose_all(self, actor: Actor, choices: Sequence[Choice], at: datetime) -> None:
        """Decide several settings, all of them or none."""
        async with self._database.writing() as connection:
            by = await remember(self._database, connection, actor)
            # The whole workspace before its places, so that here, too, nobody waits in a circle.
            for choice in sorted(choices, key=lambda each: each.place.key):
                await self._decide(connection, by, choice, at)

    async def history(self, place: Place, limit: int) -> tuple[Changed, ...]:
        """Return the changes of a place and of its whole workspace, the latest first."""
        asked = {**_place(place), "limit": max(limit, 0)}
        async with self._database.reading() as connection:
            rows = await connection.execute(_HISTORY, asked)
            return tuple(
                Changed(at, by, what, was, now, workspace=not channel, whom=whom)
                for at, by, what, was, now, channel, whom in rows
            )

    async def trusted(self, place: Place, role: Role) -> tuple[Trusted, ...]:
        """Return who has a role in the place's workspace, by name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_TRUSTED, _role(place, role))
            return tuple(Trusted(user, name) for user, name in rows)

    async def is_trusted(self, place: Place, role: Role, actor: Actor) -> bool:
        """Return whether somebody has a role in the place's workspace."""
        if actor.platform != place.platform:
            return False
        async with self._database.reading() as connection:
            asked = {**_role(place, role), "user": actor.user}
            return bool(await connection.scalar(_IS_TRUSTED, asked))

    async def trust(
        self, actor: Actor, place: Place, role: Role, person: Trusted, at: datetime
    ) -> bool:
        """Give somebody a role in the place's workspace; return whether there was room."""
        async with self._database.writing() as connection:
            other = Actor(place.platform, person.user, person.name)
            by, whom = await self._both(connection, actor, other)
            which = {**_role(place, role), "person_id": whom}
            if (await connection.scalar(_OTHERS, which) or 0) >= MAX_TRUSTED:
                return False
            if await connection.scalar(self._trust, which) is not None:
                change = {"was": None, "now": GIVEN, "by_id": by, "whom_id": whom, "changed_at": at}
                await connection.execute(_RECORD, {**_shared(place), "what": role.value, **change})
        return True

    async def distrust(
        self, actor: Actor, place: Place, role: Role, user: str, at: datetime
    ) -> bool:
        """Take a role from somebody; return whether they had it."""
        async with self._database.writing() as connection:
            by = await remember(self._database, connection, actor)
            asked = {**_role(place, role), "user": user}
            whom = await connection.scalar(_DISTRUST, asked)
            if whom is not None:
                change = {
                    "was": GIVEN,
                    "now": TAKEN,
                    "by_id": by,
                    "whom_id": whom,
                    "changed_at": at,
                }
                await connection.execute(_RECORD, {**_shared(place), "what": role.value, **change})
        return whom is not None

    async def _decide(
        self, connection: AsyncConnection, by: int, choice: Choice, at: datetime
    ) -> bool:
        place, value = choice.place, choice.value
        which = {**_place(place), "key": choice.key}
        if not self._database.is_sqlite:
            # Of a setting that nobody has decided there is no row to lock.
            await connection.execute(_TAKE_TURN, {"place": place.key})
        was = await connection.scalar(_VALUE, which)
        if was == value:
            return False
        if value is None:
            await connection.execute(_UNDO, which)
        else:
            await connection.execute(self._choose, {**which, "value": value})
        change = {"what": choice.key, "was": was, "now": value, "by_id": by, "changed_at": at}
        await connection.execute(_RECORD, {**_place(place), **change})
        return True

    async def _both(self, connection: AsyncConnection, by: Actor, whom: Actor) -> tuple[int, int]:
        # Of two who trust each other at once neither waits for the other.
        in_order = sorted((by, whom), key=lambda each: (each.platform, each.user))
        ids = {each: await self._known(connection, each) for each in in_order}
        return ids[by], ids[whom]

    async def _known(self, connection: AsyncConnection, person: Actor) -> int:
        known = await connection.scalar(_PERSON, {"platform": person.platform, "user": person.user})
        if known is not None and not person.name:
            return int(known)
        return await remember(self._database, connection, person)


def _place(place: Place) -> dict[str, object]:
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


def _shared(place: Place) -> dict[str, object]:
    """Return what a change is recorded under that is about a whole workspace."""
    return {**_place(place), "channel": ""}


def _role(place: Place, role: Role) -> dict[str, object]:
    return {"platform": place.platform, "workspace": place.workspace, "role": role.value}


_IN_WORKSPACE = (
    settings.c.platform == bindparam("platform"),
    settings.c.workspace == bindparam("workspace"),
)

_CHOSEN = select(settings.c.channel, settings.c.key, settings.c.value).where(
    *_IN_WORKSPACE, or_(settings.c.channel == bindparam("channel"), settings.c.channel == "")
)

_IS_SETTING = (
    *_IN_WORKSPACE,
    settings.c.channel == bindparam("channel"),
    settings.c.key == bindparam("key"),
)

_TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({_CHOICES}, hashtext(:place))")

_VALUE = select(settings.c.value).where(*_IS_SETTING)

_UNDO = delete(settings).where(*_IS_SETTING)

_RECORD = insert(setting_changes)

_by, _whom = people.alias("by"), people.alias("whom")

_HISTORY = (
    select(
        setting_changes.c.changed_at,
        _by.c.name,
        setting_changes.c.what,
        setting_changes.c.was,
        setting_changes.c.now,
        setting_changes.c.channel,
        _whom.c.name,
    )
    .outerjoin_from(setting_changes, _by, _by.c.id == setting_changes.c.by_id)
    .outerjoin(_whom, _whom.c.id == setting_changes.c.whom_id)
    .where(
        setting_changes.c.platform == bindparam("platform"),
        setting_changes.c.workspace == bindparam("workspace"),
        or_(setting_changes.c.channel == bindparam("channel"), setting_changes.c.channel == ""),
    )
    .order_by(setting_changes.c.id.desc())
    .limit(bindparam("limit"))
)

_IS_ROLE = (
    roles.c.platform == bindparam("platform"),
    roles.c.workspace == bindparam("workspace"),
    roles.c.role == bindparam("role"),
)

_TRUSTED = (
    select(people.c.user_id, people.c.name)
    .join_from(roles, people)
    .where(*_IS_ROLE)
    .order_by(people.c.name, people.c.user_id)
)

_IS_TRUSTED = select(
    exists().where(
        *_IS_ROLE, roles.c.person_id == people.c.id, people.c.user_id == bindparam("user"),
        people.c.platform == bindparam("platform"),
    )
)  # fmt: skip

_OTHERS = (
    select(func.count())
    .select_from(roles)
    .where(*_IS_ROLE, roles.c.person_id != bindparam("person_id"))
)

_PERSON = select(people.c.id).where(
    people.c.platform == bindparam("platform"), people.c.user_id == bindparam("user")
)

_DISTRUST = (
    delete(roles)
    .where(*_IS_ROLE, roles.c.person_id == _PERSON.scalar_subquery())
    .returning(roles.c.person_id)
)

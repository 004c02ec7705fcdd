"""What an operator has made of our tables on a server: views of them, and rights for other users.

Tables that are put back from a copy are new ones. What hung on the old ones went with them, and is made
anew from what is noted here before.

**Only what was ours is ours again.** A view reads by the rights of its owner: one of somebody else's, made
anew by us, would show them what they may not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.store.schema import metadata


@dataclass(frozen=True, slots=True)
class View:
    """A view that hangs on our tables: its name, the statement that makes it, and whether it is ours."""

    name: str
    statement: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Views in the order in which they can be made, and statements that give rights to what is ours."""

    views: Sequence[View]
    grants: Sequence[str]


async def noted(server: Any) -> Neighbours:
    """Note what there is, on a connection of asyncpg."""
    tables = list(metadata.tables)
    views = [View(*row) for row in await server.fetch(_VIEWS, tables)]
    ours = [*tables, *(view.name for view in views if view.is_ours)]
    return Neighbours(views, [statement for (statement,) in await server.fetch(_GRANTS, ours)])


async def made_anew(server: Any, neighbours: Neighbours) -> tuple[str, ...]:
    """Make everything anew that is not there; return the statements of what cannot be made."""
    lost = []
    for view in neighbours.views:
        is_there = await server.fetchval("SELECT to_regclass($1) IS NOT NULL", view.name)
        if not is_there and not (view.is_ours and await _is_done(server, view.statement)):
            lost.append(view.statement)
    return (*lost, *[each for each in neighbours.grants if not await _is_done(server, each)])


async def _is_done(server: Any, statement: str) -> bool:
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, which the connection needs

    try:
        async with server.transaction():
            await server.execute(statement)
    except asyncpg.PostgresError:
        return False
    return True


# A view comes after those that it is made of, since these were there before it.
_VIEWS = """
    WITH RECURSIVE hanging AS (
        SELECT to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name
        UNION
        SELECT rule.ev_class FROM hanging
        JOIN pg_depend ON refclassid = 'pg_class'::regclass AND refobjid = hanging.oid
            AND classid = 'pg_rewrite'::regclass
        JOIN pg_rewrite AS rule ON rule.oid = objid
    )
    SELECT class.oid::regclass::text,
           format('CREATE %s %s AS %s',
               CASE relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END,
               class.oid::regclass, pg_get_viewdef(class.oid)),
           relowner = current_user::regrole
    FROM hanging JOIN pg_class AS class USING (oid)
    WHERE relkind IN ('v', 'm') ORDER BY class.oid
"""

_GRANTS = """
    SELECT format('GRANT %s ON %s TO %s%s;', privilege_type, class.oid::regclass,
               CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
               CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM unnest($1::text[]) AS name JOIN pg_class AS class ON class.oid = to_regclass(name),
        aclexplode(relacl)
    WHERE grantee <> relowner ORDER BY class.oid, grantee, privilege_type
"""

"""What an operator has made of the tables of a server outlives a copy that is put back."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import program
from bot.store import open_store
from bot.store.backup import back_up
from bot.store.restore import restore
from tests.storage import NOW, PostgresCluster, programs_of_the_server, run_sql


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    programs_of_the_server(monkeypatch)


@pytest.fixture
async def url(postgres: PostgresCluster) -> str:
    return await postgres.migrated()


@pytest.fixture
async def reader(postgres: PostgresCluster, url: str) -> AsyncIterator[str]:
    """Somebody who makes reports: the name of a role, as SQL has it."""
    role = f'"Reader {uuid.uuid4().hex}"'
    await postgres.run(f"CREATE ROLE {role}")
    yield role
    await gone(url, role)


async def gone(url: str, role: str) -> None:
    """Have a role exist no more."""
    if await run_sql(url, f"SELECT 1 FROM pg_roles WHERE quote_ident(rolname) = '{role}'"):  # noqa: S608
        await run_sql(url, f"DROP OWNED BY {role}")
        await run_sql(url, f"DROP ROLE {role}")


async def copied(url: str, tmp_path: Path) -> Path:
    copy = tmp_path / uuid.uuid4().hex
    await asyncio.to_thread(back_up, url, copy)
    return copy


async def rights(url: str, role: str) -> list[tuple[str, bool]]:
    """Return what somebody may read, and whether they may let others."""
    return [
        (str(table), bool(grantable))
        for table, grantable in await run_sql(
            url,
            "SELECT oid::regclass::text, is_grantable FROM pg_class, aclexplode(relacl)"  # noqa: S608
            f" WHERE grantee = '{role}'::regrole AND privilege_type = 'SELECT' ORDER BY 1",
        )
    ]


async def test_a_copy_can_be_put_back_where_nobody_has_those_rights(
    postgres: PostgresCluster, url: str, reader: str, tmp_path: Path
) -> None:
    """A new server knows nothing of the roles of the old one."""
    await run_sql(url, f"GRANT SELECT ON people TO {reader}")
    copy = await copied(url, tmp_path)
    await gone(url, reader)
    other = await postgres.empty()
    assert (await restore(other, copy, NOW)).lost == ()
    async with open_store(other) as store:
        assert (await store.check()).is_good


async def test_rights_are_what_they_were_before_the_copy_was_put_back(
    url: str, reader: str, tmp_path: Path
) -> None:
    """Not what they were when the copy was made: it says nothing about rights."""
    await run_sql(url, f"GRANT SELECT ON totals TO {reader}")
    copy = await copied(url, tmp_path)
    await run_sql(url, f"REVOKE SELECT ON totals FROM {reader}")  # noqa: S608
    await run_sql(url, f"GRANT SELECT ON people TO {reader} WITH GRANT OPTION")
    await run_sql(url, "GRANT SELECT ON seasons TO PUBLIC")
    assert (await restore(url, copy, NOW)).lost == ()
    assert await rights(url, reader) == [("people", True)]
    assert await run_sql(
        url, f"SELECT has_table_privilege('{reader}'::regrole, 'seasons', 'SELECT')"
    ) == [(True,)]


async def test_views_that_are_in_no_copy_are_made_anew(
    url: str, reader: str, tmp_path: Path
) -> None:
    """With those that are made of them, and with the rights that others have to them."""
    copy = await copied(url, tmp_path)
    await run_sql(url, "CREATE SCHEMA reports")
    await run_sql(url, 'CREATE VIEW reports."Who" AS SELECT id, name AS "Is it" FROM people')
    await run_sql(url, 'CREATE MATERIALIZED VIEW crowd AS SELECT COUNT(*) FROM reports."Who"')
    await run_sql(url, f'GRANT SELECT ON reports."Who" TO {reader}')
    assert (await restore(url, copy, NOW)).lost == ()
    assert await run_sql(url, "SELECT * FROM crowd") == [(0,)]
    assert await rights(url, reader) == [('reports."Who"', False)]


async def test_a_view_of_somebody_elses_does_not_become_ours(
    url: str, reader: str, tmp_path: Path
) -> None:
    """It would show them what they may not see: it is told, for them to make it anew."""
    copy = await copied(url, tmp_path)
    await run_sql(url, f"GRANT CREATE ON SCHEMA public TO {reader}")
    await run_sql(url, "CREATE VIEW peek AS SELECT sealed FROM vault")
    await run_sql(url, f"ALTER VIEW peek OWNER TO {reader}")
    (statement,) = (await restore(url, copy, NOW)).lost
    assert statement.startswith("CREATE VIEW peek AS")
    assert await run_sql(url, "SELECT to_regclass('peek')") == [(None,)]


async def test_what_does_not_fit_a_copy_is_told(url: str, tmp_path: Path) -> None:
    """With the statement that made it, so that whoever needs it can mend it."""
    await run_sql(url, "CREATE VIEW base AS SELECT name FROM people")
    copy = await copied(url, tmp_path)
    await run_sql(url, "CREATE OR REPLACE VIEW base AS SELECT name, hidden FROM people")
    await run_sql(url, "CREATE VIEW seen AS SELECT name FROM base WHERE NOT hidden")
    runner = CliRunner()
    done = await asyncio.to_thread(
        runner.invoke, program, ["restore", str(copy), "--yes"], env={"DATABASE_URL": url}
    )
    assert done.exit_code == 0, done.output
    assert "CREATE VIEW seen AS" in done.output
    async with open_store(url) as store:
        assert (await store.check()).is_good

"""A PostgreSQL server that is one test's alone, to be stopped and started."""

import tempfile
from pathlib import Path

from tests.storage import PostgresCluster, embedded_postgres


class OwnPostgres(PostgresCluster):
    """A server in a folder of its own, gone afterwards."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="dispatch-own-"))
        super().__init__(embedded_postgres().get_server(folder, cleanup_mode="delete"))

    def crash(self) -> None:
        """Stop it at once, without a word to anybody."""
        server = self._server
        embedded_postgres().postgres_server.pg_ctl(
            ["-m", "immediate", "-w", "stop"], pgdata=server.pgdata, user=server.system_user
        )

    def start(self) -> None:
        """Start it again; it recovers by its log."""
        self._server.ensure_postgres_running()

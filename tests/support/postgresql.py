"""A PostgreSQL cluster of the tests' own: started when first asked for, gone afterwards.

It listens on a Unix socket only, keeps nothing on disk safely (that is the point), and runs
under an ordinary user, since PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

#: What a throw-away server can do without.
FAST = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=64MB"
    " -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=256MB -c autovacuum=off"
)
#: Durable as in earnest; the small buffers only keep the tests' machine free.
STURDY = "-c fsync=on -c synchronous_commit=on -c shared_buffers=64MB"
ROLE = "occupancy"


class NoServer(Exception):
    """PostgreSQL cannot be started here; the text says why."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the address of an administrator's database in a cluster of the tests' own.

    Skips where PostgreSQL is not installed, but fails on CI, where it must be.
    """
    binaries, user = _needed()
    with cluster(binaries, user) as server:
        yield server.url


@pytest.fixture(scope="session")
def sturdy_postgresql() -> Iterator[Cluster]:
    """Give a cluster that may be restarted and crashed: it keeps its promises, as in earnest.

    Skips and fails as ``postgresql`` does.
    """
    binaries, user = _needed()
    with cluster(binaries, user, STURDY) as server:
        yield server


def _needed() -> tuple[Path, pwd.struct_passwd]:
    try:
        return find_binaries(), server_user()
    except NoServer as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL is needed on CI: {reason}")
        pytest.skip(f"no PostgreSQL: {reason}")


def find_binaries() -> Path:
    """Return the folder of ``initdb`` and ``pg_ctl``: the newest of Debian's, else from PATH."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.is_dir()]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    if found is None:
        raise NoServer("initdb is not installed (Debian package: postgresql)")
    return Path(found).resolve().parent


def server_user() -> pwd.struct_passwd:
    """Return who runs the server: ourselves, or Debian's ``postgres`` when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("we are root and there is no user named postgres") from None


@dataclass
class Cluster:
    """A PostgreSQL server over a data folder of its own; ``settings`` are its ``-c`` options."""

    binaries: Path
    user: pwd.struct_passwd
    folder: Path
    settings: str = FAST

    @property
    def url(self) -> str:
        """Return the address of the administrator's database."""
        return f"postgresql+psycopg://{ROLE}@/postgres?host={self.folder}"

    def make(self) -> None:
        """Make the data folder."""
        os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self._call(
            "initdb", "--no-sync", "--auth=trust", f"--username={ROLE}",
            "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={self.folder / 'data'}",
        )  # fmt: skip

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} {self.settings}"
        log = f"--log={self.folder / 'server.log'}"
        self._control(log, f"--options={options}", "-w", "start")

    def stop(self, mode: str) -> None:
        """Stop it: ``fast`` ends what runs and closes the books, ``immediate`` is a crash."""
        self._control(f"--mode={mode}", "-w", "stop")

    def _control(self, *arguments: str) -> None:
        self._call("pg_ctl", f"--pgdata={self.folder / 'data'}", *arguments)

    def _call(self, program: str, *arguments: str) -> None:
        with (self.folder / "setup.log").open("ab") as log:
            _run_as(self.user, self.folder, [str(self.binaries / program), *arguments], log)


@contextmanager
def cluster(
    binaries: Path, user: pwd.struct_passwd, settings: str = FAST, where: Path | None = None
) -> Iterator[Cluster]:
    """Make a cluster (in folder ``where``), start it, give it, stop it and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="occupancy-pg-", dir=where))
    made = Cluster(binaries, user, folder, settings)
    try:
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_as(user: pwd.struct_passwd, folder: Path, command: list[str], log: object) -> None:
    other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    who = other if os.geteuid() != user.pw_uid else {}
    done = subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False, **who)
    if done.returncode:
        raise NoServer(
            f"{command[0]} ended with {done.returncode}:\n"
            + (folder / "setup.log").read_text(encoding="utf-8", errors="replace")
        )

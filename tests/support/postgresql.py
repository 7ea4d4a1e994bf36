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
from pathlib import Path

import pytest

#: What a throw-away server can do without.
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=64MB"
ROLE = "occupancy"


class NoServer(Exception):
    """PostgreSQL cannot be started here; the text says why."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the address of an administrator's database in a cluster of the tests' own.

    Skips where PostgreSQL is not installed, but fails on CI, where it must be.
    """
    try:
        binaries, user = find_binaries(), server_user()
    except NoServer as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL is needed on CI: {reason}")
        pytest.skip(f"no PostgreSQL: {reason}")
    with cluster(binaries, user) as url:
        yield url


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


@contextmanager
def cluster(binaries: Path, user: pwd.struct_passwd) -> Iterator[str]:
    """Make a cluster, start it, give its SQLAlchemy URL, stop it and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="occupancy-pg-"))
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        with (folder / "setup.log").open("ab") as log:
            _run_as(user, folder, [str(binaries / program), *arguments], log)

    try:
        os.chown(folder, user.pw_uid, user.pw_gid)
        call(
            "initdb", "--no-sync", "--auth=trust", f"--username={ROLE}",
            "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={data}",
        )  # fmt: skip
        options = f"-c listen_addresses= -c unix_socket_directories={folder} {FAST}"
        log = str(folder / "server.log")
        call("pg_ctl", f"--pgdata={data}", f"--log={log}", f"--options={options}", "-w", "start")
        try:
            yield f"postgresql+psycopg://{ROLE}@/postgres?host={folder}"
        finally:
            call("pg_ctl", f"--pgdata={data}", "--mode=immediate", "-w", "stop")
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

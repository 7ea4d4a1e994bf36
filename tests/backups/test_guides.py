"""The guides of docs/operations do what they say: their commands are run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts.models import Person, SignInAttempt
from occupancy.accounts.rules import codes
from occupancy.audit.log import connect, log_of, publish
from occupancy.backups.cli_words import WORDS
from occupancy.database import make_engine, migrations, saving
from occupancy.filings.models import FilingRevision
from occupancy.filings.services import file_night
from occupancy.settings import from_environment
from tests.backups.making import filing
from tests.support.tree import ROOT
from tests.support.world import PASSWORD, make_world, secret_of

GUIDES = ROOT / "docs" / "operations"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)

Run = Callable[[str], str]


def blocks(name: str) -> list[str]:
    return BLOCK.findall((GUIDES / name).read_text(encoding="utf-8"))


@pytest.fixture
def env(new_database: Callable[[], str], tmp_path: Path, compiled_words: None) -> dict[str, str]:
    """Give the environment of a server over a small world, with the folders of the guides."""
    url = new_database()
    engine = make_engine(url)
    with Session(engine) as session:
        make_world(session)
    engine.dispose()
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "occupancy").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m occupancy "$@"\n')
    (programs / "occupancy").chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "KEYS": str(tmp_path / "keys"),
        "BACKUPS": str(tmp_path / "backups"),
        "DRILL": str(tmp_path / "drill"),
        "OCCUPANCY_DATABASE_URL": url,
        "OCCUPANCY_DATA_DIR": str(tmp_path / "data"),
        "OCCUPANCY_ARGON2_MEMORY_KIB": "64",
    }


@pytest.fixture
def run(env: dict[str, str], tmp_path: Path) -> Run:
    """Give ``run(block)``: a block of shell in a shell that keeps what earlier ones exported."""
    kept = tmp_path / "exports"
    kept.touch()

    def follow(block: str) -> str:
        script = f'set -eu\n. "{kept}"\n{block}\nexport -p | grep "export OCCUPANCY_" > "{kept}"\n'
        done = subprocess.run(
            ["sh", "-c", script],
            env=env,
            cwd=tmp_path,
            input=typed(block, env),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            start_new_session=True,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    return follow


def typed(block: str, env: dict[str, str]) -> str:
    """Return what a person types at the prompts of ``block``."""
    if "--replace" in block:
        return f"{WORDS['uk']['word']}\n"
    if "declare-restore" not in block:
        return ""
    engine = make_engine(env["OCCUPANCY_DATABASE_URL"])
    with Session(engine) as session, saving(session):
        session.execute(update(Person).values(totp_last_step=None))
        session.execute(delete(SignInAttempt))
    engine.dispose()
    step = codes.step_at(clock.true_now())
    logins = re.findall(r"--by (\w+)", block)
    return "".join(f"{PASSWORD}\n{codes.code_of(secret_of(each), step)}\n" for each in logins)


def live_on(env: dict[str, str], nights: int) -> None:
    """File some nights and publish a head over them, as a day of the server does."""
    settings = from_environment(env)
    engine = connect(settings)
    with Session(engine) as session:
        world = make_world(session)
        now = datetime.now(UTC)
        begun = session.scalar(select(func.count()).select_from(FilingRevision)) or 0
        for number in range(begun, begun + nights):
            with saving(session):
                file_night(
                    session,
                    filing(world, 2, night=date(2026, 3, 1) + timedelta(days=number)),
                    source="cabinet",
                    author_id=None,
                    now=now,
                )
        publish(session, log_of(settings), now=now + timedelta(seconds=2 + begun))
    engine.dispose()


def count(env: dict[str, str]) -> int:
    engine = make_engine(env["OCCUPANCY_DATABASE_URL"])
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(FilingRevision)) or 0
    engine.dispose()
    return found


def test_backup_and_restore_step_by_step(run, env):
    key, back_up, check, drill, restore, declare, checkpoint = blocks("backup-and-restore.md")
    live_on(env, 3)
    run(key)
    run(back_up)
    live_on(env, 2)
    told = run(check)
    assert WORDS["uk"]["good"] in told
    assert "втратить записи" in told
    assert WORDS["uk"]["good"] in run(drill)
    assert count(env) == 5, "neither check nor drill touches the server's database"
    assert "declare-restore" in run(restore)
    assert count(env) == 3
    assert "епоха 2" in run(declare)
    live_on(env, 1)
    assert "/audit/2\n" in run(checkpoint)


def test_an_upgrade_step_by_step(run, env):
    back_up, upgrade, checkpoint, go_back = blocks("upgrade.md")
    live_on(env, 2)
    run(blocks("backup-and-restore.md")[0])
    command.downgrade(migrations(env["OCCUPANCY_DATABASE_URL"]), "-1")
    run(back_up)
    run(upgrade)
    assert "/audit/1\n" in run(checkpoint)
    live_on(env, 1)
    run(go_back)
    assert count(env) == 2

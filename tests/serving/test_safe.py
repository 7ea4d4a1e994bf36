"""A server for real people does not start with what everybody knows."""

import re
import subprocess
import sys

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.accounts.services import Passwords
from occupancy.database import make_engine, saving
from occupancy.serving.safe import KNOWN_SECRETS, over_an_open_network, refuse_unsafe
from occupancy.settings import DEMO_PASSWORD, UnsafeSettings
from tests.support.tree import ROOT
from tests.support.world import settings_for


@pytest.fixture
def serious(database_url, tmp_path):
    def make(**changed):
        facts = {"demo": False, "public_url": "https://nichlih.example", "secure_cookies": True}
        return settings_for(database_url, tmp_path, **{**facts, **changed})

    return make


def test_safe_settings_and_a_demonstration_pass(serious, world):
    refuse_unsafe(serious())
    refuse_unsafe(serious(demo=True, secure_cookies=False))


def test_an_http_address_is_refused_unless_allowed(serious):
    with pytest.raises(UnsafeSettings, match="OCCUPANCY_PUBLIC_URL"):
        refuse_unsafe(serious(secure_cookies=False))
    refuse_unsafe(serious(secure_cookies=False, allow_http=True))


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("postgresql+psycopg://u@db.example/nichlih", False),
        ("postgresql+psycopg://u@db.example/nichlih?sslmode=require", False),
        ("postgresql+psycopg://u@db.example/nichlih?sslmode=verify-full", True),
        ("postgresql+psycopg:///nichlih?host=db.example", False),
        ("postgresql+psycopg:///nichlih?host=/run/postgresql", True),
        ("postgresql+psycopg://u@127.0.0.1:5432/nichlih", True),
        ("sqlite:///nichlih.sqlite", True),
    ],
)
def test_a_database_elsewhere_is_spoken_to_only_under_a_checked_certificate(address, good):
    assert over_an_open_network(address) is not good


def test_a_database_on_an_open_network_is_refused(tmp_path):
    far = settings_for(
        "postgresql+psycopg://u@db.example/nichlih",
        tmp_path,
        demo=False,
        public_url="https://nichlih.example",
        secure_cookies=True,
    )
    with pytest.raises(UnsafeSettings, match="OCCUPANCY_DATABASE_URL"):
        refuse_unsafe(far)


@pytest.mark.parametrize("secret", sorted(KNOWN_SECRETS))
def test_a_secret_that_stands_in_a_document_is_refused(serious, secret):
    with pytest.raises(UnsafeSettings, match="OCCUPANCY_SECRET_KEY"):
        refuse_unsafe(serious(secret_key=secret))


def test_a_key_that_others_may_read_is_refused(serious, tmp_path):
    key = tmp_path / "key.pem"
    key.write_text("a key", encoding="ascii")
    for mode, good in ((0o644, False), (0o640, False), (0o600, True)):
        key.chmod(mode)
        if good:
            refuse_unsafe(serious(log_key=key))
        else:
            with pytest.raises(UnsafeSettings, match="OCCUPANCY_LOG_KEY"):
                refuse_unsafe(serious(log_key=key))


def test_an_account_that_the_demonstration_password_opens_is_refused(serious, world):
    settings = serious()
    engine = make_engine(settings.database_url)
    hash_ = Passwords(settings.argon2_memory_kib, settings.argon2_passes).hash(DEMO_PASSWORD)
    with Session(engine) as session, saving(session):
        session.execute(
            update(Person).where(Person.login == "chief").values(password_hash=hash_, demo=False)
        )
    with pytest.raises(UnsafeSettings, match="chief"):
        refuse_unsafe(settings)
    with Session(engine) as session, saving(session):
        session.execute(update(Person).where(Person.login == "chief").values(demo=True))
    refuse_unsafe(settings)  # who is marked as made up is refused at the door
    engine.dispose()


def test_gunicorn_started_by_itself_refuses_in_one_line_too(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "python:occupancy.serving.gunicorn_conf"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={"OCCUPANCY_DATA_DIR": str(tmp_path), "OCCUPANCY_DEMO": "0"},
    )  # fmt: skip
    assert done.returncode == 2
    assert re.match(r"OCCUPANCY_SECRET_KEY: .+\n$", done.stderr)

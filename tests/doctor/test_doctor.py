"""The doctor names what is wrong and what to do next, in both languages, and is well otherwise."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.orm import Session

from occupancy.audit import services as audit
from occupancy.audit.log import connect, log_of, publish
from occupancy.audit.services import Deed
from occupancy.database import saving
from occupancy.doctor import database, log, machine
from occupancy.doctor.cli import doctor, examine, say
from occupancy.doctor.finding import BAD, GOOD, WARNING, Finding, Patient
from occupancy.doctor.words import FOUND
from occupancy.jobs import services as jobs
from occupancy.jobs.queries import BEAT
from tests.support.certificates import throwaway
from tests.support.world import settings_for

NOW = datetime.now(UTC)


@pytest.fixture
def patient(database_url, tmp_path, compiled_words):
    def make(**changed):
        made.append(Patient(settings_for(database_url, tmp_path, **changed), engine))
        return made[-1]

    made = []
    engine = connect(settings_for(database_url, tmp_path))
    yield make
    engine.dispose()


def with_a_head(patient):
    with Session(patient.engine) as session:
        with saving(session):
            audit.record(session, Deed("tried", "test:1", {"n": 1}), actor="person:1", now=NOW)
        publish(session, log_of(patient.settings), now=NOW)
        with saving(session):
            jobs.note(session, [jobs.Tally(BEAT, runs=1, succeeded_at=datetime.now(UTC))])


def test_a_server_that_is_well_has_nothing_to_mend(patient, tmp_path):
    tmp_path.chmod(0o700)
    looked_at = patient()
    with_a_head(looked_at)
    found = {each.code: each for each in examine(looked_at)}
    # The tests' PostgreSQL keeps nothing safely on purpose, and the doctor sees it.
    bad = {code for code, each in found.items() if each.level == BAD} - {"durable.off"}
    assert bad == set()
    assert {"printing.good", "zones.good", "key.good", "heads.good", "worker.good"} <= set(found)
    assert {"database.good", "writing.good", "checkpoint.good", "folder.good"} <= set(found)
    assert ("durable.off" in found) == (looked_at.engine.dialect.name == "postgresql")


def test_every_finding_has_words_in_both_languages_and_a_way_on():
    for code, (uk, mend_uk, en, mend_en) in FOUND.items():
        assert uk, code
        assert en, code
        assert bool(mend_uk) == bool(mend_en), code
        if not mend_uk:
            assert code.endswith((".good", ".own", ".empty")), code


def test_what_is_wrong_with_the_log_is_found(patient, tmp_path):
    sick = patient()
    assert log.key(sick).code == "key.not_yet"
    assert log.worker(sick).code == "worker.away"
    with_a_head(sick)
    key = log_of(sick.settings).key_path
    key.chmod(0o644)
    assert log.key(sick).code == "key.open"
    key.write_text("nonsense", encoding="ascii")
    key.chmod(0o600)
    assert log.key(sick).code == "key.unreadable"
    key.unlink()
    assert log.key(sick).code == "key.missing"
    with Session(sick.engine) as session, saving(session):
        old = NOW - timedelta(minutes=5)
        audit.record(session, Deed("tried", "test:1", {"n": 2}), actor="person:1", now=old)
    assert log.checkpoint(sick).code == "checkpoint.late"
    with Session(sick.engine) as session, saving(session):
        session.execute(text("DELETE FROM audit_checkpoint"))
    assert log.heads(sick).code == "heads.rewound"


def test_what_is_wrong_with_the_machine_is_found(patient, tmp_path, monkeypatch):
    certificate, _ = throwaway(tmp_path, days=29)
    assert machine.certificate(patient(certificate=certificate)).code == "certificate.soon"
    (tmp_path / "long").mkdir()
    long, _ = throwaway(tmp_path / "long", days=60)
    assert machine.certificate(patient(certificate=long)).code == "certificate.good"
    assert machine.certificate(patient(certificate=tmp_path / "none")).level == BAD
    backups = tmp_path / "backups"
    assert machine.backups(patient(backup_dir=backups)).code == "backup.unreadable"
    backups.mkdir()
    assert machine.backups(patient(backup_dir=backups)).code == "backup.none"
    (backups / "2026").mkdir()
    assert machine.backups(patient(backup_dir=backups)).code == "backup.good"
    day_and_half = (datetime.now(UTC) - timedelta(hours=36)).timestamp()
    os.utime(backups / "2026", (day_and_half, day_and_half))
    assert machine.backups(patient(backup_dir=backups)).code == "backup.old"
    tmp_path.chmod(0o755)
    assert machine.data_folder(patient()).level == WARNING
    assert machine.safety(patient(demo=False)).code == "settings.unsafe"
    monkeypatch.setenv("PATH", "")
    assert machine.network_time(patient()).code == "ntp.unknown"


def test_an_old_schema_is_found(patient):
    old = patient()
    assert database.reachable(old).level == GOOD
    with Session(old.engine) as session, saving(session):
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    finding = database.reachable(old)
    assert finding.code == "database.old"
    assert examine(old)[0].code == "database.old"
    assert "occupancy db upgrade" in say(finding, "en")[1]


@pytest.mark.parametrize(("lang", "word"), [("uk", "База"), ("en", "database")])
def test_the_command_tells_people_and_programs(database_url, tmp_path, monkeypatch, lang, word):
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path))
    told = CliRunner().invoke(doctor, ["--lang", lang])
    assert told.exit_code == 1  # nobody runs a worker here
    assert word in told.output
    found = json.loads(CliRunner().invoke(doctor, ["--json", "--lang", lang]).output)["findings"]
    away = next(each for each in found if each["code"] == "worker.away")
    assert (away["level"], bool(away["next"])) == (BAD, True)


def test_a_database_that_is_away_is_told_and_nothing_else_fails(tmp_path):
    settings = settings_for(f"sqlite:///{tmp_path / 'no' / 'where.sqlite'}", tmp_path)
    engine = connect(settings)
    assert examine(Patient(settings, engine))[0] == Finding("database.away", BAD)
    engine.dispose()

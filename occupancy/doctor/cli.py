"""`occupancy doctor`."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from occupancy.database import make_engine
from occupancy.doctor import database, log, machine
from occupancy.doctor.finding import BAD, GOOD, WARNING, Check, Finding, Patient
from occupancy.doctor.words import FOUND, SUMMARY
from occupancy.settings import from_environment

#: The database first: without it the checks that read it are not tried.
ALONE: tuple[Check, ...] = (
    machine.printing, machine.words, machine.time_zones, machine.network_time, machine.disk,
    machine.data_folder, machine.safety, machine.certificate, machine.backups,
)  # fmt: skip
READING: tuple[Check, ...] = (
    database.writable, database.durable, database.clocks, log.key, log.heads, log.checkpoint,
    log.worker, log.witness,
)  # fmt: skip
MARKS = {GOOD: "✓", WARNING: "!", BAD: "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Для програм / for programs.")
@click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
def doctor(as_json: bool, lang: str) -> None:
    """Перевірити сервер: друк, годинник, базу, журнал, ключ, диск, налаштування."""
    settings = from_environment()
    engine = make_engine(settings.database_url)
    try:
        findings = examine(Patient(settings, engine))
    finally:
        engine.dispose()
    if as_json:
        told = [
            {"code": each.code, "level": each.level, "facts": each.facts, "words": found,
             "next": mend}
            for each in findings
            for found, mend in [say(each, lang)]
        ]  # fmt: skip
        click.echo(json.dumps({"findings": told}, ensure_ascii=False, indent=1))
    else:
        for each in findings:
            found, mend = say(each, lang)
            click.echo(f"{MARKS[each.level]} {found}" + (f"\n    → {mend}" if mend else ""))
        counts = [sum(each.level == level for each in findings) for level in (BAD, WARNING)]
        click.echo(SUMMARY[lang] % tuple(counts))
    sys.exit(1 if any(each.level == BAD for each in findings) else 0)


def examine(patient: Patient) -> list[Finding]:
    """Return what every check found; those that need the database only where it answers."""
    first = database.reachable(patient)
    findings = [first, *(check(patient) for check in ALONE)]
    if first.level == GOOD:
        findings += [_tried(check, patient) for check in READING]
    return findings


def _tried(check: Check, patient: Patient) -> Finding:
    try:
        return check(patient)
    except SQLAlchemyError:
        return Finding("database.away", BAD)


def say(finding: Finding, lang: str) -> tuple[str, str]:
    """Return what was found and what to do next (empty where nothing is to be done)."""
    uk, mend_uk, en, mend_en = FOUND[finding.code]
    found, mend = (uk, mend_uk) if lang == "uk" else (en, mend_en)
    return found % finding.facts, mend % finding.facts

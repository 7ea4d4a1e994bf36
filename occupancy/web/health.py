"""For whoever watches the server: is it alive, can it work, which version is it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

from alembic.script import ScriptDirectory
from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from occupancy import __version__, clock
from occupancy.audit import queries as audit
from occupancy.audit.log import log_of, refuse_rewound
from occupancy.audit.rules import LogRewound
from occupancy.database import migrations
from occupancy.jobs import queries as jobs
from occupancy.settings import Settings
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.guards import everyone

log = logging.getLogger(__name__)


@bp.get("/healthz")
@everyone
def healthz() -> Response:
    """Say that the process answers; asks nobody else."""
    return jsonify(status="ok")


@bp.get("/readyz")
@everyone
def readyz() -> ResponseReturnValue:
    """Say whether pages would work: 503 with the name of each check that fails."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _answers,
        "schema": _newest,
        "log": _not_rewound,
    }
    failing = [name for name, check in checks.items() if not _holds(name, check)]
    if failing:
        return jsonify(status="unavailable", failing=failing), 503, {"Retry-After": "5"}
    newest = audit.newest_checkpoint(db.session)
    age = round((clock.now() - newest.at).total_seconds()) if newest else None
    there = jobs.worker_is_there(db.session, real_now=clock.true_now())
    return jsonify(status="ok", worker=there, checkpoint_age_s=age)


@bp.get("/version")
@everyone
def version() -> Response:
    """Say which release this is."""
    return jsonify(name="nichlih", version=__version__)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, LogRewound, OSError) as error:
        log.warning("not ready: %s: %s", name, type(error).__name__)
        db.session.rollback()
        return False


def _answers() -> bool:
    return db.session.scalar(text("SELECT 1")) == 1


def _newest() -> bool:
    return db.session.scalar(text("SELECT version_num FROM alembic_version")) == _head()


def _not_rewound() -> bool:
    settings: Settings = current_app.extensions["settings"]
    refuse_rewound(db.session, log_of(settings))
    return True


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(migrations("")).get_current_head()

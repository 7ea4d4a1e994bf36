"""The session of a request (Flask-SQLAlchemy-Lite over plain models)."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app
from flask_sqlalchemy_lite import SQLAlchemy

from occupancy.audit import heads
from occupancy.audit.log import Log, log_of
from occupancy.database import engine_options, prepare
from occupancy.settings import Settings

db = SQLAlchemy()


def register(app: Flask, settings: Settings) -> None:
    """Connect the application to its database with the promises of ``occupancy.database``.

    Every entry is held against the heads of the log that lie outside the database.
    """
    url = settings.database_url
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url, **engine_options(url)}}
    db.init_app(app)
    log = app.extensions["log"] = log_of(settings)
    with app.app_context():
        heads.watch(prepare(db.engine), log.heads)


def log() -> Log:
    """Return the log of the running application."""
    return cast(Log, current_app.extensions["log"])

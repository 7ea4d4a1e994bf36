"""The session of a request (Flask-SQLAlchemy-Lite over plain models)."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy

from occupancy.database import engine_options, prepare

db = SQLAlchemy()


def register(app: Flask, url: str) -> None:
    """Connect the application to ``url`` with the promises of ``occupancy.database``."""
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url, **engine_options(url)}}
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)

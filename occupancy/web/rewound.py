"""The strip on every page while the log waits for a restore to be declared."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from occupancy.audit.restores import is_rewound
from occupancy.web.db import db, log


def register(app: Flask) -> None:
    """Let every template know whether the server only shows."""

    @app.context_processor
    def _known() -> dict[str, Any]:
        return {"rewound": _rewound()}


def _rewound() -> bool:
    """Tell whether the published log is beyond the database; a page about a failure asks too."""
    try:
        return is_rewound(db.session, log())
    except (SQLAlchemyError, OSError):
        db.session.rollback()
        return False

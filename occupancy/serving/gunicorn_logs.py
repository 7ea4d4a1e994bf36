"""gunicorn's own lines go the way of all others, and never tell an address or a header."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from occupancy import logs
from occupancy.settings import from_environment


class Lines(Logger):
    """Hands gunicorn's lines to our log; the pages' lines are written by the applications."""

    def setup(self, cfg: Any) -> None:
        """Configure this process's log instead of gunicorn's own handlers."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        logs.configure(as_json=from_environment().logs_as_json)

    def access(self, *_args: Any) -> None:
        """Write nothing: gunicorn's line would hold the whole address."""

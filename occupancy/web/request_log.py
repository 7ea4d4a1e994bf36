"""One log line for each answer: who, which door, how it ended, how long it took.

The line names the endpoint, not the address: addresses hold receipts, codes and queries.
"""

from __future__ import annotations

import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from occupancy import logs
from occupancy.settings import Settings
from occupancy.web import counts

log = logs.logger("occupancy.request")

#: What nginx ($request_id) and common proxies write; anything else could carry somebody's words.
OF_A_PROXY = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def register(app: Flask) -> None:
    """Give every request of ``app`` a number, and write a line when it is answered."""
    settings: Settings = app.extensions["settings"]

    def begin() -> None:
        told = request.headers.get("X-Request-Id", "") if settings.trusted_proxies else ""
        g.request_id = told if OF_A_PROXY.fullmatch(told) else uuid.uuid4().hex
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        method = request.method if request.method in METHODS else "other"
        endpoint = request.endpoint or "nowhere"
        counts.answered(endpoint, method, response.status_code, seconds)
        response.headers["X-Request-Id"] = g.request_id
        if not endpoint.endswith("static"):
            log.info(
                "answered",
                endpoint=endpoint,
                method=method,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
                actor=_actor(),
            )
        return response

    app.before_request(begin)
    app.after_request(end)


def _actor() -> int | None:
    """Return the number of who was signed in, if the page asked for that; asks nobody itself."""
    user = g.get("_login_user")
    actor = getattr(user, "actor", None)
    return actor.person_id if actor else None

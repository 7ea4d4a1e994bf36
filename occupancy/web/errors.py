"""How a refusal, a missing page and a failure look: one page, kind words, no details."""

from __future__ import annotations

import errno
import logging
from typing import Any, cast

from flask import Flask, Response, current_app, make_response, request
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from occupancy.database import is_unavailable
from occupancy.errors import Busy, NotYours, Refusal, Refusals
from occupancy.web import events
from occupancy.web.db import db
from occupancy.web.words import told

log = logging.getLogger(__name__)

#: Seconds after which a client may try again when the database cannot be written.
RETRY_AFTER = 5
#: What the operating system says when nothing can be written now.
CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)


def register(app: Flask) -> None:
    """Answer every failure of ``app`` with a page in the person's language."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(Refusals, _refusals)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(Exception, _failure)


def page(status: int, code: str, sentences: list[str]) -> Response:
    """Return the error page; ``code`` is what a person may name when asking for help."""
    # A failed request may have left a broken transaction behind; the page must not trip over it.
    db.session.rollback()
    if request.accept_mimetypes.best == "application/json":
        return make_response({"code": code, "status": status, "messages": sentences}, status)
    template = current_app.jinja_env.get_template("web/error.html")
    facts = {"status": status, "code": code, "sentences": sentences}
    return make_response(template.render({**_frameless(), **facts}), status)


def _frameless() -> dict[str, Any]:
    """Return what every template knows, without any room's frame.

    A frame asks the database for its tabs, and that may be the very thing that failed.
    """
    known: dict[str, Any] = {}
    for processor in current_app.template_context_processors[None]:
        known.update(cast("dict[str, Any]", processor()))
    return known


def _refusal(error: Refusal) -> Response:
    return _refusals(Refusals([error]))


def _refusals(error: Refusals) -> Response:
    first = error.refusals[0]
    if first.status == 404:
        if isinstance(first, NotYours):
            events.tell("not_yours")
        return _missing()
    response = page(first.status, first.code, [each.sentence for each in told(error.refusals)])
    if first.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _missing() -> Response:
    return page(404, "not_found", [gettext("not_found")])


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    if status == 404:
        return _missing()
    code = f"http.{status}" if status in (400, 405, 413, 429) else "http.other"
    response = page(status, code, [gettext(code)])
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _database(error: SQLAlchemyError) -> Response:
    if not is_unavailable(error):
        return _failure(error)
    log.warning("database not available: %s", type(error).__name__)
    return _refusal(Busy())


def _disk(error: OSError) -> Response:
    if error.errno not in CANNOT_WRITE:
        return _failure(error)
    log.warning("disk cannot be written: %s", errno.errorcode[error.errno])
    return _refusal(Busy())


def _failure(error: Exception) -> Response:
    log.error("request failed: %s", type(error).__name__, exc_info=error)
    return page(500, "http.500", [gettext("http.500")])

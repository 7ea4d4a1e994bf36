"""The page behind a paper's QR code: genuine or not, and nothing about houses or people."""

from __future__ import annotations

import time

from flask import current_app, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from occupancy import clock
from occupancy.accounts.rules import throttle
from occupancy.citations import queries
from occupancy.public.blueprints import bp
from occupancy.public.slowing import Slowing
from occupancy.web.db import db
from occupancy.web.guards import everyone


@bp.get("/c/", defaults={"code": ""})
@bp.get("/c/<path:code>")
@everyone
def citation_check(code: str) -> ResponseReturnValue:
    """Tell whether the code is one of a paper of ours, its number, date, council and state.

    A code that was never given and one that cannot be a code are answered alike; who tries many
    of them has to wait.
    """
    slowing: Slowing = current_app.extensions["slowing"]
    address, at = throttle.address_key(request.remote_addr), time.monotonic()
    if seconds := slowing.wait(address, at):
        raise TooManyRequests(retry_after=seconds)
    paper = queries.by_code(db.session, code)
    if paper is None:
        slowing.wrong(address, at)
        answer = make_response(render_template("public/citation_unknown.html"), 404)
    else:
        answer = make_response(
            render_template(
                "public/citation_check.html", paper=paper, said=paper.told(), now=clock.now()
            )
        )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions["slowing"] = Slowing()


bp.record_once(_prepare)

"""The page behind a paper's QR code: genuine or not, and nothing about houses or people."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from occupancy import clock
from occupancy.citations import queries
from occupancy.public.blueprints import bp
from occupancy.web.db import db
from occupancy.web.guards import everyone


@bp.get("/c/", defaults={"code": ""})
@bp.get("/c/<path:code>")
@everyone
def citation_check(code: str) -> ResponseReturnValue:
    """Tell whether the code is one of a paper of ours, its number, date, council and state.

    A code that was never given and one that cannot be a code are answered alike.
    """
    paper = queries.by_code(db.session, code)
    if paper is None:
        answer = make_response(render_template("public/citation_unknown.html"), 404)
    else:
        answer = make_response(
            render_template(
                "public/citation_check.html", paper=paper, said=paper.told(), now=clock.now()
            )
        )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer

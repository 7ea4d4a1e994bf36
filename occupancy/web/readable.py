"""What no page can mean: signs that nobody types and numbers that no table holds."""

from __future__ import annotations

from flask import Flask, abort, current_app, request
from werkzeug.routing import IntegerConverter

from occupancy.errors import NotYours
from occupancy.web.guards import EVERYONE

#: PostgreSQL takes no NUL in text, and no address of ours holds one.
NUL = "\x00"


class RecordNumber(IntegerConverter):
    """The number of a record in an address: digits 0-9 only, at most what a key can be.

    Werkzeug's own also takes digits of other scripts, and fails on five thousand of them.
    """

    regex = "[0-9]{1,10}"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max": 2**31 - 1, **kwargs})  # type: ignore[arg-type]


def register(app: Flask) -> None:
    """Answer a guarded address with NUL by no page, a query with NUL by a refusal.

    Pages for everyone look at their own addresses: the citation check answers every wrong code
    alike. What a form holds is judged by its schema, beside the field and with every word kept.
    """
    app.url_map.converters["int"] = RecordNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if NUL in request.path and getattr(view, "doors", EVERYONE) != EVERYONE:
        raise NotYours()
    if any(NUL in name or NUL in value for name, value in request.args.items(multi=True)):
        abort(400)

"""Files that a facility sent with its answer to a signal."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.errors import NotYours
from occupancy.scans import queries
from occupancy.web import uploads
from occupancy.web.db import db
from occupancy.web.guards import only


@bp.get("/flags/<int(max=2147483647):flag_id>/files/<key>")
@only(*reach.READERS)
def reply_file(flag_id: int, key: str) -> ResponseReturnValue:
    """Give a file to those who see the signal."""
    reach.flag_or_404(db.session, flag_id, *reach.READERS)
    found = queries.reply_file(db.session, flag_id, key)
    if found is None:
        raise NotYours()
    return uploads.given(found, small=found.is_picture and bool(request.args.get("small")))

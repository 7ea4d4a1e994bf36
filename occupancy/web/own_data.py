"""What is held about oneself, to be taken along (law of Ukraine 2297-VI, article 8)."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from occupancy import clock
from occupancy.database import saving
from occupancy.privacy import services
from occupancy.privacy.export import archive
from occupancy.privacy.queries import held_about
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.guards import current_actor, signed_in


@bp.post("/account/data")
@signed_in
def own_data() -> Response:
    """Return a ZIP (JSON and a page) of all that is held about the person; the log says so."""
    actor, now = current_actor(), clock.now()
    with saving(db.session) as opened:
        held = held_about(opened, actor.person_id)
        services.note_export(opened, actor.person_id, actor=actor.log_name, now=now)
    return send_file(
        BytesIO(archive(held, now=now)),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"nichlih-{clock.in_kyiv(now).date().isoformat()}.zip",
    )

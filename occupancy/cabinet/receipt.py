"""The receipt of a night: what was said, when to the second, and where it stands in the log."""

from __future__ import annotations

from typing import Any

import segno
from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from occupancy.audit.rules import instant
from occupancy.cabinet import reach, sums
from occupancy.cabinet.blueprint import bp
from occupancy.cabinet.night_fields import ground_words
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.filings import rules
from occupancy.filings.queries import RevisionRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.web.charts import house
from occupancy.web.db import db
from occupancy.web.guards import only


@bp.get("/<code>/receipts/<number>")
@only(*reach.FILERS)
def receipt(code: str, number: str) -> ResponseReturnValue:
    """Show a receipt of this facility; the newest says so, an older one names the newer."""
    place = reach.place_or_404(code)
    said = filings.by_receipt(db.session, number) if number.isprintable() else None
    if said is None or said.facility_id != place.id:
        raise NotYours()
    capacity = registry.capacity_on(db.session, place.id, said.night)
    held = contents(place, said)
    return render_template(
        "cabinet/receipt.html",
        said=said,
        night=said.night,
        standing=filings.standing(db.session, place.id, said.night),
        capacity=capacity,
        sums=sums.of_nights(db.session, place, [said]) if reach.sees_money(place) else None,
        product=sums.product,
        qr=code_of(held),
        held=held,
        house=house.draw(
            capacity.rooms if capacity else 1, said.rooms_occupied, seed=place.code, width=88
        ),
        free_until=rules.free_until(said.night),
        is_tonight=said.night == reach.tonight(),
        ground_names={each.code: ground_words(each) for each in registry.grounds(db.session)},
    )


def contents(place: FacilityRow, said: RevisionRow) -> str:
    """Return what the code holds: readable by any camera, without a network and without us.

    Capitals and digits keep the code coarse enough for a scratched phone.
    """
    facts: dict[str, Any] = {
        "NICHLIH": said.receipt_no,
        "FACILITY": place.code,
        "NIGHT": said.night.isoformat(),
        "ROOMS": said.rooms_occupied,
        "DOMESTIC": said.domestic,
        "INBOUND": said.inbound,
        "EXEMPT": said.exempt_total,
        "FILED": instant(said.filed_at),
        "LOG": said.audit_seq,
        "SHA256": said.audit_leaf.upper(),
    }
    return " ".join(f"{name} {value}" for name, value in facts.items())


def code_of(text: str) -> Markup:
    """Return a QR code as inline SVG, black on white."""
    made = segno.make(text, error="m", micro=False)
    return Markup(made.svg_inline(scale=4, border=0))  # nosec B704 # modules, not text

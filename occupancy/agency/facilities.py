"""The register of facilities that the person may read, with a search."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.scans import queries as scans
from occupancy.scans.queries import AssessmentRow
from occupancy.web.db import db
from occupancy.web.guards import only

#: Lines of one page.
PAGE = 100


@dataclass(frozen=True)
class Known:
    """A facility with what the newest run says of it and its open signal, if there is one."""

    place: FacilityRow
    seen: AssessmentRow | None
    flag_id: int | None


@bp.get("/facilities")
@only(*reach.READERS)
def facilities() -> ResponseReturnValue:
    """Show facilities by name; ``q`` looks in names, codes and businesses."""
    wanted = {key: value for key in ("q", "community") if (value := request.args.get(key, ""))}
    communities = reach.chosen(wanted.get("community"))
    found = [
        place
        for place in registry.facilities(db.session, communities=communities)
        if matches(place, wanted.get("q", ""))
    ]
    number = request.args.get("page", 1, type=int)
    pages = max(-(-len(found) // PAGE), 1)
    number = min(max(number, 1), pages)
    shown = found[(number - 1) * PAGE : number * PAGE]
    run = scans.latest(db.session)
    seen = scans.assessments(db.session, run.id, [each.id for each in shown]) if run else {}
    flags = {each.facility_id: each.id for each in scans.open_flags(db.session, communities)}
    return render_template(
        "agency/facilities.html",
        known=[Known(each, seen.get(each.id), flags.get(each.id)) for each in shown],
        count=len(found),
        page=number,
        pages=pages,
        query=urlencode(wanted),
        wanted=wanted,
        communities=reach.community_choices(db.session),
        run=run,
    )


def matches(place: FacilityRow, text: str) -> bool:
    """Tell whether every word of ``text`` stands in the facility's names, codes or address."""
    where = " ".join(
        (
            place.name,
            place.code,
            place.address,
            place.operator_name,
            place.operator_tax_code,
            place.community.name_uk,
            place.community.name_en,
        )
    ).casefold()
    return all(word in where for word in text.casefold().split())

"""Which facility: the only one, the last one, or a choice."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from occupancy.cabinet import reach
from occupancy.cabinet.blueprint import bp
from occupancy.filings import queries as filings
from occupancy.filings.queries import RevisionRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.web.charts import house
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only


@dataclass(frozen=True)
class Choice:
    """A facility with what stands for tonight."""

    place: FacilityRow
    standing: RevisionRow | None
    house: Markup


@bp.get("/")
@only(*reach.FILERS)
def home() -> ResponseReturnValue:
    """Lead to the last facility, to the only one, or to the choice."""
    places = registry.facilities_of(db.session, current_actor(), *reach.FILERS)
    codes = [place.code for place in places]
    last = browser.get(reach.LAST)
    if last in codes or len(codes) == 1:
        code = last if last in codes else codes[0]
        return redirect(url_for("cabinet.tonight", code=code), 303)
    return redirect(url_for("cabinet.choose"), 303)


@bp.get("/facilities")
@only(*reach.FILERS)
def choose() -> ResponseReturnValue:
    """Show the person's facilities with what stands for tonight."""
    night = reach.tonight()
    choices = []
    for place in registry.facilities_of(db.session, current_actor(), *reach.FILERS):
        standing = filings.standing(db.session, place.id, night)
        capacity = registry.capacity_on(db.session, place.id, night)
        picture = house.draw(
            capacity.rooms if capacity else 1,
            standing.rooms_occupied if standing else 0,
            seed=place.code,
            width=88,
        )
        choices.append(Choice(place, standing, picture))
    return render_template("cabinet/choose.html", choices=choices, night=night)

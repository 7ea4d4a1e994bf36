"""Closing a signal with an explanation that somebody else can follow."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.agency import listing, reach
from occupancy.agency.blueprint import bp
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.scans import services
from occupancy.scans.commands import Explain
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, told


@bp.get("/flags/<int(max=2147483647):flag_id>/close")
@only(*reach.DECIDERS)
def close_form(flag_id: int) -> ResponseReturnValue:
    """Ask for the explanation; a signal closed meanwhile leads back to its page."""
    found, _ = reach.flag_or_404(db.session, flag_id, *reach.DECIDERS)
    if not found.is_open:
        return redirect(url_for("agency.flag", flag_id=flag_id), 303)
    return _page(flag_id)


@bp.post("/flags/<int(max=2147483647):flag_id>/close")
@only(*reach.DECIDERS)
def close(flag_id: int) -> ResponseReturnValue:
    """Close the signal; what was typed stays on a refusal."""
    reach.flag_or_404(db.session, flag_id, *reach.DECIDERS)
    actor = current_actor()
    command = Explain(flag_id, request.form.get("note", ""))
    try:
        with saving(db.session) as session:
            services.explain(session, command, actor_id=actor.person_id, now=clock.now())
    except Refusal as refusal:
        return _page(flag_id, command.note, told([refusal])), refusal.status
    flash(gettext("Сигнал закрито. Пояснення лишилося біля нього."), "ok")
    return redirect(url_for("agency.flag", flag_id=flag_id), 303)


def _page(flag_id: int, note: str = "", refused: list[Told] | None = None) -> str:
    found, place = reach.flag_or_404(db.session, flag_id, *reach.DECIDERS)
    return render_template(
        "agency/flag_close.html",
        flag=found,
        place=place,
        line=listing.lines(db.session, [found], now=clock.now())[0],
        words=listing,
        note=note,
        told=refused or [],
        errors={each.field: each.sentence for each in refused or []},
        most=services.MOST_WORDS,
    )

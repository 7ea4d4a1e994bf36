"""A night that a declared restore lost comes back by its downloaded receipt."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts.roles import Role
from occupancy.audit.rules import read_receipt
from occupancy.audit.rules.receipts import LONGEST
from occupancy.cabinet import reach
from occupancy.cabinet.blueprint import bp
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.filings.services import file_again
from occupancy.registry.queries import FacilityRow
from occupancy.web import uploads
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import told


@bp.get("/<code>/receipts/lost")
@only(Role.OPERATOR)
def refile_form(code: str) -> ResponseReturnValue:
    """Ask for the receipt of a lost night."""
    return _page(reach.place_or_404(code, Role.OPERATOR), "", [])


@bp.post("/<code>/receipts/lost")
@only(Role.OPERATOR)
def refile(code: str) -> ResponseReturnValue:
    """File a lost night again by its receipt: uploaded, or pasted as text."""
    place = reach.place_or_404(code, Role.OPERATOR)
    typed = uploads.text_sent("file", LONGEST) or request.form.get("receipt", "").strip()
    if not typed:
        return _page(place, "", [gettext("Виберіть файл квитанції або вставте його текст.")]), 422
    try:
        signed = read_receipt(typed)
        with saving(db.session) as session:
            kept = file_again(
                session,
                signed,
                facility_id=place.id,
                author_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusals as error:
        return _page(place, typed, [each.sentence for each in told(error.refusals)]), 422
    except Refusal as refusal:
        if refusal.status in (404, 503):
            raise
        sentences = [each.sentence for each in told([refusal])]
        return _page(place, typed, sentences), refusal.status
    flash(
        gettext("За цією квитанцією ніч уже повернуто раніше. Ось нова квитанція.")
        if kept.repeated
        else gettext("Ніч повернуто за квитанцією; час подання лишився той самий."),
        "info" if kept.repeated else "ok",
    )
    return redirect(url_for("cabinet.receipt", code=place.code, number=kept.receipt_no), 303)


def _page(place: FacilityRow, typed: str, wrong: list[str]) -> str:
    return render_template("cabinet/refile.html", typed=typed[:LONGEST], wrong=wrong)

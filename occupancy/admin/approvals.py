"""What waits for a second person, and the answer."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.queries import ApprovalRow
from occupancy.accounts.rules.approvals import OWN_KINDS
from occupancy.admin import reach, words
from occupancy.admin.blueprint import bp
from occupancy.admin.people import first_password_page
from occupancy.admin.words import Question
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import words_of


@bp.get("/approvals")
@only(*reach.SECONDS)
def approvals() -> ResponseReturnValue:
    """Show what waits and what was decided lately, as far as the person may answer it."""
    return _page()


@bp.post("/approvals/<int:approval_id>")
@only(*reach.SECONDS)
def answer(approval_id: int) -> ResponseReturnValue:
    """Confirm (``answer=yes``) or decline; who asked takes the question back."""
    found = queries.approval(db.session, approval_id)
    if found is None or found.kind not in OWN_KINDS or not _reaches(found):
        raise NotYours()
    try:
        with saving(db.session) as session:
            done = services.answer(
                session,
                approval_id,
                confirmed=request.form.get("answer") == "yes",
                passwords=current_app.extensions["passwords"],
                actor_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(words_of(refusal).sentence), refusal.status
    if done.password is not None and done.row.about_id is not None:
        return first_password_page(done.row.about_id, done.password)
    said = {
        "confirmed": gettext("Підтверджено: діє відтепер."),
        "declined": gettext("Відхилено."),
        "withdrawn": gettext("Прохання забрано назад."),
    }
    flash(said[done.row.outcome or "declined"], "ok")
    return redirect(url_for("admin.approvals"), 303)


def _page(refused: str = "") -> str:
    now = clock.now()
    return render_template(
        "admin/approvals.html",
        waiting=[
            words.question(each) for each in queries.waiting(db.session, now) if _reaches(each)
        ],
        ended=[words.question(each) for each in queries.ended(db.session, now) if _reaches(each)],
        me=current_actor().person_id,
        refused=refused,
    )


def _told(rows: list[ApprovalRow]) -> list[Question]:
    return [words.question(each) for each in rows if _reaches(each)]


def _reaches(each: ApprovalRow) -> bool:
    return current_actor().may(*reach.SECONDS, community=each.community)

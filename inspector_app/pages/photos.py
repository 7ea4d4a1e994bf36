"""Photos of a visit: taken or chosen, looked at, taken back; sealed when the visit ends."""

from __future__ import annotations

from typing import IO

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inspector_app.pages import steps
from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS, mine_or_404
from occupancy import clock
from occupancy.attachments import intake
from occupancy.attachments import queries as attachments
from occupancy.attachments.queries import AttachmentRow
from occupancy.attachments.rules import VISIT_PHOTO
from occupancy.attachments.rules.limits import MIB
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal
from occupancy.inspections import services
from occupancy.inspections.queries import VisitRow
from occupancy.inspections.rules import photos_of
from occupancy.web import uploads
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, words_of

#: What one press may send: a phone's dozen.
MOST_AT_ONCE = 80 * MIB


@bp.get("/visits/<visit_id>/photos")
@only(*GOERS)
def photos(visit_id: str) -> ResponseReturnValue:
    """Show the photos so far, and ask for more."""
    visit = steps.opened_or_elsewhere(visit_id)
    return visit if not isinstance(visit, VisitRow) else _page(visit)


@bp.post("/visits/<visit_id>/photos")
@only(*GOERS)
@uploads.large(MOST_AT_ONCE)
def keep_photos(visit_id: str) -> ResponseReturnValue:
    """Keep each photo that can be kept, and say of each other one why not."""
    visit = steps.opened_or_elsewhere(visit_id)
    if not isinstance(visit, VisitRow):
        return visit
    refused: list[Told] = []
    status = 422
    for number, upload in uploads.sent("photos"):
        try:
            _keep(visit, upload.stream)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            said = words_of(refusal)
            words = gettext("Фото %(number)s: %(said)s", number=number, said=said.sentence)
            refused.append(Told("photos", said.code, words))
            status = refusal.status
            if refusal.status == 503 or refusal.code == "attachment.too_heavy":
                break  # what comes after would wait as long
    if refused:
        return _page(visit, refused), status
    return steps.onward(visit, "photos")


@bp.post("/visits/<visit_id>/photos/<key>/remove")
@only(*GOERS)
def remove_photo(visit_id: str, key: str) -> ResponseReturnValue:
    """Take a photo back: the file goes, the log says that there was one."""
    visit = steps.opened_or_elsewhere(visit_id)
    if not isinstance(visit, VisitRow):
        return visit
    with saving(db.session) as session:
        stood = services.remove_photo(
            session, visit.id, key, actor_id=current_actor().person_id, now=clock.now()
        )
    uploads.store().drop(stood.key, stood.media_type)
    return redirect(url_for("inspector.photos", visit_id=visit.id), 303)


@bp.get("/visits/<visit_id>/photos/<key>.jpg")
@only(*GOERS)
def photo(visit_id: str, key: str) -> ResponseReturnValue:
    """Give a photo; ``?small=1`` its small copy."""
    return uploads.given(_photo_or_404(visit_id, key), small=bool(request.args.get("small")))


def _photo_or_404(visit_id: str, key: str) -> AttachmentRow:
    visit = mine_or_404(visit_id)
    found = attachments.by_key(db.session, key)
    if found is None or found.subject != photos_of(visit.id):
        raise NotYours()
    return found


def _keep(visit: VisitRow, stream: IO[bytes]) -> None:
    taken = intake.take(stream, VISIT_PHOTO)
    with uploads.store().keeping(taken) as kept, saving(db.session) as session:
        services.add_photo(
            session, visit.id, kept, actor_id=current_actor().person_id, now=clock.now()
        )


def _page(visit: VisitRow, refused: list[Told] | None = None) -> str:
    return steps.show(visit, "photos", {}, refused, most=VISIT_PHOTO.most_files)

"""Answering a question: words, and photos or PDFs that show what they say."""

from __future__ import annotations

from contextlib import ExitStack

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts.roles import Role
from occupancy.attachments import intake
from occupancy.attachments.intake import Taken
from occupancy.attachments.rules import REPLY_FILE
from occupancy.attachments.rules import refusals as no
from occupancy.attachments.rules.limits import MIB
from occupancy.cabinet import inbox, reach
from occupancy.cabinet.blueprint import bp
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal
from occupancy.registry.queries import FacilityRow
from occupancy.scans import queries, services
from occupancy.scans.commands import Reply
from occupancy.web import uploads
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, words_of

#: Three files and the words.
MOST_AT_ONCE = 32 * MIB


@bp.post("/<code>/questions/<int(max=2147483647):flag_id>/reply")
@only(Role.OPERATOR)
@uploads.large(MOST_AT_ONCE)
def reply(code: str, flag_id: int) -> ResponseReturnValue:
    """Keep an answer whole or not at all; what was typed stays on a refusal."""
    place = reach.place_or_404(code, Role.OPERATOR)
    inbox.question_or_404(place, flag_id)
    words = request.form.get("words", "")
    try:
        services.checked(words)
        _keep(place, Reply(flag_id, place.id, words), _taken())
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        said = words_of(refusal)
        told = Told(said.field or "files", said.code, said.sentence)
        return inbox.page(place, flag_id, words, [told]), refusal.status
    flash(gettext("Відповідь надіслано: її видно агенції поруч із запитанням."), "ok")
    return redirect(url_for("cabinet.question", code=place.code, flag_id=flag_id), 303)


@bp.get("/<code>/questions/<int(max=2147483647):flag_id>/files/<key>")
@only(Role.OPERATOR)
def reply_file(code: str, flag_id: int, key: str) -> ResponseReturnValue:
    """Give back a file of one's own answer."""
    place = reach.place_or_404(code, Role.OPERATOR)
    inbox.question_or_404(place, flag_id)
    found = queries.reply_file(db.session, flag_id, key)
    if found is None:
        raise NotYours()
    return uploads.given(found, small=found.is_picture and bool(request.args.get("small")))


def _taken() -> list[Taken]:
    """Return the files of the form, made harmless; the first that cannot be ends it."""
    found: list[Taken] = []
    for number, upload in uploads.sent("files"):
        if number > REPLY_FILE.most_files:
            raise no.TooManyFiles(most=REPLY_FILE.most_files)
        found.append(intake.take(upload.stream, REPLY_FILE))
    return found


def _keep(place: FacilityRow, command: Reply, taken: list[Taken]) -> None:
    with ExitStack() as stack:
        store = uploads.store()
        kept = [stack.enter_context(store.keeping(each)) for each in taken]
        with saving(db.session) as session:
            services.reply(
                session, command, kept, actor_id=current_actor().person_id, now=clock.now()
            )

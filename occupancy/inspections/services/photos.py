"""Photos of a visit: added and taken back until it closes, sealed by its closing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.attachments import queries as attachments
from occupancy.attachments import services as files
from occupancy.attachments.queries import AttachmentRow
from occupancy.attachments.store import Kept
from occupancy.errors import NotYours
from occupancy.inspections.rules import photos_of
from occupancy.inspections.services.access import held_open
from occupancy.registry import queries as registry


def add_photo(
    session: Session, visit_id: str, kept: Kept, *, actor_id: int, now: datetime
) -> AttachmentRow:
    """Let a kept picture belong to an opened visit of ``actor_id``.

    Raises ``TooManyFiles`` when the visit has as many as it may.
    """
    found = held_open(session, visit_id, actor_id, now)
    place = registry.facility_by_id(session, found.facility_id)
    if place is None:
        raise NotYours()
    found.saved_at = now
    return files.attach(
        session,
        kept,
        subject=photos_of(found.id),
        community=place.community.katottg,
        author_id=actor_id,
        now=now,
    )


def remove_photo(
    session: Session, visit_id: str, key: str, *, actor_id: int, now: datetime
) -> AttachmentRow:
    """Take a photo back before the visit ends; the caller drops the file once this is committed."""
    found = held_open(session, visit_id, actor_id, now)
    photo = attachments.by_key(session, key)
    if photo is None or photo.subject != photos_of(found.id):
        raise NotYours()
    found.saved_at = now
    return files.erase(session, key, actor=f"person:{actor_id}", why="taken_back", now=now)

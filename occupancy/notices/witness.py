"""Outside witnesses: others keep the log's heads, so that no history can be rewritten unseen."""

from __future__ import annotations

import hashlib
from datetime import datetime, time

from sqlalchemy.orm import Session

from occupancy.audit import queries as audit
from occupancy.clock import KYIV, in_kyiv
from occupancy.notices import queries, services
from occupancy.notices.services import Message
from occupancy.settings import Settings

KIND = "witness"

#: Read by witnesses of both languages; the note itself is for machines and stands last.
LETTER = """Голова журналу «Нічліг» № {number}, записів: {size}.
Збережіть цей лист: за ним кожен може довести, що журнал не переписано.
Перевірка: occupancy audit verify --checkpoint ФАЙЛ (файл містить рядки нижче).

Head {number} of the log of Nichlih, entries: {size}.
Keep this letter: with it anybody can prove that the log was not rewritten.
To check: occupancy audit verify --checkpoint FILE (the file holds the lines below).

{note}"""


def witnesses(settings: Settings) -> list[tuple[str, str]]:
    """Return channel and address of each witness."""
    told: list[tuple[str, str]] = []
    if settings.witness_file:
        told.append(("file", str(settings.witness_file)))
    told += [("mail", address) for address in settings.witness_mail]
    if settings.witness_url:
        told.append(("url", settings.witness_url))
    return told


def tell_witnesses(
    session: Session, settings: Settings, now: datetime, *, on_demand: bool = False
) -> int:
    """Put the newest head into the outbox: the first of each day in Kyiv, or now on demand.

    A head goes to each witness at most once. Returns how many messages were added.
    """
    head = audit.newest_checkpoint(session)
    if head is None:
        return 0
    today = datetime.combine(in_kyiv(now).date(), time(), KYIV)
    added = 0
    for channel, address in witnesses(settings):
        if not on_demand and queries.made_since(session, KIND, channel, address, today):
            continue
        whose = hashlib.sha256(f"{channel}:{address}".encode()).hexdigest()[:16]
        body = (
            LETTER.format(number=head.number, size=head.size, note=head.note)
            if channel == "mail"
            else head.note
        )
        message = Message(
            key=f"{KIND}:{head.number}:{whose}",
            channel=channel,
            address=address,
            subject=f"Нічліг: голова журналу № {head.number} · log head {head.number}",
            body=body,
        )
        added += services.put(session, message, now=now)
    return added

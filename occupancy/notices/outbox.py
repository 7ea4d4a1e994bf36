"""Emptying the outbox: no transaction is open while another machine is waited for."""

from __future__ import annotations

from smtplib import SMTPException

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from occupancy import clock, logs
from occupancy.database import saving
from occupancy.notices import services
from occupancy.notices.delivery import NotDelivered, deliver
from occupancy.settings import Settings

log = logs.logger(__name__)


def send_what_is_due(engine: Engine, settings: Settings) -> tuple[int, int]:
    """Send what is due; return how many went and how many did not."""
    with Session(engine) as session, saving(session):
        taken = services.take(session, now=clock.now())
    went = 0
    for each in taken:
        try:
            deliver(each.message, settings)
        except (OSError, SMTPException, NotDelivered, ValueError) as error:
            log.warning(
                "message_not_sent", channel=each.message.channel, id=each.id, exc_info=error
            )
            with Session(engine) as session, saving(session):
                services.failed(session, each.id, type(error).__name__, now=clock.now())
            continue
        with Session(engine) as session, saving(session):
            services.sent(session, each.id, now=clock.now())
        went += 1
    return went, len(taken) - went

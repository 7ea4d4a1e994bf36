"""The scan's deeds: look (reads and computes), keep (writes), and what people decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from occupancy.evidence.commands import PastCheck
from occupancy.scans.queries import RunRow
from occupancy.scans.services.decisions import (
    LEAST_WORDS,
    MOST_WORDS,
    AlreadyAsked,
    ExplanationMissing,
    ExplanationTooLong,
    FlagIsClosed,
    ask,
    explain,
    send_visit,
    settle_by_visit,
)
from occupancy.scans.services.keep import keep
from occupancy.scans.services.look import (
    Findings,
    NothingToScan,
    Progress,
    look,
    nights_to_look_at,
    silent,
)
from occupancy.scans.services.progress import forget_progress, note_progress
from occupancy.scans.services.replies import ReplyMissing, TooManyReplies, checked, reply

__all__ = [
    "LEAST_WORDS",
    "MOST_WORDS",
    "AlreadyAsked",
    "ExplanationMissing",
    "ExplanationTooLong",
    "Findings",
    "FlagIsClosed",
    "NothingToScan",
    "Progress",
    "ReplyMissing",
    "TooManyReplies",
    "ask",
    "checked",
    "explain",
    "forget_progress",
    "keep",
    "look",
    "nights_to_look_at",
    "note_progress",
    "reply",
    "run_scan",
    "send_visit",
    "settle_by_visit",
    "silent",
]


def run_scan(
    session: Session,
    *,
    first: date,
    last: date,
    now: datetime,
    visits: Collection[PastCheck] = (),
    progress: Progress = silent,
) -> RunRow:
    """Look at the nights up to ``last`` (bands kept from ``first`` on) and keep what is found.

    Both in one transaction, for callers that hold one; the command line looks first and only then
    takes the writer's place.
    """
    found = look(session, first=first, last=last, visits=visits, progress=progress)
    return keep(session, found, now=now)

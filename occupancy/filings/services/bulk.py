"""Filing many nights at once: a file, a batch, the demonstration region. All of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from occupancy.audit import services as audit
from occupancy.database import table_of
from occupancy.errors import Refusal
from occupancy.filings import queries, rules
from occupancy.filings.commands import FileNight
from occupancy.filings.models import FilingRevision
from occupancy.filings.queries import RevisionRow
from occupancy.filings.services import drafts, settings
from occupancy.filings.services.drafts import Draft
from occupancy.ledger import services as ledger
from occupancy.registry import queries as facilities
from occupancy.registry import services as registry

#: How many nights are worked through between two words to a waiting person.
STEP = 2000

Progress = Callable[[int, int], None]
#: What stands of a night while a batch is worked through: its revision number, who says so, and
#: that revision's receipt.
Standing = dict[tuple[int, date], tuple[int, FileNight | RevisionRow | None, str | None]]
NOTHING: tuple[int, None, None] = (0, None, None)


@dataclass(frozen=True)
class RefusedNight:
    """A night of a batch that cannot be taken; ``index`` counts the commands from 0."""

    index: int
    filing: FileNight
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class ImportReport:
    """What a batch did, or would do: with any refused night nothing is kept."""

    filed: int
    corrected: int
    unchanged: int
    refused: tuple[RefusedNight, ...] = ()

    @property
    def kept(self) -> bool:
        """Tell whether the batch was taken."""
        return not self.refused


def file_nights(
    session: Session,
    filings: Sequence[FileNight],
    *,
    source: str,
    author_id: int | None,
    now: datetime,
    filed_at: Callable[[FileNight], datetime] | None = None,
    keep: bool = True,
    progress: Progress | None = None,
) -> ImportReport:
    """Keep many nights in the running transaction, by the very rules of ``file_night``.

    Every night is checked before the first is written; if any is refused, nothing is written and
    the report names them all. Numbers that stand already are counted as unchanged, so the same
    file twice adds nothing. ``filed_at`` tells when each night was stated, where that was not
    ``now`` (a region's past); ``keep=False`` only looks. Nights may come several times, in order.
    """
    places = registry.hold_all(session, {filing.facility_id for filing in filings})
    law = facilities.law(session, {place.community.katottg for place in places.values()})
    setting_on = settings.lookup(session, places.values(), *_span(filings), law)
    standing = _standing(session, filings)
    made: list[Draft] = []
    refused: list[RefusedNight] = []
    unchanged = 0
    for index, filing in enumerate(filings):
        if progress and index % STEP == 0:
            progress(index, len(filings))
        place = places[filing.facility_id]
        stated = filed_at(filing) if filed_at else now
        found = rules.problems(filing, setting_on(place, filing.night), stated)
        number, stands, receipt = standing.get((place.id, filing.night), NOTHING)
        kind = rules.kind_of(filing.night, filed_before=number > 0, now=stated)
        if stands and not found and drafts.figures_of(stands) == drafts.figures_of(filing):
            unchanged += 1
            continue
        unexplained = rules.reason_problem(filing, kind)
        if found or unexplained:
            told = (*found, *([unexplained] if unexplained else []))
            refused.append(RefusedNight(index, filing, told))
            continue
        draft = drafts.draft(
            filing,
            place,
            kind=kind,
            number=number + 1,
            supersedes=receipt,
            due=drafts.due_of(law, place, filing),
            source=source,
            author_id=author_id,
            filed_at=stated,
        )
        standing[place.id, filing.night] = (number + 1, filing, draft.values["receipt_no"])
        made.append(draft)
    if keep and not refused:
        _keep(session, made, actor=drafts.actor_of(author_id, source), now=now)
    corrected = sum(draft.values["number"] > 1 for draft in made)
    return ImportReport(len(made) - corrected, corrected, unchanged, tuple(refused))


def _keep(session: Session, made: Sequence[Draft], *, actor: str, now: datetime) -> None:
    """Write the drafts: the log, then what follows from it, ledger lines and revisions."""
    if not made:
        return
    recorded = audit.record_all(session, (draft.deed for draft in made), actor=actor, now=now)
    dues = [
        ledger.NightDue(
            draft.values["facility_id"], draft.values["night"], due, draft.cause, entry.seq
        )
        for draft, entry in zip(made, recorded, strict=True)
        if (due := draft.values["due_kopiykas"]) is not None
    ]
    ledger.settle_all(session, dues, now=now)
    session.execute(
        insert(table_of(FilingRevision)),
        [draft.row(place) for draft, place in zip(made, recorded, strict=True)],
    )


def _span(filings: Sequence[FileNight]) -> tuple[date, date]:
    nights = [filing.night for filing in filings]
    return (min(nights), max(nights)) if nights else (date.min, date.min)


def _standing(session: Session, filings: Sequence[FileNight]) -> Standing:
    rows = queries.standing_of(session, ((each.facility_id, each.night) for each in filings))
    return {pair: (row.number, row, row.receipt_no) for pair, row in rows.items()}

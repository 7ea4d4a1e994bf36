"""Which tables the log protects, by which projections, and which tables it does not and why."""

from __future__ import annotations

from occupancy.accounts import projections as accounts
from occupancy.attachments import projections as attachments
from occupancy.audit.projections import Maker
from occupancy.citations import projections as citations
from occupancy.evidence import projections as evidence
from occupancy.filings import projections as filings
from occupancy.inspections import projections as inspections
from occupancy.ledger import projections as ledger
from occupancy.registry import projections as registry
from occupancy.scans import projections as scans

#: In the order in which a projection may need the numbers that an earlier one learned.
PROJECTIONS: tuple[Maker, ...] = (
    *registry.PROJECTIONS,
    *accounts.PROJECTIONS,
    *attachments.PROJECTIONS,
    *filings.PROJECTIONS,
    *ledger.PROJECTIONS,
    *evidence.PROJECTIONS,
    *scans.PROJECTIONS,
    *inspections.PROJECTIONS,
    *citations.PROJECTIONS,
)

#: The log itself: its bodies, tree and heads prove each other.
OF_THE_LOG = frozenset(
    {"audit_entry", "audit_words", "audit_node", "audit_epoch", "audit_checkpoint"}
)

#: Tables whose rows may change without an entry, each with its reason.
UNPROTECTED = {
    "person": "personal data that can be erased; the log calls people by number",
    "sign_in_attempt": "work state: counts tries to sign in, and is thinned out",
    "sign_in_session": "work state: browsers that are signed in",
    "outbox_message": "work state: messages on their way, which repeat what the log says",
    "assessment": "computed: input, parameters and code of its run are protected by digests",
    "scan_group": "computed: what a run may take over from an earlier one",
    "scan_progress": "work state: how far the scan under way is",
    "worker_job": "work state: what the background worker has to do",
    "night_band": "computed: input, parameters and code of its run are protected by digests",
}

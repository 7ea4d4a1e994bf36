"""Reading signals, bands and runs: frozen rows."""

from occupancy.scans.queries.bands import BandRow, PeerRow, band_on, bands, last_band, peers_on
from occupancy.scans.queries.flags import (
    FlagRow,
    closed_flags,
    flag,
    flags_of,
    open_count,
    open_flags,
    questions_for,
)
from occupancy.scans.queries.intake import Intake, intake
from occupancy.scans.queries.replies import ReplyRow, replies, reply_file
from occupancy.scans.queries.runs import (
    AssessmentRow,
    ProgressRow,
    ReasonRow,
    RunRow,
    assessment,
    assessments,
    judged_before,
    latest,
    newest_before,
    newest_of,
    progress,
    run,
    runs,
)

__all__ = [
    "AssessmentRow",
    "BandRow",
    "FlagRow",
    "Intake",
    "PeerRow",
    "ProgressRow",
    "ReasonRow",
    "ReplyRow",
    "RunRow",
    "assessment",
    "assessments",
    "band_on",
    "bands",
    "closed_flags",
    "flag",
    "flags_of",
    "intake",
    "judged_before",
    "last_band",
    "latest",
    "newest_before",
    "newest_of",
    "open_count",
    "open_flags",
    "peers_on",
    "progress",
    "questions_for",
    "replies",
    "reply_file",
    "run",
    "runs",
]

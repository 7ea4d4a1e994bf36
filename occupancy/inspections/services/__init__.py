"""The deeds of a visit: plan, cancel, open (and seal), write down, photograph, close."""

from occupancy.inspections.services.closing import close_visit
from occupancy.inspections.services.drafts import record_count, record_signing, record_statement
from occupancy.inspections.services.opening import open_visit
from occupancy.inspections.services.photos import add_photo, remove_photo
from occupancy.inspections.services.planning import cancel_visit, plan_visit
from occupancy.inspections.services.reading import note_plan_reads

__all__ = [
    "add_photo",
    "cancel_visit",
    "close_visit",
    "note_plan_reads",
    "open_visit",
    "plan_visit",
    "record_count",
    "record_signing",
    "record_statement",
    "remove_photo",
]

"""Pages without sign-in: citation check, the log and, in demo mode, the sheet of all components."""

from occupancy.public import citation_check, log, receipt_check
from occupancy.public.blueprints import bp
from occupancy.public.styles import styles_bp

#: Modules whose views belong to the blueprint; importing them puts them there.
PAGES = (citation_check, log, receipt_check)

__all__ = ["PAGES", "bp", "styles_bp"]

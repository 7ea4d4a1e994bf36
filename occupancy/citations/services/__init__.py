"""Drawing papers up and voiding them; which kinds of paper there are."""

from occupancy.citations.services.document_types import seed_document_types
from occupancy.citations.services.issuing import issue
from occupancy.citations.services.voiding import answer_void, ask_void, void

__all__ = ["answer_void", "ask_void", "issue", "seed_document_types", "void"]

"""The administrator's room: people, their rights and ways in, and who did what."""

from occupancy.admin import approvals, log, people, person, roles
from occupancy.admin.blueprint import bp

__all__ = ["approvals", "bp", "log", "people", "person", "roles"]

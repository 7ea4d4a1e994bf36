"""The agency's room: signals, facilities and runs, for people who look and decide."""

from occupancy.agency import closing, facilities, facility, flag, flags, places, runs, visit
from occupancy.agency.blueprint import bp

__all__ = ["bp", "closing", "facilities", "facility", "flag", "flags", "places", "runs", "visit"]

"""From text to commands."""

from occupancy.filings.schemas.night import command_of, command_of_flat

__all__ = ["command_of", "command_of_flat"]

"""From text to commands."""

from occupancy.filings.schemas.night import command_of, command_of_flat, period_of

__all__ = ["command_of", "command_of_flat", "period_of"]

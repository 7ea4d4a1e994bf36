"""The commands of ``python -m anomaly``, one file each: its arguments and what it does."""

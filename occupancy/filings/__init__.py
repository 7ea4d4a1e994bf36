"""A night's numbers: revisions that are never overwritten."""

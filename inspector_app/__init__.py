"""The inspector's room: an application of its own, for tablets."""

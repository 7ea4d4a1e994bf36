"""What the background worker does, how often, and what became of it."""

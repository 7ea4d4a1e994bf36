"""Money: lines are added, never edited."""

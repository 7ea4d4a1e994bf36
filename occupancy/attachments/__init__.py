"""Files that people bring: taken within limits, made harmless, kept under random names."""

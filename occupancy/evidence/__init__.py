"""What is known from outside the filings: readings of meters and platforms, and past checks."""

"""The transparency log: every deed is an entry, written in the same transaction as its effect."""

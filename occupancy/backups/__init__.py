"""Backups: the whole state in one encrypted file, from either database and into either."""

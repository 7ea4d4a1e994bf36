"""The processes of a server: gunicorn, and the background worker beside it."""

"""The outbox: what is to be sent is kept with the deed, and sent after it by the worker."""

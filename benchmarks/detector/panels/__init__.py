"""Panels whose truth is known: simulated, of an independent model, and cut from real series."""

"""Visits: planned, opened (what the cabinet said is sealed), counted, closed."""

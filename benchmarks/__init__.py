"""Measurements of what the product promises, on the machine at hand."""

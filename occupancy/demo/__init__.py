"""A made-up region in real communities: to look around, to show, to test against a kept truth."""

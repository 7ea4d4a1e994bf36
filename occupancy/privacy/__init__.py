"""What is held about people of ours, for how long, and how they get it or have it erased.

Guests have no place here at all: the product holds their counts, never their names.
"""

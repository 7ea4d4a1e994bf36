"""The tourist tax as arithmetic: rates by date and price band, amounts, quarters, due dates.

Pure: no database, no web, no clock. Every figure of the law comes in as a dated row with its
source and mark (`tables`); formulas hold no numbers.
"""
